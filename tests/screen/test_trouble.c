/* A server that refuses, falls silent, goes away or talks nonsense. */
#include "tests/support/dash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* The context that does not answer blocks nothing: another can be chosen, and back. */
static void test_another_context_can_be_chosen(void **state)
{
    struct dash d;
    (void)state;
    dash_open(&d);
    fake_api_answer(d.api, "/", FAKE_SILENT);
    fake_put_pod(d.other, &(struct fake_pod){.name = "elsewhere", .ready = true});
    dash_run(&d, &(struct dash_options){0});
    dash_expect(&d, "ctx shop");
    dash_type(&d, CTRL_X);
    dash_expect(&d, "Context");
    dash_type(&d, "other" ENTER);
    dash_expect(&d, "elsewhere");
    dash_expect(&d, "ctx other");
    fake_api_answer(d.api, "/", FAKE_SERVE);
    dash_type(&d, ":ctx shop" ENTER);
    dash_expect(&d, "3 of 3");
    assert_false(vt_has(d.vt, "elsewhere"));
    dash_quit(&d);
    dash_close(&d);
}

static void test_forbidden_events_cost_only_events(void **state)
{
    struct dash d;
    (void)state;
    dash_open(&d);
    fake_api_answer(d.api, "/events", FAKE_FORBID);
    dash_run(&d, &(struct dash_options){.rows = 48, .cols = 160});
    dash_expect(&d, "3 of 3");
    dash_expect_row(&d, "podprobe", "live");
    dash_expect(&d, "Events of crash");
    dash_expect(&d, "forbidden");
    dash_expect(&d, "crash begins");
    dash_quit(&d);
    dash_close(&d);
}

static void test_forbidden_pods(void **state)
{
    struct dash d;
    (void)state;
    dash_open(&d);
    fake_api_answer(d.api, "/pods", FAKE_FORBID);
    dash_run(&d, &(struct dash_options){0});
    dash_expect_row(&d, "podprobe", "forbidden");
    dash_expect(&d, "tester");
    dash_quit(&d);
    dash_close(&d);
}

/* Rows stay while they are stale, and are live again without a key. */
static void test_a_cut_watch_is_stale_then_live(void **state)
{
    struct dash d;
    (void)state;
    dash_start(&d, 24, 80);
    assert_true(fake_api_wait_watched(d.api, "/pods?"));
    fake_api_answer(d.api, "/pods", FAKE_HANG_UP);
    fake_api_cut(d.api);
    dash_expect_row(&d, "podprobe", "stale");
    dash_expect(&d, "CrashLoopBackOff");
    fake_api_answer(d.api, "/pods", FAKE_SERVE);
    fake_put_pod(d.api, &(struct fake_pod){.name = "later", .ready = true});
    dash_type(&d, "\x12");
    dash_expect_row(&d, "podprobe", "live");
    dash_expect(&d, "4 of 4");
    dash_quit(&d);
    dash_close(&d);
}

static void expect_said_and_usable(enum fake_answer answer, const char *words)
{
    struct dash d;
    dash_open(&d);
    fake_api_answer(d.api, "/pods", answer);
    dash_run(&d, &(struct dash_options){0});
    dash_expect(&d, words);
    dash_type(&d, "?");
    dash_expect(&d, "key closes");
    dash_escape_from(&d, "key closes");
    fake_api_answer(d.api, "/pods", FAKE_SERVE);
    dash_type(&d, "\x12");
    dash_expect(&d, "3 of 3");
    assert_null(strstr(str_text(vt_written(d.vt)), "owned"));
    dash_quit(&d);
    dash_close(&d);
}

static void test_a_page_of_a_proxy(void **state)
{
    (void)state;
    expect_said_and_usable(FAKE_HTML, "HTML");
}

static void test_garbage(void **state)
{
    (void)state;
    expect_said_and_usable(FAKE_GARBAGE, "the list of");
}

static void test_hang_up(void **state)
{
    (void)state;
    expect_said_and_usable(FAKE_HANG_UP, "127.0.0.1");
}

/* No server at all, and a kubeconfig that is none: sentences, and a program that goes on. */
static void test_no_server(void **state)
{
    struct dash d;
    (void)state;
    dash_open(&d);
    dash_run(&d, &(struct dash_options){.arguments = {"--server", "http://127.0.0.1:1"}});
    dash_expect(&d, "127.0.0.1:1");
    dash_expect(&d, "refused");
    dash_quit(&d);
    dash_close(&d);
}

static void test_malformed_kubeconfig(void **state)
{
    struct dash d;
    (void)state;
    dash_open(&d);
    folder_write(&d.folder, "config", "apiVersion: v1\nclusters: [\n- {\n");
    dash_run(&d, &(struct dash_options){.cols = 160});
    dash_expect(&d, "config");
    dash_expect(&d, "line ");
    dash_expect(&d, "quit");
    dash_quit(&d);
    dash_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_another_context_can_be_chosen),
        cmocka_unit_test(test_forbidden_events_cost_only_events),
        cmocka_unit_test(test_forbidden_pods),
        cmocka_unit_test(test_a_cut_watch_is_stale_then_live),
        cmocka_unit_test(test_a_page_of_a_proxy),
        cmocka_unit_test(test_garbage),
        cmocka_unit_test(test_hang_up),
        cmocka_unit_test(test_no_server),
        cmocka_unit_test(test_malformed_kubeconfig),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
