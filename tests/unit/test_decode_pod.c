/* Pods from JSON: every field, every kind of probe, and whatever a server may send instead. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "api-client/decode.h"
#include "base/str.h"
#include "model/health.h"
#include "model/podstatus.h"
#include "tests/support/podtest.h"

static const char full[] =
    "{'metadata':{'namespace':'shop','name':'web','uid':'u1','creationTimestamp':'2026-11-23T05:00:00Z',"
    "'deletionTimestamp':'2026-11-23T05:59:40Z','deletionGracePeriodSeconds':20,'finalizers':['x/y'],"
    "'labels':{'tier':'front','app':'web','bad':7},'annotations':{'kubernetes.io/config.mirror':'m1'},"
    "'ownerReferences':[{'kind':'Thing','name':'t'},{'kind':'ReplicaSet','name':'web-5','controller':true}]},"
    "'spec':{'nodeName':'node-1','terminationGracePeriodSeconds':30,"
    "'initContainers':[{'name':'migrate','image':'m:1'},{'name':'mesh','image':'s:1','restartPolicy':'Always'"
    "}],"
    "'containers':[{'name':'app','image':'web:2','ports':[{'name':'http','containerPort':8080}],"
    "'readinessProbe':{'httpGet':{'port':'http','path':'/ready','httpHeaders':[{'name':'A','value':'b'},"
    "{'name':'C','value':'d'}]},'periodSeconds':2}}],"
    "'ephemeralContainers':[{'name':'debug','image':'busybox'}]},"
    "'status':{'phase':'Running','nominatedNodeName':'node-9','message':'hello','reason':'Odd',"
    "'podIP':'10.0.0.1','podIPs':[{'ip':'10.0.0.2'},{'ip':'fd00::2'}],"
    "'conditions':[{'type':'PodScheduled','status':'True'},{'type':'Initialized','status':'True'},"
    "{'type':'Ready','status':'False','lastTransitionTime':'2026-11-23T05:10:00Z'}],"
    "'initContainerStatuses':[{'name':'mesh','started':true,'ready':true,'restartCount':1,"
    "'state':{'running':{'startedAt':'2026-11-23T05:00:02Z'}}},"
    "{'name':'migrate','state':{'terminated':{'exitCode':0,'reason':'Completed',"
    "'startedAt':'2026-11-23T05:00:01Z','finishedAt':'2026-11-23T05:00:02Z'}}}],"
    "'containerStatuses':[{'name':'app','ready':false,'started':true,'restartCount':3,"
    "'state':{'waiting':{'reason':'CrashLoopBackOff','message':'back-off 40s restarting'}},"
    "'lastState':{'terminated':{'exitCode':137,'signal':9,'reason':'OOMKilled','message':'last words',"
    "'startedAt':'2026-11-23T05:50:00Z','finishedAt':'2026-11-23T05:58:00Z'}}}],"
    "'ephemeralContainerStatuses':[{'name':'debug','state':{'running':{}}}]}}";

static void every_field_is_read(void **state)
{
    (void)state;
    struct podtest t;
    podtest_init(&t);
    const struct pod *pod = podtest_put(&t, full);
    assert_non_null(pod);
    assert_string_equal(store_text(&t.store, pod->namespace_), "shop");
    assert_string_equal(pod->name, "web");
    assert_string_equal(pod->labels, "app=web,tier=front");
    assert_string_equal(pod->owner, "ReplicaSet/web-5");
    assert_string_equal(pod->ip, "10.0.0.2");
    assert_string_equal(pod->message, "hello");
    assert_string_equal(store_text(&t.store, pod->node), "node-1");
    assert_string_equal(store_text(&t.store, pod->nominated_node), "node-9");
    assert_string_equal(store_text(&t.store, pod->reason), "Odd");
    assert_int_equal(pod->created, time_parse("2026-11-23T05:00:00Z"));
    assert_int_equal(pod->deleted, time_parse("2026-11-23T05:59:40Z"));
    assert_int_equal(pod->not_ready_since, time_parse("2026-11-23T05:10:00Z"));
    assert_int_equal(pod->last_restart, time_parse("2026-11-23T05:58:00Z"));
    assert_int_equal(pod->grace_s, 20);
    assert_true(pod->finalizers);
    assert_int_equal(pod->phase, PHASE_RUNNING);
    assert_int_equal(pod->source, POD_FROM_OBJECT);
    assert_int_equal(pod->scheduled, TRI_TRUE);
    assert_int_equal(pod->initialized, TRI_TRUE);
    assert_int_equal(pod->ready_condition, TRI_FALSE);
    assert_int_equal(pod->uid_hash, hash_bytes("u1", 2));
    assert_int_equal(pod->event_uid_hash, hash_bytes("m1", 2));
    assert_int_equal(pod->ready, 1);
    assert_int_equal(pod->total, 2);
    assert_int_equal(pod->restarts, 4);
    podtest_fini(&t);
}

static void containers_come_with_their_states(void **state)
{
    (void)state;
    struct podtest t;
    podtest_init(&t);
    const struct pod *pod = podtest_put(&t, full);
    static const uint8_t roles[] = {CONTAINER_INIT, CONTAINER_SIDECAR, CONTAINER_MAIN, CONTAINER_EPHEMERAL};
    assert_int_equal(pod->container_count, 4);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(pod->containers[i].role, roles[i]);
        assert_true(pod->containers[i].has_status);
    }
    const struct container *migrate = &pod->containers[0],
                           *app = pod_container(pod, store_word(&t.store, "app"));
    assert_int_equal(migrate->state.state, RUN_TERMINATED);
    assert_int_equal(migrate->state.finished_at - migrate->state.started_at, 1000);
    assert_int_equal(migrate->ready, TRI_UNKNOWN);
    assert_int_equal(migrate->last.state, RUN_UNKNOWN);
    assert_int_equal(app->state.state, RUN_WAITING);
    assert_string_equal(app->message, "back-off 40s restarting");
    assert_string_equal(app->last_message, "last words");
    assert_int_equal(app->last.exit_code, 137);
    assert_int_equal(app->last.signal, 9);
    assert_string_equal(store_text(&t.store, app->last.reason), "OOMKilled");
    assert_string_equal(store_text(&t.store, app->image), "web:2");
    assert_int_equal(app->ready, TRI_FALSE);
    assert_int_equal(app->started, TRI_TRUE);
    assert_int_equal(app->restarts, 3);
    const struct probe_spec *probe = store_probe(&t.store, app->probe[PROBE_READINESS]);
    assert_string_equal(store_text(&t.store, probe->headers), "A: b, C: d");
    assert_int_equal(app->probe[PROBE_LIVENESS], 0);
    podtest_fini(&t);
}

static void probes_in_words(void **state)
{
    (void)state;
    static const struct {
        const char *probe, *words;
        int handler;
        bool undeclared;
    } rows[] = {
        {"'httpGet':{'port':8080,'path':'/healthz'}", "GET :8080/healthz", HANDLER_HTTP, false},
        {"'httpGet':{'port':8080}", "GET :8080/", HANDLER_HTTP, false},
        {"'httpGet':{'port':8080,'path':'x'}", "GET :8080/x", HANDLER_HTTP, false},
        {"'httpGet':{'port':8443,'path':'/x','scheme':'HTTPS'}", "GET https :8443/x", HANDLER_HTTP, false},
        {"'httpGet':{'port':80,'path':'/','host':'h'}", "GET http://h:80/", HANDLER_HTTP, false},
        {"'httpGet':{'port':443,'host':'h','scheme':'HTTPS'}", "GET https://h:443/", HANDLER_HTTP, false},
        {"'httpGet':{'port':'http','path':'/r'}", "GET :8080/r (http)", HANDLER_HTTP, false},
        {"'httpGet':{'port':'nope','path':'/r'}", "GET :nope?/r", HANDLER_HTTP, true},
        {"'httpGet':{'port':'9090','path':'/r'}", "GET :9090/r", HANDLER_HTTP, false},
        {"'httpGet':{'port':''}", "GET :?/", HANDLER_HTTP, true},
        {"'httpGet':{'port':70000}", "GET :?/", HANDLER_HTTP, false},
        {"'httpGet':{}", "GET :?/", HANDLER_HTTP, false},
        {"'tcpSocket':{'port':'http'}", "tcp :8080 (http)", HANDLER_TCP, false},
        {"'tcpSocket':{'port':9000,'host':'db'}", "tcp db:9000", HANDLER_TCP, false},
        {"'grpc':{'port':9000}", "grpc :9000", HANDLER_GRPC, false},
        {"'grpc':{'port':9000,'service':'svc'}", "grpc :9000 svc", HANDLER_GRPC, false},
        {"'exec':{'command':['cat','/tmp/ready']}", "exec cat /tmp/ready", HANDLER_EXEC, false},
        {"'exec':{'command':['sh','-c','test -f x','']}", "exec sh -c 'test -f x' ''", HANDLER_EXEC, false},
        {"'exec':{'command':['a\\u0027b']}", "exec 'a'\\''b'", HANDLER_EXEC, false},
        {"'exec':{'command':'no list'}", "exec", HANDLER_EXEC, false},
        {"'odd':{}", "", HANDLER_NONE, false},
    };
    struct podtest t;
    struct str json = {0};
    podtest_init(&t);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        str_clear(&json);
        str_addf(&json,
                 "{'metadata':{'name':'p'},'spec':{'containers':[{'name':'a','ports':[{'name':'http',"
                 "'containerPort':8080}],'livenessProbe':{%s}}]}}",
                 rows[i].probe);
        const struct pod *pod = podtest_put(&t, str_text(&json));
        const struct probe_spec *probe = store_probe(&t.store, pod->containers[0].probe[PROBE_LIVENESS]);
        assert_non_null(probe);
        assert_string_equal(store_text(&t.store, probe->words), rows[i].words);
        assert_int_equal(probe->handler, rows[i].handler);
        assert_int_equal(probe->port_undeclared, rows[i].undeclared);
    }
    str_fini(&json);
    podtest_fini(&t);
}

static const struct probe_spec *timings(struct podtest *t, const char *fields)
{
    struct str json = {0};
    str_addf(&json, "{'metadata':{'name':'p'},'spec':{'containers':[{'name':'a','startupProbe':{%s}}]}}",
             fields);
    const struct pod *pod = podtest_put(t, str_text(&json));
    str_fini(&json);
    return store_probe(&t->store, pod->containers[0].probe[PROBE_STARTUP]);
}

static void timings_have_the_defaults_of_the_api(void **state)
{
    (void)state;
    static const char *const nonsense[] = {
        "",
        "'initialDelaySeconds':-1,'timeoutSeconds':0,'periodSeconds':-5,'successThreshold':0,"
        "'failureThreshold':1e300,'terminationGracePeriodSeconds':-2",
        "'initialDelaySeconds':'x','timeoutSeconds':null,'periodSeconds':[],'successThreshold':{},"
        "'failureThreshold':true,'terminationGracePeriodSeconds':99999999999",
    };
    struct podtest t;
    podtest_init(&t);
    for (size_t i = 0; i < sizeof(nonsense) / sizeof(nonsense[0]); i++) {
        const struct probe_spec *p = timings(&t, nonsense[i]);
        assert_int_equal(p->initial_delay_s, 0);
        assert_int_equal(p->timeout_s, 1);
        assert_int_equal(p->period_s, 10);
        assert_int_equal(p->success_threshold, 1);
        assert_int_equal(p->failure_threshold, 3);
        assert_int_equal(p->termination_grace_s, -1);
    }
    const struct probe_spec *p =
        timings(&t, "'initialDelaySeconds':1,'timeoutSeconds':2,'periodSeconds':3,'successThreshold':4,"
                    "'failureThreshold':5,'terminationGracePeriodSeconds':6");
    assert_int_equal(p->initial_delay_s, 1);
    assert_int_equal(p->timeout_s, 2);
    assert_int_equal(p->period_s, 3);
    assert_int_equal(p->success_threshold, 4);
    assert_int_equal(p->failure_threshold, 5);
    assert_int_equal(p->termination_grace_s, 6);
    podtest_fini(&t);
}

static void what_is_no_pod_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "null", "[]", "7", "{}", "{'metadata':null}", "{'metadata':{'name':7}}", "{'metadata':{'name':''}}"};
    struct podtest t;
    podtest_init(&t);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct pod pod;
        assert_int_equal(decode_pod(&t.store, podtest_json(&t, bad[i]), t.now, &pod), ERR_PARSE);
        pod_fini(&pod);
    }
    podtest_fini(&t);
}

/* Each member of the whole pod in turn replaced by values of every wrong type: it becomes absent. */
static void spoil(struct podtest *t, cJSON *root, cJSON *parent)
{
    static const int types[] = {cJSON_NULL,   cJSON_True,  cJSON_Number,
                                cJSON_String, cJSON_Array, cJSON_Object};
    for (cJSON *member = parent->child; member; member = member->next) {
        cJSON kept = *member;
        for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
            struct pod pod;
            member->type = types[i];
            member->child = NULL;
            member->valuestring = types[i] == cJSON_String ? kept.string : NULL;
            member->valuedouble = -1e30;
            if (decode_pod(&t->store, root, t->now, &pod) == ERR_OK)
                store_pod_put(&t->store, &pod, t->now);
        }
        member->type = kept.type;
        member->child = kept.child;
        member->valuestring = kept.valuestring;
        member->valuedouble = kept.valuedouble;
        spoil(t, root, member);
    }
}

