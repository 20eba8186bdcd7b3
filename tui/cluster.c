/* The cluster on the screen: context, namespace, pods. */
#include "tui/cluster.h"

#include "api-client/decode.h"
#include "api-client/prune.h"
#include "base/xmalloc.h"
#include "tui/tables_first.h"

#include <stdlib.h>
#include <string.h>

struct cluster {
    struct loop *loop;
    struct connect_flags flags;
    bool all_namespaces;
    void (*on_change)(void *user, unsigned changes);
    void *user;

    struct kubeconfig *config;
    struct client *client;
    struct watch *pods;
    struct tables_first *tables;
    char *namespace_; /* NULL: all */
    struct err_info problem;
    uint32_t round; /* of full lists */
    struct store store;
    struct podview *view;
    credentials_lend_fn lend;
    void *lend_user;
};

struct cluster *cluster_new(struct loop *loop, const struct connect_flags *flags, bool all_namespaces,
                            void (*on_change)(void *user, unsigned changes), void *user)
{
    struct cluster *c = xcalloc(1, sizeof(*c));
    c->loop = loop;
    c->flags = *flags;
    c->all_namespaces = all_namespaces;
    c->on_change = on_change;
    c->user = user;
    store_init(&c->store);
    c->view = podview_new(&c->store);
    return c;
}

static void stop(struct cluster *c)
{
    tables_first_stop(c->tables);
    c->tables = NULL;
    if (c->pods)
        watch_stop(c->pods);
    c->pods = NULL;
}

static void forget(struct cluster *c)
{
    stop(c);
    store_clear(&c->store);
    podview_reset(c->view);
}

static void disconnect(struct cluster *c)
{
    forget(c);
    if (c->client) {
        c->on_change(c->user, CLUSTER_LEAVING);
        client_close(c->client);
    }
    c->client = NULL;
}

void cluster_free(struct cluster *c)
{
    if (!c)
        return;
    disconnect(c);
    podview_free(c->view);
    store_fini(&c->store);
    kubeconfig_free(c->config);
    free(c->namespace_);
    free(c);
}

/* Watching the pods. */

static void on_list_begin(void *user)
{
    struct cluster *c = user;
    c->round++;
}

static void on_pod(void *user, enum watch_change change, const cJSON *object)
{
    struct cluster *c = user;
    int64_t now = client_now(c->client);
    struct pod pod;
    if (change == CHANGE_DELETED) {
        store_pod_remove(&c->store, intern_id(&c->store.strings, json_text(object, "metadata.namespace")),
                         json_text_or_empty(object, "metadata.name"));
    } else if (decode_pod(&c->store, object, now, &pod) == ERR_OK) {
        struct pod *kept = store_pod_put(&c->store, &pod, now);
        if (change == CHANGE_LISTED)
            store_pod_seen(&c->store, kept->id, c->round);
    }
    c->on_change(c->user, CLUSTER_PODS);
}

static void on_list_end(void *user)
{
    struct cluster *c = user;
    store_pods_sweep(&c->store, 0, c->round);
    c->on_change(c->user, CLUSTER_PODS | CLUSTER_STATE);
}

static void on_lost(void *user, const struct err_info *info)
{
    struct cluster *c = user;
    c->problem = *info;
    c->on_change(c->user, CLUSTER_STATE);
}

static void on_state(void *user)
{
    struct cluster *c = user;
    c->on_change(c->user, CLUSTER_STATE);
}

static void on_table_rows(void *user)
{
    struct cluster *c = user;
    c->on_change(c->user, CLUSTER_PODS);
}

/* The objects are asked for when the Tables are through: together they would only delay each other. */
static void on_tables_done(void *user)
{
    struct cluster *c = user;
    struct str path = {0};
    str_add(&path, "/api/v1");
    if (c->namespace_) {
        str_add(&path, "/namespaces/");
        url_add_escaped(&path, c->namespace_);
    }
    str_add(&path, "/pods");
    struct watch_spec spec = {.path = str_text(&path),
                              .leave_out = prune_pod,
                              .on_list_begin = on_list_begin,
                              .on_object = on_pod,
                              .on_list_end = on_list_end,
                              .on_lost = on_lost,
                              .on_state = on_state,
                              .user = c};
    c->pods = watch_start(c->client, &spec);
    str_fini(&path);
}

