/* A hash index: from a 32-bit hash to the number of a slot kept elsewhere. */
#include "model/slotindex.h"

#include "base/xmalloc.h"

#include <stdlib.h>

enum { FIRST_SIZE = 64 };

void slotindex_fini(struct slotindex *index)
{
    free(index->entries);
    *index = (struct slotindex){0};
}

uint32_t slotindex_next(const struct slotindex *index, struct slotindex_walk *walk)
{
    if (!index->size)
        return UINT32_MAX;
    uint32_t mask = index->size - 1;
    walk->at = walk->begun ? walk->at + 1 : walk->hash;
    walk->begun = true;
    for (;; walk->at++) {
        const struct slotindex_entry *entry = &index->entries[walk->at & mask];
        if (!entry->slot)
            return UINT32_MAX;
        if (entry->hash == walk->hash)
            return entry->slot - 1;
    }
}

static void place(struct slotindex *index, struct slotindex_entry entry)
{
    uint32_t mask = index->size - 1, at = entry.hash;
    while (index->entries[at & mask].slot)
        at++;
    index->entries[at & mask] = entry;
}

static void grow(struct slotindex *index)
{
    struct slotindex old = *index;
    index->size = old.size ? old.size * 2 : FIRST_SIZE;
    index->entries = xcalloc(index->size, sizeof(*index->entries));
    for (uint32_t i = 0; i < old.size; i++)
        if (old.entries[i].slot)
            place(index, old.entries[i]);
    free(old.entries);
}

void slotindex_add(struct slotindex *index, uint32_t hash, uint32_t slot)
{
    if (index->count >= index->size / 4 * 3)
        grow(index);
    place(index, (struct slotindex_entry){.hash = hash, .slot = slot + 1});
    index->count++;
}

/* Closes the hole at `hole`: entries that probed past it move back, so that no walk ends too early. */
static void close_hole(struct slotindex *index, uint32_t hole)
{
    uint32_t mask = index->size - 1;
    for (uint32_t at = (hole + 1) & mask; index->entries[at].slot; at = (at + 1) & mask) {
        uint32_t home = index->entries[at].hash & mask;
        if (((at - home) & mask) >= ((at - hole) & mask)) {
            index->entries[hole] = index->entries[at];
            hole = at;
        }
    }
    index->entries[hole] = (struct slotindex_entry){0};
}

void slotindex_remove(struct slotindex *index, uint32_t hash, uint32_t slot)
{
    struct slotindex_walk walk = {.hash = hash};
    for (uint32_t found; (found = slotindex_next(index, &walk)) != UINT32_MAX;)
        if (found == slot) {
            close_hole(index, walk.at & (index->size - 1));
            index->count--;
            return;
        }
}
