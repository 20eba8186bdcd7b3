/* A log in memory: the budget, levels, colours, JSON lines, search, filter. */
#include "model/logbuffer.h"

#include "base/utf8.h"
#include "model/logjson.h"
#include "model/logquery.h"
#include "model/logstamp.h"
#include "model/logtext.h"
#include "model/logview.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void add(struct log_buffer *buffer, const char *text)
{
    log_buffer_add(buffer, text, strlen(text), 1000, 0, false);
}

static void lines_come_back(void **state)
{
    (void)state;
    struct log_buffer buffer;
    struct log_line line;
    log_buffer_init(&buffer, 1);
    add(&buffer, "one");
    log_buffer_add(&buffer, "tw", 2, 2000, 0, true);
    log_buffer_add(&buffer, "o", 1, 2000, 0, false);
    log_buffer_add(&buffer, "half", 4, 3000, 0, true);
    log_buffer_note(&buffer, "restarted", 4000, 0);
    add(&buffer, "");
    assert_int_equal(log_next(&buffer), 5);
    assert_true(log_buffer_line(&buffer, 1, &line));
    assert_int_equal(line.len, 3);
    assert_memory_equal(line.text, "two", 3);
    assert_int_equal(line.when, 2000);
    assert_true(log_buffer_line(&buffer, 3, &line) && line.note);
    assert_true(log_buffer_line(&buffer, 4, &line) && line.len == 0 && !line.note);
    assert_false(log_buffer_line(&buffer, 5, &line));
    log_buffer_fini(&buffer);
}

/* Whatever comes: within the budget, newest kept, the rest counted. */
static void the_budget_holds(void **state)
{
    (void)state;
    static const size_t lengths[] = {0, 1, 30, 5000, LOG_LINE_MOST, 700000};
    char *text = calloc(1, 700000);
    for (size_t i = 0; i < sizeof(lengths) / sizeof(*lengths); i++) {
        struct log_buffer buffer;
        struct log_line line;
        uint64_t given = 0;
        log_buffer_init(&buffer, 2 << 20);
        for (size_t total = 0; total < (20u << 20); total += lengths[i] + 60, given++)
            log_buffer_add(&buffer, text, lengths[i], 0, 0, false);
        assert_true(buffer.used <= buffer.budget);
        assert_true(buffer.let_go > 0);
        assert_int_equal(buffer.let_go, log_first(&buffer));
        assert_true(log_next(&buffer) >= given);
        assert_true(log_buffer_line(&buffer, log_next(&buffer) - 1, &line));
        assert_true(log_buffer_line(&buffer, log_first(&buffer), &line));
        assert_false(log_buffer_line(&buffer, log_first(&buffer) - 1, &line));
        log_buffer_fini(&buffer);
    }
    free(text);
}

static void a_line_of_pieces_grows(void **state)
{
    (void)state;
    struct log_buffer buffer;
    struct log_line line;
    size_t total = 0;
    char piece[10000];
    memset(piece, 'x', sizeof(piece));
    log_buffer_init(&buffer, 8 << 20);
    for (int i = 0; i < 30; i++)
        log_buffer_add(&buffer, piece, sizeof(piece), 0, 0, i < 29);
    for (uint64_t n = 0; n < log_next(&buffer); n++) {
        assert_true(log_buffer_line(&buffer, n, &line));
        assert_true(line.len <= LOG_LINE_MOST);
        assert_int_equal(line.goes_on, n > 0);
        for (size_t i = 0; i < line.len; i++)
            assert_int_equal(line.text[i], 'x');
        total += line.len;
    }
    assert_int_equal(total, 300000);
    log_buffer_fini(&buffer);
}

static void levels_are_told(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum log_level level;
    } rows[] = {
        {"ERROR line 7 failed", LOG_LEVEL_ERROR},
        {"INFO line 8", LOG_LEVEL_INFO},
        {"{\"level\":\"warn\",\"msg\":\"slow query, ERROR in words\"}", LOG_LEVEL_WARN},
        {"{\"level\": 50, \"msg\":\"x\"}", LOG_LEVEL_ERROR},
        {"{\"msg\":\"x\",\"severity\":\"DEBUG\"}", LOG_LEVEL_DEBUG},
        {"time=2026 level=warning msg=x", LOG_LEVEL_WARN},
        {"E1123 06:19:51.612536       1 reflector.go:138] x", LOG_LEVEL_ERROR},
        {"2026-11-23 06:19:51 [error] 31#31: x", LOG_LEVEL_ERROR},
        {"2026/11/23 06:19:51 warning: x", LOG_LEVEL_WARN},
        {"no error was found", LOG_LEVEL_NONE},
        {"Everything 50 fine", LOG_LEVEL_NONE},
        {"", LOG_LEVEL_NONE},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        enum log_level level = log_level_of(rows[i].text, strlen(rows[i].text));
        if (level != rows[i].level)
            fail_msg("%s: %d", rows[i].text, (int)level);
    }
}

