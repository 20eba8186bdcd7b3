/* What is done with pods: filter, sort, mark, delete. */
#include "tests/support/dash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void test_filter(void **state)
{
    struct dash d;
    (void)state;
    dash_start(&d, 24, 80);
    dash_type(&d, "/we");
    dash_expect(&d, "1 of 3");
    dash_type(&d, ENTER);
    dash_expect(&d, "Pods shop  /we");
    assert_int_equal(vt_find(d.vt, "X crash"), -1);
    dash_escape(&d, "3 of 3");
    dash_type(&d, "/!web" ENTER);
    dash_expect(&d, "2 of 3");
    dash_escape(&d, "3 of 3");
    dash_type(&d, "/-l app=api" ENTER);
    dash_expect(&d, "1 of 3");
    dash_escape(&d, "3 of 3");
    dash_quit(&d);
    dash_close(&d);
}

static void test_filter_that_is_none(void **state)
{
    struct dash d;
    (void)state;
    dash_start(&d, 24, 80);
    dash_type(&d, "/-l app in (");
    dash_expect(&d, "-l");
    dash_type(&d, ENTER);
    dash_expect(&d, "3 of 3");
    dash_expect(&d, "app in (");
    dash_quit(&d);
    dash_close(&d);
}

static void test_filter_that_nothing_matches(void **state)
{
    struct dash d;
    (void)state;
    dash_start(&d, 24, 80);
    dash_type(&d, "/zzz" ENTER);
    dash_expect(&d, "none of 3 pods matches \"zzz\"");
    dash_escape(&d, "3 of 3");
    dash_quit(&d);
    dash_close(&d);
}

static bool api_is_first(struct vt *vt, void *user)
{
    (void)user;
    int api = vt_find(vt, " api "), crash = vt_find(vt, " crash ");
    return api >= 0 && api < crash;
}

static void test_sort(void **state)
{
    struct dash d;
    (void)state;
    dash_start(&d, 24, 80);
    dash_type(&d, "o");
    dash_expect(&d, "Sort by");
    dash_type(&d, "NAME" ENTER);
    dash_expect_gone(&d, "Sort by");
    assert_true(vt_wait(d.vt, api_is_first, NULL));
    dash_quit(&d);
    dash_close(&d);
}

static void test_delete_asks_and_no_deletes_nothing(void **state)
{
    struct dash d;
    (void)state;
    dash_start(&d, 24, 80);
    dash_type(&d, CTRL_D);
    dash_expect(&d, "Delete 1 pod?");
    dash_expect(&d, "shop/crash");
    dash_type(&d, ENTER);
    dash_expect(&d, "Delete 1 pod?");
    dash_type(&d, "n");
    dash_expect_gone(&d, "Delete 1 pod?");
    assert_int_equal(fake_api_count(d.api, "DELETE"), 0);
    dash_quit(&d);
    assert_int_equal(fake_api_count(d.api, "DELETE"), 0);
    dash_close(&d);
}

/* Exactly the marked ones, although the cursor is on another. */
static void test_marked_pods_are_deleted(void **state)
{
    struct dash d;
    (void)state;
    dash_start(&d, 24, 80);
    dash_type(&d, " jj k");
    dash_type(&d, CTRL_D);
    dash_expect(&d, "Delete 2 pods?");
    dash_expect(&d, "y: yes");
    dash_type(&d, "y");
    dash_expect(&d, "1 of 1");
    assert_int_equal(fake_api_count(d.api, "DELETE"), 2);
    assert_int_equal(fake_api_count(d.api, "DELETE /api/v1/namespaces/shop/pods/crash "), 1);
    dash_quit(&d);
    dash_close(&d);
}

static void test_refused_delete_is_told(void **state)
{
    struct dash d;
    (void)state;
    dash_start(&d, 24, 80);
    fake_api_answer(d.api, "DELETE", FAKE_FORBID);
    dash_type(&d, CTRL_D);
    dash_expect(&d, "Delete 1 pod?");
    dash_type(&d, "y");
    dash_expect(&d, "1 of 1 not deleted");
    dash_expect(&d, "3 of 3");
    dash_quit(&d);
    dash_close(&d);
}

static void test_read_only_has_no_key_that_changes(void **state)
{
    struct dash d;
    (void)state;
    dash_open(&d);
    dash_run(&d, &(struct dash_options){.cols = 160, .rows = 48, .arguments = {"--read-only"}});
    dash_expect(&d, "3 of 3");
    dash_expect(&d, PODS_FOOT);
    assert_false(vt_has(d.vt, ":delete"));
    assert_false(vt_has(d.vt, ":shell"));
    dash_type(&d, CTRL_D CTRL_K "s?");
    dash_expect(&d, "key closes");
    assert_false(vt_has(d.vt, "Delete"));
    assert_false(vt_has(d.vt, "A shell in"));
    dash_escape_from(&d, "key closes");
    assert_int_equal(fake_api_count(d.api, "DELETE"), 0);
    assert_int_equal(fake_api_count(d.api, "/exec"), 0);
    dash_quit(&d);
    dash_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_filter),
        cmocka_unit_test(test_filter_that_is_none),
        cmocka_unit_test(test_filter_that_nothing_matches),
        cmocka_unit_test(test_sort),
        cmocka_unit_test(test_delete_asks_and_no_deletes_nothing),
        cmocka_unit_test(test_marked_pods_are_deleted),
        cmocka_unit_test(test_refused_delete_is_told),
        cmocka_unit_test(test_read_only_has_no_key_that_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
