/* The filter's words and label selectors. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "model/filter.h"
#include "model/selector.h"
#include "tests/support/podtest.h"

static void selectors_choose_as_kubernetes_does(void **state)
{
    (void)state;
    static const char labels[] = "app=web,empty=,example.com/tier=front,rev=12";
    static const struct {
        const char *selector;
        bool chosen;
    } rows[] = {
        {"", true},
        {"app", true},
        {"!app", false},
        {"nope", false},
        {"!nope", true},
        {"app=web", true},
        {"app==web", true},
        {" app = web ", true},
        {"app=we", false},
        {"ap=web", false},
        {"app!=web", false},
        {"app!=db", true},
        {"nope!=db", true},
        {"app in (db, web)", true},
        {"app in (db)", false},
        {"app notin (db)", true},
        {"nope notin (db)", true},
        {"app notin (db,web)", false},
        {"empty=", true},
        {"app=", false},
        {"example.com/tier=front,app=web", true},
        {"example.com/tier=front,app=db", false},
        {"app in (web),rev>11", true},
        {"rev>12", false},
        {"rev<13", true},
        {"in=web", false},
        {"app,!nope,rev", true},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct selector *selector = NULL;
        assert_int_equal(selector_parse(rows[i].selector, &selector, NULL), ERR_OK);
        if (selector_matches(selector, labels) != rows[i].chosen)
            fail_msg("\"%s\" should %schoose", rows[i].selector, rows[i].chosen ? "" : "not ");
        selector_free(selector);
    }
}

static void bad_selectors_are_said(void **state)
{
    (void)state;
    static const char *const bad[] = {"=",      "app=a b",  "app in",     "app in (a", "app in a)", ",",
                                      "app,",   "!",        "app=,,b",    "app>x",     "-a=b",      "a/b/c=d",
                                      "app=-x", "!app=web", "app notin ", "/a=b",      "a/=b",      "app=a)"};
    struct selector *selector;
    struct err_info info;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        info.text[0] = '\0';
        if (selector_parse(bad[i], &selector, &info) != ERR_USAGE)
            fail_msg("\"%s\" should be refused", bad[i]);
        assert_non_null(strstr(info.text, bad[i]));
        assert_null(selector);
    }
}

static void unknown_labels_are_not_selected(void **state)
{
    (void)state;
    struct selector *selector;
    assert_int_equal(selector_parse("!app", &selector, NULL), ERR_OK);
    assert_false(selector_matches(selector, NULL));
    assert_true(selector_matches(selector, ""));
    selector_free(selector);
}

static struct pod *put_pod(struct podtest *t)
{
    return podtest_put(
        t, "{'metadata':{'namespace':'shop','name':'web-7','labels':{'app':'web','tier':'front'},"
           "'ownerReferences':[{'kind':'ReplicaSet','name':'web','controller':true}]},"
           "'spec':{'nodeName':'node-3','containers':[{'name':'app','image':'registry.example.com/web:2.1'},"
           "{'name':'b','image':'busybox'}]},"
           "'status':{'phase':'Running','podIPs':[{'ip':'10.1.2.3'}],'containerStatuses':["
           "{'name':'app','ready':false,'restartCount':5,'state':{'waiting':{'reason':'CrashLoopBackOff'}}},"
           "{'name':'b','ready':true,'restartCount':0,'state':{'running':{}}}]}}");
}

static void words_choose_pods(void **state)
{
    (void)state;
    static const struct {
        const char *filter;
        bool chosen;
    } rows[] = {
        {"", true},
        {"   ", true},
        {"web", true},
        {"WEB-7", true},
        {"db", false},
        {"!db", true},
        {"!web", false},
        {"SHOP", true},
        {"node-3", true},
        {"crash loop", true},
        {"\"crash loop\"", true},
        {"\"loop crash\"", false},
        {"web db", false},
        {"/^web-[0-9]$/", true},
        {"/^eb/", false},
        {"!/^eb/", true},
        {"/crash loop/", true},
        {"^web", true},
        {"web-(1|7)$", true},
        {"^node", true},
        {"-l app=web", true},
        {"-lapp=web", true},
        {"-l app=db", false},
        {"!-l app=db", true},
        {"-l app in (web, db) shop", true},
        {"-l 'app notin (web)'", false},
        {"-l app notin (web)", false},
        {"app=web", true},
        {"app!=web", false},
        {"tier=back", false},
        {"status=CrashLoopBackOff", true},
        {"status=crashloopbackoff", true},
        {"status=Crash", false},
        {"status=Crash*", true},
        {"status!=Running", true},
        {"!status=Crash*", false},
        {"ns=shop", true},
        {"namespace=sho", false},
        {"node=node-*", true},
        {"name=web-7", true},
        {"restarts>3", true},
        {"restarts>5", false},
        {"restarts>=5", true},
        {"restarts<=5", true},
        {"restarts<5", false},
        {"restarts=5", true},
        {"ready=1/2", true},
        {"ready=2/2", false},
        {"ready=no", true},
        {"ready=yes", false},
        {"ready<2", true},
        {"image=web:2", true},
        {"image=web:3", false},
        {"image=busy*", true},
        {"image=usy*", false},
        {"ip=10.1.2.3", true},
        {"owner=ReplicaSet/*", true},
        {"health=broken", true},
        {"health=healthy", false},
        {"! ", false},
    };
    struct podtest t;
    podtest_init(&t);
    const struct pod *pod = put_pod(&t);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct filter *filter;
        struct err_info info;
        if (filter_parse(rows[i].filter, &filter, &info) != ERR_OK)
            fail_msg("\"%s\": %s", rows[i].filter, info.text);
        if (filter_matches(filter, &t.store, pod) != rows[i].chosen)
            fail_msg("\"%s\" should %smatch", rows[i].filter, rows[i].chosen ? "" : "not ");
        filter_free(filter);
    }
    podtest_fini(&t);
}

static void bad_words_are_said(void **state)
{
    (void)state;
    static const struct {
        const char *filter, *says;
    } rows[] = {
        {"/[/", "regular expression \"[\""},     {"web (a", "regular expression"},
        {"-l", "-l needs a label selector"},     {"-l =", "label selector \"=\""},
        {"status>3", "only restarts and ready"}, {"restarts>x", "a whole number"},
        {"restarts>", "a whole number"},         {"a/b/c=d", "label selector"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct filter *filter;
        struct err_info info = {""};
        assert_int_equal(filter_parse(rows[i].filter, &filter, &info), ERR_USAGE);
        assert_null(filter);
        if (!strstr(info.text, rows[i].says))
            fail_msg("\"%s\" says \"%s\"", rows[i].filter, info.text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(selectors_choose_as_kubernetes_does),
        cmocka_unit_test(bad_selectors_are_said),
        cmocka_unit_test(unknown_labels_are_not_selected),
        cmocka_unit_test(words_choose_pods),
        cmocka_unit_test(bad_words_are_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
