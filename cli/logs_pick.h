/*
 * Whose logs: the pod of a deployment, job or service that kubectl would take, and a pod's containers. Pure
 * questions to decoded JSON.
 */
#ifndef CLI_LOGS_PICK_H
#define CLI_LOGS_PICK_H

#include "api-client/json.h"
#include "base/str.h"

/* A kind whose pods have logs. */
struct logs_kind {
    const char *names; /* " deployment deployments deploy " */
    const char *group; /* "apps", "" for core */
    const char *path;  /* "/apis/apps/v1", "/api/v1" */
    const char *plural;
    const char *go; /* as kubectl names it: "*v1.Deployment" */
    bool has_pods;  /* a selector of pods, or a pod itself */
};

/* By any of its names, with the group behind a dot or without; NULL if it is none of ours. */
const struct logs_kind *logs_kind(const char *name);

/* Appends the label selector of an object as the server reads it; false if it has none. */
bool logs_selector(const cJSON *object, struct str *selector);
/* The pod that is best to read, by kubectl's order (podutils ByLogging): assigned, running, ready, ready for
 * longest, restarted most, oldest. NULL for an empty list. */
const cJSON *logs_best_pod(const cJSON *list);

/* Calls fn with each container's name: init, main, ephemeral. */
void logs_each_container(const cJSON *pod, void (*fn)(void *user, const char *name), void *user);
bool logs_has_container(const cJSON *pod, const char *name);
/* The container that is meant when none is named; a sentence for the user is appended to said where kubectl
 * says one ("Defaulted container ..."). NULL for a pod without containers. Borrowed from pod. */
const char *logs_default_container(const cJSON *pod, struct str *said);

#endif
