/* Whose log is meant: kubectl's order of pods, selectors, default containers. */
#include "cli/logs_pick.h"

#include "base/xmalloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static const cJSON *parse(const char *text)
{
    cJSON *out = NULL;
    assert_int_equal(json_parse(&arena, text, strlen(text), &out, NULL), ERR_OK);
    return out;
}

static void kinds_have_many_names(void **state)
{
    (void)state;
    assert_string_equal(logs_kind("deploy")->plural, "deployments");
    assert_string_equal(logs_kind("Deployments.apps")->plural, "deployments");
    assert_string_equal(logs_kind("po")->plural, "pods");
    assert_false(logs_kind("cm")->has_pods);
    assert_null(logs_kind("foo"));
    assert_null(logs_kind("deployments.batch"));
    assert_null(logs_kind(""));
    assert_null(logs_kind("pod pods"));
}

static void selectors_are_written_out(void **state)
{
    (void)state;
    static const struct {
        const char *object, *want; /* NULL: none */
    } rows[] = {
        {"{\"spec\":{\"selector\":{\"app\":\"a\",\"tier\":\"b\"}}}", "app=a,tier=b"},
        {"{\"spec\":{\"selector\":{\"matchLabels\":{\"app\":\"a\"},\"matchExpressions\":[{\"key\":\"x\","
         "\"operator\":\"In\",\"values\":[\"1\",\"2\"]},{\"key\":\"y\",\"operator\":\"NotIn\",\"values\":"
         "[\"3\"]},{\"key\":\"z\",\"operator\":\"DoesNotExist\"},{\"key\":\"w\",\"operator\":\"Exists\"}]}}}",
         "app=a,x in (1,2),y notin (3),!z,w"},
        {"{\"spec\":{}}", NULL},
        {"{\"spec\":{\"selector\":7}}", NULL},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct str selector = {0};
        assert_int_equal(logs_selector(parse(rows[i].object), &selector), rows[i].want != NULL);
        assert_string_equal(str_text(&selector), rows[i].want ? rows[i].want : "");
        str_fini(&selector);
    }
}

/* In each pair the second is the better one. */
static void the_best_pod_is_taken(void **state)
{
    (void)state;
#define READY(since) \
    "\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\",\"lastTransitionTime\":\"" since "\"}]"
    static const char *const pairs[][2] = {
        {"{\"status\":{\"phase\":\"Running\"}}", "{\"spec\":{\"nodeName\":\"n\"}}"},
        {"{\"status\":{\"phase\":\"Pending\"}}", "{\"status\":{\"phase\":\"Unknown\"}}"},
        {"{\"status\":{\"phase\":\"Unknown\"}}", "{\"status\":{\"phase\":\"Running\"}}"},
        {"{\"status\":{\"phase\":\"Running\"}}", "{\"status\":{" READY("2026-01-01T00:00:00Z") "}}"},
        {"{\"status\":{" READY("2026-01-02T00:00:00Z") "}}",
         "{\"status\":{" READY("2026-01-01T00:00:00Z") "}}"},
        {"{\"status\":{\"containerStatuses\":[{\"restartCount\":1}]}}",
         "{\"status\":{\"containerStatuses\":[{\"restartCount\":0},{\"restartCount\":2}]}}"},
        {"{\"metadata\":{\"creationTimestamp\":\"2026-01-02T00:00:00Z\"}}",
         "{\"metadata\":{\"creationTimestamp\":\"2026-01-01T00:00:00Z\"}}"},
        {"{}", "{\"metadata\":{\"creationTimestamp\":\"2026-01-01T00:00:00Z\"}}"},
    };
    for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
        char *forward = xasprintf("{\"items\":[%s,%s]}", pairs[i][0], pairs[i][1]);
        char *backward = xasprintf("{\"items\":[%s,%s]}", pairs[i][1], pairs[i][0]);
        const cJSON *list = parse(forward);
        assert_ptr_equal(logs_best_pod(list), json_get(list, "items")->child->next);
        list = parse(backward);
        assert_ptr_equal(logs_best_pod(list), json_get(list, "items")->child);
        free(forward);
        free(backward);
    }
    assert_null(logs_best_pod(parse("{\"items\":[]}")));
}

static void the_default_container_is_said(void **state)
{
    (void)state;
#define BOTH \
    "\"spec\":{\"initContainers\":[{\"name\":\"i\"}],\"containers\":[{\"name\":\"a\"},{\"name\":\"b\"}]}"
#define NOTE(name)                                                                                           \
    "\"metadata\":{\"name\":\"p\",\"annotations\":{\"kubectl.kubernetes.io/default-container\":\"" name "\"" \
    "}}"
    static const struct {
        const char *pod, *name, *said;
    } rows[] = {
        {"{\"spec\":{\"containers\":[{\"name\":\"a\"}]}}", "a", ""},
        {"{" BOTH "}", "a", "Defaulted container \"a\" out of: a, b, i (init)\n"},
        {"{" NOTE("b") "," BOTH "}", "b", ""},
        {"{" NOTE("x") "," BOTH "}", "a",
         "Default container name \"x\" not found in pod p\n"
         "Defaulted container \"a\" out of: a, b, i (init)\n"},
        {"{}", NULL, ""},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct str said = {0};
        const char *name = logs_default_container(parse(rows[i].pod), &said);
        assert_true(str_equal(name, rows[i].name));
        assert_string_equal(str_text(&said), rows[i].said);
        str_fini(&said);
    }
    assert_true(logs_has_container(parse("{" BOTH "}"), "i"));
    assert_false(logs_has_container(parse("{" BOTH "}"), "x"));
}

static int start(void **state)
{
    (void)state;
    arena_init(&arena, 1 << 20);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    arena_fini(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_have_many_names),
        cmocka_unit_test(selectors_are_written_out),
        cmocka_unit_test(the_best_pod_is_taken),
        cmocka_unit_test(the_default_container_is_said),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
