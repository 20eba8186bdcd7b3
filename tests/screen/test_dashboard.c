/* The dashboard before a server: pods, panes, sizes, keys that move. */
#include "tests/support/dash.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void test_first_frame_needs_no_server(void **state)
{
    struct dash d;
    (void)state;
    dash_open(&d);
    fake_api_answer(d.api, "/", FAKE_SILENT);
    dash_run(&d, &(struct dash_options){0});
    dash_expect(&d, "podprobe");
    dash_expect(&d, "Pods");
    dash_expect(&d, "quit");
    dash_quit(&d);
    dash_close(&d);
}

static void test_pods_worst_first(void **state)
{
    struct dash d;
    (void)state;
    dash_start(&d, 24, 80);
    dash_expect_row(&d, "crash", "CrashLoopBackOff");
    assert_true(vt_find(d.vt, "crash") < vt_find(d.vt, "web"));
    assert_true(vt_find(d.vt, "web") < vt_find(d.vt, "api"));
    dash_quit(&d);
    dash_close(&d);
}

/* It differs from a ready one in its mark and in its colour; Running alone does not look well. */
static void test_unready_looks_unhealthy(void **state)
{
    struct dash d;
    (void)state;
    dash_start(&d, 24, 80);
    dash_expect_row(&d, "web", "0/1");
    int web = vt_find(d.vt, "web "), api = vt_find(d.vt, "api ");
    char web_mark = vt_row(d.vt, web)[strcspn(vt_row(d.vt, web), "X!*~?.+ox")];
    assert_non_null(strstr(vt_row(d.vt, web), "Running"));
    assert_non_null(strstr(vt_row(d.vt, api), "Running"));
    int column = vt_column(d.vt, web, "Running");
    assert_true(vt_look(d.vt, web, column).colour != vt_look(d.vt, api, column).colour);
    assert_true(web_mark != vt_row(d.vt, api)[strcspn(vt_row(d.vt, api), "X!*~?.+ox")]);
    dash_quit(&d);
    dash_close(&d);
}

static void expect_five_panes(int rows, int cols)
{
    struct dash d;
    dash_start(&d, rows, cols);
    dash_expect(&d, "Pods");
    dash_expect(&d, "Containers and probes of crash");
    dash_expect(&d, "Events of crash");
    dash_expect(&d, "Describe crash");
    dash_expect(&d, "Logs of app");
    dash_expect(&d, "crash begins");
    dash_expect(&d, "readiness");
    dash_quit(&d);
    dash_close(&d);
}

static void test_five_panes_at_120x30(void **state)
{
    (void)state;
    expect_five_panes(30, 120);
}

static void test_five_panes_at_160x48(void **state)
{
    (void)state;
    expect_five_panes(48, 160);
}

static void test_small_screens_are_usable(void **state)
{
    static const int sizes[][2] = {{24, 80}, {15, 60}};
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct dash d;
        dash_start(&d, sizes[i][0], sizes[i][1]);
        dash_expect_row(&d, "crash", "0/1");
        dash_type(&d, "jl");
        dash_expect(&d, "second line of web");
        dash_escape(&d, PODS_FOOT);
        dash_type(&d, "d");
        dash_expect(&d, "Namespace:");
        dash_escape(&d, PODS_FOOT);
        dash_expect(&d, "3 of 3");
        dash_quit(&d);
        dash_close(&d);
    }
}

static void test_resize_at_any_moment(void **state)
{
    static const int sizes[][2] = {{3, 10},   {48, 160}, {15, 60},  {1, 1},
                                   {30, 120}, {24, 80},  {10, 200}, {60, 20}};
    struct dash d;
    (void)state;
    dash_start(&d, 24, 80);
    for (int round = 0; round < 3; round++)
        for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
            vt_resize(d.vt, sizes[i][0], sizes[i][1]);
            dash_type(&d, round == 1 ? "jd" : round == 2 ? "?k" : "j");
            vt_settle(d.vt, 20);
        }
    vt_resize(d.vt, 24, 80);
    dash_escape(&d, PODS_FOOT);
    dash_expect(&d, "3 of 3");
    dash_quit(&d);
    dash_close(&d);
}

static void test_tab_enter_escape_zoom(void **state)
{
    struct dash d;
    (void)state;
    dash_start(&d, 24, 80);
    dash_type(&d, "z");
    dash_expect_gone(&d, "Containers and probes");
    dash_type(&d, "z");
    dash_expect(&d, "Containers and probes of crash");
    dash_type(&d, TAB TAB);
    dash_expect(&d, "Events of crash");
    dash_type(&d, ESC "[Z" ESC "[Z");
    dash_expect(&d, PODS_FOOT);
    dash_type(&d, "j" ENTER);
    dash_expect(&d, "Containers and probes of web");
    dash_escape(&d, "!:worst");
    dash_type(&d, "k");
    dash_expect(&d, "Containers and probes of crash");
    dash_quit(&d);
    dash_close(&d);
}

static void test_changes_come_live(void **state)
{
    struct dash d;
    (void)state;
    dash_start(&d, 24, 80);
    fake_put_pod(d.api, &(struct fake_pod){.name = "fresh", .ready = true});
    dash_expect(&d, "4 of 4");
    fake_put_pod(d.api, &(struct fake_pod){.name = "web", .ready = true});
    dash_expect_row(&d, "web", "1/1");
    fake_api_remove(d.api, "pods", "shop", "fresh");
    dash_expect(&d, "3 of 3");
    dash_quit(&d);
    dash_close(&d);
}

static void expect_restored(struct dash *d)
{
    assert_false(vt_other_screen(d->vt));
    assert_true(vt_cursor_shown(d->vt));
    assert_true(vt_is_cooked(d->vt));
}

static void test_quit_restores_the_terminal(void **state)
{
    struct dash d;
    (void)state;
    dash_start(&d, 24, 80);
    assert_true(vt_other_screen(d.vt));
    assert_false(vt_cursor_shown(d.vt));
    assert_false(vt_is_cooked(d.vt));
    dash_quit(&d);
    expect_restored(&d);
    dash_close(&d);
}

static void test_ctrl_c_leaves(void **state)
{
    struct dash d;
    (void)state;
    dash_start(&d, 24, 80);
    dash_type(&d, CTRL_C);
    assert_int_equal(vt_wait_end(d.vt), 0);
    expect_restored(&d);
    dash_close(&d);
}

static void test_signals_restore_the_terminal(void **state)
{
    static const int signals[] = {SIGTERM, SIGHUP, SIGINT};
    (void)state;
    for (int i = 0; i < 3; i++) {
        struct dash d;
        dash_start(&d, 24, 80);
        kill(vt_pid(d.vt), signals[i]);
        assert_int_equal(vt_wait_end(d.vt), 128 + signals[i]);
        expect_restored(&d);
        dash_close(&d);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_first_frame_needs_no_server),
        cmocka_unit_test(test_pods_worst_first),
        cmocka_unit_test(test_unready_looks_unhealthy),
        cmocka_unit_test(test_five_panes_at_120x30),
        cmocka_unit_test(test_five_panes_at_160x48),
        cmocka_unit_test(test_small_screens_are_usable),
        cmocka_unit_test(test_resize_at_any_moment),
        cmocka_unit_test(test_tab_enter_escape_zoom),
        cmocka_unit_test(test_changes_come_live),
        cmocka_unit_test(test_quit_restores_the_terminal),
        cmocka_unit_test(test_ctrl_c_leaves),
        cmocka_unit_test(test_signals_restore_the_terminal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
