/* api-client/kubeconfig_tree: YAML and JSON into a tree that knows its lines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "api-client/kubeconfig_tree.h"
#include "base/str.h"

static const char sample[] = "# a kubeconfig\n"
                             "base: &base {server: 'https://one', insecure: yes}\n"
                             "clusters:\n"
                             "- name: one\n"
                             "  cluster:\n"
                             "    <<: *base\n"
                             "    server: \"https://two\"\n"
                             "- name: two\n"
                             "  cluster: *base\n"
                             "empty:\n"
                             "quoted: \"null\"\n"
                             "text: |\n"
                             "  a\n"
                             "  b\n";

static enum err parse(struct arena *arena, const char *text, struct conf_node **root, struct err_info *info)
{
    return conf_parse(arena, text, strlen(text), root, info);
}

static void a_tree_knows_values_and_lines(void **state)
{
    (void)state;
    struct arena arena;
    struct conf_node *root;
    arena_init(&arena, 1 << 20);
    assert_int_equal(parse(&arena, sample, &root, NULL), ERR_OK);
    const struct conf_node *first = conf_get(root, "clusters")->first;
    assert_int_equal(first->line, 4);
    const struct conf_node *one = conf_get(first, "cluster"), *two = conf_get(first->next, "cluster");
    assert_string_equal(conf_text(one, "server"), "https://two");
    assert_int_equal(conf_get(one, "server")->line, 7);
    assert_int_equal(conf_bool(one, "insecure"), 1);
    assert_string_equal(conf_text(two, "server"), "https://one");
    assert_null(conf_get(root, "empty"));
    assert_string_equal(conf_text(root, "quoted"), "null");
    assert_string_equal(conf_text(root, "text"), "a\nb\n");
    assert_null(conf_text(root, "clusters"));
    assert_null(conf_text(NULL, "x"));
    arena_fini(&arena);
}

static void json_is_read_as_yaml(void **state)
{
    (void)state;
    struct arena arena;
    struct conf_node *root;
    arena_init(&arena, 1 << 20);
    assert_int_equal(
        parse(&arena, "{\n\t\"a\":\"x\\/y\\u00e9\",\"b\":[1,true,null],\n\t\"c\":{}}", &root, NULL), ERR_OK);
    assert_string_equal(conf_text(root, "a"), "x/y\xc3\xa9");
    assert_string_equal(conf_get(root, "b")->first->text, "1");
    assert_true(conf_null(conf_get(root, "b")->first->next->next));
    assert_int_equal(conf_get(root, "c")->type, CONF_MAP);
    arena_fini(&arena);
}

static void booleans_are_words_without_quotes(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int value;
    } cases[] = {{"x: true", 1}, {"x: No", 0},  {"x: off", 0}, {"x: \"true\"", -2},
                 {"x: 1", -2},   {"x: {}", -2}, {"x: ~", -1},  {"y: true", -1}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct arena arena;
        struct conf_node *root;
        arena_init(&arena, 1 << 20);
        assert_int_equal(parse(&arena, cases[i].text, &root, NULL), ERR_OK);
        assert_int_equal(conf_bool(root, "x"), cases[i].value);
        arena_fini(&arena);
    }
}

static void what_is_broken_is_said_with_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *line;
    } cases[] = {{"a: 1\nb: [1,\nc: }", "line 3"}, {"a: 1\n\tb: 2\n", "line 2"},
                 {"a: b\nc: *none\n", "line 2"},   {"a: 1\nb: \"x\\0y\"\n", "line 2"},
                 {"? [a]\n: b\n", "line 1"},       {"a: 1\nb: \xff\xfe\n", "line 2"},
                 {"a: &x [*x]\n", "line 1"}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct arena arena;
        struct conf_node *root;
        struct err_info info = {""};
        arena_init(&arena, 1 << 20);
        assert_int_equal(parse(&arena, cases[i].text, &root, &info), ERR_PARSE);
        assert_null(root);
        if (!strstr(info.text, cases[i].line))
            fail_msg("%s: %s", cases[i].text, info.text);
        arena_fini(&arena);
    }
}

static void what_says_nothing_is_no_tree(void **state)
{
    (void)state;
    static const char *const cases[] = {"", "\n\n", "# nothing\n", "---\n", "null", "~\n"};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct arena arena;
        struct conf_node *root;
        arena_init(&arena, 1 << 20);
        assert_int_equal(parse(&arena, cases[i], &root, NULL), ERR_OK);
        assert_null(root);
        arena_fini(&arena);
    }
}

static void every_cap_and_every_cut_ends_cleanly(void **state)
{
    (void)state;
    struct arena arena;
    struct conf_node *root;
    int fitted = 0;
    for (size_t cap = 0; cap < 8192; cap += 16) {
        arena_init(&arena, cap);
        enum err err = parse(&arena, sample, &root, NULL);
        assert_true(err == ERR_OK || err == ERR_TOO_BIG);
        fitted += err == ERR_OK;
        arena_fini(&arena);
    }
    assert_true(fitted > 0);
    for (size_t len = 0; len < sizeof(sample); len++) {
        char *cut = strndup(sample, len);
        arena_init(&arena, 1 << 20);
        enum err err = parse(&arena, cut, &root, NULL);
        assert_true(err == ERR_OK || err == ERR_PARSE);
        arena_fini(&arena);
        free(cut);
    }
}

static void depth_and_aliases_are_bounded(void **state)
{
    (void)state;
    struct arena arena;
    struct conf_node *root;
    struct str text = {0};
    str_add(&text, "a: ");
    str_add_repeat(&text, '[', 100000);
    arena_init(&arena, 1 << 20);
    assert_int_equal(parse(&arena, str_text(&text), &root, NULL), ERR_TOO_BIG);
    str_clear(&text);
    for (int i = 0; i < 1000; i++)
        str_addf(&text, "k%d: &a%d x\n", i, i);
    assert_int_equal(parse(&arena, str_text(&text), &root, NULL), ERR_TOO_BIG);
    str_clear(&text);
    /* Lists of maps that merge lists of maps: without a bound one look-up would take a hundred million steps.
     */
    str_add(&text, "l0: &l0 {k: v}\n");
    for (int i = 1; i <= 8; i++) {
        str_addf(&text, "l%d: &l%d {<<: [", i, i);
        for (int j = 0; j < 10; j++)
            str_addf(&text, "%s*l%d", j ? "," : "", i - 1);
        str_add(&text, "]}\n");
    }
    assert_int_equal(parse(&arena, str_text(&text), &root, NULL), ERR_OK);
    assert_null(conf_get(conf_get(root, "l8"), "absent"));
    assert_string_equal(conf_text(conf_get(root, "l8"), "k"), "v");
    arena_fini(&arena);
    str_fini(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tree_knows_values_and_lines),
        cmocka_unit_test(json_is_read_as_yaml),
        cmocka_unit_test(booleans_are_words_without_quotes),
        cmocka_unit_test(what_is_broken_is_said_with_its_line),
        cmocka_unit_test(what_says_nothing_is_no_tree),
        cmocka_unit_test(every_cap_and_every_cut_ends_cleanly),
        cmocka_unit_test(depth_and_aliases_are_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
