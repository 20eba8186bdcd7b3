/* Pods in slots, found by namespace and name. */
#include "model/store.h"

#include "base/str.h"
#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

enum { WORD_MAX = 4096, JUST_BORN_MS = 10000 };

void store_init(struct store *store)
{
    *store = (struct store){0};
    intern_init(&store->strings);
}

static void free_rows(struct store *store)
{
    for (size_t i = 0; i < store->pods.len; i++)
        pod_fini(&store->pods.data[i]);
    for (size_t i = 0; i < store->events.len; i++)
        event_fini(&store->events.data[i]);
    slotindex_fini(&store->pod_index);
    slotindex_fini(&store->event_index);
}

void store_clear(struct store *store)
{
    free_rows(store);
    store->pods.len = store->free_slots.len = store->gone_slots.len = store->changes.len = 0;
    store->events.len = store->free_events.len = 0;
    store->pod_count = store->event_count = store->recheck_at = 0;
    store->pods_generation++;
    store->events_generation++;
}

void store_fini(struct store *store)
{
    free_rows(store);
    slotindex_fini(&store->probe_index);
    free(store->pods.data);
    free(store->free_slots.data);
    free(store->gone_slots.data);
    free(store->probes.data);
    free(store->events.data);
    free(store->free_events.data);
    free(store->changes.data);
    intern_fini(&store->strings);
    *store = (struct store){0};
}

const char *store_text(const struct store *store, uint32_t id)
{
    return intern_text(&store->strings, id);
}

uint32_t store_word(struct store *store, const char *text)
{
    return text ? intern_id_n(&store->strings, text, strnlen(text, WORD_MAX)) : 0;
}

const char *pod_status(const struct store *store, const struct pod *pod)
{
    (void)store;
    return pod->status ? pod->status : "";
}

const char *pod_why(const struct store *store, const struct pod *pod)
{
    (void)store;
    return pod->why ? pod->why : "";
}

static uint32_t pod_hash(uint32_t namespace_, const char *name)
{
    return hash_bytes(name, strlen(name)) ^ (namespace_ * 2654435761u);
}

struct pod *store_pod_at(const struct store *store, uint32_t id)
{
    struct pod *pod = id < store->pods.len ? &store->pods.data[id] : NULL;
    return pod && pod->name && !pod->gone ? pod : NULL;
}

struct pod *store_pod_find(const struct store *store, uint32_t namespace_, const char *name)
{
    struct slotindex_walk walk = {.hash = pod_hash(namespace_, name ? name : "")};
    for (uint32_t id; name && (id = slotindex_next(&store->pod_index, &walk)) != UINT32_MAX;) {
        struct pod *pod = &store->pods.data[id];
        if (pod->namespace_ == namespace_ && strcmp(pod->name, name) == 0)
            return pod;
    }
    return NULL;
}

void store_pod_touch(struct store *store, struct pod *pod)
{
    store->pods_generation++;
    if (pod->in_changes)
        return;
    pod->in_changes = true;
    *vec_push(&store->changes) = pod->id;
}

/* A free slot's pod; only id and in_changes of it mean anything. */
static struct pod *take_slot(struct store *store)
{
    if (store->free_slots.len)
        return &store->pods.data[store->free_slots.data[--store->free_slots.len]];
    struct pod *pod = vec_push(&store->pods);
    *pod = (struct pod){.id = (uint32_t)store->pods.len - 1};
    return pod;
}

/* Whether a person would see a difference between two rows. */
static bool looks_different(const struct pod *a, const struct pod *b)
{
    return a->ready != b->ready || a->total != b->total || a->restarts != b->restarts ||
           a->health != b->health || a->node != b->node || !str_equal(a->status, b->status) ||
           !str_equal(a->ip, b->ip); /* not why: ages in it move without news */
}

/* What the new value keeps of the old one. */
static void inherit(struct pod *pod, const struct pod *old, int64_t now)
{
    bool same = !pod->uid_hash || !old->uid_hash || pod->uid_hash == old->uid_hash;
    bool told_more = pod->source == POD_FROM_OBJECT && old->source == POD_FROM_TABLE;
    pod->marked = old->marked && same;
    pod->seen = old->seen;
    pod->changed = !told_more && looks_different(pod, old) ? now : old->changed;
}

static void settle(struct store *store, struct pod *slot, struct pod *pod)
{
    pod->id = slot->id;
    pod->in_changes = slot->in_changes;
    pod->gone = false;
    *slot = *pod;
    *pod = (struct pod){0};
    store_pod_touch(store, slot);
}

struct pod *store_pod_put(struct store *store, struct pod *pod, int64_t now)
{
    struct pod *old = store_pod_find(store, pod->namespace_, pod->name);
    if (old && pod->source == POD_FROM_TABLE && old->source == POD_FROM_OBJECT) {
        pod_fini(pod);
        return old;
    }
    if (old) {
        inherit(pod, old, now);
        struct pod dead = *old;
        settle(store, old, pod);
        pod_fini(&dead);
        return old;
    }
    struct pod *slot = take_slot(store);
    bool born = pod->created != TIME_NONE && now - pod->created < JUST_BORN_MS;
    pod->changed = born ? now : TIME_NONE;
    settle(store, slot, pod);
    slotindex_add(&store->pod_index, pod_hash(slot->namespace_, slot->name), slot->id);
    store->pod_count++;
    return slot;
}

/* The slot can be used again; its number and its place in changes[] stay. */
static void free_slot(struct store *store, struct pod *pod)
{
    uint32_t id = pod->id;
    bool in_changes = pod->in_changes;
    pod_fini(pod);
    pod->id = id;
    pod->in_changes = in_changes;
    *vec_push(&store->free_slots) = id;
}

static void remove_pod(struct store *store, struct pod *pod)
{
    slotindex_remove(&store->pod_index, pod_hash(pod->namespace_, pod->name), pod->id);
    store->pod_count--;
    store_pod_touch(store, pod);
    pod->gone = true;
    pod->marked = false;
    if (store->holds)
        *vec_push(&store->gone_slots) = pod->id;
    else
        free_slot(store, pod);
}

void store_pod_remove(struct store *store, uint32_t namespace_, const char *name)
{
    struct pod *pod = store_pod_find(store, namespace_, name);
    if (pod)
        remove_pod(store, pod);
}

void store_pod_seen(struct store *store, uint32_t id, uint32_t round)
{
    struct pod *pod = store_pod_at(store, id);
    if (pod)
        pod->seen = round;
}

size_t store_pods_sweep(struct store *store, uint32_t namespace_, uint32_t round)
{
    size_t gone = 0;
    for (uint32_t id = 0; id < store->pods.len; id++) {
        struct pod *pod = store_pod_at(store, id);
        if (!pod || pod->seen == round || (namespace_ && pod->namespace_ != namespace_))
            continue;
        remove_pod(store, pod);
        gone++;
    }
    return gone;
}

void store_changes_clear(struct store *store)
{
    for (size_t i = 0; i < store->changes.len; i++)
        store->pods.data[store->changes.data[i]].in_changes = false;
    store->changes.len = 0;
}

void store_hold(struct store *store)
{
    store->holds++;
}

void store_release(struct store *store)
{
    if (--store->holds == 0)
        store_reap(store);
}

void store_reap(struct store *store)
{
    for (size_t i = 0; i < store->gone_slots.len; i++)
        free_slot(store, &store->pods.data[store->gone_slots.data[i]]);
    store->gone_slots.len = 0;
}
