/* Themes and colours brought down to a terminal's. */
#include "themes/theme.h"
#include "widgets/colour.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static enum err parse(const char *text, struct theme *theme, struct err_info *info)
{
    return theme_parse(text, strlen(text), "test.yaml", theme, info);
}

static void test_roles_and_fallbacks(void **state)
{
    struct theme theme;
    struct err_info info;
    (void)state;
    assert_int_equal(parse("text: 7 0\nbad: red default bold\nborder: default 4\n", &theme, &info), ERR_OK);
    assert_int_equal(theme.styles[ROLE_BAD].fg, 1);
    assert_int_equal(theme.styles[ROLE_BAD].bg, 0);
    assert_int_equal(theme.styles[ROLE_BAD].attributes, THEME_BOLD);
    assert_int_equal(theme.styles[ROLE_UNREADY].fg, 1);
    assert_int_equal(theme.styles[ROLE_LOG_ERROR].attributes, THEME_BOLD);
    assert_int_equal(theme.styles[ROLE_BORDER].fg, 7);
    assert_int_equal(theme.styles[ROLE_BORDER_FOCUS].bg, 4);
    assert_int_equal(theme.styles[ROLE_GOOD].fg, 7);
    theme_fini(&theme);
}

static void test_errors_name_file_and_line(void **state)
{
    static const char *const bad[] = {
        "text: default\nnonsense: 7\n", "text: default\nbad: 256\n",   "text: default\nbad: blink\n",
        "text: default\nbad: [1]\n",    "text: default\nbad: 1 2 3\n",
    };
    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct theme theme;
        struct err_info info = {""};
        assert_int_equal(parse(bad[i], &theme, &info), ERR_CONFIG);
        assert_non_null(strstr(info.text, "test.yaml, line 2"));
    }
}

static void test_what_is_no_theme(void **state)
{
    static const char *const bad[] = {"", "- a\n- b\n", "just words", "text: {", "\x01\xff"};
    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct theme theme;
        struct err_info info = {""};
        assert_int_equal(parse(bad[i], &theme, &info), ERR_CONFIG);
        assert_non_null(strstr(info.text, "test.yaml"));
    }
}

static bool same_style(const struct theme_style *a, const struct theme_style *b)
{
    return a->fg == b->fg && a->bg == b->bg && a->attributes == b->attributes;
}

/* In every shipped theme trouble differs from health, and the cursor from the rest. */
static void test_shipped_themes(void **state)
{
    int count = 0;
    (void)state;
    for (const char *name; (name = theme_shipped(count)); count++) {
        struct theme theme;
        struct err_info info;
        assert_int_equal(theme_load(name, &theme, &info), ERR_OK);
        const struct theme_style *s = theme.styles;
        assert_string_equal(theme.name, name);
        assert_false(same_style(&s[ROLE_BAD], &s[ROLE_GOOD]));
        assert_false(same_style(&s[ROLE_UNREADY], &s[ROLE_GOOD]));
        assert_false(same_style(&s[ROLE_WARN], &s[ROLE_GOOD]));
        assert_false(same_style(&s[ROLE_CURSOR], &s[ROLE_TEXT]));
        assert_false(same_style(&s[ROLE_MATCH], &s[ROLE_TEXT]));
        for (int role = 0; role < THEME_ROLE_COUNT; role++)
            assert_true(colour_readable(s[role].fg, s[role].bg));
        theme_fini(&theme);
    }
    assert_int_equal(count, 5);
}

static void test_monochrome_has_no_colours(void **state)
{
    struct theme theme;
    (void)state;
    theme_monochrome(&theme);
    for (int role = 0; role < THEME_ROLE_COUNT; role++) {
        assert_int_equal(theme.styles[role].fg, THEME_DEFAULT);
        assert_int_equal(theme.styles[role].bg, THEME_DEFAULT);
    }
    theme_fini(&theme);
}

static void test_missing_file(void **state)
{
    struct theme theme;
    struct err_info info = {""};
    (void)state;
    assert_int_equal(theme_load("/nowhere/at/all.yaml", &theme, &info), ERR_CONFIG);
    assert_non_null(strstr(info.text, "/nowhere/at/all.yaml"));
    assert_non_null(strstr(info.text, "high-contrast"));
}

static void test_colours_of_a_small_terminal(void **state)
{
    (void)state;
    assert_int_equal(colour_reduce(-1, 8), -1);
    assert_int_equal(colour_reduce(3, 8), 3);
    assert_int_equal(colour_reduce(210, 8), 1);
    assert_int_equal(colour_reduce(114, 8), 2);
    assert_int_equal(colour_reduce(221, 8), 3);
    assert_int_equal(colour_reduce(25, 8), 4);
    assert_int_equal(colour_reduce(9, 8), 1);
    assert_int_equal(colour_reduce(196, 16), 9);
}

/* In eight colours trouble does not look like health, and no text vanishes in its ground. */
static void test_shipped_themes_in_eight_colours(void **state)
{
    (void)state;
    for (int i = 0; theme_shipped(i); i++) {
        struct theme theme;
        struct err_info info;
        assert_int_equal(theme_load(theme_shipped(i), &theme, &info), ERR_OK);
        struct theme_style bad = colour_fit_style(theme.styles[ROLE_BAD], 8);
        struct theme_style good = colour_fit_style(theme.styles[ROLE_GOOD], 8);
        assert_false(same_style(&bad, &good));
        for (int role = 0; role < THEME_ROLE_COUNT; role++) {
            struct theme_style style = colour_fit_style(theme.styles[role], 8);
            assert_true(style.fg < 8 && style.bg < 8);
            assert_true(style.fg < 0 || style.fg != style.bg);
        }
        theme_fini(&theme);
    }
}

static void test_greys_are_no_colours(void **state)
{
    struct theme_style dim = colour_fit_style((struct theme_style){238, THEME_DEFAULT, 0}, 8);
    struct theme_style row = colour_fit_style((struct theme_style){THEME_DEFAULT, 236, 0}, 8);
    struct theme_style same = colour_fit_style((struct theme_style){238, 236, 0}, 256);
    (void)state;
    assert_int_equal(dim.fg, THEME_DEFAULT);
    assert_int_equal(dim.attributes, THEME_DIM);
    assert_int_equal(row.bg, THEME_DEFAULT);
    assert_int_equal(row.attributes, THEME_UNDERLINE);
    assert_int_equal(same.fg, 238);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_roles_and_fallbacks),
        cmocka_unit_test(test_errors_name_file_and_line),
        cmocka_unit_test(test_what_is_no_theme),
        cmocka_unit_test(test_shipped_themes),
        cmocka_unit_test(test_monochrome_has_no_colours),
        cmocka_unit_test(test_missing_file),
        cmocka_unit_test(test_colours_of_a_small_terminal),
        cmocka_unit_test(test_shipped_themes_in_eight_colours),
        cmocka_unit_test(test_greys_are_no_colours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