static void wrong_types_become_absent(void **state)
{
    (void)state;
    struct podtest t;
    struct pod pod;
    podtest_init(&t);
    cJSON *root = podtest_json(&t, full);
    spoil(&t, root, root);
    assert_int_equal(decode_pod(&t.store, root, t.now, &pod), ERR_OK);
    assert_string_equal(pod.labels, "app=web,tier=front");
    assert_int_equal(pod.restarts, 4);
    pod_fini(&pod);
    podtest_fini(&t);
}

static const struct pod *put_many_containers(struct podtest *t, int count)
{
    struct str json = {0}, statuses = {0};
    str_add(&json, "{'metadata':{'name':'p'},'spec':{'containers':[");
    for (int i = 0; i < count; i++) {
        str_addf(&json, "%s{'name':'c%d'}", i ? "," : "", i);
        str_addf(&statuses, "%s{'name':'c%d','ready':true,'restartCount':2147483647,'state':{'running':{}}}",
                 i ? "," : "", count - 1 - i);
    }
    str_addf(&json, "]},'status':{'phase':'Running','containerStatuses':[%s]}}", str_text(&statuses));
    const struct pod *pod = podtest_put(t, str_text(&json));
    str_fini(&json);
    str_fini(&statuses);
    return pod;
}

static void a_pod_may_have_very_many_containers(void **state)
{
    (void)state;
    struct podtest t;
    podtest_init(&t);
    const struct pod *pod = put_many_containers(&t, 300);
    assert_int_equal(pod->container_count, 300);
    assert_int_equal(pod->ready, 300);
    assert_int_equal(pod->total, 300);
    assert_int_equal(pod->restarts, INT32_MAX);
    assert_int_equal(put_many_containers(&t, 3000)->container_count, POD_CONTAINERS_MAX);
    podtest_fini(&t);
}

