/*
 * The namespaces there are, as far as they may be known: the server's list; where that is forbidden, those of
 * the kubeconfig's contexts and of the pods that were seen.
 */
#ifndef TUI_NAMESPACE_LIST_H
#define TUI_NAMESPACE_LIST_H

#include "base/vec.h"
#include "tui/cluster.h"

struct namespace_list {
    VEC(char *) names; /* sorted */
    struct request *request;
    struct str body;
    struct cluster *cluster;
    void (*on_change)(void *user);
    void *user;
    char problem[256]; /* why the server's list could not be had; "" if it could */
};

void namespace_list_init(struct namespace_list *list, struct cluster *cluster, void (*on_change)(void *user),
                         void *user);
void namespace_list_fini(struct namespace_list *list);
/* Another context: what was known is gone. */
void namespace_list_forget(struct namespace_list *list);
/* Fills in what is known without asking, and asks the server; on_change when it has answered. */
void namespace_list_refresh(struct namespace_list *list);

#endif
