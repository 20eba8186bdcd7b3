/*
 * The bytes of a log with timestamps, in whatever chunks they come, as lines; and the place reached in it, so
 * that a stream that was cut is taken up again without losing or repeating a line.
 *
 * A server takes sinceTime in whole seconds (the API server truncates it on the way to the kubelet), so a
 * resumed stream begins with lines that were had. Those before the last stamp are counted off by their
 * number, those with the very same stamp by theirs: several lines may share one. Nothing but counts is kept.
 *
 * A line longer than LOG_PIECE is given in pieces. The kubelet of 1.20 repeats the stamp in the middle of a
 * line, wherever the runtime cut a long one (every 16 KiB with containerd); it is taken out there.
 */
#ifndef API_CLIENT_LOGS_LINES_H
#define API_CLIENT_LOGS_LINES_H

#include "base/str.h"
#include "base/time.h"

#include <stdint.h>

enum { LOG_PIECE = 64 * 1024, LOG_STAMP_SIZE = 40 };

/* A line or a piece of one, without its line feed. partial: what comes next belongs to the same line; if
 * nothing does, the line was never ended. `when` is milliseconds, TIME_NONE and stamp "" for a line that
 * carries no stamp (a message of the kubelet's own). */
typedef void (*log_line_fn)(void *user, const char *line, size_t len, int64_t when, const char *stamp,
                            bool partial);

struct log_lines {
    log_line_fn on_line;
    void *user;
    struct str held;    /* bytes of the line that is not complete yet, after what was given of it */
    struct str scratch; /* a line whose inner stamps are taken out */

    /* The place reached: what was given, in all streams so far. */
    bool placed;
    int64_t second;      /* seconds: where to ask again from */
    int64_t last;        /* nanoseconds: the newest stamp given */
    uint64_t before;     /* lines given with a stamp in [second, last) */
    uint64_t at_last;    /* lines given with exactly that stamp */
    int64_t open;        /* stamp of the line given in part */
    uint64_t open_bytes; /* text given of it; 0: none is open */

    /* The stream being read. */
    uint64_t seen_before, seen_at_last; /* of those that were had, how many came again */
    bool caught_up;                     /* everything from here on is new */
    bool in_line, skipping;
    char stamp[LOG_STAMP_SIZE];
    int64_t nanos;        /* of the line being read; INT64_MIN without a stamp */
    uint64_t skip_text;   /* bytes of this line that were given before the cut */
    size_t since_stamp;   /* text bytes since the stamp, to find inner ones */
    char minute[17];      /* the last stamp's "2026-11-23T06:19" ... */
    int64_t minute_nanos; /* ... and what it comes to */
};

void log_lines_init(struct log_lines *lines, log_line_fn on_line, void *user);
void log_lines_fini(struct log_lines *lines);
/* A stream starts. What an earlier one left unfinished comes again. */
void log_lines_begin(struct log_lines *lines);
void log_lines_add(struct log_lines *lines, const char *bytes, size_t len);
/* Nothing will be added to this log: a last line without a line feed is given (as partial). */
void log_lines_end(struct log_lines *lines);
/* Another log follows (the container's next instance): no place is reached in it. */
void log_lines_forget(struct log_lines *lines);
/* Where to ask again from, in seconds since 1970; false while nothing was given. */
bool log_lines_place(const struct log_lines *lines, int64_t *second);

/* RFC 3339 with up to nine digits of fraction at the start of text, followed by a space or the end: its
 * length without the space, and nanoseconds since 1970; 0 if there is none (or its year is not 1970..2260).
 */
size_t log_stamp_parse(const char *text, size_t len, int64_t *nanos);

#endif
