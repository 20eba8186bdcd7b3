/*
 * Columns made from tabs, by the rules of Go's text/tabwriter as kubectl's describe uses it: a tab ends a
 * cell, consecutive lines that have a cell at a position share a column, a column is as wide as its widest
 * cell and two spaces, and what follows a line's last tab belongs to no column. Width counts code points.
 */
#ifndef API_CLIENT_TABWRITER_H
#define API_CLIENT_TABWRITER_H

#include "base/str.h"
#include "base/vec.h"

struct tab_cell {
    size_t start, len, width; /* bytes of `text`; code points */
};

struct tab_line {
    size_t first, count; /* of `cells`; the last one is no part of a column */
};

/* All zeros is an empty writer. */
struct tabwriter {
    struct str text;
    VEC(struct tab_cell) cells;
    VEC(struct tab_line) lines;
};

void tabwriter_fini(struct tabwriter *tabs);
/* Text with tabs and line feeds, in pieces of any size. A vertical tab is a tab, a form feed a line feed. */
void tabwriter_write(struct tabwriter *tabs, const char *text, size_t len);
/* Appends what was written, aligned, to out; the writer is empty again: columns do not reach across. Tabs
 * after a line's hundredth are kept as they are. */
void tabwriter_flush(struct tabwriter *tabs, struct str *out);

#endif
