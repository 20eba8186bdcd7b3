/* Events of both API groups. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "api-client/decode.h"
#include "tests/support/podtest.h"

static struct event decode(struct podtest *t, const char *json)
{
    struct event event;
    assert_int_equal(decode_event(&t->store, podtest_json(t, json), &event), ERR_OK);
    return event;
}

static void core_events(void **state)
{
    (void)state;
    struct podtest t;
    podtest_init(&t);
    struct event e = decode(
        &t, "{'metadata':{'name':'e','namespace':'shop'},'type':'Warning','reason':'Unhealthy','message':'m',"
            "'involvedObject':{'kind':'Pod','name':'web','uid':'u1','fieldPath':'spec.containers{app}'},"
            "'source':{'component':'kubelet','host':'node-1'},'reportingComponent':'',"
            "'firstTimestamp':'2026-11-23T05:00:00Z','lastTimestamp':'2026-11-23T05:10:00Z','eventTime':null,"
            "'count':7}");
    assert_string_equal(e.name, "e");
    assert_string_equal(e.message, "m");
    assert_string_equal(e.object_name, "web");
    assert_string_equal(store_text(&t.store, e.namespace_), "shop");
    assert_string_equal(store_text(&t.store, e.reason), "Unhealthy");
    assert_string_equal(store_text(&t.store, e.object_kind), "Pod");
    assert_string_equal(store_text(&t.store, e.source), "kubelet");
    assert_string_equal(store_text(&t.store, e.field_path), "spec.containers{app}");
    assert_int_equal(e.object_uid_hash, hash_bytes("u1", 2));
    assert_int_equal(e.first, time_parse("2026-11-23T05:00:00Z"));
    assert_int_equal(e.last, time_parse("2026-11-23T05:10:00Z"));
    assert_int_equal(e.count, 7);
    assert_true(e.warning);
    event_fini(&e);
    podtest_fini(&t);
}

static void events_with_a_series(void **state)
{
    (void)state;
    struct podtest t;
    podtest_init(&t);
    struct event e =
        decode(&t, "{'metadata':{'name':'e'},'type':'Normal','eventTime':'2026-11-23T05:00:00.123456Z',"
                   "'firstTimestamp':null,'lastTimestamp':null,'reportingComponent':'default-scheduler',"
                   "'series':{'count':3,'lastObservedTime':'2026-11-23T05:20:00.000000Z'}}");
    assert_int_equal(e.first, time_parse("2026-11-23T05:00:00.123Z"));
    assert_int_equal(e.last, time_parse("2026-11-23T05:20:00Z"));
    assert_int_equal(e.count, 3);
    assert_string_equal(store_text(&t.store, e.source), "default-scheduler");
    assert_false(e.warning);
    event_fini(&e);
    podtest_fini(&t);
}

static void events_of_the_newer_group(void **state)
{
    (void)state;
    struct podtest t;
    podtest_init(&t);
    struct event e = decode(&t, "{'metadata':{'name':'e','namespace':'shop'},'type':'Warning','note':'n',"
                                "'regarding':{'kind':'Pod','name':'web','fieldPath':'x'},'reason':'R',"
                                "'deprecatedSource':{'component':'kubelet'},'deprecatedCount':4,"
                                "'deprecatedFirstTimestamp':'2026-11-23T05:00:00Z',"
                                "'deprecatedLastTimestamp':'2026-11-23T05:01:00Z'}");
    assert_string_equal(e.message, "n");
    assert_string_equal(e.object_name, "web");
    assert_string_equal(store_text(&t.store, e.source), "kubelet");
    assert_int_equal(e.count, 4);
    assert_int_equal(e.last - e.first, 60000);
    assert_int_equal(e.object_uid_hash, 0);
    event_fini(&e);
    podtest_fini(&t);
}

static void what_is_absent_is_absent(void **state)
{
    (void)state;
    struct podtest t;
    struct event event;
    podtest_init(&t);
    struct event e = decode(&t, "{'metadata':{'name':'e'},'count':-4,'message':7,'involvedObject':[]}");
    assert_int_equal(e.count, -1);
    assert_int_equal(e.first, TIME_NONE);
    assert_int_equal(e.last, TIME_NONE);
    assert_string_equal(e.message, "");
    assert_string_equal(e.object_name, "");
    event_fini(&e);
    assert_int_equal(decode_event(&t.store, podtest_json(&t, "{'metadata':{}}"), &event), ERR_PARSE);
    assert_int_equal(decode_event(&t.store, NULL, &event), ERR_PARSE);
    podtest_fini(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(core_events),
        cmocka_unit_test(events_with_a_series),
        cmocka_unit_test(events_of_the_newer_group),
        cmocka_unit_test(what_is_absent_is_absent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
