/*
 * kubectl's columns of a pod: READY, STATUS, RESTARTS and the wide ones, by the rules of the newest API
 * server's printer (kubernetes pkg/printers/internalversion, printPod), whatever the server's own version.
 */
#ifndef MODEL_PODSTATUS_H
#define MODEL_PODSTATUS_H

#include "base/str.h"
#include "model/store.h"

/*
 * Sets ready, total, restarts, last_restart and status from the pod's phase, reason, conditions, deletion and
 * containers. `phase` is the server's word ("Running"; NULL: the pod's enum says it). total must hold the
 * number of containers and sidecars of the spec. The pod need not be packed.
 */
void podstatus_decide(struct store *store, struct pod *pod, const char *phase);

/* What is "<none>" or unknown is written so. `now` is server time. */
void podstatus_add_ready(struct str *out, const struct pod *pod);                 /* "1/2", "?" */
void podstatus_add_restarts(struct str *out, const struct pod *pod, int64_t now); /* "3 (2m ago)", "?" */
void podstatus_add_gates(struct str *out, const struct pod *pod);                 /* "0/1", "<none>" */

#endif
