/* The cluster on the screen: context, namespace, pods. */
#include "tui/cluster.h"

#include "base/xmalloc.h"
#include "tui/pod_watches.h"
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
    struct pod_watches *pods;
    struct tables_first *tables;
    char *namespace_; /* NULL: all */
    char *before_all; /* the namespace before all were shown; NULL: none */
    struct err_info problem;
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
    pod_watches_stop(c->pods);
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
    free(c->before_all);
    free(c);
}

/* Watching the pods. */

static void on_pods(void *user)
{
    struct cluster *c = user;
    c->on_change(c->user, CLUSTER_PODS);
}

static void on_state(void *user)
{
    struct cluster *c = user;
    c->on_change(c->user, CLUSTER_STATE);
}

/* Namespaces worth trying where none may be listed: those that contexts of the same cluster name. */
static const char *fallback_namespace(void *user, size_t i)
{
    struct cluster *c = user;
    const struct target *target = client_target(c->client);
    if (i == 0)
        return target->namespace_;
    for (size_t k = 0; c->config && k < kubeconfig_context_count(c->config); k++) {
        struct kubeconfig_context context = kubeconfig_context(c->config, k);
        if (str_equal(context.cluster, target->cluster) && *context.namespace_ && --i == 0)
            return context.namespace_;
    }
    return NULL;
}

/* The objects are asked for when the Tables are through: together they would only delay each other. */
static void on_tables_done(void *user)
{
    struct cluster *c = user;
    c->pods = pod_watches_start(&(struct pod_watches_spec){.client = c->client,
                                                           .store = &c->store,
                                                           .namespace_ = c->namespace_,
                                                           .fallback = fallback_namespace,
                                                           .on_pods = on_pods,
                                                           .on_state = on_state,
                                                           .user = c});
}

static void watch_pods(struct cluster *c)
{
    c->tables = tables_first_start(c->client, &c->store, c->namespace_, on_pods, on_tables_done, c);
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
        /* A file of the list that could not be read is told; the context does not need it. */
        err_set(&c->problem, ERR_CONFIG, "%s", kubeconfig_problem(c->config));
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

bool cluster_toggle_all(struct cluster *c)
{
    if (c->namespace_) {
        free(c->before_all);
        c->before_all = xstrdup(c->namespace_);
        cluster_use_namespace(c, NULL);
        return true;
    }
    if (c->before_all)
        cluster_use_namespace(c, c->before_all);
    return c->before_all;
}

void cluster_retry(struct cluster *c)
{
    if (c->pods)
        pod_watches_retry(c->pods);
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
    return c->pods ? pod_watches_state(c->pods) : WATCH_CONNECTING;
}

int64_t cluster_state_since(const struct cluster *c)
{
    return c->pods ? pod_watches_since(c->pods) : TIME_NONE;
}

const char *cluster_problem(const struct cluster *c)
{
    const char *problem = c->pods ? pod_watches_problem(c->pods) : "";
    return *problem ? problem : c->problem.text;
}

int64_t cluster_retry_in(const struct cluster *c)
{
    return c->pods ? pod_watches_retry_in(c->pods) : -1;
}

size_t cluster_listed(const struct cluster *c)
{
    return c->pods ? pod_watches_listed(c->pods) : 0;
}

int64_t cluster_remaining(const struct cluster *c)
{
    return c->pods ? pod_watches_remaining(c->pods) : -1;
}
