/* Probe specs, equal ones kept once. */
#include "model/store.h"

#include <string.h>

static bool same_spec(const struct probe_spec *a, const struct probe_spec *b)
{
    return a->words == b->words && a->headers == b->headers && a->initial_delay_s == b->initial_delay_s &&
           a->timeout_s == b->timeout_s && a->period_s == b->period_s &&
           a->success_threshold == b->success_threshold && a->failure_threshold == b->failure_threshold &&
           a->termination_grace_s == b->termination_grace_s && a->handler == b->handler &&
           a->port_undeclared == b->port_undeclared;
}

static uint32_t spec_hash(const struct probe_spec *spec)
{
    uint32_t values[] = {spec->words,
                         spec->headers,
                         (uint32_t)spec->initial_delay_s,
                         (uint32_t)spec->timeout_s,
                         (uint32_t)spec->period_s,
                         (uint32_t)spec->success_threshold,
                         (uint32_t)spec->failure_threshold,
                         (uint32_t)spec->termination_grace_s,
                         spec->handler};
    return hash_bytes(values, sizeof(values));
}

uint32_t store_probe_id(struct store *store, const struct probe_spec *spec)
{
    uint32_t hash = spec_hash(spec), id;
    struct slotindex_walk walk = {.hash = hash};
    while ((id = slotindex_next(&store->probe_index, &walk)) != UINT32_MAX)
        if (same_spec(&store->probes.data[id], spec))
            return id;
    if (!store->probes.len)
        *vec_push(&store->probes) = (struct probe_spec){0};
    id = (uint32_t)store->probes.len;
    *vec_push(&store->probes) = *spec;
    slotindex_add(&store->probe_index, hash, id);
    return id;
}

const struct probe_spec *store_probe(const struct store *store, uint32_t id)
{
    return id && id < store->probes.len ? &store->probes.data[id] : NULL;
}
