/*
 * Rows of text in columns, as kubectl's printers write them (a tabwriter of minimal width 6 and padding 3
 * that remembers its widths): every cell but a line's last is padded, widths count characters.
 *
 * Rows are kept as text alone until they are written: some dozens of bytes each.
 */
#ifndef CLI_TABLEPRINT_H
#define CLI_TABLEPRINT_H

#include "base/str.h"
#include "base/vec.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct tableprint {
    struct str cells;   /* each ends with a zero byte */
    VEC(size_t) rows;   /* where a row's first cell begins */
    VEC(size_t) widths; /* by cell, of what was written so far: they never shrink */
    struct str titles;  /* the first line's cells, until it is written */
    bool has_titles;
    int prefixed;       /* the cell of a row that has a prefix now; -1: none */
    const char *prefix; /* "pod/"; borrowed */
    bool terminal;      /* no byte of a cell may command it, and widths count screen cells */
};

void tableprint_init(struct tableprint *table, bool terminal);
void tableprint_fini(struct tableprint *table);

/* Begins a row; its cells follow. */
void tableprint_row(struct tableprint *table);
/* Adds a cell. It ends at its first line end ("..." says so, as kubectl does), and escape bytes are shown. */
void tableprint_cell(struct tableprint *table, const char *text, size_t len);

/* Adds a cell of the first line: what is shown there, not one of all cells. Written with the next rows, once.
 */
void tableprint_title(struct tableprint *table, const char *text);

/*
 * Writes all rows and forgets them, the widths stay. shown: which cells of a row, in order, ends with -1;
 * NULL: all. order: the places of the rows in the order to write them; NULL: as they were added.
 */
void tableprint_write(struct tableprint *table, const int *shown, const size_t *order, FILE *out);
/* Forgets the rows unwritten. */
void tableprint_drop(struct tableprint *table);

#endif
