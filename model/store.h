/*
 * What is true of the cluster, as far as it was heard: pods and events, and the strings they share.
 *
 * Pods sit in slots that do not move in number (pod->id); `struct pod *` pointers are valid until the next
 * store_pod_put. Who shows pods asks which ids changed since it looked (store->changes). No I/O, no clock.
 *
 * Who keeps ids across turns (a view) holds the store: while it is held a removed pod keeps its slot and its
 * name, store_pod_at answers NULL for it, and store_reap frees the slots once nobody looks at them.
 */
#ifndef MODEL_STORE_H
#define MODEL_STORE_H

#include "base/intern.h"
#include "base/vec.h"
#include "model/event.h"
#include "model/pod.h"
#include "model/slotindex.h"

struct store {
    struct intern strings;
    VEC(struct pod) pods; /* slots; name NULL: free */
    VEC(uint32_t) free_slots;
    VEC(uint32_t) gone_slots;      /* removed, waiting for store_reap */
    VEC(struct probe_spec) probes; /* [0] is not used */
    VEC(struct event) events;      /* in no order; name NULL: free slot */
    VEC(uint32_t) free_events;
    VEC(uint32_t) changes; /* ids of pods put or removed since store_changes_clear, each once */
    struct slotindex pod_index, probe_index, event_index;
    uint32_t pod_count, event_count;
    uint32_t holds;
    uint32_t recheck_at;      /* where store_health_recheck goes on */
    uint64_t pods_generation; /* counts every put and removal */
    uint64_t events_generation;
};

void store_init(struct store *store);
void store_fini(struct store *store);
/* Forgets all pods and events (another context was chosen); ids start anew, strings are kept. */
void store_clear(struct store *store);

/*
 * Takes over *pod's owned memory (the pod is empty afterwards) as the new truth for its namespace and name.
 * Mark and id survive, the mark only for the same uid; `changed` is set to now when a visible cell differs or
 * the pod was born within the last seconds. A Table row never replaces an object. Returns the kept pod.
 */
struct pod *store_pod_put(struct store *store, struct pod *pod, int64_t now);
/* NULL if there is none. */
struct pod *store_pod_find(const struct store *store, uint32_t namespace_, const char *name);
/* NULL for a free slot, a pod that is gone, or a number out of range. */
struct pod *store_pod_at(const struct store *store, uint32_t id);
void store_pod_remove(struct store *store, uint32_t namespace_, const char *name);
/* Removes the pods of one namespace (0: of all) whose `seen` mark is not `round`: the end of a full list.
 * store_pod_seen sets it. Returns how many went. */
void store_pod_seen(struct store *store, uint32_t id, uint32_t round);
size_t store_pods_sweep(struct store *store, uint32_t namespace_, uint32_t round);

/* Pods whose id is in changes[] may have new cells or be gone. */
void store_changes_clear(struct store *store);
/* Says that a pod's cells are to be looked at again (a verdict that time alone changed). */
void store_pod_touch(struct store *store, struct pod *pod);

/* While held, slots of removed pods are not used again until store_reap. */
void store_hold(struct store *store);
void store_release(struct store *store);
void store_reap(struct store *store);

/* Interned probe specs: equal ones share an id; 0 is "no probe" and store_probe(0) is NULL. */
uint32_t store_probe_id(struct store *store, const struct probe_spec *spec);
const struct probe_spec *store_probe(const struct store *store, uint32_t id);

/* Takes over *event's owned memory. The same namespace and name replaces. Old events beyond a fixed number
 * (STORE_EVENTS_MAX) go, the longest unseen first. */
enum { STORE_EVENTS_MAX = 20000 };
void store_event_put(struct store *store, struct event *event);
void store_event_remove(struct store *store, uint32_t namespace_, const char *name);

/* Short for intern_text(&store->strings, id). */
const char *store_text(const struct store *store, uint32_t id);
/* The id of a word from outside, cut to a length no honest word has. NULL is 0. */
uint32_t store_word(struct store *store, const char *text);

/* What a row shows; never NULL. */
const char *pod_status(const struct store *store, const struct pod *pod);
const char *pod_why(const struct store *store, const struct pod *pod);

#endif
