/* `kubectl describe pod` of the same object (kubectl 1.32 and newer, k8s.io/kubectl pkg/describe). */
#ifndef API_CLIENT_DESCRIBE_H
#define API_CLIENT_DESCRIBE_H

#include "api-client/json.h"
#include "base/str.h"

/* Appends what kubectl prints. `events` is the array of Event objects about the pod (core/v1), NULL when they
 * could not be had; `now` is server time. */
void describe_pod(struct str *out, const cJSON *pod, const cJSON *events, int64_t now);

/* Appends the path and query that lists these events as kubectl asks for them: by the pod's name, namespace
 * and uid (a mirror pod's is in its annotation). */
void describe_add_events_path(struct str *path, const cJSON *pod);

#endif
