/* Terminals and locales: colours or none, UTF-8 or ASCII, any of them usable. */
#include "base/str.h"
#include "tests/support/dash.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Whether a sequence "ESC [ ... m" among the bytes names a colour (30-49, 90-107). */
static bool sets_colours(const char *sequence)
{
    for (;;) {
        char *end;
        long number = strtol(sequence, &end, 10);
        if ((number >= 30 && number <= 49 && number != 39 && number != 49) || (number >= 90 && number <= 107))
            return true;
        if (*end != ';')
            return false;
        sequence = end + 1;
    }
}

static bool wrote_colours(struct dash *d)
{
    for (const char *at = str_text(vt_written(d->vt)); (at = strstr(at, "\x1b[")); at += 2) {
        const char *end = at + 2 + strspn(at + 2, "0123456789;");
        if (*end == 'm' && sets_colours(at + 2))
            return true;
    }
    return false;
}

static bool wrote_beyond_ascii(struct dash *d)
{
    for (const char *c = str_text(vt_written(d->vt)); *c; c++)
        if ((unsigned char)*c > 0x7E)
            return true;
    return false;
}

/* The whole way: rows, a text, the help, and out again. */
static void use(struct dash *d, const struct dash_options *options)
{
    dash_open(d);
    dash_run(d, options);
    dash_expect(d, "3 of 3");
    dash_expect_row(d, "crash", "CrashLoopBackOff");
    dash_type(d, "jd");
    dash_expect(d, "Describe web");
    dash_expect(d, "Namespace:");
    dash_type(d, "?");
    dash_expect(d, "key closes");
    dash_type(d, "x");
    dash_expect_gone(d, "key closes");
    dash_quit(d);
}

static void test_every_terminal(void **state)
{
    static const struct {
        const char *term;
        bool colours;
    } rows[] = {{"xterm", true},  {"xterm-256color", true}, {"tmux-256color", true},
                {"screen", true}, {"linux", true},          {"vt100", false}};
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct dash d;
        /* On the Linux console ncurses loads the mouse's library, which keeps ten bytes for ever. */
        bool console = strcmp(rows[i].term, "linux") == 0;
        use(&d, &(struct dash_options){.term = rows[i].term,
                                       .env = console ? "ASAN_OPTIONS=detect_leaks=0" : NULL});
        if (wrote_colours(&d) != rows[i].colours)
            fail_msg("TERM=%s: colours %s", rows[i].term, rows[i].colours ? "missing" : "written");
        dash_close(&d);
    }
}

static void test_no_color(void **state)
{
    struct dash d;
    (void)state;
    use(&d, &(struct dash_options){.env = "NO_COLOR=1"});
    assert_false(wrote_colours(&d));
    dash_close(&d);
}

static void test_monochrome_theme_writes_no_colour(void **state)
{
    struct dash d;
    (void)state;
    use(&d, &(struct dash_options){.arguments = {"--theme", "monochrome"}});
    assert_false(wrote_colours(&d));
    dash_close(&d);
}

/* Meaning never rests on colour alone: the cursor, the marks and the words are there without it. */
static void test_without_colour_the_cursor_is_seen(void **state)
{
    struct dash d;
    (void)state;
    dash_open(&d);
    dash_run(&d, &(struct dash_options){.env = "NO_COLOR=1"});
    dash_expect(&d, "3 of 3");
    dash_expect_row(&d, "crash", "CrashLoopBackOff");
    dash_expect_row(&d, "web ", "Running");
    int crash = vt_find(d.vt, "crash "), web = vt_find(d.vt, "web ");
    assert_true(vt_look(d.vt, crash, vt_column(d.vt, crash, "crash")).reverse);
    assert_false(vt_look(d.vt, web, vt_column(d.vt, web, "web")).reverse);
    assert_false(vt_look(d.vt, web, vt_column(d.vt, web, "Running")).coloured);
    dash_quit(&d);
    dash_close(&d);
}

static void test_ascii_without_utf8(void **state)
{
    struct dash d;
    (void)state;
    dash_open(&d);
    fake_put_event(d.api, "crash", "\xec\x82\xac\xec\x9c\xa0", "\xed\x95\x9c\xea\xb8\x80 message");
    dash_run(&d, &(struct dash_options){.locale = "C", .rows = 48, .cols = 160});
    dash_expect(&d, "Events of crash");
    dash_expect(&d, "message");
    dash_expect(&d, "+ Pods shop -");
    assert_false(wrote_beyond_ascii(&d));
    dash_quit(&d);
    dash_close(&d);
}

/* The console's fonts have no rounded corners. */
static void test_corners_of_the_linux_console(void **state)
{
    struct dash d;
    (void)state;
    use(&d, &(struct dash_options){.term = "linux", .env = "ASAN_OPTIONS=detect_leaks=0"});
    const char *written = str_text(vt_written(d.vt));
    assert_non_null(strstr(written, "\xe2\x94\x8c"));
    assert_null(strstr(written, "\xe2\x95\xad"));
    dash_close(&d);
}

static void test_vt100_without_utf8(void **state)
{
    struct dash d;
    (void)state;
    use(&d, &(struct dash_options){.term = "vt100", .locale = "C"});
    assert_false(wrote_beyond_ascii(&d));
    dash_close(&d);
}

static void test_every_theme(void **state)
{
    static const char *const names[] = {"dark", "light", "high-contrast", "colour-blind"};
    (void)state;
    for (int i = 0; i < 4; i++) {
        struct dash d;
        use(&d, &(struct dash_options){.arguments = {"--theme", names[i]}});
        assert_true(wrote_colours(&d));
        dash_close(&d);
    }
}

static void test_unknown_terminal_is_told(void **state)
{
    struct dash d;
    (void)state;
    dash_open(&d);
    dash_run(&d, &(struct dash_options){.term = "no-such-terminal"});
    assert_int_not_equal(vt_wait_end(d.vt), 0);
    assert_true(vt_has(d.vt, "no-such-terminal"));
    dash_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_terminal),
        cmocka_unit_test(test_no_color),
        cmocka_unit_test(test_monochrome_theme_writes_no_colour),
        cmocka_unit_test(test_without_colour_the_cursor_is_seen),
        cmocka_unit_test(test_ascii_without_utf8),
        cmocka_unit_test(test_corners_of_the_linux_console),
        cmocka_unit_test(test_vt100_without_utf8),
        cmocka_unit_test(test_every_theme),
        cmocka_unit_test(test_unknown_terminal_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
