/*
 * The pods kept in step: one watch for the whole cluster or for one namespace; where the cluster-wide list is
 * forbidden, one for each namespace that is known and may be read, shown as one.
 *
 * Known namespaces are those the server lists, and where that is forbidden too those that the caller names
 * (of the kubeconfig's contexts). What is forbidden is named, the rest works.
 */
#ifndef TUI_POD_WATCHES_H
#define TUI_POD_WATCHES_H

#include "api-client/client.h"
#include "api-client/watch.h"
#include "model/store.h"

struct pod_watches;

struct pod_watches_spec {
    struct client *client;
    struct store *store;
    const char *namespace_; /* NULL: all; copied */
    /* The i-th namespace worth trying when all are wanted and forbidden; NULL at the end. */
    const char *(*fallback)(void *user, size_t i);
    void (*on_pods)(void *user);
    void (*on_state)(void *user);
    void *user;
};

struct pod_watches *pod_watches_start(const struct pod_watches_spec *spec);
/* NULL is allowed. */
void pod_watches_stop(struct pod_watches *watches);

/* The state of all of them as one: stale if one is, live if those that are allowed are. */
enum watch_state pod_watches_state(const struct pod_watches *watches);
int64_t pod_watches_since(const struct pod_watches *watches);
/* The sentence about it; "" while all is well. Borrowed until the next call. */
const char *pod_watches_problem(struct pod_watches *watches);
int64_t pod_watches_retry_in(const struct pod_watches *watches);
void pod_watches_retry(struct pod_watches *watches);
size_t pod_watches_listed(const struct pod_watches *watches);
int64_t pod_watches_remaining(const struct pod_watches *watches);

#endif
