/*
 * A bump arena: many small things that die together.
 *
 * Memory comes from a chain of blocks; reset keeps the largest block, so that a loop of parse-and-forget
 * settles on one block and never asks the system again. The cap bounds what one parse may take: what a
 * server sends is never trusted.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena_block;

struct arena {
    struct arena_block *newest;
    size_t used; /* bytes handed out since the last reset */
    size_t cap;  /* bytes that may be handed out between two resets */
};

/* An empty arena that asks for memory when it is first used. */
void arena_init(struct arena *arena, size_t cap);
void arena_fini(struct arena *arena);
/* Everything handed out is gone. A block over 1 MiB goes back to the system: one huge object leaves no trace.
 */
void arena_reset(struct arena *arena);
/* 16-byte aligned, not cleared; NULL when the cap is reached (a caller's input was too big, not an end). */
void *arena_alloc(struct arena *arena, size_t size);
/* A copy with a terminating zero; NULL when the cap is reached. */
char *arena_strndup(struct arena *arena, const char *text, size_t len);

#endif
