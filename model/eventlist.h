/*
 * The events of one object as kubectl lists them: by the time last seen, the oldest first.
 *
 * Events that say the same of the same part (reason, message, field path, source, type) are one row: counts
 * added, first and last time spanning all.
 */
#ifndef MODEL_EVENTLIST_H
#define MODEL_EVENTLIST_H

#include "base/str.h"
#include "base/vec.h"
#include "model/store.h"

struct eventlist_row {
    const struct event *event; /* the newest of those merged; borrowed from the store */
    int64_t first, last;
    int64_t count; /* at least 1; what an event did not count is one */
};

struct eventlist {
    VEC(struct eventlist_row) rows;
};

/*
 * Fills list (all zeros before its first use) with the events about an object; the rows are good until the
 * store's events_generation changes. kind: "Pod", NULL for any; name NULL: every object of the namespace;
 * namespace_ 0: of all namespaces; uid_hash 0: whatever the uid (struct pod: event_uid_hash).
 */
void eventlist_fill(struct eventlist *list, const struct store *store, const char *kind, uint32_t namespace_,
                    const char *name, uint32_t uid_hash);
void eventlist_fini(struct eventlist *list);

/* Appends "3m", or "20s (x12 over 3m)" for what was seen more than once, as kubectl does. */
void eventlist_add_age(struct str *out, const struct eventlist_row *row, int64_t now);

#endif
