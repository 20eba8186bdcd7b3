/* The parts of widgets that need no screen: layout, keys, tables, pagers, prompts. */
#include "widgets/keys.h"
#include "widgets/layout.h"
#include "widgets/menu.h"
#include "widgets/pager.h"
#include "widgets/prompt.h"
#include "widgets/table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Layout. */

static void test_forms(void **state)
{
    (void)state;
    assert_int_equal(layout_form(30, 120), LAYOUT_TILED);
    assert_int_equal(layout_form(29, 120), LAYOUT_STACKED);
    assert_int_equal(layout_form(24, 80), LAYOUT_STACKED);
    assert_int_equal(layout_form(15, 60), LAYOUT_SINGLE);
    assert_int_equal(layout_form(1, 1), LAYOUT_SINGLE);
}

/* Whatever the size: nothing overlaps, nothing is left over, nothing is negative. */
static void test_splits_cover_the_whole(void **state)
{
    (void)state;
    for (int size = 0; size < 60; size++)
        for (int part = 0; part <= 100; part += 10) {
            struct rect a, b, whole = {1, 2, size, size};
            layout_rows(whole, part, 100, 5, &a, &b);
            assert_true(a.h >= 0 && b.h >= 0 && a.h + b.h == size);
            assert_int_equal(b.y, a.y + a.h);
            if (size >= 10)
                assert_true(a.h >= 5 && b.h >= 5);
            layout_columns(whole, part, 100, 5, &a, &b);
            assert_true(a.w >= 0 && b.w >= 0 && a.w + b.w == size);
            assert_int_equal(b.x, a.x + a.w);
        }
}

/* Keys. */

static void test_names_of_keys_there_and_back(void **state)
{
    static const char *const names[] = {
        "a",       "G",   "ctrl-d", "alt-x", "enter",     "esc",          "tab",       "shift-tab",
        "f1",      "f12", "space",  "pgup",  "pgdn",      "up",           "?",         ":",
        "home",    "end", "/",      "0",     "backspace", "\xed\x95\x9c", "alt-enter", "alt-backspace",
        "alt-left"};
    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct key key, again;
        assert_true(key_parse(names[i], &key));
        assert_string_equal(key_text(&key), names[i]);
        assert_true(key_parse(key_text(&key), &again));
        assert_true(key_equal(&key, &again));
    }
}

static void test_what_is_no_key(void **state)
{
    static const char *const names[] = {"",     "nonsense", "ctrl-", "f13",         "f0",
                                        "alt-", "f1x",      "f01",   "alt-nonsense"};
    struct key key;
    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        assert_false(key_parse(names[i], &key));
}

static void test_keys_that_differ(void **state)
{
    struct key a, b;
    (void)state;
    assert_true(key_parse("d", &a));
    assert_true(key_parse("ctrl-d", &b));
    assert_false(key_equal(&a, &b));
    assert_true(key_parse("alt-d", &b));
    assert_false(key_equal(&a, &b));
}

/* Tables. */

static void open_table(struct table *table, int height)
{
    table_init(table);
    table->place = (struct rect){2, 0, height, 40};
}

static void test_moves_stay_among_the_rows(void **state)
{
    struct table t;
    (void)state;
    open_table(&t, 10);
    table_move(&t, TABLE_UP, 100);
    assert_int_equal(t.cursor, 0);
    table_move(&t, TABLE_END, 100);
    assert_int_equal(t.cursor, 99);
    assert_int_equal(t.top, 90);
    table_move(&t, TABLE_PAGE_UP, 100);
    assert_int_equal(t.cursor, 89);
    assert_int_equal(t.top, 89);
    table_move(&t, TABLE_HALF_DOWN, 100);
    assert_int_equal(t.cursor, 94);
    table_move(&t, TABLE_HOME, 100);
    assert_int_equal(t.top, 0);
    for (int move = TABLE_UP; move <= TABLE_END; move++)
        table_move(&t, (enum table_move)move, 0);
    assert_int_equal(t.cursor, 0);
    table_fini(&t);
}

static void test_rows_that_vanish(void **state)
{
    struct table t;
    (void)state;
    open_table(&t, 10);
    table_move(&t, TABLE_END, 100);
    table_clamp(&t, 5);
    assert_int_equal(t.cursor, 4);
    assert_int_equal(t.top, 0);
    table_clamp(&t, 0);
    assert_int_equal(t.cursor, 0);
    table_fini(&t);
}

