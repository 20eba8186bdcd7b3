/* Rows of text in columns. */
#include "cli/tableprint.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { WIDTH_LEAST = 6, PADDING = 3, CELLS_MOST = 64 };

/* A row's cells, cut out of the text. */
struct line {
    const char *cells[CELLS_MOST];
    size_t count;
    int prefixed; /* which of them has the table's prefix; -1: none */
};

void tableprint_init(struct tableprint *table, bool terminal)
{
    *table = (struct tableprint){.prefixed = -1, .terminal = terminal};
}

void tableprint_fini(struct tableprint *table)
{
    str_fini(&table->cells);
    free(table->rows.data);
    str_fini(&table->titles);
    free(table->widths.data);
    tableprint_init(table, table->terminal);
}

void tableprint_row(struct tableprint *table)
{
    *vec_push(&table->rows) = table->cells.len;
}

/* Escape bytes are shown through pipes too, as kubectl does; a zero byte would end the cell, a tab the
 * column.
 */
static void add_plain(struct str *out, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (text[i] == 0x1b)
            str_add(out, "^[");
        else if (text[i] == '\t')
            str_add_char(out, ' ');
        else if (text[i])
            str_add_char(out, text[i]);
}

static void add_cell(const struct tableprint *table, struct str *out, const char *text, size_t len)
{
    size_t first = 0;
    while (first < len && !strchr("\f\n\r", text[first] ? text[first] : ' '))
        first++;
    if (table->terminal)
        utf8_add_safe(out, text, first, 0);
    else
        add_plain(out, text, first);
    if (first < len)
        str_add(out, "...");
    str_add_char(out, '\0');
}

void tableprint_cell(struct tableprint *table, const char *text, size_t len)
{
    add_cell(table, &table->cells, text, len);
}

void tableprint_title(struct tableprint *table, const char *text)
{
    table->has_titles = true;
    add_cell(table, &table->titles, text, strlen(text));
}

static size_t width_of(const struct tableprint *table, const char *cell)
{
    size_t len = strlen(cell), width = 0;
    if (table->terminal)
        return utf8_cells(cell, len);
    for (size_t i = 0; i < len; i++)
        width += ((unsigned char)cell[i] & 0xC0) != 0x80;
    return width;
}

static size_t cut(const struct str *text, size_t at, size_t end, const char **cells)
{
    size_t count = 0;
    for (; at < end && count < CELLS_MOST; at += strlen(text->data + at) + 1)
        cells[count++] = text->data + at;
    return count;
}

/* All cells of a row, then only those that are shown. */
static void read_line(const struct tableprint *table, size_t row, const int *shown, struct line *line)
{
    const char *all[CELLS_MOST];
    size_t end = row + 1 < table->rows.len ? table->rows.data[row + 1] : table->cells.len;
    size_t count = cut(&table->cells, table->rows.data[row], end, all);
    line->count = 0;
    line->prefixed = shown ? -1 : table->prefixed;
    if (!shown)
        for (; line->count < count; line->count++)
            line->cells[line->count] = all[line->count];
    for (; shown && *shown >= 0 && line->count < CELLS_MOST; shown++) {
        if (*shown == table->prefixed)
            line->prefixed = (int)line->count;
        line->cells[line->count++] = (size_t)*shown < count ? all[*shown] : "";
    }
}

static void read_titles(const struct tableprint *table, struct line *line)
{
    line->count = cut(&table->titles, 0, table->titles.len, line->cells);
    line->prefixed = -1;
}

static size_t width_in(const struct tableprint *table, const struct line *line, size_t i)
{
    size_t prefix = (int)i == line->prefixed ? width_of(table, table->prefix) : 0;
    return prefix + width_of(table, line->cells[i]);
}

static void measure_line(struct tableprint *table, const struct line *line)
{
    while (table->widths.len + 1 < line->count)
        *vec_push(&table->widths) = WIDTH_LEAST;
    for (size_t i = 0; i + 1 < line->count; i++) {
        size_t width = width_in(table, line, i) + PADDING;
        if (width > table->widths.data[i])
            table->widths.data[i] = width;
    }
}

static void write_line(const struct tableprint *table, const struct line *line, struct str *text, FILE *out)
{
    str_clear(text);
    for (size_t i = 0; i < line->count; i++) {
        str_add(text, (int)i == line->prefixed ? table->prefix : "");
        str_add(text, line->cells[i]);
        if (i + 1 < line->count)
            str_add_repeat(text, ' ', table->widths.data[i] - width_in(table, line, i));
    }
    str_add_char(text, '\n');
    fwrite(text->data, 1, text->len, out);
}

/* Writes the lines from..end of the order, their widths measured first. */
static void write_block(struct tableprint *table, const int *shown, const size_t *order, size_t from,
                        size_t end, FILE *out)
{
    struct str text = {0};
    struct line line;
    for (size_t i = from; i < end; i++) {
        read_line(table, order ? order[i] : i, shown, &line);
        measure_line(table, &line);
    }
    if (table->has_titles) {
        read_titles(table, &line);
        write_line(table, &line, &text, out);
        table->has_titles = false;
    }
    for (size_t i = from; i < end; i++) {
        read_line(table, order ? order[i] : i, shown, &line);
        write_line(table, &line, &text, out);
    }
    str_fini(&text);
}

/* A line without columns (the second line of an event's message) ends a block, as in a tabwriter. */
static size_t block_end(const struct tableprint *table, const int *shown, const size_t *order, size_t from)
{
    struct line line;
    for (size_t i = from; i < table->rows.len; i++) {
        read_line(table, order ? order[i] : i, shown, &line);
        if (line.count < 2)
            return i + 1;
    }
    return table->rows.len;
}

void tableprint_write(struct tableprint *table, const int *shown, const size_t *order, FILE *out)
{
    struct line titles;
    read_titles(table, &titles);
    measure_line(table, &titles);
    for (size_t at = 0, end = 0; at < table->rows.len || table->has_titles; at = end) {
        end = block_end(table, shown, order, at);
        write_block(table, shown, order, at, end, out);
    }
    str_clear(&table->titles);
    tableprint_drop(table);
}

void tableprint_drop(struct tableprint *table)
{
    str_clear(&table->cells);
    table->rows.len = 0;
}
