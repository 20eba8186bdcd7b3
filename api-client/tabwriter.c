/* Columns made from tabs. */
#include "api-client/tabwriter.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

enum {
    TAB_PADDING = 2,
    TAB_COLUMNS = 100 /* bounds the recursion, whatever a server's text holds */
};

void tabwriter_fini(struct tabwriter *tabs)
{
    str_fini(&tabs->text);
    free(tabs->cells.data);
    free(tabs->lines.data);
    memset(tabs, 0, sizeof(*tabs));
}

void tabwriter_write(struct tabwriter *tabs, const char *text, size_t len)
{
    size_t start = tabs->text.len;
    str_add_bytes(&tabs->text, text, len);
    for (size_t i = start; i < tabs->text.len; i++)
        if (tabs->text.data[i] == '\v')
            tabs->text.data[i] = '\t';
        else if (tabs->text.data[i] == '\f')
            tabs->text.data[i] = '\n';
}

static size_t code_points(const char *text, size_t len)
{
    size_t count = 0;
    uint32_t cp;
    for (size_t i = 0; i < len; count++)
        i += utf8_decode(text + i, len - i, &cp);
    return count;
}

static void add_cell(struct tabwriter *tabs, size_t start, size_t end)
{
    *vec_push(&tabs->cells) = (struct tab_cell){
        .start = start,
        .len = end - start,
        .width = code_points(tabs->text.data + start, end - start),
    };
    tabs->lines.data[tabs->lines.len - 1].count++;
}

static void split_line(struct tabwriter *tabs, size_t start, size_t end)
{
    *vec_push(&tabs->lines) = (struct tab_line){.first = tabs->cells.len};
    for (int columns = 0; columns < TAB_COLUMNS; columns++) {
        const char *tab = memchr(tabs->text.data + start, '\t', end - start);
        if (!tab)
            break;
        size_t at = (size_t)(tab - tabs->text.data);
        add_cell(tabs, start, at);
        start = at + 1;
    }
    add_cell(tabs, start, end);
}

/* Returns whether the text ended with a line feed. */
static bool split_lines(struct tabwriter *tabs)
{
    size_t start = 0;
    while (start < tabs->text.len) {
        const char *end = memchr(tabs->text.data + start, '\n', tabs->text.len - start);
        size_t at = end ? (size_t)(end - tabs->text.data) : tabs->text.len;
        split_line(tabs, start, at);
        if (!end)
            return false;
        start = at + 1;
    }
    return true;
}

/* The columns that enclose the lines being formatted. */
struct columns {
    size_t widths[TAB_COLUMNS];
    size_t count;
};

static void write_line(const struct tabwriter *tabs, const struct tab_line *line,
                       const struct columns *columns, struct str *out)
{
    for (size_t i = 0; i < line->count; i++) {
        const struct tab_cell *cell = &tabs->cells.data[line->first + i];
        str_add_bytes(out, tabs->text.data + cell->start, cell->len);
        if (i < columns->count)
            str_add_repeat(out, ' ', columns->widths[i] - cell->width);
    }
    str_add_char(out, '\n');
}

static void write_lines(const struct tabwriter *tabs, size_t from, size_t to, const struct columns *columns,
                        struct str *out)
{
    for (size_t i = from; i < to; i++)
        write_line(tabs, &tabs->lines.data[i], columns, out);
}

static bool in_column(const struct tabwriter *tabs, size_t line, size_t column)
{
    return column + 1 < tabs->lines.data[line].count;
}

/* The first line from `line` on that has no cell in the column; *width is the widest cell, padded. */
static size_t block_end(const struct tabwriter *tabs, size_t line, size_t to, size_t column, size_t *width)
{
    *width = 0;
    for (; line < to && in_column(tabs, line, column); line++) {
        const struct tab_cell *cell = &tabs->cells.data[tabs->lines.data[line].first + column];
        if (cell->width + TAB_PADDING > *width)
            *width = cell->width + TAB_PADDING;
    }
    return line;
}

static void format(const struct tabwriter *tabs, size_t from, size_t to, struct columns *columns,
                   struct str *out)
{
    size_t column = columns->count, done = from, line = from;
    while (line < to) {
        if (!in_column(tabs, line, column)) {
            line++;
            continue;
        }
        write_lines(tabs, done, line, columns, out);
        size_t end = block_end(tabs, line, to, column, &columns->widths[column]);
        columns->count = column + 1;
        format(tabs, line, end, columns, out);
        columns->count = column;
        done = line = end;
    }
    write_lines(tabs, done, to, columns, out);
}

void tabwriter_flush(struct tabwriter *tabs, struct str *out)
{
    struct columns columns = {.count = 0};
    bool whole = split_lines(tabs);
    format(tabs, 0, tabs->lines.len, &columns, out);
    if (!whole)
        str_cut(out, out->len - 1);
    str_clear(&tabs->text);
    tabs->cells.len = tabs->lines.len = 0;
}
