#include "model/logbuffer.h"

#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

struct log_block {
    struct log_block *next;
    uint32_t used, lines;
    char text[LOG_BLOCK];
};

struct log_slot {
    struct log_block *block;
    int64_t when;
    uint32_t at, len;
    uint16_t source;
    uint8_t level;
    bool note : 1, goes_on : 1;
};

enum { SLOTS_FIRST = 1024, LEVEL_LOOKS = 512 };

void log_buffer_init(struct log_buffer *buffer, size_t budget)
{
    size_t least = 4 * sizeof(struct log_block) + SLOTS_FIRST * sizeof(struct log_slot);
    *buffer = (struct log_buffer){.budget = budget < least ? least : budget};
}

void log_buffer_fini(struct log_buffer *buffer)
{
    for (struct log_block *next; buffer->blocks; buffer->blocks = next) {
        next = buffer->blocks->next;
        free(buffer->blocks);
    }
    free(buffer->slots);
    buffer->slots = NULL;
}

void log_buffer_clear(struct log_buffer *buffer)
{
    size_t budget = buffer->budget;
    log_buffer_fini(buffer);
    log_buffer_init(buffer, budget);
}

uint64_t log_first(const struct log_buffer *buffer)
{
    return buffer->first;
}

uint64_t log_next(const struct log_buffer *buffer)
{
    return buffer->next;
}

static struct log_slot *slot_of(const struct log_buffer *buffer, uint64_t number)
{
    return &buffer->slots[number & (buffer->slot_count - 1)];
}

static void let_line_go(struct log_buffer *buffer)
{
    const struct log_slot *slot = slot_of(buffer, buffer->first++);
    buffer->text_bytes -= slot->len;
    buffer->let_go += !slot->note;
}

/* Lets the oldest block and its lines go. Returns it for use again, NULL if it is the only one. */
static struct log_block *drop_oldest(struct log_buffer *buffer)
{
    struct log_block *block = buffer->blocks;
    if (!block || block == buffer->newest)
        return NULL;
    while (buffer->first < buffer->next && slot_of(buffer, buffer->first)->block == block)
        let_line_go(buffer);
    buffer->blocks = block->next;
    return block;
}

/* Makes the newest block a fresh one. */
static void start_block(struct log_buffer *buffer)
{
    struct log_block *block = NULL;
    if (buffer->used + sizeof(*block) > buffer->budget)
        block = drop_oldest(buffer);
    if (!block) {
        block = xmalloc(sizeof(*block));
        buffer->used += sizeof(*block);
    }
    block->next = NULL;
    block->used = block->lines = 0;
    if (buffer->newest)
        buffer->newest->next = block;
    else
        buffer->blocks = block;
    buffer->newest = block;
}

/* A ring twice as large; the lines keep their numbers. */
static void grow_slots(struct log_buffer *buffer)
{
    size_t count = buffer->slot_count ? buffer->slot_count * 2 : SLOTS_FIRST;
    struct log_slot *slots = xcalloc(count, sizeof(*slots));
    for (uint64_t n = buffer->first; n < buffer->next; n++)
        slots[n & (count - 1)] = *slot_of(buffer, n);
    free(buffer->slots);
    buffer->used += (count - buffer->slot_count) * sizeof(*slots);
    buffer->slots = slots;
    buffer->slot_count = count;
}

/* The oldest lines go without their block: empty lines take slots alone. */
static void drop_lines(struct log_buffer *buffer)
{
    size_t some = buffer->slot_count / 8;
    while (some-- && buffer->first < buffer->next)
        let_line_go(buffer);
}

static bool slots_are_full(const struct log_buffer *buffer)
{
    return buffer->next - buffer->first == buffer->slot_count;
}

/* Room for one more line's slot: short lines use up the budget by their slots. */
static void make_slot_room(struct log_buffer *buffer)
{
    /* Growing takes as much again as there is, and the old ring is there meanwhile. */
    size_t more = 2 * buffer->slot_count * sizeof(struct log_slot);
    while (slots_are_full(buffer) && buffer->slot_count && buffer->used + more > buffer->budget) {
        struct log_block *block = drop_oldest(buffer);
        buffer->used -= block ? sizeof(*block) : 0;
        free(block);
        if (!block)
            drop_lines(buffer);
    }
    if (slots_are_full(buffer))
        grow_slots(buffer);
}

