/*
 * A table: columns with titles, rows that are asked for only when they are seen, a cursor.
 *
 * Columns are as wide as what was seen in them needs, between their minimum and maximum, and never shrink
 * while the same table is shown, so that nothing jitters. When there is no room, columns of the highest
 * priority number go first.
 */
#ifndef WIDGETS_TABLE_H
#define WIDGETS_TABLE_H

#include "base/str.h"
#include "widgets/draw.h"

#include <stdbool.h>
#include <stddef.h>

enum { TABLE_COLUMNS_MAX = 24 };

struct table_column {
    const char *title;
    short min, max; /* cells */
    short weight;   /* takes a share of the room that is left; 0: none */
    short priority; /* 0 never goes */
    bool right;     /* aligned to the right */
};

enum table_row_state { TABLE_ROW_PLAIN, TABLE_ROW_FLASH, TABLE_ROW_MARKED };

/* What is shown: the owner's, for one drawing. */
struct table_source {
    const struct table_column *columns;
    int column_count;
    size_t row_count;
    void (*cell)(void *user, size_t row, int column, struct str *text, enum theme_role *role);
    enum table_row_state (*row_state)(void *user, size_t row); /* may be NULL */
    const char *empty;                                         /* the words where there are no rows */
    int sort_column;                                           /* gets an arrow; -1: none */
    bool descending;
    void *user;
};

/* As enum pane_move: in the same order. */
enum table_move {
    TABLE_UP,
    TABLE_DOWN,
    TABLE_LEFT,
    TABLE_RIGHT,
    TABLE_PAGE_UP,
    TABLE_PAGE_DOWN,
    TABLE_HALF_UP,
    TABLE_HALF_DOWN,
    TABLE_HOME,
    TABLE_END
};

struct table {
    size_t cursor, top;
    struct rect place;              /* of the rows, at the last drawing */
    short wide[TABLE_COLUMNS_MAX];  /* the widest seen */
    short shown[TABLE_COLUMNS_MAX]; /* width now, 0: hidden */
    int scroll;                     /* cells the last column's text is moved to the left */
};

void table_init(struct table *table);
void table_fini(struct table *table);
/* Cursor and widths as new. */
void table_reset(struct table *table);
/* Other columns from now on: what was seen in the old ones says nothing about their widths. */
void table_forget_widths(struct table *table);
/* The cursor back among the rows. */
void table_clamp(struct table *table, size_t row_count);
/* Puts the cursor on `row` without moving its line on the screen, if that can be. */
void table_follow(struct table *table, size_t row, size_t row_count);
void table_move(struct table *table, enum table_move move, size_t row_count);
void table_draw(struct table *table, struct rect place, const struct table_source *source, bool focused);
/* The row drawn at that line of the screen. */
bool table_row_at(const struct table *table, int y, size_t *row);

#endif
