#include "cli/logs_find.h"

#include "api-client/json.h"
#include "api-client/logs.h"
#include "api-client/logs_pod.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "cli/complain.h"
#include "cli/logs_pick.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LIST_CAP ((size_t)512 * 1024 * 1024)
enum { POLL_MS = 500 };

struct finder {
    struct client *client;
    const char *namespace_;
    const struct logs_options *options;
    struct logs_sources *sources;
    struct arena arena;
    const cJSON *pod; /* the one whose containers are being added */
    int status;
};

void logs_error_text(struct str *out, const char *body, size_t len, const struct err_info *info)
{
    struct arena arena;
    cJSON *status;
    arena_init(&arena, JSON_OBJECT_CAP);
    bool parsed = len && json_parse(&arena, body, len, &status, NULL) == ERR_OK;
    const char *message = parsed ? json_text(status, "message") : NULL;
    message = message ? message : info->text;
    utf8_add_safe(out, message, strlen(message), 1);
    arena_fini(&arena);
}

static bool fail(struct finder *f)
{
    f->status = 1;
    return false;
}

/* kubectl has a form of its own for what is not found. */
static void say_not_found(struct finder *f, const struct str *body, const struct err_info *info)
{
    struct str words = {0};
    logs_error_text(&words, str_text(body), body->len, info);
    complain("error from server (NotFound): %s in namespace \"%s\"", str_text(&words), f->namespace_);
    str_fini(&words);
}

static bool get(struct finder *f, const char *path, cJSON **out)
{
    struct err_info info;
    struct str body = {0};
    int status = 0;
    enum err err = client_fetch(f->client, &(struct request_spec){.path = path}, &body, &status, &info);
    bool asked = err != ERR_OK;
    if (err == ERR_OK)
        err = json_parse(&f->arena, str_text(&body), body.len, out, &info);
    if (asked && status == 404)
        say_not_found(f, &body, &info);
    else if (asked)
        complain_answer(err, str_text(&body), body.len, &info);
    else if (err != ERR_OK)
        complain("%s", info.text);
    str_fini(&body);
    return err == ERR_OK || fail(f);
}

static void add_source(void *user, const char *container)
{
    struct finder *f = user;
    struct log_pod seen;
    log_pod_read(f->pod, container, &seen);
    *vec_push(&f->sources->list) = (struct logs_source){
        .pod = xstrdup(json_text_or_empty(f->pod, "metadata.name")),
        .container = xstrdup(container),
        .restarts = seen.run == LOG_RUN_NONE ? -1 : seen.restarts,
    };
}

/* The containers of one pod that are meant. */
static bool add_pod(struct finder *f, const cJSON *pod)
{
    const char *container = f->options->container;
    struct str said = {0};
    f->pod = pod;
    if (f->options->all_containers) {
        logs_each_container(pod, add_source, f);
        return true;
    }
    if (!container)
        container = logs_default_container(pod, &said);
    fputs(str_text(&said), stderr);
    str_fini(&said);
    if (container && logs_has_container(pod, container)) {
        add_source(f, container);
        return true;
    }
    complain("container %s is not valid for pod %s", container ? container : "",
             json_text_or_empty(pod, "metadata.name"));
    return fail(f);
}

static bool list_pods(struct finder *f, const char *selector, cJSON **list)
{
    struct str path = {0};
    str_add(&path, "/api/v1/namespaces/");
    url_add_escaped(&path, f->namespace_);
    str_add(&path, "/pods?labelSelector=");
    url_add_escaped(&path, selector);
    bool ok = get(f, str_text(&path), list);
    str_fini(&path);
    return ok;
}

static bool add_all(struct finder *f, const cJSON *list)
{
    json_each(pod, json_get(list, "items"))
    {
        if (!add_pod(f, pod))
            return false;
    }
    return true;
}

static bool find_selected(struct finder *f)
{
    cJSON *list;
    if (!list_pods(f, f->options->selector, &list))
        return false;
    if (json_count(json_get(list, "items")) == 0) {
        fprintf(stderr, "No resources found in %s namespace.\n", f->namespace_);
        return false;
    }
    return add_all(f, list);
}

