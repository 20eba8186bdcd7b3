/* Deleting pods, after asking. */
#include "tui/delete_pods.h"

#include "base/xmalloc.h"
#include "tui/app.h"

#include <stdlib.h>
#include <string.h>

struct doomed {
    char *namespace_, *name;
};

/* One question and, once it is answered with yes, its requests. Lives until the last has ended. */
struct deletion {
    struct deletion *next; /* of app->deletions, once its requests are on their way */
    struct app *app;
    struct client *client;
    bool at_once;
    VEC(struct doomed) pods;
    size_t waiting, gone;
    struct err_info first_problem;
};

static void deletion_free(struct deletion *d)
{
    for (size_t i = 0; i < d->pods.len; i++) {
        free(d->pods.data[i].namespace_);
        free(d->pods.data[i].name);
    }
    free(d->pods.data);
    free(d);
}

static void add_pod(struct deletion *d, const struct store *store, const struct pod *pod)
{
    *vec_push(&d->pods) = (struct doomed){xstrdup(store_text(store, pod->namespace_)), xstrdup(pod->name)};
}

/* The marked pods; when there are none, the selected one. */
static void collect(struct deletion *d)
{
    struct store *store = cluster_store(d->app->cluster);
    for (uint32_t id = 0; id < store->pods.len; id++) {
        const struct pod *pod = store_pod_at(store, id);
        if (pod && pod->marked)
            add_pod(d, store, pod);
    }
    const struct pod *selected = selection_pod(&d->app->selection, store);
    if (!d->pods.len && selected)
        add_pod(d, store, selected);
}

static void take_out(struct deletion *d)
{
    struct deletion **at = &d->app->deletions;
    while (*at != d)
        at = &(*at)->next;
    *at = d->next;
}

void delete_pods_forget(struct app *app)
{
    while (app->deletions) {
        struct deletion *d = app->deletions;
        app->deletions = d->next;
        deletion_free(d);
    }
}

static void report(struct deletion *d)
{
    size_t failed = d->pods.len - d->gone;
    if (failed)
        notice_say(d->app, ROLE_ERROR, "%zu of %zu not deleted: %s", failed, d->pods.len,
                   d->first_problem.text);
    else if (d->pods.len == 1)
        notice_say(d->app, ROLE_GOOD, "pod %s is being deleted", d->pods.data[0].name);
    else
        notice_say(d->app, ROLE_GOOD, "%zu pods are being deleted", d->pods.len);
}

static void on_done(void *user, enum err err, const struct response *response, const struct err_info *info)
{
    struct deletion *d = user;
    (void)response;
    /* 404: somebody was quicker, and it is gone as was wanted. */
    if (err == ERR_OK || err == ERR_NOT_FOUND)
        d->gone++;
    else if (!d->first_problem.text[0])
        d->first_problem = *info;
    if (--d->waiting)
        return;
    report(d);
    take_out(d);
    deletion_free(d);
}

static void start_request(struct deletion *d, const struct doomed *pod)
{
    static const char now[] = "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\",\"gracePeriodSeconds\":0}";
    static const char graceful[] = "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\"}";
    const char *body = d->at_once ? now : graceful;
    struct str path = {0};
    str_add(&path, "/api/v1/namespaces/");
    url_add_escaped(&path, pod->namespace_);
    str_add(&path, "/pods/");
    url_add_escaped(&path, pod->name);
    client_request(d->client, &(struct request_spec){.method = "DELETE",
                                                     .path = str_text(&path),
                                                     .body = body,
                                                     .body_len = strlen(body),
                                                     .on_done = on_done,
                                                     .user = d});
    str_fini(&path);
}

static void clear_marks(struct store *store)
{
    for (uint32_t id = 0; id < store->pods.len; id++) {
        struct pod *pod = store_pod_at(store, id);
        if (pod)
            pod->marked = false;
    }
}

static void on_answer(struct app *app, bool yes, void *user)
{
    struct deletion *d = user;
    /* The context may have been changed under the question: what was asked about is not there. */
    if (!yes || d->client != cluster_client(app->cluster)) {
        deletion_free(d);
        return;
    }
    d->waiting = d->pods.len;
    d->next = app->deletions;
    app->deletions = d;
    for (size_t i = 0, n = d->pods.len; i < n; i++)
        start_request(d, &d->pods.data[i]);
    clear_marks(cluster_store(app->cluster));
}

/* "Delete 3 pods?" with their names below, and the kubectl line that does the same. */
static void ask(struct deletion *d)
{
    struct str question = {0}, list = {0};
    size_t n = d->pods.len;
    str_addf(&question, "Delete %zu pod%s%s?", n, n == 1 ? "" : "s",
             d->at_once ? " at once, without grace" : "");
    for (size_t i = 0; i < n; i++)
        str_addf(&list, "%s/%s\n", d->pods.data[i].namespace_, d->pods.data[i].name);
    if (n == 1)
        str_addf(&list, "\nkubectl delete pod -n %s %s%s\n", d->pods.data[0].namespace_, d->pods.data[0].name,
                 d->at_once ? " --grace-period=0 --force" : "");
    dialog_confirm(d->app, str_text(&question), str_text(&list), on_answer, d);
    str_fini(&question);
    str_fini(&list);
}

void delete_pods_ask(struct app *app, bool at_once)
{
    struct deletion *d = xcalloc(1, sizeof(*d));
    d->app = app;
    d->client = cluster_client(app->cluster);
    d->at_once = at_once;
    collect(d);
    if (d->client && d->pods.len) {
        ask(d);
        return;
    }
    notice_say(app, ROLE_WARN, "no pod is selected");
    deletion_free(d);
}
