/* api-client/split: the same objects come out, however the bytes come in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "api-client/split.h"

static enum err collect(void *user, const char *json, size_t len)
{
    struct str *out = user;
    str_add_bytes(out, json, len);
    str_add_char(out, '|');
    return ERR_OK;
}

static const char list[] =
    "{\"kind\":\"PodList\",\"metadata\":{\"items\":[{\"no\":1}],\"resourceVersion\":\"7\"},\n"
    " \"items\": [ {\"a\":\"}]\\\"\\\\\"} ,\n{\"b\":[[],{}],\"items\":[{}]},{}, {\"c\":\"\\u005d\"}],"
    "\"rest\":\"items\",\"more\":[{\"x\":1}]}";
static const char elements[] =
    "{\"a\":\"}]\\\"\\\\\"}|{\"b\":[[],{}],\"items\":[{}]}|{}|{\"c\":\"\\u005d\"}|";
static const char envelope[] =
    "{\"kind\":\"PodList\",\"metadata\":{\"items\":[{\"no\":1}],\"resourceVersion\":\"7\"},\n"
    " \"items\": [],\"rest\":\"items\",\"more\":[{\"x\":1}]}";
static const char lines[] =
    "{\"type\":\"ADDED\",\"object\":{\"m\":\"a{\\\"b\"}}\n\n {\"type\":\"BOOKMARK\"}\n{\"x\":[{}]}";
static const char line_elements[] =
    "{\"type\":\"ADDED\",\"object\":{\"m\":\"a{\\\"b\"}}|{\"type\":\"BOOKMARK\"}|{\"x\":[{}]}|";

/* Feeds in pieces whose sizes a seed decides (0: a byte at a time, 1: all at once). */
static enum err feed(struct split *split, const char *text, size_t len, unsigned seed)
{
    enum err err = ERR_OK;
    for (size_t at = 0; at < len && err == ERR_OK;) {
        size_t n = seed == 1 ? len : seed ? 1 + (size_t)(rand_r(&seed) % 9) : 1;
        n = n < len - at ? n : len - at;
        err = split_feed(split, text + at, n, NULL);
        at += n;
    }
    return err;
}

static void check_any_pieces(enum split_form form, const char *text, const char *wanted)
{
    for (unsigned seed = 0; seed < 500; seed++) {
        struct str out = {0};
        struct split *split = split_new(form, 1000, collect, &out);
        assert_int_equal(feed(split, text, strlen(text), seed), ERR_OK);
        assert_string_equal(str_text(&out), wanted);
        if (form == SPLIT_ITEMS) {
            size_t len;
            assert_int_equal(split_end(split, NULL), ERR_OK);
            assert_string_equal(split_envelope(split, &len), envelope);
        }
        split_free(split);
        str_fini(&out);
    }
}

static void a_list_gives_its_items_however_it_comes(void **state)
{
    (void)state;
    check_any_pieces(SPLIT_ITEMS, list, elements);
}

static void a_watch_gives_its_lines_however_it_comes(void **state)
{
    (void)state;
    check_any_pieces(SPLIT_LINES, lines, line_elements);
}

static void what_is_no_json_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"<html><body>", "404 page not found", "]", "\0{}",
                                      "  oops {\"items\":[]}"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        for (int form = SPLIT_ITEMS; form <= SPLIT_LINES; form++) {
            struct str out = {0};
            struct err_info info;
            struct split *split = split_new((enum split_form)form, 1000, collect, &out);
            assert_int_equal(split_feed(split, bad[i], strlen(bad[i]) + (i == 3), &info), ERR_PARSE);
            assert_int_equal(out.len, 0);
            split_free(split);
        }
}

static void a_list_cut_short_is_not_taken_for_whole(void **state)
{
    (void)state;
    for (size_t len = 0; len < sizeof(list) - 1; len++) {
        struct str out = {0};
        struct split *split = split_new(SPLIT_ITEMS, 1000, collect, &out);
        assert_int_equal(split_feed(split, list, len, NULL), ERR_OK);
        assert_int_equal(split_end(split, NULL), ERR_PARSE);
        split_free(split);
        str_fini(&out);
    }
}

static size_t too_big;

static void on_too_big(void *user, size_t len)
{
    (void)user;
    too_big = len;
}

/* Its bytes are not kept, and what follows is not lost. */
static void an_element_over_the_cap_is_let_go_alone(void **state)
{
    (void)state;
    struct str out = {0};
    static char piece[65536];
    memset(piece, 'x', sizeof(piece));
    struct split *split = split_new(SPLIT_LINES, 1000, collect, &out);
    split_on_too_big(split, on_too_big);
    assert_int_equal(split_feed(split, "{\"a\":\"", 6, NULL), ERR_OK);
    for (int i = 0; i < 1600; i++)
        assert_int_equal(split_feed(split, piece, sizeof(piece), NULL), ERR_OK);
    assert_int_equal(split_feed(split, "\"}\n{\"b\":1}\n", 11, NULL), ERR_OK);
    assert_int_equal(too_big, 1600 * sizeof(piece) + 8);
    assert_string_equal(str_text(&out), "{\"b\":1}|");
    split_free(split);
    str_fini(&out);
}

static enum err refuse(void *user, const char *json, size_t len)
{
    (void)json, (void)len;
    ++*(int *)user;
    return ERR_CANCELLED;
}

static void the_reader_can_end_it(void **state)
{
    (void)state;
    int calls = 0;
    struct split *split = split_new(SPLIT_ITEMS, 1000, refuse, &calls);
    assert_int_equal(split_feed(split, list, sizeof(list) - 1, NULL), ERR_CANCELLED);
    assert_int_equal(calls, 1);
    split_free(split);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_gives_its_items_however_it_comes),
        cmocka_unit_test(a_watch_gives_its_lines_however_it_comes),
        cmocka_unit_test(what_is_no_json_is_refused),
        cmocka_unit_test(a_list_cut_short_is_not_taken_for_whole),
        cmocka_unit_test(an_element_over_the_cap_is_let_go_alone),
        cmocka_unit_test(the_reader_can_end_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