static void colours_are_values(void **state)
{
    (void)state;
    struct log_text text = {0};
    const char *bytes = "a\033[1;31mred\033[0m \033[38;5;200mx\033[38;2;255;0;0my\033[m.";
    log_text_make(&text, bytes, strlen(bytes));
    assert_string_equal(str_text(&text.text), "ared xy.");
    assert_int_equal(log_text_look(&text, 0).fg, -1);
    assert_int_equal(log_text_look(&text, 1).fg, 1);
    assert_int_equal(log_text_look(&text, 1).attributes, LOG_BOLD);
    assert_int_equal(log_text_look(&text, 4).fg, -1);
    assert_int_equal(log_text_look(&text, 5).fg, 200);
    assert_int_equal(log_text_look(&text, 6).fg, 196);
    assert_int_equal(log_text_look(&text, 7).attributes, 0);
    log_text_fini(&text);
}

static void nothing_commands_the_terminal(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *want;
    } rows[] = {
        {"title \033]0;owned\007 clear \033[2J.", "title  clear ."},
        {"back\rover\r", "back^Mover"},
        {"lone \033", "lone ^["},
        {"open \033[31", "open ^[[31"},
        {"osc \033]0;never ended", "osc ^[]0;never ended"},
        {"a\tb", "a       b"},
        {"\033[31m\tb", "        b"},
        {"\xff\xfe", "\xef\xbf\xbd\xef\xbf\xbd"},
        {"\xed\x95\x9c\xea\xb8\x80\t.", "\xed\x95\x9c\xea\xb8\x80    ."},
        {"\xc2\x9b"
         "2J",
         "\xef\xbf\xbd"
         "2J"},
    };
    struct log_text text = {0};
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        log_text_make(&text, rows[i].bytes, strlen(rows[i].bytes));
        assert_string_equal(str_text(&text.text), rows[i].want);
    }
    log_text_fini(&text);
}

static void json_becomes_words(void **state)
{
    (void)state;
    static const struct {
        const char *line, *want; /* NULL: no object */
    } rows[] = {
        {"{\"level\":\"warn\",\"ts\":7,\"msg\":\"slow query\",\"ms\":259}", "WARN 7 slow query ms=259"},
        {" { \"a\" : { \"b\" : [1, \"]\"] } , \"c\":\"x y\" } ", "a={ \"b\" : [1, \"]\"] } c=\"x y\""},
        {"{\"msg\":\"\\ud55c\\uae00 \\ud83d\\ude42 \\\"q\\\"\"}",
         "\xed\x95\x9c\xea\xb8\x80 \xf0\x9f\x99\x82 \"q\""},
        {"{\"a\":\"\"}", "a=\"\""},
        {"{}", NULL},
        {"{\"a\":1", NULL},
        {"{\"a\":1} x", NULL},
        {"[1]", NULL},
        {"plain", NULL},
        {"{\"a\":{{{{", NULL},
        {"{\"msg\":\"\\u12\"}", "?12"},
    };
    struct str out = {0};
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        assert_int_equal(log_json_readable(&out, rows[i].line, strlen(rows[i].line)), rows[i].want != NULL);
        assert_string_equal(str_text(&out), rows[i].want ? rows[i].want : "");
    }
    str_fini(&out);
}

static void queries_find(void **state)
{
    (void)state;
    static const struct {
        const char *query, *text;
        int start, end; /* -1: none */
    } rows[] = {
        {"error", "an ERROR here", 3, 8},
        {"Error", "an ERROR here", -1, 0},
        {"a.c", "xabc", -1, 0},
        {"a.+c", "xabc", 1, 4},
        {"^x", "axx", -1, 0},
        {"x*", "ab", -1, 0},
        {"(", "f(x)", 1, 2},
        {"(a)\\1", "(a)\\1", 0, 5},
        {"!ab", "ab", 0, 2},
        {"x{1000}{1000}", "a", -1, 0},
    };
    struct log_query query = {0};
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        size_t start = 0, end = 0;
        log_query_set(&query, rows[i].query);
        bool found = log_query_find(&query, rows[i].text, strlen(rows[i].text), 0, &start, &end);
        assert_int_equal(found, rows[i].start >= 0);
        if (found) {
            assert_int_equal(start, rows[i].start);
            assert_int_equal(end, rows[i].end);
        }
    }
    log_query_set(&query, "!debug");
    assert_false(log_query_wants(&query, "debug x", 7));
    assert_true(log_query_wants(&query, "info", 4));
    log_query_set(&query, "");
    assert_true(log_query_wants(&query, "", 0));
    log_query_fini(&query);
}

static void update_all(struct log_view *view)
{
    while (!log_view_update(view, 1000, NULL))
        ;
}

