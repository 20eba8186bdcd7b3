#include "model/logview.h"

#include "base/utf8.h"
#include "model/logjson.h"

#include <stdlib.h>
#include <string.h>

/* What a line costs besides its bytes, for portions. */
enum { LINE_COST = 64 };

void log_view_init(struct log_view *view, const struct log_buffer *buffer)
{
    *view = (struct log_view){.buffer = buffer, .first = log_first(buffer), .scanned = log_first(buffer)};
}

void log_view_fini(struct log_view *view)
{
    log_query_fini(&view->filter);
    log_text_fini(&view->scratch);
    str_fini(&view->json);
    free(view->rows.data);
    view->rows.data = NULL;
}

void log_view_set(struct log_view *view, const char *filter, int context, enum log_level least)
{
    log_query_set(&view->filter, filter);
    view->context = context;
    view->least = least;
    view->rows.len = view->head = 0;
    view->scanned = view->wanted_until = view->first = log_first(view->buffer);
}

bool log_view_filtered(const struct log_view *view)
{
    return log_query_active(&view->filter) || view->least != LOG_LEVEL_NONE;
}

/* The text that a line shows; a plain one is not copied. */
static void shown(struct log_view *view, const struct log_line *line, const char **text, size_t *len)
{
    *text = line->text;
    *len = line->len;
    if (view->readable && log_json_readable(&view->json, line->text, line->len)) {
        *text = str_text(&view->json);
        *len = view->json.len;
    }
    if (memchr(*text, '\033', *len)) {
        log_text_make(&view->scratch, *text, *len);
        *text = str_text(&view->scratch.text);
        *len = view->scratch.text.len;
    }
}

static bool wanted(struct log_view *view, const struct log_line *line)
{
    const char *text;
    size_t len;
    if (line->note)
        return !log_query_active(&view->filter);
    if (line->level < view->least)
        return false;
    if (!log_query_active(&view->filter))
        return true;
    shown(view, line, &text, &len);
    return log_query_wants(&view->filter, text, len);
}

static void add_row(struct log_view *view, uint64_t line)
{
    if (view->rows.len > view->head && view->rows.data[view->rows.len - 1] >= line)
        return;
    *vec_push(&view->rows) = line;
}

/* A wanted line, and the neighbours before it that are not rows yet. */
static void add_wanted(struct log_view *view, uint64_t line)
{
    uint64_t context = (uint64_t)view->context;
    uint64_t from = line - log_first(view->buffer) < context ? log_first(view->buffer) : line - context;
    for (; from <= line; from++)
        add_row(view, from);
    view->wanted_until = line + context + 1;
}

static size_t drop_gone(struct log_view *view)
{
    uint64_t first = log_first(view->buffer);
    size_t gone = 0;
    if (!log_view_filtered(view)) {
        gone = (size_t)(first - view->first);
    } else {
        while (view->head < view->rows.len && view->rows.data[view->head] < first) {
            view->head++;
            gone++;
        }
    }
    if (view->head > 1024 && view->head > view->rows.len / 2) {
        view->rows.len -= view->head;
        memmove(view->rows.data, view->rows.data + view->head, view->rows.len * sizeof(*view->rows.data));
        view->head = 0;
    }
    view->first = first;
    if (view->scanned < first)
        view->scanned = first;
    return gone;
}

bool log_view_update(struct log_view *view, size_t max_bytes, size_t *gone)
{
    size_t went = drop_gone(view);
    uint64_t next = log_next(view->buffer);
    if (gone)
        *gone = went;
    if (!log_view_filtered(view))
        view->scanned = next;
    struct log_line line;
    for (size_t cost = 0; view->scanned < next && cost < max_bytes; view->scanned++) {
        log_buffer_line(view->buffer, view->scanned, &line);
        cost += line.len + LINE_COST;
        if (wanted(view, &line))
            add_wanted(view, view->scanned);
        else if (view->scanned < view->wanted_until)
            add_row(view, view->scanned);
    }
    return view->scanned >= next;
}

size_t log_view_rows(const struct log_view *view)
{
    if (log_view_filtered(view))
        return view->rows.len - view->head;
    return (size_t)(log_next(view->buffer) - log_first(view->buffer));
}

uint64_t log_view_line(const struct log_view *view, size_t row)
{
    return log_view_filtered(view) ? view->rows.data[view->head + row] : log_first(view->buffer) + row;
}

size_t log_view_row(const struct log_view *view, uint64_t line)
{
    size_t low = 0, high = log_view_rows(view);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (log_view_line(view, middle) < line)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct log_text *log_view_text(struct log_view *view, size_t row, struct log_line *line)
{
    struct log_line own = {.text = ""};
    line = line ? line : &own;
    *line = (struct log_line){.text = "", .when = TIME_NONE};
    if (row >= log_view_rows(view) || !log_buffer_line(view->buffer, log_view_line(view, row), line)) {
        log_text_make(&view->scratch, "", 0);
    } else if (view->readable && !line->note && log_json_readable(&view->json, line->text, line->len)) {
        log_text_make(&view->scratch, str_text(&view->json), view->json.len);
    } else {
        log_text_make(&view->scratch, line->text, line->len);
    }
    return &view->scratch;
}

void log_search_start(struct log_search *search, const struct log_view *view, size_t row, bool forward)
{
    size_t rows = log_view_rows(view);
    *search = (struct log_search){.forward = forward, .left = rows};
    if (rows)
        search->line = log_view_line(view, row < rows ? row : rows - 1);
}

/* The row after the one where the search stands, round the end. */
static size_t step_row(struct log_search *search, const struct log_view *view)
{
    size_t rows = log_view_rows(view), row = log_view_row(view, search->line);
    if (search->forward) {
        search->wrapped = search->wrapped || row + 1 >= rows;
        return row + 1 >= rows ? 0 : row + 1;
    }
    search->wrapped = search->wrapped || row == 0;
    return row == 0 ? rows - 1 : row - 1;
}

bool log_search_step(struct log_search *search, struct log_view *view, const struct log_query *query,
                     size_t max_bytes)
{
    for (size_t cost = 0; search->left && !search->found && log_view_rows(view); search->left--) {
        if (cost >= max_bytes)
            return false;
        struct log_line line;
        const char *text;
        size_t len, start, end;
        search->line = log_view_line(view, step_row(search, view));
        if (!log_buffer_line(view->buffer, search->line, &line))
            continue;
        cost += line.len + LINE_COST;
        shown(view, &line, &text, &len);
        search->found = log_query_find(query, text, len, 0, &start, &end);
    }
    search->left = 0;
    return true;
}

size_t log_wrap(const char *text, size_t len, size_t at, size_t width)
{
    size_t n = utf8_fit(text + at, len - at, width, NULL);
    uint32_t cp;
    return n || at >= len ? n : utf8_decode(text + at, len - at, &cp);
}

size_t log_wrap_rows(const char *text, size_t len, size_t width)
{
    size_t rows = 0, at = 0;
    do {
        at += log_wrap(text, len, at, width);
        rows++;
    } while (at < len);
    return rows;
}