static void watch_pods(struct cluster *c)
{
    c->tables = tables_first_start(c->client, &c->store, c->namespace_, on_table_rows, on_tables_done, c);
}

/* Context and namespace. */

static void connect_to(struct cluster *c, const char *context)
{
    struct target *target = NULL;
    disconnect(c);
    c->problem.text[0] = '\0';
    if (kubeconfig_target(c->config, &c->flags, context, &target, &c->problem) == ERR_OK) {
        free(c->namespace_);
        c->namespace_ = c->all_namespaces ? NULL : xstrdup(target->namespace_);
        c->client = client_open(c->loop, target);
        if (c->lend)
            credentials_set_lend(client_credentials(c->client), c->lend, c->lend_user);
        watch_pods(c);
    }
    c->on_change(c->user, CLUSTER_OTHER | CLUSTER_PODS | CLUSTER_STATE);
}

void cluster_start(struct cluster *c)
{
    if (kubeconfig_load(&c->flags, &c->config, &c->problem) == ERR_OK)
        connect_to(c, NULL);
    else
        c->on_change(c->user, CLUSTER_STATE);
}

void cluster_use_context(struct cluster *c, const char *context)
{
    if (!c->config)
        return;
    /* What the command line said of the first context does not count for another. */
    c->flags.namespace_ = NULL;
    connect_to(c, context);
}

void cluster_use_namespace(struct cluster *c, const char *namespace_)
{
    c->all_namespaces = !namespace_;
    char *copy = xstrdup(namespace_);
    free(c->namespace_);
    c->namespace_ = copy;
    if (!c->client)
        return;
    forget(c);
    watch_pods(c);
    c->on_change(c->user, CLUSTER_OTHER | CLUSTER_PODS | CLUSTER_STATE);
}

void cluster_retry(struct cluster *c)
{
    if (c->pods)
        watch_retry(c->pods);
}

void cluster_set_lend(struct cluster *c, credentials_lend_fn lend, void *user)
{
    c->lend = lend;
    c->lend_user = user;
}

/* Questions. */

struct store *cluster_store(struct cluster *c)
{
    return &c->store;
}

struct podview *cluster_view(struct cluster *c)
{
    return c->view;
}

struct client *cluster_client(const struct cluster *c)
{
    return c->client;
}

const struct kubeconfig *cluster_config(const struct cluster *c)
{
    return c->config;
}

const char *cluster_namespace(const struct cluster *c)
{
    return c->namespace_;
}

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

const char *cluster_context(const struct cluster *c)
{
    return c->client ? or_empty(client_target(c->client)->context) : "";
}

const char *cluster_server(const struct cluster *c)
{
    return c->client ? or_empty(client_target(c->client)->server) : "";
}

const char *cluster_source(const struct cluster *c)
{
    return c->client ? or_empty(client_target(c->client)->source) : "";
}

int64_t cluster_now(const struct cluster *c)
{
    return c->client ? client_now(c->client) : time_now();
}

enum watch_state cluster_state(const struct cluster *c)
{
    return c->pods ? watch_state(c->pods) : WATCH_CONNECTING;
}

int64_t cluster_state_since(const struct cluster *c)
{
    return c->pods ? watch_state_since(c->pods) : TIME_NONE;
}

const char *cluster_problem(const struct cluster *c)
{
    const char *problem = c->pods ? watch_problem(c->pods) : "";
    return *problem ? problem : c->problem.text;
}

int64_t cluster_retry_in(const struct cluster *c)
{
    return c->pods ? watch_retry_in(c->pods) : -1;
}

size_t cluster_listed(const struct cluster *c)
{
    return c->pods ? watch_listed(c->pods) : 0;
}

int64_t cluster_remaining(const struct cluster *c)
{
    return c->pods ? watch_remaining(c->pods) : -1;
}