static void a_smaller_arena_gives_an_error_and_no_harm(void **state)
{
    (void)state;
    struct podtest t;
    struct str text = {0};
    podtest_init(&t);
    for (const char *at = full; *at; at++)
        str_add_char(&text, *at == '\'' ? '"' : *at);
    bool parsed = false;
    for (size_t cap = 64; !parsed; cap += 512) {
        struct arena arena;
        cJSON *object;
        struct pod pod;
        arena_init(&arena, cap);
        enum err err = json_parse(&arena, str_text(&text), text.len, &object, NULL);
        parsed = err == ERR_OK;
        assert_true(parsed || err == ERR_TOO_BIG);
        if (parsed) {
            assert_int_equal(decode_pod(&t.store, object, t.now, &pod), ERR_OK);
            pod_fini(&pod);
        }
        assert_true(cap < 1024 * 1024);
        arena_fini(&arena);
    }
    str_fini(&text);
    podtest_fini(&t);
}

static const char columns[] =
    "[{'name':'Name'},{'name':'Ready'},{'name':'Status'},{'name':'Restarts'},{'name':'Age'},{'name':'IP'},"
    "{'name':'Node'},{'name':'Nominated Node'},{'name':'Readiness Gates'}]";

static enum err decode_row(struct podtest *t, const char *row, struct pod *pod)
{
    struct str json = {0};
    str_addf(&json, "{'columns':%s,'row':%s}", columns, row);
    cJSON *both = podtest_json(t, str_text(&json));
    str_fini(&json);
    return decode_pod_row(&t->store, json_get(both, "columns"), json_get(both, "row"), "shop", t->now, pod);
}

