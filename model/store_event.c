/* Events in slots, a fixed number of them at most. */
#include "base/xmalloc.h"
#include "model/store.h"

#include <stdlib.h>
#include <string.h>

static uint32_t event_hash(uint32_t namespace_, const char *name)
{
    return hash_bytes(name, strlen(name)) ^ (namespace_ * 2654435761u);
}

static uint32_t find_event(const struct store *store, uint32_t namespace_, const char *name)
{
    struct slotindex_walk walk = {.hash = event_hash(namespace_, name)};
    uint32_t slot;
    while ((slot = slotindex_next(&store->event_index, &walk)) != UINT32_MAX) {
        const struct event *event = &store->events.data[slot];
        if (event->namespace_ == namespace_ && strcmp(event->name, name) == 0)
            break;
    }
    return slot;
}

static void remove_slot(struct store *store, uint32_t slot)
{
    struct event *event = &store->events.data[slot];
    slotindex_remove(&store->event_index, event_hash(event->namespace_, event->name), slot);
    event_fini(event);
    *vec_push(&store->free_events) = slot;
    store->event_count--;
    store->events_generation++;
}

static int by_time(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

/* The time up to which the oldest sixteenth was seen last: many go at once, so that this is rare. */
static int64_t oldest_times(const struct store *store)
{
    int64_t *times = xcalloc(store->events.len, sizeof(*times));
    size_t n = 0;
    for (size_t i = 0; i < store->events.len; i++)
        if (store->events.data[i].name)
            times[n++] = store->events.data[i].last;
    qsort(times, n, sizeof(*times), by_time);
    int64_t limit = times[n / 16];
    free(times);
    return limit;
}

static void make_room(struct store *store)
{
    int64_t limit = oldest_times(store);
    uint32_t spare = STORE_EVENTS_MAX / 8; /* the same second may hold very many */
    for (uint32_t slot = 0; slot < store->events.len && spare; slot++)
        if (store->events.data[slot].name && store->events.data[slot].last <= limit) {
            remove_slot(store, slot);
            spare--;
        }
}

void store_event_put(struct store *store, struct event *event)
{
    uint32_t slot = find_event(store, event->namespace_, event->name);
    if (slot != UINT32_MAX)
        remove_slot(store, slot);
    else if (store->event_count >= STORE_EVENTS_MAX)
        make_room(store);
    if (!store->free_events.len) {
        *vec_push(&store->free_events) = (uint32_t)store->events.len;
        *vec_push(&store->events) = (struct event){0};
    }
    slot = store->free_events.data[--store->free_events.len];
    store->events.data[slot] = *event;
    *event = (struct event){0};
    const struct event *kept = &store->events.data[slot];
    slotindex_add(&store->event_index, event_hash(kept->namespace_, kept->name), slot);
    store->event_count++;
    store->events_generation++;
}

void store_event_remove(struct store *store, uint32_t namespace_, const char *name)
{
    uint32_t slot = name ? find_event(store, namespace_, name) : UINT32_MAX;
    if (slot != UINT32_MAX)
        remove_slot(store, slot);
}
