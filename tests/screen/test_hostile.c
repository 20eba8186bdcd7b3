/* What a server may send: nothing of it commands the terminal, breaks the lines or ends the program. */
#include "base/str.h"
#include "tests/support/dash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* A title, a cleared screen, a colour, the 8-bit twins, a bell; as JSON escapes and as bytes. */
#define ATTACK                                                                                       \
    "\\u001b]0;owned\\u0007\\u001b[2Jx\\u001b[31;42mred\\u009b2J\\u009d0;owned\\u009c\\u0000\\u0007" \
    "\\r\\n\\t\\u202eback"
#define ATTACK_BYTES "\x1b]0;owned\x07\x1b[2Jx\x1b[31;42mred\x9b\x32J\xff\xfe\xc3\x28\x07\r"

/* Nothing that only the attack would have sent. podprobe's own screen is cleared by its own means. */
static void expect_harmless(struct dash *d)
{
    const struct str *written = vt_written(d->vt);
    assert_null(memmem(written->data, written->len, "\x1b]0;", 4));
    assert_null(memmem(written->data, written->len, "\x1b[31;42m", 8));
    assert_null(memmem(written->data, written->len, "\x07", 1));
    assert_null(memmem(written->data, written->len, "\xff", 1));
    assert_null(memmem(written->data, written->len, "\xc2\x9b", 2));
    assert_null(memmem(written->data, written->len, "\xc2\x9d", 2));
    assert_null(memmem(written->data, written->len, "\xe2\x80\xae", 3));
}

static void test_escape_sequences_in_every_string(void **state)
{
    struct dash d;
    (void)state;
    dash_open(&d);
    fake_put_pod(d.api, &(struct fake_pod){.name = "crash",
                                           .restarts = 9,
                                           .waiting = "Crash" ATTACK "Loop",
                                           .message = "message " ATTACK,
                                           .label = "label" ATTACK});
    fake_put_event(d.api, "crash", "Reason" ATTACK, "event " ATTACK " end of event");
    fake_api_log(d.api, "crash", "app", "2026-11-23T06:00:02.000000001Z log " ATTACK_BYTES " end of log\n");
    dash_run(&d, &(struct dash_options){.rows = 48, .cols = 160});
    dash_expect(&d, "3 of 3");
    dash_expect(&d, "end of log");
    dash_expect(&d, "Reason");
    dash_expect(&d, "Describe crash");
    dash_type(&d, "y");
    dash_expect(&d, "YAML crash");
    dash_expect(&d, "apiVersion: v1"); /* the end is known only once it was read */
    dash_type(&d, "zG");
    dash_expect(&d, "podIP");
    expect_harmless(&d);
    dash_type(&d, "z" CTRL_D);
    dash_quit(&d);
    dash_close(&d);
}

static void test_names_of_253_characters(void **state)
{
    struct dash d;
    char name[254];
    (void)state;
    memset(name, 'n', sizeof(name) - 1);
    name[sizeof(name) - 1] = '\0';
    dash_open(&d);
    fake_put_pod(d.api, &(struct fake_pod){.name = name, .ready = true});
    dash_run(&d, &(struct dash_options){0});
    dash_expect(&d, "4 of 4");
    dash_expect_row(&d, "nnnnnnnn", "Running");
    dash_expect(&d, "CrashLoopBackOff");
    dash_type(&d, "G");
    dash_expect(&d, "Containers and probes of nnnn");
    dash_type(&d, CTRL_D);
    dash_expect(&d, "Delete 1 pod?");
    dash_type(&d, "n");
    dash_quit(&d);
    dash_close(&d);
}

static void test_300_containers(void **state)
{
    struct dash d;
    (void)state;
    dash_open(&d);
    fake_put_pod(d.api, &(struct fake_pod){.name = "many", .containers = 300, .restarts = 1});
    dash_run(&d, &(struct dash_options){.rows = 48, .cols = 160});
    dash_expect(&d, "4 of 4");
    dash_expect_row(&d, "many", "299/300");
    dash_type(&d, "/many" ENTER);
    dash_expect(&d, "Containers and probes of many");
    dash_type(&d, TAB "G");
    dash_expect(&d, "side-299");
    dash_expect(&d, "Logs of side-299");
    dash_quit(&d);
    dash_close(&d);
}

