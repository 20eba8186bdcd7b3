/* JSON objects into model values. Absent and malformed fields become absent values, never a failure of the
 * rest. */
#ifndef API_CLIENT_DECODE_H
#define API_CLIENT_DECODE_H

#include "api-client/json.h"
#include "base/err.h"
#include "model/store.h"

/* Fills *pod (owned memory; pod_fini or store_pod_put takes it) from a v1 Pod. ERR_PARSE without a name.
 * `now` is server time. Decides STATUS, READY, RESTARTS (model/podstatus.h) and health too. */
enum err decode_pod(struct store *store, const cJSON *object, int64_t now, struct pod *pod);

/*
 * Fills *pod from one row of the server's Table of pods (columns: its columnDefinitions; cells are found by
 * the columns' names). A row without objects names no namespace, so the caller does; a row that brings
 * object.metadata overrules it. `created` and `last_restart` are approximate: the cells hold ages.
 * ERR_PARSE without a name.
 */
enum err decode_pod_row(struct store *store, const cJSON *columns, const cJSON *row, const char *namespace_,
                        int64_t now, struct pod *pod);

/* From a core/v1 or events.k8s.io/v1 Event (series and count both). ERR_PARSE without a name. */
enum err decode_event(struct store *store, const cJSON *object, struct event *event);

#endif
