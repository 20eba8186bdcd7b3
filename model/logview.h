/*
 * A log as it is looked at: which of a buffer's lines are shown, in what form, and where a search leads.
 *
 * Without a filter every line is a row. With one the rows are the lines it wants and their neighbours
 * (context); work on a large log is done in portions, so that no turn of the loop is long. Rows are counted
 * from 0; a row's number changes only when the oldest lines are let go (log_view_update tells by how much).
 */
#ifndef MODEL_LOGVIEW_H
#define MODEL_LOGVIEW_H

#include "base/vec.h"
#include "model/logbuffer.h"
#include "model/logquery.h"
#include "model/logtext.h"

struct log_view {
    const struct log_buffer *buffer; /* borrowed */
    struct log_query filter;
    int context;          /* lines shown before and after one that the filter wants */
    enum log_level least; /* lines of a lower level are not wanted; LOG_LEVEL_NONE: all are */
    bool readable;        /* JSON lines in words */
    VEC(uint64_t) rows;   /* line numbers, ascending, from `head` on; with a filter only */
    size_t head;
    uint64_t first;        /* the buffer's at the last update */
    uint64_t scanned;      /* lines before this number were looked at */
    uint64_t wanted_until; /* context after a wanted line reaches to here (exclusive) */
    struct log_text scratch;
    struct str json;
};

void log_view_init(struct log_view *view, const struct log_buffer *buffer);
void log_view_fini(struct log_view *view);
/* What is shown, from now on; all of it is looked at again by the updates that follow. filter "" for none. */
void log_view_set(struct log_view *view, const char *filter, int context, enum log_level least);
bool log_view_filtered(const struct log_view *view);
/* Takes up what the buffer got and lost. Looks at about max_bytes of text; true when all was looked at.
 * *gone (may be NULL) is the number of rows that went away at the top. */
bool log_view_update(struct log_view *view, size_t max_bytes, size_t *gone);
size_t log_view_rows(const struct log_view *view);
/* The line number of a row. */
uint64_t log_view_line(const struct log_view *view, size_t row);
/* The row of that line, or of the next one after it; log_view_rows() if there is none. */
size_t log_view_row(const struct log_view *view, uint64_t line);
/* What a row shows, made fit to be shown. Borrowed until the next call with this view. The line's own facts
 * go to *line (may be NULL). */
const struct log_text *log_view_text(struct log_view *view, size_t row, struct log_line *line);

/* A search under way: rows looked at one by one, over everything that was read, round the end. */
struct log_search {
    uint64_t line; /* where it stands */
    size_t left;   /* rows still to be looked at; 0: it is over */
    bool forward;
    bool wrapped; /* it went round the end */
    bool found;   /* `line` is a match */
};
/* Starts behind (or before) a row. */
void log_search_start(struct log_search *search, const struct log_view *view, size_t row, bool forward);
/* Looks at about max_bytes of text; false while more is to be looked at. */
bool log_search_step(struct log_search *search, struct log_view *view, const struct log_query *query,
                     size_t max_bytes);

/* How many bytes of text from `at` on fill one screen row of `width` cells; at least one character. */
size_t log_wrap(const char *text, size_t len, size_t at, size_t width);
/* Screen rows that text takes; 1 for an empty one. */
size_t log_wrap_rows(const char *text, size_t len, size_t width);

#endif
