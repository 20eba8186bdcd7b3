/* The parts of a Pod that belong to one container. For api-client/decode_pod.c. */
#ifndef API_CLIENT_DECODE_CONTAINER_H
#define API_CLIENT_DECODE_CONTAINER_H

#include "api-client/json.h"
#include "model/store.h"

/* From the container's spec; texts are borrowed from the object. */
void decode_container(struct store *store, const cJSON *spec, enum container_role role,
                      struct container *container);
/* From its status; order is its place among the statuses from 1. */
void decode_container_status(struct store *store, const cJSON *status, unsigned order,
                             struct container *container);

/* The id of the probe that the spec of a container holds, 0 if it has none of that kind. */
uint32_t decode_probe(struct store *store, const cJSON *container_spec, enum probe_kind kind);

/* A number that must be within bounds; `otherwise` if it is absent or is not. */
int32_t decode_int32(const cJSON *parent, const char *path, int32_t least, int32_t otherwise);

#endif