static void a_table_row_becomes_a_pod(void **state)
{
    (void)state;
    struct podtest t;
    struct pod pod;
    struct str text = {0};
    podtest_init(&t);
    assert_int_equal(decode_row(&t,
                                "{'cells':['web','1/2','CrashLoopBackOff','3 (2m5s ago)','5d3h','10.0.0.1',"
                                "'node-1','<none>','<none>'],'object':null}",
                                &pod),
                     ERR_OK);
    assert_string_equal(pod.name, "web");
    assert_string_equal(pod.status, "CrashLoopBackOff");
    assert_string_equal(store_text(&t.store, pod.namespace_), "shop");
    assert_int_equal(pod.ready, 1);
    assert_int_equal(pod.total, 2);
    assert_int_equal(pod.source, POD_FROM_TABLE);
    assert_int_equal(t.now - pod.created, (5 * 24 + 3) * 3600 * 1000LL);
    assert_int_equal(pod.health, HEALTH_BROKEN);
    assert_null(pod.labels);
    assert_int_equal(pod.nominated_node, 0);
    podstatus_add_restarts(&text, &pod, t.now);
    assert_string_equal(str_text(&text), "3 (2m5s ago)");
    pod_fini(&pod);
    assert_int_equal(decode_row(&t,
                                "{'cells':['web','2/2','Running',4,'<unknown>','<none>','<none>'],"
                                "'object':{'metadata':{'namespace':'other'}}}",
                                &pod),
                     ERR_OK);
    assert_int_equal(pod.restarts, 4);
    assert_int_equal(pod.created, TIME_NONE);
    assert_string_equal(pod.ip, "");
    assert_string_equal(store_text(&t.store, pod.namespace_), "other");
    assert_int_equal(pod.health, HEALTH_GOOD);
    pod_fini(&pod);
    assert_int_equal(decode_row(&t, "{'cells':['web','2/2','Running',4,'5m','','','','0/1']}", &pod), ERR_OK);
    assert_int_equal(pod.health, HEALTH_UNREADY);
    assert_string_equal(pod.why, "0 of 1 readiness gates True");
    pod_fini(&pod);
    str_fini(&text);
    podtest_fini(&t);
}

