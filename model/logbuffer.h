/*
 * Lines of a log in a fixed budget of memory: the oldest are let go, and counted.
 *
 * A line has a number that it keeps while it is there: the first line ever is 0. What is in the buffer are
 * the numbers from log_first() up to, not including, log_next(). Text is kept as it came, in blocks; a line
 * over LOG_LINE_MOST bytes is several lines, all but the first marked as going on.
 */
#ifndef MODEL_LOGBUFFER_H
#define MODEL_LOGBUFFER_H

#include "base/time.h"
#include "model/loglevel.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LOG_BLOCK = 256 * 1024, LOG_LINE_MOST = 128 * 1024 };

struct log_line {
    const char *text; /* bytes as the container wrote them: unsafe for a terminal; not zero-terminated */
    size_t len;
    int64_t when;    /* server time; TIME_NONE: not said */
    uint16_t source; /* which container, as the caller counts them */
    uint8_t level;   /* enum log_level */
    bool note;       /* podprobe's own words: a restart, a cut */
    bool goes_on;    /* continues the line before it */
};

struct log_block;
struct log_slot;

struct log_buffer {
    struct log_block *blocks, *newest; /* oldest first */
    struct log_slot *slots;            /* a ring, a power of two large */
    size_t slot_count;
    uint64_t first, next;
    uint64_t let_go; /* lines dropped for the budget */
    size_t budget, used;
    size_t text_bytes; /* of the lines that are there */
    bool open;         /* the newest line is not ended */
};

/* The budget is in bytes and counts everything the buffer takes; at least four blocks. */
void log_buffer_init(struct log_buffer *buffer, size_t budget);
void log_buffer_fini(struct log_buffer *buffer);
/* Empty, and lines count from 0 again. */
void log_buffer_clear(struct log_buffer *buffer);

/* Adds a line, or a piece of one: partial says that the next text of this source goes on with it. */
void log_buffer_add(struct log_buffer *buffer, const char *text, size_t len, int64_t when, unsigned source,
                    bool partial);
/* podprobe's own words between the lines. */
void log_buffer_note(struct log_buffer *buffer, const char *words, int64_t when, unsigned source);

/* The line of that number; false if it is not there (any more). Borrowed until the next addition. */
bool log_buffer_line(const struct log_buffer *buffer, uint64_t number, struct log_line *line);
uint64_t log_first(const struct log_buffer *buffer);
uint64_t log_next(const struct log_buffer *buffer);

#endif
