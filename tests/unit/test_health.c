/* The verdicts: one row for each rule, and what overrules what. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "model/health.h"
#include "tests/support/podtest.h"

#define RUN(at) "'state':{'running':{'startedAt':'2026-11-23T" at "Z'}}"
#define WAIT(reason, message) "'state':{'waiting':{'reason':'" reason "','message':'" message "'}}"
#define END(code, signal, reason) \
    "'state':{'terminated':{'exitCode':" code ",'signal':" signal ",'reason':'" reason "'}}"
#define LAST(code, reason, at)                                                                               \
    "'lastState':{'terminated':{'exitCode':" code ",'reason':'" reason "','finishedAt':'2026-11-23T" at "Z'" \
    "}}"
#define S(ready, more) "{'name':'app','ready':" ready "," more "}"
#define STATUSES(list) "'containerStatuses':[" list "]"
#define READY "'phase':'Running','conditions':[{'type':'Ready','status':'True'}],"
#define UNREADY "'phase':'Running','conditions':[{'type':'Ready','status':'False'}],"
#define APP(more) "'nodeName':'node-1','containers':[{'name':'app','image':'web:2'" more "}]"
#define HTTP "{'httpGet':{'port':8080,'path':'/r'}}"

static const struct {
    const char *what, *metadata, *spec, *status;
    enum health health;
    const char *why;
} rows[] = {
    {"healthy", "", APP(""), READY STATUSES(S("true", "'started':true," RUN("05:00:00"))), HEALTH_GOOD, ""},
    {"completed", "", APP(""), "'phase':'Succeeded'," STATUSES(S("false", END("0", "0", "Completed"))),
     HEALTH_DONE, ""},
    {"image cannot be pulled", "", APP(""),
     "'phase':'Pending'," STATUSES(S("false", WAIT("ImagePullBackOff", "x"))), HEALTH_BROKEN,
     "app: cannot pull image web:2"},
    {"the registry's answer", "", APP(""),
     "'phase':'Pending'," STATUSES(S("false", WAIT("ErrImagePull", "no\\n such  one"))), HEALTH_BROKEN,
     "app: cannot pull image web:2: no such one"},
    {"image name", "", APP(""), "'phase':'Pending'," STATUSES(S("false", WAIT("InvalidImageName", "x"))),
     HEALTH_BROKEN, "app: \"web:2\" is no image name"},
    {"image never pulled", "", APP(""),
     "'phase':'Pending'," STATUSES(S("false", WAIT("ErrImageNeverPull", "x"))), HEALTH_BROKEN,
     "app: image web:2 is not on the node, and may not be pulled"},
    {"config missing", "", APP(""),
     "'phase':'Pending'," STATUSES(S("false", WAIT("CreateContainerConfigError", "configmap gone"))),
     HEALTH_BROKEN, "app: CreateContainerConfigError: configmap gone"},
    {"crash loop", "", APP(""),
     UNREADY STATUSES(S("false", LAST("3", "Error", "05:59:00") "," WAIT("CrashLoopBackOff",
                                                                         "back-off 40s restarting failed"))),
     HEALTH_BROKEN, "app: crash loop, exit 3, back-off 40s"},
    {"crash loop of which nothing else is known", "", APP(""),
     UNREADY STATUSES(S("false", WAIT("CrashLoopBackOff", ""))), HEALTH_BROKEN, "app: crash loop"},
    {"out of memory", "", APP(""),
     UNREADY STATUSES(S("false", LAST("137", "OOMKilled", "05:59:00") "," WAIT("CrashLoopBackOff", ""))),
     HEALTH_BROKEN, "app: crash loop, OOMKilled, exit 137"},
    {"just killed", "", APP(""), UNREADY STATUSES(S("false", END("137", "9", "OOMKilled"))), HEALTH_BROKEN,
     "app failed, OOMKilled, signal 9"},
    {"failed", "", APP(""), "'phase':'Failed'," STATUSES(S("false", END("42", "0", "Error"))), HEALTH_BROKEN,
     "app failed, exit 42"},
    {"a reason nobody foresaw", "", APP(""), "'phase':'Pending'," STATUSES(S("false", WAIT("Odd", "words"))),
     HEALTH_BROKEN, "app: Odd: words"},
    {"init fails", "", "'initContainers':[{'name':'db'}]," APP(""),
     "'phase':'Pending','initContainerStatuses':[{'name':'db'," LAST("1", "Error", "05:59:00") "," WAIT(
         "CrashLoopBackOff", "") "}]",
     HEALTH_BROKEN, "init db: crash loop, exit 1"},
    {"init runs", "", "'initContainers':[{'name':'db'}]," APP(""),
     "'phase':'Pending','initContainerStatuses':[{'name':'db'," RUN("05:58:00") "}]," STATUSES(
         S("false", WAIT("PodInitializing", ""))),
     HEALTH_CHANGING, "init db runs for 2m, the pod waits for it"},
    {"init runs for long", "", "'initContainers':[{'name':'db'}]," APP(""),
     "'phase':'Pending','initContainerStatuses':[{'name':'db'," RUN("05:00:00") "}]", HEALTH_WARNING,
     "init db runs for 60m, the pod waits for it"},
    {"startup pends", "", APP(",'startupProbe':" HTTP),
     UNREADY STATUSES(S("false", "'started':false," RUN("05:59:30"))), HEALTH_CHANGING,
     "app: starting for 30s: startup GET :8080/r"},
    {"startup failed before", "", APP(",'startupProbe':" HTTP),
     UNREADY STATUSES(S("false", "'started':false,'restartCount':1," RUN("05:59:30"))), HEALTH_UNREADY,
     "app: not started after 1 restart: startup GET :8080/r"},
    {"first check", "", APP(",'readinessProbe':" HTTP),
     UNREADY STATUSES(S("false", "'started':true," RUN("05:59:55"))), HEALTH_CHANGING,
     "app: just started, first checks: readiness GET :8080/r"},
    {"readiness fails", "", APP(",'readinessProbe':" HTTP),
     UNREADY STATUSES(S("false", "'started':true," RUN("05:00:00"))), HEALTH_UNREADY,
     "app is not ready: readiness GET :8080/r"},
    {"not ready without a probe", "", APP(""), UNREADY STATUSES(S("false", RUN("05:00:00"))), HEALTH_UNREADY,
     "app is not ready"},
    {"undeclared port", "", APP(",'readinessProbe':{'httpGet':{'port':'web','path':'/'}}"),
     UNREADY STATUSES(S("false", RUN("05:00:00"))), HEALTH_UNREADY,
     "app: readiness GET :web?/ can never pass: no port of that name"},
    {"undeclared liveness port", "", APP(",'livenessProbe':{'tcpSocket':{'port':'web'}}"),
     READY STATUSES(S("true", RUN("05:00:00"))), HEALTH_WARNING,
     "app: liveness tcp :web? is never checked: no port of that name"},
    {"restarted lately", "", APP(""),
     READY STATUSES(S("true", "'restartCount':1," LAST("137", "Error", "05:55:00") "," RUN("05:55:01"))),
     HEALTH_WARNING, "app restarted 5m ago after exit 137"},
    {"restarted long ago", "", APP(""),
     READY STATUSES(S("true", "'restartCount':1," LAST("137", "Error", "05:45:00") "," RUN("05:45:01"))),
     HEALTH_GOOD, ""},
    {"a gate nobody set", "", APP("") ",'readinessGates':[{'conditionType':'x/lb'}]",
     UNREADY STATUSES(S("true", RUN("05:00:00"))), HEALTH_UNREADY, "readiness gate x/lb is not set"},
    {"a gate that is False", "", APP("") ",'readinessGates':[{'conditionType':'x/lb'}]",
     "'phase':'Running','conditions':[{'type':'x/lb','status':'False'}]," STATUSES(
         S("true", RUN("05:00:00"))),
     HEALTH_UNREADY, "readiness gate x/lb is not True"},
    {"the condition alone", "", APP(""), UNREADY STATUSES(S("true", RUN("05:00:00"))), HEALTH_UNREADY,
     "not ready, though its containers are: node node-1 may be lost"},
    {"a sibling ended", "", "'nodeName':'n','containers':[{'name':'app'},{'name':'b'}]",
     UNREADY STATUSES(
         S("true", RUN("05:00:00")) ",{'name':'b','ready':false," END("0", "0", "Completed") "}"),
     HEALTH_UNREADY, "1 of 2 containers ready"},
    {"the worst container speaks", "", "'nodeName':'n','containers':[{'name':'app'},{'name':'b'}]",
     UNREADY STATUSES(
         S("false", RUN("05:00:00")) ",{'name':'b','ready':false," WAIT("CrashLoopBackOff", "") "}"),
     HEALTH_BROKEN, "b: crash loop"},
    {"unschedulable", "", "'containers':[{'name':'app'}]",
     "'phase':'Pending','conditions':[{'type':'PodScheduled','status':'False','reason':'Unschedulable',"
     "'message':'0/1 nodes are available'}]",
     HEALTH_BROKEN, "cannot be scheduled: 0/1 nodes are available"},
    {"scheduling gate", "", "'containers':[{'name':'app'}]",
     "'phase':'Pending','conditions':[{'type':'PodScheduled','status':'False','reason':'SchedulingGated'}]",
     HEALTH_CHANGING, "held by a scheduling gate"},
    {"not scheduled yet", "", "'containers':[{'name':'app'}]", "'phase':'Pending'", HEALTH_CHANGING,
     "waits for the scheduler"},
    {"being created", "'creationTimestamp':'2026-11-23T05:59:40Z',", APP(""),
     "'phase':'Pending'," STATUSES(S("false", WAIT("ContainerCreating", ""))), HEALTH_CHANGING,
     "ContainerCreating for 20s"},
    {"being created for long", "'creationTimestamp':'2026-11-23T05:50:00Z',", APP(""),
     "'phase':'Pending'," STATUSES(S("false", WAIT("ContainerCreating", ""))), HEALTH_WARNING,
     "ContainerCreating for 10m, see its events"},
    {"evicted", "", APP(""), "'phase':'Failed','reason':'Evicted','message':'The node was low on memory.'",
     HEALTH_BROKEN, "Evicted: The node was low on memory."},
    {"failed without a word", "", APP(""), "'phase':'Failed'", HEALTH_BROKEN, "failed"},
    {"terminating", "'deletionTimestamp':'2026-11-23T06:00:10Z','deletionGracePeriodSeconds':30,", APP(""),
     READY STATUSES(S("true", RUN("05:00:00"))), HEALTH_CHANGING, "terminating since 20s, 10s of grace left"},
    {"terminating too long", "'deletionTimestamp':'2026-11-23T05:59:00Z','deletionGracePeriodSeconds':30,",
     APP(""), READY STATUSES(S("true", RUN("05:00:00"))), HEALTH_CHANGING,
     "terminating since 90s, grace is over"},
    {"held",
     "'finalizers':['x/y'],'deletionTimestamp':'2026-11-23T05:00:00Z','deletionGracePeriodSeconds':0,",
     APP(""), READY STATUSES(S("true", RUN("05:00:00"))), HEALTH_WARNING,
     "terminating since 60m, held by a finalizer"},
    {"node lost", "", APP(""), "'phase':'Running','reason':'NodeLost'", HEALTH_UNKNOWN,
     "node node-1 does not report"},
    {"phase unknown", "", APP(""), "'phase':'Unknown'", HEALTH_UNKNOWN, "node node-1 does not report"},
    {"a sidecar fails its readiness", "",
     "'initContainers':[{'name':'mesh','restartPolicy':'Always','readinessProbe':" HTTP "}]," APP(""),
     UNREADY "'initContainerStatuses':[{'name':'mesh','started':true,'ready':false," RUN(
         "05:00:00") "}]," STATUSES(S("true", RUN("05:00:00"))),
     HEALTH_UNREADY, "sidecar mesh is not ready: readiness GET :8080/r"},
    {"a debugging container is no matter", "", APP("") ",'ephemeralContainers':[{'name':'debug'}]",
     READY STATUSES(S("true", RUN("05:00:00"))) ",'ephemeralContainerStatuses':[{'name':'debug'," END(
         "1", "0", "Error") "}]",
     HEALTH_GOOD, ""},
};

static void each_rule_has_its_verdict(void **state)
{
    (void)state;
    struct podtest t;
    struct str json = {0};
    podtest_init(&t);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        str_clear(&json);
        str_addf(&json, "{'metadata':{%s'name':'p'},'spec':{%s},'status':{%s}}", rows[i].metadata,
                 rows[i].spec, rows[i].status);
        const struct pod *pod = podtest_put(&t, str_text(&json));
        if (!pod)
            fail_msg("%s: no pod", rows[i].what);
        if (pod->health != rows[i].health || strcmp(pod->why, rows[i].why) != 0)
            fail_msg("%s: %s \"%s\"", rows[i].what, health_word((enum health)pod->health), pod->why);
    }
    str_fini(&json);
    podtest_fini(&t);
}

/* Whatever else is so: phase Running with Ready not True is never good. */
static void a_running_pod_that_is_not_ready_never_looks_healthy(void **state)
{
    (void)state;
    static const char *const ready[] = {"true", "false", "null"}, *const started[] = {"true", "false",
                                                                                      "null"};
    static const char *const states[] = {"'running':{}", "'terminated':{'exitCode':0}", "'waiting':{}", ""};
    struct podtest t;
    struct str json = {0};
    podtest_init(&t);
    for (int i = 0; i < 3 * 3 * 4 * 2; i++) {
        str_clear(&json);
        str_addf(&json,
                 "{'metadata':{'name':'p'},'spec':{'containers':[{'name':'app'%s}]},'status':{" UNREADY
                 "'containerStatuses':[{'name':'app','ready':%s,'started':%s,'state':{%s}}]}}",
                 i % 2 ? ",'readinessProbe':" HTTP : "", ready[i / 2 % 3], started[i / 6 % 3],
                 states[i / 18]);
        const struct pod *pod = podtest_put(&t, str_text(&json));
        assert_true(pod->health < HEALTH_UNKNOWN);
        assert_string_not_equal(pod->why, "");
    }
    str_fini(&json);
    podtest_fini(&t);
}