static void odd_rows_are_survived(void **state)
{
    (void)state;
    static const struct {
        const char *row;
        enum err err;
    } rows[] = {
        {"null", ERR_PARSE},
        {"{'cells':[]}", ERR_PARSE},
        {"{'cells':[7]}", ERR_PARSE},
        {"{'cells':['web']}", ERR_OK},
        {"{'cells':['web',1,2,{},[],null,true]}", ERR_OK},
        {"{'cells':['web','-1/99999999999999','','99999999999999999999 (9x ago)','99999999999999999999d']}",
         ERR_OK},
        {"{'cells':['web','a/b','Running',-3,'5','','']}", ERR_OK},
    };
    struct podtest t;
    podtest_init(&t);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct pod pod;
        assert_int_equal(decode_row(&t, rows[i].row, &pod), rows[i].err);
        if (rows[i].err == ERR_OK) {
            assert_int_equal(pod.created, TIME_NONE);
            assert_int_equal(pod.last_restart, TIME_NONE);
            assert_int_equal(pod.ready, -1);
        }
        pod_fini(&pod);
    }
    podtest_fini(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_is_read),
        cmocka_unit_test(containers_come_with_their_states),
        cmocka_unit_test(probes_in_words),
        cmocka_unit_test(timings_have_the_defaults_of_the_api),
        cmocka_unit_test(what_is_no_pod_is_refused),
        cmocka_unit_test(wrong_types_become_absent),
        cmocka_unit_test(a_pod_may_have_very_many_containers),
        cmocka_unit_test(a_smaller_arena_gives_an_error_and_no_harm),
        cmocka_unit_test(a_table_row_becomes_a_pod),
        cmocka_unit_test(odd_rows_are_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
