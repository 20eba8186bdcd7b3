/*
 * The cluster on the screen: one context of the kubeconfig, one namespace or all, and what was heard of its
 * pods.
 *
 * A context that cannot be used is a sentence (cluster_problem), never an end: any other can be chosen. Pods
 * come from Tables first, since those are small, and are then replaced by what the watch brings.
 */
#ifndef TUI_CLUSTER_H
#define TUI_CLUSTER_H

#include "api-client/client.h"
#include "api-client/kubeconfig.h"
#include "api-client/watch.h"
#include "base/loop.h"
#include "model/podview.h"
#include "model/store.h"

struct cluster;

/* What became different, for the listener. */
enum cluster_change {
    CLUSTER_PODS = 1,   /* pods came, changed or went */
    CLUSTER_STATE = 2,  /* live, stale, a problem */
    CLUSTER_OTHER = 4,  /* another context or namespace: all that was known is gone */
    CLUSTER_LEAVING = 8 /* comes alone, before the client is closed: let go of it */
};

/* all_namespaces is -A; otherwise the flags' or the context's namespace. Nothing is read or connected yet. */
struct cluster *cluster_new(struct loop *loop, const struct connect_flags *flags, bool all_namespaces,
                            void (*on_change)(void *user, unsigned changes), void *user);
void cluster_free(struct cluster *cluster);
/* Reads the kubeconfig and starts on its current context. */
void cluster_start(struct cluster *cluster);

/* Another context by name; what is wrong with it becomes cluster_problem(). */
void cluster_use_context(struct cluster *cluster, const char *context);
/* Another namespace; NULL for all. */
void cluster_use_namespace(struct cluster *cluster, const char *namespace_);
/* All namespaces; from all back to the one before. False when there was none. */
bool cluster_toggle_all(struct cluster *cluster);
/* Try now instead of waiting. */
void cluster_retry(struct cluster *cluster);

struct store *cluster_store(struct cluster *cluster);
struct podview *cluster_view(struct cluster *cluster);
/* NULL while no context could be used. */
struct client *cluster_client(const struct cluster *cluster);
const struct kubeconfig *cluster_config(const struct cluster *cluster);
/* NULL: all. */
const char *cluster_namespace(const struct cluster *cluster);
/* "" if there is none. */
const char *cluster_context(const struct cluster *cluster);
const char *cluster_server(const struct cluster *cluster);
/* Where the context came from: "~/.kube/config"; "" if there is none. */
const char *cluster_source(const struct cluster *cluster);
/* Server time. */
int64_t cluster_now(const struct cluster *cluster);

/* The pods' watch: its state, since when, and the sentence about it ("" while all is well). */
enum watch_state cluster_state(const struct cluster *cluster);
int64_t cluster_state_since(const struct cluster *cluster);
const char *cluster_problem(const struct cluster *cluster);
/* Milliseconds until the next try; -1 if none is planned. */
int64_t cluster_retry_in(const struct cluster *cluster);
/* Pods read in the running list, and how many remain (-1 unknown). */
size_t cluster_listed(const struct cluster *cluster);
int64_t cluster_remaining(const struct cluster *cluster);

/* Lends the terminal to a credential plugin (credentials.h). */
void cluster_set_lend(struct cluster *cluster, credentials_lend_fn lend, void *user);

#endif
