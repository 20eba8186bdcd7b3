/* The pod and container that exec and attach mean, as kubectl finds them. */
#ifndef CLI_EXEC_POD_H
#define CLI_EXEC_POD_H

#include "api-client/client.h"
#include "base/arena.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdint.h>

/* Reads the pod that the target names ("NAME", "pod/NAME"), or the best one of what it names
 * ("deployment/NAME"), waiting up to timeout_ms until there is one. *pod lives in the arena. False when there
 * is none, and that was said on stderr. */
bool exec_pod_find(struct client *client, const char *namespace_, const char *target, int64_t timeout_ms,
                   struct arena *arena, cJSON **pod);

/* The container's object: the named one, or the pod's default, then saying on stderr which, unless quiet.
 * NULL when the pod has none of that name, and that was said. */
const cJSON *exec_pod_container(const cJSON *pod, const char *name, bool quiet);

#endif
