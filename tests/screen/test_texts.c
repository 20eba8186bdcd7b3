/* Texts to read: describe, YAML, logs, help; and commands. */
#include "tests/support/dash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void test_describe_and_search(void **state)
{
    struct dash d;
    (void)state;
    dash_start(&d, 24, 80);
    dash_type(&d, "jd");
    dash_expect(&d, "Describe web");
    dash_expect(&d, "Namespace:");
    dash_type(&d, "/Readiness" ENTER);
    dash_expect(&d, "Readiness:");
    dash_expect(&d, "http-get");
    dash_type(&d, "n");
    dash_expect(&d, "Readiness probe failed");
    dash_type(&d, "N");
    dash_expect(&d, "Readiness:");
    dash_type(&d, "/no-such-words" ENTER);
    dash_expect(&d, "\"no-such-words\" is nowhere in this text");
    dash_quit(&d);
    dash_close(&d);
}

static void test_yaml(void **state)
{
    struct dash d;
    (void)state;
    dash_start(&d, 24, 80);
    dash_type(&d, "jy");
    dash_expect(&d, "YAML web");
    dash_expect(&d, "kind: Pod");
    dash_type(&d, "/readinessProbe" ENTER);
    dash_expect(&d, "readinessProbe:");
    dash_type(&d, "G");
    dash_expect(&d, "podIP: 10.0.0.7");
    dash_quit(&d);
    dash_close(&d);
}

static void test_logs_follow(void **state)
{
    struct dash d;
    (void)state;
    dash_start(&d, 24, 80);
    dash_type(&d, "jl");
    dash_expect(&d, "second line of web");
    dash_expect(&d, "Logs of app");
    assert_true(fake_api_wait_watched(d.api, "/pods/web/log"));
    fake_api_log(d.api, "web", "app", "2026-11-23T06:00:03.000000001Z third \xed\x95\x9c\xea\xb8\x80 line\n");
    dash_expect(&d, "third \xed\x95\x9c\xea\xb8\x80 line");
    dash_quit(&d);
    dash_close(&d);
}

static void test_logs_previous(void **state)
{
    struct dash d;
    (void)state;
    dash_start(&d, 24, 80);
    dash_type(&d, "p");
    dash_expect(&d, "died before");
    dash_type(&d, "p");
    dash_expect(&d, "crash begins");
    dash_quit(&d);
    dash_close(&d);
}

static void test_help_has_every_key(void **state)
{
    struct dash d;
    (void)state;
    dash_start(&d, 48, 160);
    dash_type(&d, "?");
    dash_expect(&d, "Describe the pod as kubectl does");
    dash_expect(&d, "ctrl-d");
    dash_escape_from(&d, "Describe the pod as kubectl does");
    dash_quit(&d);
    dash_close(&d);
}

static void test_commands_and_completion(void **state)
{
    struct dash d;
    (void)state;
    dash_start(&d, 24, 80);
    dash_type(&d, ":nonsense" ENTER);
    dash_expect(&d, "no command \"nonsense\"");
    dash_type(&d, ":desc" TAB);
    dash_expect(&d, ":describe");
    dash_type(&d, ENTER);
    dash_expect(&d, "Describe crash");
    dash_type(&d, ":pods" ENTER ":quit" ENTER);
    assert_int_equal(vt_wait_end(d.vt), 0);
    dash_close(&d);
}

static void test_namespaces(void **state)
{
    struct dash d;
    (void)state;
    dash_open(&d);
    fake_put_pod(d.api, &(struct fake_pod){.name = "far", .namespace_ = "other", .ready = true});
    dash_run(&d, &(struct dash_options){0});
    dash_expect(&d, "3 of 3");
    dash_type(&d, CTRL_N);
    dash_expect(&d, "other");
    dash_type(&d, "oth" ENTER);
    dash_expect(&d, "1 of 1");
    dash_expect(&d, "ns other");
    dash_type(&d, "0");
    dash_expect(&d, "4 of 4");
    dash_expect(&d, "NAMESPACE");
    dash_type(&d, "0");
    dash_expect(&d, "1 of 1");
    dash_type(&d, ":ns shop" ENTER);
    dash_expect(&d, "3 of 3");
    dash_quit(&d);
    dash_close(&d);
}

static void test_themes_while_it_runs(void **state)
{
    static const char *const names[] = {"light", "high-contrast", "colour-blind", "monochrome", "dark"};
    struct dash d;
    (void)state;
    dash_start(&d, 24, 80);
    for (int i = 0; i < 5; i++) {
        dash_type(&d, ":theme ");
        dash_type(&d, names[i]);
        dash_type(&d, ENTER);
        dash_expect_gone(&d, ":theme");
        dash_expect(&d, "3 of 3");
    }
    dash_type(&d, ":theme nonsense" ENTER);
    dash_expect(&d, "nonsense");
    dash_quit(&d);
    dash_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_describe_and_search), cmocka_unit_test(test_yaml),
        cmocka_unit_test(test_logs_follow),         cmocka_unit_test(test_logs_previous),
        cmocka_unit_test(test_help_has_every_key),  cmocka_unit_test(test_commands_and_completion),
        cmocka_unit_test(test_namespaces),          cmocka_unit_test(test_themes_while_it_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
