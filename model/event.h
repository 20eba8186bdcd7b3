/* An event about an object, from core/v1 or events.k8s.io/v1, as this program keeps it. */
#ifndef MODEL_EVENT_H
#define MODEL_EVENT_H

#include "base/intern.h"
#include "base/time.h"

#include <stdbool.h>
#include <stdint.h>

struct event {
    char *name;                                       /* owned: metadata.name, unique within its namespace */
    char *message;                                    /* owned */
    char *object_name;                                /* owned: involvedObject.name */
    uint32_t namespace_, reason, object_kind, source; /* interned */
    uint32_t field_path;                              /* interned: "spec.containers{app}", 0 for none */
    uint32_t object_uid_hash;
    int64_t first, last; /* first and last time seen; TIME_NONE if the server did not say */
    int32_t count;       /* at least 1; -1: the server did not say */
    bool warning;        /* type Warning */
};

void event_fini(struct event *event);

#endif
