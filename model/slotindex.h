/*
 * A hash index: from a 32-bit hash to the number of a slot kept elsewhere.
 *
 * The owner of the slots says whether a slot is the one sought; the index knows only hashes. Open addressing,
 * 8 bytes an entry, no tombstones.
 */
#ifndef MODEL_SLOTINDEX_H
#define MODEL_SLOTINDEX_H

#include <stdbool.h>
#include <stdint.h>

struct slotindex_entry {
    uint32_t hash, slot; /* slot is one more than the owner's number; 0: free */
};

struct slotindex {
    struct slotindex_entry *entries;
    uint32_t size, count; /* size is a power of two, or 0 before the first addition */
};

/* All zeros is an empty index. */
void slotindex_fini(struct slotindex *index);
/* Walks the slots with this hash: *at starts as the hash and is moved on. UINT32_MAX when there is no more.
 */
struct slotindex_walk {
    uint32_t hash, at;
    bool begun;
};
uint32_t slotindex_next(const struct slotindex *index, struct slotindex_walk *walk);
void slotindex_add(struct slotindex *index, uint32_t hash, uint32_t slot);
/* Nothing happens when it is not there. */
void slotindex_remove(struct slotindex *index, uint32_t hash, uint32_t slot);

#endif