static void containers_have_verdicts_of_their_own(void **state)
{
    (void)state;
    struct podtest t;
    struct str why = {0};
    podtest_init(&t);
    const struct pod *pod = podtest_put(
        &t,
        "{'metadata':{'name':'p'},'spec':{'initContainers':[{'name':'i'}],'containers':[{'name':'a'},{'name':"
        "'b'},"
        "{'name':'c'}],'ephemeralContainers':[{'name':'e'}]},'status':{'phase':'Running',"
        "'initContainerStatuses':[{'name':'i'," END(
            "0", "0",
            "Completed") "}],"
                         "'containerStatuses':[{'name':'a','ready':true," RUN(
                             "05:00:00") "},{'name':'b'," END("1", "0",
                                                              "Error") "}],'ephemeralContainerStatuses':[{'"
                                                                       "name':'e'," RUN("05:00:00") "}]}}");
    static const enum health expected[] = {HEALTH_DONE, HEALTH_GOOD, HEALTH_BROKEN, HEALTH_UNKNOWN,
                                           HEALTH_GOOD};
    for (int i = 0; i < 5; i++) {
        str_clear(&why);
        assert_int_equal(health_of_container(&t.store, pod, &pod->containers[i], t.now, &why), expected[i]);
        assert_string_equal(str_text(&why), i == 2 ? "failed, exit 1" : "");
    }
    str_fini(&why);
    podtest_fini(&t);
}