static void filter_keeps_context(void **state)
{
    (void)state;
    struct log_buffer buffer;
    struct log_view view;
    char text[32];
    log_buffer_init(&buffer, 1);
    for (int i = 0; i < 100; i++) {
        snprintf(text, sizeof(text), "%s %d", i % 10 ? "INFO" : "ERROR", i);
        add(&buffer, text);
    }
    log_view_init(&view, &buffer);
    update_all(&view);
    assert_int_equal(log_view_rows(&view), 100);
    log_view_set(&view, "error", 1, LOG_LEVEL_NONE);
    update_all(&view);
    assert_int_equal(log_view_rows(&view), 29);
    assert_int_equal(log_view_line(&view, 0), 0);
    assert_int_equal(log_view_line(&view, 2), 9);
    assert_int_equal(log_view_row(&view, 10), 3);
    log_view_set(&view, "!error", 0, LOG_LEVEL_NONE);
    update_all(&view);
    assert_int_equal(log_view_rows(&view), 90);
    log_view_set(&view, "", 0, LOG_LEVEL_WARN);
    update_all(&view);
    assert_int_equal(log_view_rows(&view), 10);
    log_view_fini(&view);
    log_buffer_fini(&buffer);
}

static void search_covers_everything(void **state)
{
    (void)state;
    struct log_buffer buffer;
    struct log_view view;
    struct log_query query = {0};
    struct log_search search;
    log_buffer_init(&buffer, 1);
    for (int i = 0; i < 500; i++)
        add(&buffer, i == 77 ? "the \033[31mnee\033[0mdle" : "hay");
    log_view_init(&view, &buffer);
    update_all(&view);
    log_query_set(&query, "needle");
    log_search_start(&search, &view, 400, true);
    int turns = 1;
    while (!log_search_step(&search, &view, &query, 1000))
        turns++;
    assert_true(search.found && search.wrapped && turns > 5);
    assert_int_equal(search.line, 77);
    log_search_start(&search, &view, 400, false);
    while (!log_search_step(&search, &view, &query, 1000))
        ;
    assert_true(search.found && !search.wrapped);
    log_query_set(&query, "nothing");
    log_search_start(&search, &view, 0, true);
    while (!log_search_step(&search, &view, &query, 1000))
        ;
    assert_false(search.found);
    log_query_fini(&query);
    log_view_fini(&view);
    log_buffer_fini(&buffer);
}

/* Rows go as the oldest lines go, filtered or not. */
static void views_follow_the_budget(void **state)
{
    (void)state;
    struct log_buffer buffer;
    struct log_view view;
    char text[2000];
    memset(text, 'y', sizeof(text));
    log_buffer_init(&buffer, 1);
    log_view_init(&view, &buffer);
    log_view_set(&view, "y", 2, LOG_LEVEL_NONE);
    size_t gone, all_gone = 0;
    for (int i = 0; i < 5000; i++) {
        log_buffer_add(&buffer, text, sizeof(text), 0, 0, false);
        while (!log_view_update(&view, 100000, &gone))
            all_gone += gone;
        all_gone += gone;
    }
    assert_true(buffer.let_go > 0);
    assert_int_equal(all_gone, buffer.let_go);
    assert_int_equal(log_view_rows(&view), log_next(&buffer) - log_first(&buffer));
    assert_int_equal(log_view_line(&view, 0), log_first(&buffer));
    log_view_fini(&view);
    log_buffer_fini(&buffer);
}

static void wrapping_parts_no_character(void **state)
{
    (void)state;
    const char *text = "ab\xed\x95\x9c\xea\xb8\x80"
                       "c";
    assert_int_equal(log_wrap(text, strlen(text), 0, 3), 2);
    assert_int_equal(log_wrap(text, strlen(text), 2, 3), 3);
    assert_int_equal(log_wrap(text, strlen(text), 2, 1), 3);
    assert_int_equal(log_wrap_rows(text, strlen(text), 3), 3);
    assert_int_equal(log_wrap_rows("", 0, 3), 1);
}

static void stamps_have_forms(void **state)
{
    (void)state;
    char buf[TIME_TEXT];
    int64_t when = INT64_C(1795414793615);
    assert_string_equal(log_stamps_text(buf, LOG_STAMPS_SERVER, when, when), "2026-11-23 06:19:53.615Z");
    assert_string_equal(log_stamps_text(buf, LOG_STAMPS_RELATIVE, when, when + 184000), "3m4s");
    assert_string_equal(log_stamps_text(buf, LOG_STAMPS_LOCAL, TIME_NONE, when), "");
    for (int i = 0; i < LOG_STAMPS_COUNT; i++) {
        log_stamps_text(buf, (enum log_stamps)i, when, when);
        assert_true(strlen(buf) < (size_t)log_stamps_width((enum log_stamps)i) || i == LOG_STAMPS_NONE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_come_back),         cmocka_unit_test(the_budget_holds),
        cmocka_unit_test(a_line_of_pieces_grows),  cmocka_unit_test(levels_are_told),
        cmocka_unit_test(colours_are_values),      cmocka_unit_test(nothing_commands_the_terminal),
        cmocka_unit_test(json_becomes_words),      cmocka_unit_test(queries_find),
        cmocka_unit_test(filter_keeps_context),    cmocka_unit_test(search_covers_everything),
        cmocka_unit_test(views_follow_the_budget), cmocka_unit_test(wrapping_parts_no_character),
        cmocka_unit_test(stamps_have_forms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