/* A pod as no server sends it: nested deeper than anything needs, numbers out of range, wrong types. */
static void test_a_pod_that_is_none(void **state)
{
    struct str json = {0};
    struct dash d;
    (void)state;
    dash_open(&d);
    str_add(&json,
            "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"odd\",\"namespace\":\"shop\",\"resourceVersion\":"
            "\"0\",\"creationTimestamp\":\"9999999-99-99T99:99:99Z\",\"annotations\":{\"deep\":");
    str_add_repeat(&json, '[', 40);
    str_add_repeat(&json, ']', 40);
    str_add(&json,
            "}},\"spec\":{\"containers\":[7,null,{\"name\":5},{\"name\":\"app\"}]},\"status\":{\"phase\":"
            "[],\"containerStatuses\":[{\"name\":\"app\",\"restartCount\":99999999999999999999,"
            "\"ready\":\"yes\",\"state\":{\"terminated\":{\"exitCode\":-1e300}}},null]}}");
    fake_api_put(d.api, "pods", "shop", "odd", json.data);
    dash_run(&d, &(struct dash_options){.rows = 48, .cols = 160});
    dash_expect(&d, "CrashLoopBackOff");
    dash_expect(&d, "odd");
    dash_type(&d, "/odd" ENTER "dy");
    dash_expect(&d, "YAML odd");
    dash_escape(&d, PODS_FOOT);
    dash_quit(&d);
    dash_close(&d);
    str_fini(&json);
}

/* One object that cannot be read costs that object alone, and is told. */
static void test_an_object_that_is_no_json(void **state)
{
    struct dash d;
    (void)state;
    dash_open(&d);
    fake_api_put(d.api, "pods", "shop", "broken",
                 "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"broken\\ud800\",\"namespace\":\"shop\"}}");
    dash_run(&d, &(struct dash_options){.rows = 48, .cols = 160});
    dash_expect(&d, "CrashLoopBackOff");
    dash_expect(&d, "was left out");
    dash_expect(&d, "3 of 3");
    dash_quit(&d);
    dash_close(&d);
}

static void test_an_annotation_of_5_megabytes(void **state)
{
    struct str json = {0};
    struct dash d;
    (void)state;
    dash_open(&d);
    str_add(&json,
            "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"big\",\"namespace\":\"shop\",\"resourceVersion\":"
            "\"0\",\"annotations\":{\"big\":\"");
    str_add_repeat(&json, 'b', 5 * 1024 * 1024);
    str_add(&json, "\"}},\"spec\":{\"containers\":[{\"name\":\"app\"}]},\"status\":{\"phase\":\"Running\"}}");
    fake_api_put(d.api, "pods", "shop", "big", json.data);
    dash_run(&d, &(struct dash_options){0});
    dash_expect(&d, "4 of 4");
    dash_type(&d, "/big" ENTER "y");
    dash_expect(&d, "YAML big");
    dash_expect(&d, "bbbbbbbb");
    dash_quit(&d);
    dash_close(&d);
    str_fini(&json);
}

/* What stands to the right of wide characters stands where it would without them. */
static void test_wide_characters_align(void **state)
{
    struct dash d;
    (void)state;
    dash_open(&d);
    fake_put_pod(d.api, &(struct fake_pod){.name = "wide",
                                           .waiting = "\xed\x95\x9c\xea\xb5\xad\xec\x96\xb4",
                                           .message = "\xf0\x9f\x9a\x80 \xec\x95\x88\xeb\x85\x95"});
    fake_put_event(d.api, "wide", "\xec\x82\xac\xec\x9c\xa0", "\xf0\x9f\x94\xa5 fire e\xcc\x81nd");
    dash_run(&d, &(struct dash_options){.rows = 48, .cols = 160});
    dash_expect_row(&d, "wide ", "\xed\x95\x9c\xea\xb5\xad\xec\x96\xb4");
    dash_expect_row(&d, "wide ", "node-a");
    dash_expect_row(&d, "web ", "node-a");
    int wide = vt_find(d.vt, "wide "), web = vt_find(d.vt, "web ");
    assert_int_equal(vt_column(d.vt, wide, "node-a"), vt_column(d.vt, web, "node-a"));
    assert_true(vt_column(d.vt, web, "node-a") > 0);
    dash_type(&d, "/wide" ENTER);
    dash_expect(&d, "Events of wide");
    dash_expect_row(&d, "\xec\x82\xac\xec\x9c\xa0", "fire");
    int event = vt_find(d.vt, "\xec\x82\xac\xec\x9c\xa0"), titles = vt_find(d.vt, "MESSAGE");
    assert_int_equal(vt_column(d.vt, event, "\xf0\x9f\x94\xa5"), vt_column(d.vt, titles, "MESSAGE"));
    dash_quit(&d);
    dash_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_escape_sequences_in_every_string),
        cmocka_unit_test(test_names_of_253_characters),
        cmocka_unit_test(test_300_containers),
        cmocka_unit_test(test_a_pod_that_is_none),
        cmocka_unit_test(test_an_object_that_is_no_json),
        cmocka_unit_test(test_an_annotation_of_5_megabytes),
        cmocka_unit_test(test_wide_characters_align),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
