/* Pods and events in the server's JSON, from few words. */
#include "tests/support/fake_pods.h"

#include "base/str.h"
#include "base/time.h"

#include <stdio.h>
#include <time.h>

/* A point in time this many seconds ago, as the server writes it. */
static const char *ago(long seconds)
{
    static char texts[4][32];
    static int next;
    time_t when = time(NULL) - seconds;
    struct tm tm;
    char *text = texts[next++ % 4];
    gmtime_r(&when, &tm);
    strftime(text, sizeof(texts[0]), "%Y-%m-%dT%H:%M:%SZ", &tm);
    return text;
}

static void container_name(char *name, size_t size, int i)
{
    if (i)
        snprintf(name, size, "side-%d", i);
    else
        snprintf(name, size, "app");
}

static void add_containers(struct str *json, int count)
{
    char name[32];
    for (int i = 0; i < count; i++) {
        container_name(name, sizeof(name), i);
        str_addf(json, "%s{\"name\":\"%s\",\"image\":\"registry.test/%s:1\",\"resources\":{}", i ? "," : "",
                 name, name);
        if (i == 0)
            str_add(json, ",\"ports\":[{\"name\":\"http\",\"containerPort\":8080,\"protocol\":\"TCP\"}],"
                          "\"readinessProbe\":{\"httpGet\":{\"path\":\"/ready\",\"port\":\"http\",\"scheme\":"
                          "\"HTTP\"},\"timeoutSeconds\":1,\"periodSeconds\":5,\"successThreshold\":1,"
                          "\"failureThreshold\":3},\"livenessProbe\":{\"tcpSocket\":{\"port\":8080},"
                          "\"timeoutSeconds\":1,\"periodSeconds\":10,\"successThreshold\":1,"
                          "\"failureThreshold\":3}");
        str_add(json, "}");
    }
}

static void add_state(struct str *json, const struct fake_pod *pod)
{
    if (pod->waiting)
        str_addf(json, "\"state\":{\"waiting\":{\"reason\":\"%s\",\"message\":\"%s\"}}", pod->waiting,
                 pod->message ? pod->message : "");
    else
        str_addf(json, "\"state\":{\"running\":{\"startedAt\":\"%s\"}}", ago(3600));
    if (pod->restarts)
        str_addf(json,
                 ",\"lastState\":{\"terminated\":{\"exitCode\":3,\"reason\":\"Error\",\"startedAt\":\"%s\","
                 "\"finishedAt\":\"%s\"}}",
                 ago(700), ago(600));
}

static void add_statuses(struct str *json, const struct fake_pod *pod, int count)
{
    char name[32];
    for (int i = 0; i < count; i++) {
        container_name(name, sizeof(name), i);
        str_addf(json,
                 "%s{\"name\":\"%s\",\"image\":\"registry.test/%s:1\",\"imageID\":\"\",\"ready\":%s,"
                 "\"started\":%s,\"restartCount\":%d,",
                 i ? "," : "", name, name, pod->ready || i ? "true" : "false",
                 pod->waiting ? "false" : "true", pod->restarts);
        add_state(json, pod);
        str_add(json, "}");
    }
}

static void add_conditions(struct str *json, bool ready)
{
    str_addf(json,
             "\"conditions\":[{\"type\":\"PodScheduled\",\"status\":\"True\"},{\"type\":\"Initialized\","
             "\"status\":\"True\"},{\"type\":\"ContainersReady\",\"status\":\"%s\"},{\"type\":\"Ready\","
             "\"status\":\"%s\",\"lastTransitionTime\":\"%s\"}],",
             ready ? "True" : "False", ready ? "True" : "False", ago(900));
}

void fake_put_pod(struct fake_api *api, const struct fake_pod *pod)
{
    struct str json = {0};
    const char *namespace_ = pod->namespace_ ? pod->namespace_ : "shop";
    int count = pod->containers ? pod->containers : 1;
    str_addf(&json,
             "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"%s\",\"namespace\":\"%s\","
             "\"uid\":\"uid-%s\",\"resourceVersion\":\"0\",\"creationTimestamp\":\"%s\",\"labels\":{\"app\":"
             "\"%s\"}},\"spec\":{\"nodeName\":\"node-a\",\"restartPolicy\":\"Always\",\"containers\":[",
             pod->name, namespace_, pod->name, ago(7200), pod->label ? pod->label : pod->name);
    add_containers(&json, count);
    str_addf(&json, "]},\"status\":{\"phase\":\"%s\",\"podIP\":\"10.0.0.7\",",
             pod->phase ? pod->phase : "Running");
    add_conditions(&json, pod->ready);
    str_add(&json, "\"containerStatuses\":[");
    add_statuses(&json, pod, count);
    str_add(&json, "]}}");
    fake_api_put(api, "pods", namespace_, pod->name, json.data);
    str_fini(&json);
}

void fake_put_event(struct fake_api *api, const char *pod, const char *reason, const char *message)
{
    static int number;
    struct str json = {0};
    char name[64];
    snprintf(name, sizeof(name), "event-%d", ++number);
    str_addf(&json,
             "{\"kind\":\"Event\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"%s\",\"namespace\":\"shop\","
             "\"uid\":\"%s\",\"resourceVersion\":\"0\"},\"involvedObject\":{\"kind\":\"Pod\",\"name\":\"%s\","
             "\"namespace\":\"shop\",\"uid\":\"uid-%s\"},\"reason\":\"%s\",\"message\":\"%s\",\"type\":"
             "\"Warning\",\"count\":7,\"firstTimestamp\":\"%s\",\"lastTimestamp\":\"%s\",\"source\":{"
             "\"component\":\"kubelet\"}}",
             name, name, pod, pod, reason, message, ago(600), ago(30));
    fake_api_put(api, "events", "shop", name, json.data);
    str_fini(&json);
}

void fake_put_namespace(struct fake_api *api, const char *name)
{
    struct str json = {0};
    str_addf(&json,
             "{\"kind\":\"Namespace\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"%s\","
             "\"resourceVersion\":\"0\"}}",
             name);
    fake_api_put(api, "namespaces", "", name, json.data);
    str_fini(&json);
}

void fake_put_shop(struct fake_api *api)
{
    fake_put_namespace(api, "shop");
    fake_put_namespace(api, "other");
    fake_put_pod(api, &(struct fake_pod){.name = "api", .ready = true});
    fake_put_pod(api, &(struct fake_pod){.name = "web"});
    fake_put_pod(api, &(struct fake_pod){.name = "crash",
                                         .restarts = 4,
                                         .waiting = "CrashLoopBackOff",
                                         .message = "back-off 40s restarting failed container"});
    fake_put_event(api, "web", "Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503");
    fake_api_log(api, "web", "app",
                 "2026-11-23T06:00:01.000000001Z first line of web\n"
                 "2026-11-23T06:00:02.000000001Z second line of web\n");
    fake_api_log(api, "crash", "app", "2026-11-23T06:00:01.000000001Z crash begins\n");
    fake_api_log_previous(api, "crash", "app", "2026-11-23T05:00:01.000000001Z died before\n");
}