/* The selected row goes elsewhere in the list: its line on the screen stays. */
static void test_following_keeps_the_line(void **state)
{
    struct table t;
    size_t row;
    (void)state;
    open_table(&t, 10);
    for (int i = 0; i < 4; i++)
        table_move(&t, TABLE_DOWN, 100);
    table_follow(&t, 50, 100);
    assert_int_equal(t.cursor, 50);
    assert_int_equal(t.top, 46);
    assert_true(table_row_at(&t, 6, &row));
    assert_int_equal(row, 50);
    assert_false(table_row_at(&t, 1, &row));
    assert_false(table_row_at(&t, 12, &row));
    table_follow(&t, 1, 100);
    assert_int_equal(t.top, 0);
    table_fini(&t);
}

/* Pagers. */

static void open_pager(struct pager *pager, const char *text)
{
    pager_init(pager);
    pager_set_text(pager, text, strlen(text));
    pager->height = 3;
}

static void test_search_goes_from_match_to_match(void **state)
{
    struct pager p;
    struct str problem = {0};
    (void)state;
    open_pager(&p, "a\nb\nError one\nc\nd\nerror two\ne\nf\ng\n");
    assert_true(pager_search(&p, "error", &problem));
    assert_int_equal(problem.len, 0);
    size_t first = p.top;
    assert_true(pager_search_next(&p, true));
    assert_true(p.top > first);
    assert_true(pager_search_next(&p, false));
    assert_int_equal(p.top, first);
    pager_home(&p);
    assert_true(pager_search(&p, "Error", &problem));
    assert_true(pager_search_clear(&p));
    assert_false(pager_search_clear(&p));
    str_fini(&problem);
    pager_fini(&p);
}

/* The last page shows several lines with matches: each is gone to, and then the first again. */
static void test_search_goes_round_over_the_last_page(void **state)
{
    static const size_t found[] = {6, 8, 1, 6};
    struct pager p;
    struct str problem = {0};
    (void)state;
    open_pager(&p, "a\nhit\nc\nd\ne\nf\nhit\nh\nhit\n");
    assert_true(pager_search(&p, "hit", &problem));
    assert_int_equal(p.found, 1);
    for (size_t i = 0; i < sizeof(found) / sizeof(found[0]); i++) {
        assert_true(pager_search_next(&p, true));
        assert_int_equal(p.found, found[i]);
        assert_true(p.top <= p.found && p.found < p.top + 3);
    }
    assert_true(pager_search_next(&p, false));
    assert_int_equal(p.found, 1);
    assert_true(pager_search_next(&p, false));
    assert_int_equal(p.found, 8);
    str_fini(&problem);
    pager_fini(&p);
}

static void test_searches_that_fail(void **state)
{
    struct pager p;
    struct str problem = {0};
    (void)state;
    open_pager(&p, "a\nb\n");
    assert_false(pager_search(&p, "(", &problem));
    assert_true(problem.len > 0);
    str_clear(&problem);
    assert_true(pager_search(&p, "zzz", &problem));
    assert_non_null(strstr(str_text(&problem), "\"zzz\""));
    assert_false(pager_search_next(&p, true));
    str_fini(&problem);
    pager_fini(&p);
}

static void test_pager_moves_and_empty_texts(void **state)
{
    struct pager p;
    struct str position = {0};
    (void)state;
    open_pager(&p, "");
    for (int move = PAGER_UP; move <= PAGER_END; move++)
        pager_move(&p, (enum pager_move)move);
    pager_set_text(&p, "1\n2\n3\n4\n5", 9);
    pager_move(&p, PAGER_END);
    pager_add_position(&p, &position);
    assert_string_equal(str_text(&position), "3-5 of 5");
    pager_set_text(&p, "1\n2", 3);
    pager_move(&p, PAGER_DOWN);
    assert_true(p.top < 2);
    str_fini(&position);
    pager_fini(&p);
}

/* Prompts. */

static enum prompt_result type_key(struct prompt *prompt, const char *name)
{
    struct key key;
    assert_true(key_parse(name, &key));
    return prompt_key(prompt, &key, NULL, NULL);
}

