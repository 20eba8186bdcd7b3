/* The parts of `describe pod`, each in a file of its own. All take objects as the server sent them. */
#ifndef API_CLIENT_DESCRIBE_PARTS_H
#define API_CLIENT_DESCRIBE_PARTS_H

#include "api-client/describe_text.h"

/* A title and every container of an array, with its status (the array of statuses may be NULL). */
void describe_containers(struct describe_text *w, const char *title, const cJSON *pod,
                         const cJSON *containers, const cJSON *statuses);
/* Limits and requests. */
void describe_resources(struct describe_text *w, int level, const cJSON *resources);
/* "SeccompProfile:" of a securityContext, the profile's file `deeper` levels further in. */
void describe_seccomp(struct describe_text *w, int level, int deeper, const cJSON *security_context);
/* Liveness, readiness and startup probe of a container. */
void describe_probes(struct describe_text *w, const cJSON *container);
/* envFrom and env of a container. */
void describe_environment(struct describe_text *w, const cJSON *pod, const cJSON *container);
void describe_volumes(struct describe_text *w, const cJSON *volumes);
void describe_tolerations(struct describe_text *w, const cJSON *tolerations);
void describe_topology_spread(struct describe_text *w, const cJSON *constraints);
/* The array of Event objects, in the order of their last time. */
void describe_events(struct describe_text *w, const cJSON *events, int64_t now);

#endif
