/* kubectl's READY, STATUS and RESTARTS, rule by rule. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "model/podstatus.h"
#include "tests/support/podtest.h"

/* Shorthands that make the rows below readable. */
#define RUNNING "'state':{'running':{'startedAt':'2026-11-23T05:00:00Z'}}"
#define WAITING(reason) "'state':{'waiting':{'reason':'" reason "'}}"
#define ENDED(code, reason) "'state':{'terminated':{'exitCode':" code ",'reason':'" reason "'}}"
#define ENDED_BARE(code, signal) "'state':{'terminated':{'exitCode':" code ",'signal':" signal "}}"
#define LAST(at) "'lastState':{'terminated':{'exitCode':1,'finishedAt':'2026-11-23T" at "Z'}}"
#define S(name, ready, restarts, state) \
    "{'name':'" name "','ready':" ready ",'restartCount':" restarts "," state "}"
#define TWO "'containers':[{'name':'a'},{'name':'b'}]"
#define ONE "'containers':[{'name':'a'}]"
#define INITS "'initContainers':[{'name':'i'},{'name':'j'}],"
#define SIDECAR "'initContainers':[{'name':'s','restartPolicy':'Always'}],"
#define READY_TRUE "'conditions':[{'type':'Ready','status':'True'}],"

static const struct {
    const char *what, *metadata, *spec, *status, *ready, *words, *restarts;
} rows[] = {
    {"phase alone", "", ONE, "'phase':'Pending'", "0/1", "Pending", "0"},
    {"an unknown phase as it is", "", ONE, "'phase':'Odd'", "0/1", "Odd", "0"},
    {"nothing said", "", ONE, "", "0/1", "Unknown", "0"},
    {"the pod's reason before its phase", "", ONE, "'phase':'Failed','reason':'Evicted'", "0/1", "Evicted",
     "0"},
    {"a scheduling gate", "", ONE,
     "'phase':'Pending','conditions':[{'type':'PodScheduled','status':'False','reason':'SchedulingGated'}]",
     "0/1", "SchedulingGated", "0"},
    {"unschedulable stays pending", "", ONE,
     "'phase':'Pending','conditions':[{'type':'PodScheduled','status':'False','reason':'Unschedulable'}]",
     "0/1", "Pending", "0"},
    {"all run", "", TWO,
     "'phase':'Running'," READY_TRUE
     "'containerStatuses':[" S("a", "true", "0", RUNNING) "," S("b", "true", "0", RUNNING) "]",
     "2/2", "Running", "0"},
    {"ready counts only what runs", "", TWO,
     "'phase':'Running','containerStatuses':[" S("a", "true", "0", ENDED("0", "Completed")) "," S(
         "b", "false", "0", RUNNING) "]",
     "0/2", "Completed", "0"},
    {"one completed, one runs and is ready, pod ready", "", TWO,
     "'phase':'Running'," READY_TRUE "'containerStatuses':[" S(
         "a", "false", "0", ENDED("0", "Completed")) "," S("b", "true", "0", RUNNING) "]",
     "1/2", "Running", "0"},
    {"the same, pod not ready", "", TWO,
     "'phase':'Running','containerStatuses':[" S("a", "false", "0", ENDED("0", "Completed")) "," S(
         "b", "true", "0", RUNNING) "]",
     "1/2", "NotReady", "0"},
    {"the first status with a reason speaks", "", TWO,
     "'phase':'Running','containerStatuses':[" S("a", "false", "1", WAITING("CrashLoopBackOff")) "," S(
         "b", "false", "2", ENDED("1", "Error")) "]",
     "0/2", "CrashLoopBackOff", "3"},
    {"statuses come by name, specs do not", "", "'containers':[{'name':'z'},{'name':'a'}]",
     "'phase':'Running','containerStatuses':[" S("a", "false", "0", WAITING("ErrImagePull")) "," S(
         "z", "false", "0", ENDED("1", "Error")) "]",
     "0/2", "ErrImagePull", "0"},
    {"a waiting container without a reason says nothing", "", ONE,
     "'phase':'Pending','containerStatuses':[" S("a", "false", "0", "'state':{'waiting':{}}") "]", "0/1",
     "Pending", "0"},
    {"a signal", "", ONE,
     "'phase':'Failed','containerStatuses':[" S("a", "false", "0", ENDED_BARE("137", "9")) "]", "0/1",
     "Signal:9", "0"},
    {"an exit code", "", ONE,
     "'phase':'Failed','containerStatuses':[" S("a", "false", "0", ENDED_BARE("3", "0")) "]", "0/1",
     "ExitCode:3", "0"},
    {"restarts and the newest end", "", TWO,
     "'phase':'Running'," READY_TRUE
     "'containerStatuses':[" S("a", "true", "2", LAST("05:58:00") "," RUNNING) "," S(
         "b", "true", "1", LAST("05:50:00") "," RUNNING) "]",
     "2/2", "Running", "3 (2m ago)"},
    {"an end without restarts is not told", "", ONE,
     "'phase':'Running'," READY_TRUE
     "'containerStatuses':[" S("a", "true", "0", LAST("05:58:00") "," RUNNING) "]",
     "1/1", "Running", "0"},
    {"the first init container runs", "", INITS ONE,
     "'phase':'Pending','initContainerStatuses':[" S("i", "false", "0", RUNNING) "," S(
         "j", "false", "0",
         WAITING("PodInitializing")) "],'containerStatuses':[" S("a", "false", "0",
                                                                 WAITING("PodInitializing")) "]",
     "0/1", "Init:0/2", "0"},
    {"the second waits for its turn", "", INITS ONE,
     "'phase':'Pending','initContainerStatuses':[" S("i", "true", "0", ENDED("0", "Completed")) "," S(
         "j", "false", "0", WAITING("PodInitializing")) "]",
     "0/1", "Init:1/2", "0"},
    {"init fails with a reason", "", INITS ONE,
     "'phase':'Pending','initContainerStatuses':[" S("i", "false", "1", ENDED("1", "Error")) "]", "0/1",
     "Init:Error", "1"},
    {"init fails by a signal", "", INITS ONE,
     "'phase':'Pending','initContainerStatuses':[" S("i", "false", "0", ENDED_BARE("137", "9")) "]", "0/1",
     "Init:Signal:9", "0"},
    {"init fails with a code", "", INITS ONE,
     "'phase':'Pending','initContainerStatuses':[" S("i", "false", "0", ENDED_BARE("4", "0")) "]", "0/1",
     "Init:ExitCode:4", "0"},
    {"init waits with a reason; its restarts count", "", INITS ONE,
     "'phase':'Pending','initContainerStatuses':[" S(
         "i", "false", "3",
         LAST("05:59:00") "," WAITING("CrashLoopBackOff")) "," S("j", "false", "9",
                                                                 WAITING("PodInitializing")) "]",
     "0/1", "Init:CrashLoopBackOff", "3 (60s ago)"},
    {"after init its restarts are forgotten", "", INITS ONE,
     "'phase':'Running'," READY_TRUE
     "'initContainerStatuses':[" S("i", "true", "5", ENDED("0", "Completed")) "," S(
         "j", "true", "5", ENDED("0", "Completed")) "],'containerStatuses':[" S("a", "true", "1",
                                                                                RUNNING) "]",
     "1/1", "Running", "1"},
    {"Initialized already: the containers speak", "", INITS ONE,
     "'phase':'Running','conditions':[{'type':'Initialized','status':'True'},{'type':'Ready','status':'True'}"
     "],"
     "'initContainerStatuses':[" S("i", "false", "0", RUNNING) "],'containerStatuses':[" S(
         "a", "false", "0", WAITING("CrashLoopBackOff")) "]",
     "0/1", "CrashLoopBackOff", "0"},
    {"a started sidecar counts as a container", "", SIDECAR ONE,
     "'phase':'Running'," READY_TRUE "'initContainerStatuses':[{'name':'s','started':true,'ready':true,"
     "'restartCount':2," LAST("05:55:00") "," RUNNING
                                          "}],'containerStatuses':[" S("a", "true", "1", RUNNING) "]",
     "2/2", "Running", "3 (5m ago)"},
    {"a started sidecar that is not ready", "", SIDECAR ONE,
     "'phase':'Running','initContainerStatuses':[{'name':'s','started':true,'ready':false,'restartCount':"
     "0," RUNNING "}],'containerStatuses':[" S("a", "true", "0", RUNNING) "]",
     "1/2", "Running", "0"},
    {"a sidecar that has not started blocks", "", SIDECAR ONE,
     "'phase':'Pending','initContainerStatuses':[{'name':'s','started':false,'ready':false,'restartCount':"
     "0," RUNNING "}]",
     "0/2", "Init:0/1", "0"},
    {"terminating", "'deletionTimestamp':'2026-11-23T06:00:10Z',", ONE,
     "'phase':'Running'," READY_TRUE "'containerStatuses':[" S("a", "true", "0", RUNNING) "]", "1/1",
     "Terminating", "0"},
    {"over before it is gone", "'deletionTimestamp':'2026-11-23T06:00:10Z',", ONE,
     "'phase':'Succeeded','containerStatuses':[" S("a", "false", "0", ENDED("0", "Completed")) "]", "0/1",
     "Completed", "0"},
    {"its node was lost", "'deletionTimestamp':'2026-11-23T06:00:10Z',", ONE,
     "'phase':'Running','reason':'NodeLost'", "0/1", "Unknown", "0"},
    {"a lost node without deletion", "", ONE, "'phase':'Running','reason':'NodeLost'", "0/1", "NodeLost",
     "0"},
    {"ephemeral containers do not count", "", ONE ",'ephemeralContainers':[{'name':'debug'}]",
     "'phase':'Running'," READY_TRUE
     "'containerStatuses':[" S("a", "true", "0", RUNNING) "],"
                                                          "'ephemeralContainerStatuses':[" S(
                                                              "debug", "false", "4", ENDED("1", "Error")) "]",
     "1/1", "Running", "0"},
};