static void time_alone_changes_a_verdict(void **state)
{
    (void)state;
    struct podtest t;
    podtest_init(&t);
    podtest_put_plain(&t, "a", "other");
    struct pod *pod = podtest_put(
        &t, "{'metadata':{'name':'p'},'spec':{" APP("") "},'status':{" READY STATUSES(
                S("true", "'restartCount':1," LAST("1", "Error", "05:55:00") "," RUN("05:55:01"))) "}}");
    assert_int_equal(pod->health, HEALTH_WARNING);
    store_changes_clear(&t.store);
    assert_false(health_recheck(&t.store, 1, t.now));
    assert_true(health_recheck(&t.store, 1, t.now));
    assert_int_equal(t.store.changes.len, 0);
    assert_true(health_recheck(&t.store, 100, t.now + HEALTH_LATELY_MS));
    assert_int_equal(pod->health, HEALTH_GOOD);
    assert_int_equal(t.store.changes.len, 1);
    podtest_fini(&t);
}

static void long_messages_are_cut_between_characters(void **state)
{
    (void)state;
    struct podtest t;
    struct str json = {0};
    podtest_init(&t);
    str_add(&json, "{'metadata':{'name':'p'},'status':{'phase':'Failed','reason':'R','message':'");
    for (int i = 0; i < 200; i++)
        str_add(&json, "\xEA\xB0\x80");
    str_add(&json, "'}}");
    const struct pod *pod = podtest_put(&t, str_text(&json));
    size_t len = strlen(pod->why);
    assert_int_equal(len, strlen("R: ") + 66 * 3 + strlen("..."));
    assert_string_equal(pod->why + len - 3, "...");
    str_fini(&json);
    podtest_fini(&t);
}

static void words_and_marks_differ(void **state)
{
    (void)state;
    for (int a = 0; a < HEALTH_COUNT; a++)
        for (int b = 0; b < a; b++) {
            assert_string_not_equal(health_word((enum health)a), health_word((enum health)b));
            assert_int_not_equal(health_mark((enum health)a), health_mark((enum health)b));
        }
    assert_string_equal(health_word(HEALTH_COUNT), "");
    assert_int_equal(health_mark(HEALTH_COUNT), ' ');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_rule_has_its_verdict),
        cmocka_unit_test(a_running_pod_that_is_not_ready_never_looks_healthy),
        cmocka_unit_test(containers_have_verdicts_of_their_own),
        cmocka_unit_test(time_alone_changes_a_verdict),
        cmocka_unit_test(long_messages_are_cut_between_characters),
        cmocka_unit_test(words_and_marks_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
