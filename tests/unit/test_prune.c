/* What is to go goes, what is to stay stays, and what is no JSON is not touched. */
#include "api-client/prune.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *const paths[] = {"m gone", "spec list env", "m notes +mirror", NULL};

static const struct {
    bool wrapped;
    const char *json, *left; /* NULL: refused */
} cases[] = {
    {false, "{}", "{}"},
    {false, "{\"a\":1}", "{\"a\":1}"},
    {false, "{\"m\":{\"gone\":{\"x\":\"}\"},\"b\":1}}", "{\"m\":{\"b\":1}}"},
    {false, "{\"m\":{\"b\":1,\"gone\":[1,2]}}", "{\"m\":{\"b\":1}}"},
    {false, "{\"m\":{\"b\":1,\"gone\":null,\"gone\":\"\\\"\"}}", "{\"m\":{\"b\":1}}"},
    {false, "{\"m\":{\"gone\":1}}", "{\"m\":{}}"},
    {false, "{\"m\" : { \"b\" : 1 , \"gone\" : 1 } }", "{\"m\" : { \"b\" : 1} }"},
    {false, "{\"gone\":1,\"other\":{\"gone\":2}}", "{\"gone\":1,\"other\":{\"gone\":2}}"},
    {false, "{\"m\":{\"labels\":{\"env\":\"x\",\"gone\":\"y\"}}}",
     "{\"m\":{\"labels\":{\"env\":\"x\",\"gone\":\"y\"}}}"},
    {false, "{\"spec\":{\"list\":[{\"env\":[],\"n\":1},{\"n\":2,\"env\":{}},[{\"env\":3}],null,\"s\"]}}",
     "{\"spec\":{\"list\":[{\"n\":1},{\"n\":2},[{\"env\":3}],null,\"s\"]}}"},
    {false, "{\"m\":{\"notes\":{\"a\":1,\"mirror\":{\"x\":[]},\"z\":2}}}",
     "{\"m\":{\"notes\":{\"mirror\":{\"x\":[]}}}}"},
    {false, "{\"m\":7,\"spec\":[],\"x\":\"\\\\\"}", "{\"m\":7,\"spec\":[],\"x\":\"\\\\\"}"},
    {true, "{\"type\":\"ADDED\",\"object\":{\"m\":{\"gone\":1,\"b\":2}},\"m\":{\"gone\":3}}",
     "{\"type\":\"ADDED\",\"object\":{\"m\":{\"b\":2}},\"m\":{\"gone\":3}}"},
    {false, "", NULL},
    {false, "[]", NULL},
    {false, "{\"m\":{\"gone\":[1}", NULL},
    {false, "{\"m\":{\"gone\":\"x", NULL},
    {false, "{\"m\"", NULL},
    {false, "{m:1}", NULL},
    {false, "{\"spec\":{\"list\":[}]}}", NULL},
    {false, "{\"spec\":}", NULL},
};

static void what_goes_goes(void **state)
{
    (void)state;
    struct prune *prune = prune_new(paths);
    struct str out = {0};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        bool good = prune_run(prune, cases[i].json, strlen(cases[i].json), cases[i].wrapped, &out);
        assert_int_equal(good, cases[i].left != NULL);
        if (good)
            assert_string_equal(str_text(&out), cases[i].left);
    }
    str_fini(&out);
    prune_free(prune);
}

/* Cut anywhere: never a read past the end (the sanitizers see it), never an endless loop. */
static void cut_anywhere(void **state)
{
    (void)state;
    struct prune *prune = prune_new(paths);
    struct str out = {0};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        for (size_t len = 0; len < strlen(cases[i].json); len++) {
            char *own = test_malloc(len + 1);
            memcpy(own, cases[i].json, len);
            assert_false(prune_run(prune, own, len, cases[i].wrapped, &out));
            test_free(own);
        }
    str_fini(&out);
    prune_free(prune);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_goes_goes),
        cmocka_unit_test(cut_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
