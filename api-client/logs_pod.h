/*
 * What a pod says about one of its containers, as far as its log needs it: which instance there is, whether
 * it runs, and whether another one will come.
 */
#ifndef API_CLIENT_LOGS_POD_H
#define API_CLIENT_LOGS_POD_H

#include "api-client/json.h"

#include <stdbool.h>

enum log_run { LOG_RUN_NONE, LOG_RUN_WAITING, LOG_RUN_RUNNING, LOG_RUN_ENDED };

struct log_pod {
    char uid[64];
    char reason[64];  /* why it waits, or ended; "" if not said */
    char ended[96];   /* how the last instance ended: "exit code 1, Error"; "" if it did not */
    int64_t restarts; /* instances before the newest */
    int64_t started;  /* when the newest began; TIME_NONE if not said */
    enum log_run run; /* LOG_RUN_NONE: no status yet */
    bool exists;      /* the pod has a container of that name */
    bool comes_again; /* another instance is to be expected */
    bool had_one;     /* there is an instance whose log can be read */
};

/* From a v1 Pod, restart rules as the kubelet's (restartPolicy of pod and container, sidecars, deletion). */
void log_pod_read(const cJSON *pod, const char *container, struct log_pod *out);

#endif