static void wake(void *user)
{
    *(bool *)user = true;
}

static void sleep_in_loop(struct finder *f, uint64_t ms)
{
    bool over = false;
    struct timer *timer = timer_new(client_loop(f->client), wake, &over);
    timer_start(timer, ms, 0);
    while (!over && loop_turn(client_loop(f->client)))
        ;
    timer_free(timer);
}

/* The pods of a selector; waits for the first of them. */
static bool wait_for_pods(struct finder *f, const char *selector, cJSON **list)
{
    int64_t until = time_steady() + f->options->wait_ms;
    for (;;) {
        arena_reset(&f->arena);
        if (!list_pods(f, selector, list))
            return false;
        if (json_count(json_get(*list, "items")) > 0)
            return true;
        if (time_steady() >= until)
            break;
        sleep_in_loop(f, POLL_MS);
    }
    complain("timed out waiting for the condition");
    return fail(f);
}

static bool find_by_selector(struct finder *f, const char *selector)
{
    cJSON *list;
    if (!wait_for_pods(f, selector, &list))
        return false;
    if (f->options->all_pods)
        return add_all(f, list);
    const cJSON *pod = logs_best_pod(list);
    int count = json_count(json_get(list, "items"));
    if (count > 1)
        fprintf(stderr, "Found %d pods, using pod/%s\n", count, json_text_or_empty(pod, "metadata.name"));
    return add_pod(f, pod);
}

static bool no_logs(struct finder *f, const struct logs_kind *kind, const char *name, const cJSON *object)
{
    if (!kind->has_pods)
        complain("cannot get the logs from %s: selector for %s not implemented", kind->go, kind->go);
    else if (json_at(object, "spec.selector"))
        complain("cannot get the logs from %s: invalid label selector", kind->go);
    else
        complain("cannot get the logs from %s: invalid service '%s': Service is defined without a selector",
                 kind->go, name);
    return fail(f);
}

static bool find_object(struct finder *f, const struct logs_kind *kind, const char *name)
{
    struct str path = {0}, selector = {0};
    cJSON *object;
    str_add(&path, kind->path);
    if (!str_equal(kind->plural, "nodes")) {
        str_add(&path, "/namespaces/");
        url_add_escaped(&path, f->namespace_);
    }
    str_addf(&path, "/%s/", kind->plural);
    url_add_escaped(&path, name);
    bool ok = get(f, str_text(&path), &object);
    if (ok && str_equal(kind->plural, "pods"))
        ok = add_pod(f, object);
    else if (ok && (!kind->has_pods || !logs_selector(object, &selector)))
        ok = no_logs(f, kind, name, object);
    else if (ok)
        ok = find_by_selector(f, str_text(&selector));
    str_fini(&path);
    str_fini(&selector);
    return ok;
}

static bool find_named(struct finder *f)
{
    const char *what = f->options->what, *slash = strchr(what, '/');
    if (!slash)
        return find_object(f, logs_kind("pods"), what);
    char *type = xstrndup(what, (size_t)(slash - what));
    const struct logs_kind *kind = logs_kind(type);
    bool ok = false;
    if (strchr(slash + 1, '/') || !slash[1])
        complain("arguments in resource/name form must have a single resource and name");
    else if (!kind)
        complain("the server doesn't have a resource type \"%s\"", type);
    else
        ok = find_object(f, kind, slash + 1);
    free(type);
    return ok || fail(f);
}

bool logs_find(struct client *client, const char *namespace_, const struct logs_options *options,
               struct logs_sources *sources, int *status)
{
    struct finder f = {
        .client = client, .namespace_ = namespace_, .options = options, .sources = sources, .status = 0};
    arena_init(&f.arena, LIST_CAP);
    sources->prefix = options->all_pods;
    bool ok = options->selector ? find_selected(&f) : find_named(&f);
    *status = f.status;
    arena_fini(&f.arena);
    return ok;
}

void logs_sources_fini(struct logs_sources *sources)
{
    for (size_t i = 0; i < sources->list.len; i++) {
        free(sources->list.data[i].pod);
        free(sources->list.data[i].container);
    }
    free(sources->list.data);
}