static void test_editing(void **state)
{
    struct prompt p;
    (void)state;
    prompt_init(&p);
    prompt_start(&p, ":", "");
    assert_int_equal(type_key(&p, "a"), PROMPT_EDITED);
    type_key(&p, "\xed\x95\x9c");
    type_key(&p, "b");
    assert_string_equal(str_text(&p.text), "a\xed\x95\x9c"
                                           "b");
    type_key(&p, "left");
    type_key(&p, "backspace");
    assert_string_equal(str_text(&p.text), "ab");
    assert_int_equal(p.cursor, 1);
    type_key(&p, "home");
    type_key(&p, "backspace");
    assert_string_equal(str_text(&p.text), "ab");
    type_key(&p, "ctrl-u");
    type_key(&p, "end");
    type_key(&p, "ctrl-u");
    assert_string_equal(str_text(&p.text), "");
    assert_int_equal(type_key(&p, "esc"), PROMPT_CANCELLED);
    prompt_fini(&p);
}

static void test_history(void **state)
{
    struct prompt p;
    (void)state;
    prompt_init(&p);
    prompt_start(&p, "/", "");
    type_key(&p, "x");
    assert_int_equal(type_key(&p, "enter"), PROMPT_ACCEPTED);
    prompt_start(&p, "/", "");
    type_key(&p, "y");
    type_key(&p, "enter");
    prompt_start(&p, "/", "");
    type_key(&p, "up");
    assert_string_equal(str_text(&p.text), "y");
    type_key(&p, "up");
    type_key(&p, "up");
    assert_string_equal(str_text(&p.text), "x");
    type_key(&p, "down");
    assert_string_equal(str_text(&p.text), "y");
    prompt_fini(&p);
}

static const char *choices(void *user, const char *typed, int i)
{
    static const char *const all[] = {"pods", "previous"};
    (void)user;
    for (size_t n = 0; n < 2; n++)
        if (str_starts(all[n], typed) && i-- == 0)
            return all[n];
    return NULL;
}

static void test_completion_goes_round(void **state)
{
    struct prompt p;
    struct key tab;
    (void)state;
    prompt_init(&p);
    prompt_start(&p, ":", "p");
    assert_true(key_parse("tab", &tab));
    prompt_key(&p, &tab, choices, NULL);
    assert_string_equal(str_text(&p.text), "pods");
    prompt_key(&p, &tab, choices, NULL);
    assert_string_equal(str_text(&p.text), "previous");
    prompt_fini(&p);
}

/* Menus. */

static void test_menu_narrows_down_and_widens_again(void **state)
{
    static const char *const typed[] = {"\xcc\x81", "backspace", "\xed\x95\x9c", "backspace", "b", "enter"};
    struct menu m;
    int id = 0;
    (void)state;
    menu_init(&m);
    menu_start(&m, "Container", "none");
    menu_add(&m, 7, "app", "");
    menu_add(&m, 8, "barrier", "");
    for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++) {
        struct key key;
        assert_true(key_parse(typed[i], &key));
        enum menu_result result = menu_key(&m, &key, &id);
        assert_int_equal(result, str_equal(typed[i], "enter") ? MENU_CHOSEN : MENU_NOTHING);
        if (str_equal(typed[i], "backspace"))
            assert_int_equal(m.typed.len, 0);
    }
    assert_int_equal(id, 8);
    menu_fini(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_splits_cover_the_whole),
        cmocka_unit_test(test_names_of_keys_there_and_back),
        cmocka_unit_test(test_what_is_no_key),
        cmocka_unit_test(test_keys_that_differ),
        cmocka_unit_test(test_moves_stay_among_the_rows),
        cmocka_unit_test(test_rows_that_vanish),
        cmocka_unit_test(test_following_keeps_the_line),
        cmocka_unit_test(test_search_goes_from_match_to_match),
        cmocka_unit_test(test_search_goes_round_over_the_last_page),
        cmocka_unit_test(test_searches_that_fail),
        cmocka_unit_test(test_pager_moves_and_empty_texts),
        cmocka_unit_test(test_editing),
        cmocka_unit_test(test_history),
        cmocka_unit_test(test_completion_goes_round),
        cmocka_unit_test(test_menu_narrows_down_and_widens_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