static struct log_slot *start_line(struct log_buffer *buffer, size_t room)
{
    if (!buffer->newest || LOG_BLOCK - buffer->newest->used < room)
        start_block(buffer);
    make_slot_room(buffer);
    struct log_slot *slot = slot_of(buffer, buffer->next++);
    *slot = (struct log_slot){.block = buffer->newest, .at = buffer->newest->used};
    buffer->newest->lines++;
    return slot;
}

static void append(struct log_buffer *buffer, struct log_slot *slot, const char *text, size_t len)
{
    if (len)
        memcpy(buffer->newest->text + buffer->newest->used, text, len);
    buffer->newest->used += (uint32_t)len;
    slot->len += (uint32_t)len;
    buffer->text_bytes += len;
}

static void decide_level(struct log_slot *slot)
{
    size_t len = slot->len < LEVEL_LOOKS ? slot->len : LEVEL_LOOKS;
    slot->level = (uint8_t)log_level_of(slot->block->text + slot->at, len);
}

/* The open line moves to a fresh block when its own has no room for what comes. */
static void move_open(struct log_buffer *buffer, struct log_slot *slot)
{
    const struct log_block *old = slot->block;
    uint32_t at = slot->at;
    /* start_block may let go of the oldest block, never of the newest: `old` stays. */
    start_block(buffer);
    memcpy(buffer->newest->text, old->text + at, slot->len);
    buffer->newest->used = slot->len;
    slot->block = buffer->newest;
    slot->at = 0;
}

/* Adds as much as the open line may hold; returns how much that was. */
static size_t extend(struct log_buffer *buffer, const char *text, size_t len)
{
    struct log_slot *slot = slot_of(buffer, buffer->next - 1);
    size_t n = LOG_LINE_MOST - slot->len;
    if (n > len)
        n = len;
    if (LOG_BLOCK - buffer->newest->used < n)
        move_open(buffer, slot);
    append(buffer, slot, text, n);
    decide_level(slot);
    return n;
}

static size_t begin(struct log_buffer *buffer, const char *text, size_t len, int64_t when, unsigned source)
{
    size_t n = len < LOG_LINE_MOST ? len : LOG_LINE_MOST;
    struct log_slot *slot = start_line(buffer, n);
    slot->when = when;
    slot->source = (uint16_t)source;
    append(buffer, slot, text, n);
    decide_level(slot);
    return n;
}

void log_buffer_add(struct log_buffer *buffer, const char *text, size_t len, int64_t when, unsigned source,
                    bool partial)
{
    bool on =
        buffer->open && buffer->next > buffer->first && slot_of(buffer, buffer->next - 1)->source == source;
    size_t n = on ? extend(buffer, text, len) : begin(buffer, text, len, when, source);
    while (n < len) {
        uint8_t level = slot_of(buffer, buffer->next - 1)->level;
        n += begin(buffer, text + n, len - n, when, source);
        slot_of(buffer, buffer->next - 1)->goes_on = true;
        slot_of(buffer, buffer->next - 1)->level = level;
    }
    buffer->open = partial;
}

void log_buffer_note(struct log_buffer *buffer, const char *words, int64_t when, unsigned source)
{
    size_t len = strlen(words);
    if (len > LOG_LINE_MOST)
        len = LOG_LINE_MOST;
    struct log_slot *slot = start_line(buffer, len);
    slot->when = when;
    slot->source = (uint16_t)source;
    slot->note = true;
    append(buffer, slot, words, len);
    buffer->open = false;
}

bool log_buffer_line(const struct log_buffer *buffer, uint64_t number, struct log_line *line)
{
    if (number < buffer->first || number >= buffer->next)
        return false;
    const struct log_slot *slot = slot_of(buffer, number);
    *line = (struct log_line){
        .text = slot->block->text + slot->at,
        .len = slot->len,
        .when = slot->when,
        .source = slot->source,
        .level = slot->level,
        .note = slot->note,
        .goes_on = slot->goes_on,
    };
    return true;
}
