/* Finding the pod and the container. */
#include "cli/exec_pod.h"

#include "api-client/json.h"
#include "base/str.h"
#include "base/time.h"
#include "base/xmalloc.h"
#include "cli/complain.h"
#include "cli/logs_pick.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* False when there is no such object; that was said then. */
static bool fetch(struct client *client, const char *path, struct arena *arena, cJSON **object)
{
    struct str body = {0};
    struct err_info info;
    enum err err = client_fetch(client, &(struct request_spec){.path = path}, &body, NULL, &info);
    if (err)
        complain_answer(err, str_text(&body), body.len, &info);
    else if ((err = json_parse(arena, str_text(&body), body.len, object, &info)))
        fprintf(stderr, "error: %s\n", info.text);
    str_fini(&body);
    return err == ERR_OK;
}

static void add_object_path(struct str *path, const char *prefix, const char *namespace_, const char *plural,
                            const char *name)
{
    str_addf(path, "%s/namespaces/", prefix);
    url_add_escaped(path, namespace_);
    str_addf(path, "/%s", plural);
    if (name) {
        str_add_char(path, '/');
        url_add_escaped(path, name);
    }
}

static bool pod_is_ready(const cJSON *pod, int64_t *since)
{
    json_each(condition, json_at(pod, "status.conditions"))
    {
        if (!str_equal(json_text(condition, "type"), "Ready"))
            continue;
        *since = json_time(condition, "lastTransitionTime");
        return str_equal(json_text(condition, "status"), "True");
    }
    return false;
}

static int phase_rank(const cJSON *pod)
{
    const char *phase = json_text_or_empty(pod, "status.phase");
    return str_equal(phase, "Running") ? 2 : str_equal(phase, "Unknown") ? 1 : 0;
}

static int most_restarts(const cJSON *pod)
{
    int most = 0;
    json_each(status, json_at(pod, "status.containerStatuses"))
    {
        int restarts = (int)json_int(status, "restartCount", 0);
        most = restarts > most ? restarts : most;
    }
    return most;
}

/* Over 0 when a is the better one to enter (kubectl's ActivePods, turned round): assigned, running, ready,
 * ready for longer, restarted less, older. */
static int compare_pods(const cJSON *a, const cJSON *b)
{
    int64_t ready_a = TIME_NONE, ready_b = TIME_NONE;
    int assigned =
        (*json_text_or_empty(a, "spec.nodeName") != 0) - (*json_text_or_empty(b, "spec.nodeName") != 0);
    int phase = phase_rank(a) - phase_rank(b);
    int ready = pod_is_ready(a, &ready_a) - pod_is_ready(b, &ready_b);
    int restarts = most_restarts(b) - most_restarts(a);
    int64_t age = json_time(b, "metadata.creationTimestamp") - json_time(a, "metadata.creationTimestamp");
    if (assigned || phase || ready)
        return assigned ? assigned : phase ? phase : ready;
    if (ready_a != ready_b)
        return ready_a < ready_b ? 1 : -1;
    return restarts ? restarts : age > 0 ? 1 : age < 0 ? -1 : 0;
}

static cJSON *best_pod(const cJSON *list)
{
    cJSON *best = NULL;
    for (cJSON *pod = json_get(list, "items") ? json_get(list, "items")->child : NULL; pod; pod = pod->next)
        if (!best || compare_pods(pod, best) > 0)
            best = pod;
    return best;
}

static void on_pause_over(void *user)
{
    loop_stop(user);
}

/* Lets the loop turn for a moment. */
static void pause_ms(struct loop *loop, uint64_t ms)
{
    struct timer *timer = timer_new(loop, on_pause_over, loop);
    timer_start(timer, ms, 0);
    loop_run(loop);
    timer_free(timer);
}

enum { POD_POLL_MS = 500 };

static bool find_by_selector(struct client *client, const char *namespace_, const char *selector,
                             int64_t timeout_ms, struct arena *arena, cJSON **pod)
{
    int64_t until = time_steady() + timeout_ms;
    struct str path = {0};
    cJSON *list;
    add_object_path(&path, "/api/v1", namespace_, "pods", NULL);
    str_add(&path, "?labelSelector=");
    url_add_escaped(&path, selector);
    while (fetch(client, path.data, arena, &list) && !(*pod = best_pod(list))) {
        if (time_steady() >= until) {
            fprintf(stderr, "error: timed out waiting for the condition\n");
            break;
        }
        pause_ms(client_loop(client), POD_POLL_MS);
        arena_reset(arena);
    }
    str_fini(&path);
    return *pod;
}

static bool find_object(struct client *client, const char *namespace_, const struct logs_kind *kind,
                        const char *name, int64_t timeout_ms, struct arena *arena, cJSON **pod)
{
    struct str path = {0}, selector = {0};
    cJSON *object = NULL;
    add_object_path(&path, kind->path, namespace_, kind->plural, name);
    bool found = fetch(client, path.data, arena, &object);
    if (found && str_equal(kind->plural, "pods")) {
        *pod = object;
    } else if (found && (!kind->has_pods || !logs_selector(object, &selector))) {
        fprintf(stderr, "error: cannot attach to %s: selector for %s not implemented\n", kind->go, kind->go);
        found = false;
    } else if (found) {
        found = find_by_selector(client, namespace_, selector.data, timeout_ms, arena, pod);
    }
    str_fini(&path);
    str_fini(&selector);
    return found;
}

bool exec_pod_find(struct client *client, const char *namespace_, const char *target, int64_t timeout_ms,
                   struct arena *arena, cJSON **pod)
{
    const char *slash = strchr(target, '/'), *name = slash ? slash + 1 : target;
    char *type = slash ? xstrndup(target, (size_t)(slash - target)) : xstrdup("pods");
    const struct logs_kind *kind = logs_kind(type);
    bool found = false;
    *pod = NULL;
    if (!*name || strchr(name, '/'))
        fprintf(stderr, "error: arguments in resource/name form must have a single resource and name\n");
    else if (!kind)
        fprintf(stderr, "error: the server doesn't have a resource type \"%s\"\n", type);
    else
        found = find_object(client, namespace_, kind, name, timeout_ms, arena, pod);
    free(type);
    return found;
}

static const cJSON *container_named(const cJSON *pod, const char *name)
{
    static const char *const lists[] = {"spec.containers", "spec.ephemeralContainers", "spec.initContainers"};
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
        json_each(container,
                  json_at(pod, lists[i])) if (str_equal(json_text(container, "name"), name)) return container;
    return NULL;
}

const cJSON *exec_pod_container(const cJSON *pod, const char *name, bool quiet)
{
    const char *pod_name = json_text_or_empty(pod, "metadata.name");
    struct str said = {0};
    bool named = name && *name;
    if (!named)
        name = logs_default_container(pod, &said);
    if (!quiet)
        fputs(str_text(&said), stderr);
    str_fini(&said);
    const cJSON *container = name ? container_named(pod, name) : NULL;
    if (!container)
        fprintf(stderr, "error: container %s not found in pod %s\n", name ? name : "", pod_name);
    return container;
}