static void columns_are_those_of_kubectl(void **state)
{
    (void)state;
    struct podtest t;
    struct str json = {0}, text = {0};
    podtest_init(&t);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        str_clear(&json);
        str_addf(&json, "{'metadata':{%s'name':'p'},'spec':{%s},'status':{%s}}", rows[i].metadata,
                 rows[i].spec, rows[i].status);
        const struct pod *pod = podtest_put(&t, str_text(&json));
        assert_non_null(pod);
        str_clear(&text);
        podstatus_add_ready(&text, pod);
        str_addf(&text, " %s ", pod->status);
        podstatus_add_restarts(&text, pod, t.now);
        str_clear(&json);
        str_addf(&json, "%s %s %s", rows[i].ready, rows[i].words, rows[i].restarts);
        if (strcmp(str_text(&json), str_text(&text)) != 0)
            fail_msg("%s: \"%s\" and not \"%s\"", rows[i].what, str_text(&text), str_text(&json));
    }
    str_fini(&json);
    str_fini(&text);
    podtest_fini(&t);
}

static void gates_are_counted(void **state)
{
    (void)state;
    struct podtest t;
    struct str text = {0};
    podtest_init(&t);
    const struct pod *pod =
        podtest_put(&t, "{'metadata':{'name':'p'},'spec':{'readinessGates':[{'conditionType':'x/a'},"
                        "{'conditionType':'x/b'},{'conditionType':'x/c'}]},'status':{'conditions':["
                        "{'type':'x/a','status':'True'},{'type':'x/c','status':'False'}]}}");
    podstatus_add_gates(&text, pod);
    assert_string_equal(str_text(&text), "1/3");
    assert_string_equal(store_text(&t.store, pod->gate), "x/b");
    assert_true(pod->gate_missing);
    str_clear(&text);
    podstatus_add_gates(&text, podtest_put_plain(&t, "a", "b"));
    assert_string_equal(str_text(&text), "<none>");
    str_fini(&text);
    podtest_fini(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_those_of_kubectl),
        cmocka_unit_test(gates_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
