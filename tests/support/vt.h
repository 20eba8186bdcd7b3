/*
 * A program in a terminal, for tests: started in a pseudo-terminal, its output read by libvterm, keys typed,
 * cells read. Waits are for states; their time limit only ends a test that has failed.
 */
#ifndef TESTS_SUPPORT_VT_H
#define TESTS_SUPPORT_VT_H

#include "base/str.h"

#include <stdbool.h>
#include <sys/types.h>

struct vt;

/* Starts argv (NULL-terminated) with TERM=term and the environment's other variables; env adds "NAME=value"
 * strings and takes "NAME" out (NULL-terminated, may be NULL). */
struct vt *vt_start(int rows, int cols, const char *term, char *const argv[], const char *const env[]);
/* Ends the program if it still runs. */
void vt_free(struct vt *vt);
pid_t vt_pid(const struct vt *vt);

void vt_type(struct vt *vt, const char *bytes);
void vt_resize(struct vt *vt, int rows, int cols);
/* Reads what the program writes until the text is on the screen; false after the limit (20 s) or when it
 * ended. */
bool vt_wait_text(struct vt *vt, const char *text);
/* Until the text is nowhere on the screen. */
bool vt_wait_gone(struct vt *vt, const char *text);
/* Until fn(vt, user) is true. */
bool vt_wait(struct vt *vt, bool (*fn)(struct vt *vt, void *user), void *user);
/* Until the program has ended: its exit status, -1 after the limit, 128 + signal. */
int vt_wait_end(struct vt *vt);

/* A row of the screen as UTF-8, blanks at the end cut off. Borrowed until the next call. */
const char *vt_row(struct vt *vt, int row);
/* The whole screen, rows ended by line feeds. Borrowed until the next call. */
const char *vt_screen(struct vt *vt);
bool vt_has(struct vt *vt, const char *text);
/* The row that holds the text, -1 if none does. */
int vt_find(struct vt *vt, const char *text);
/* Whether the cell is drawn bold, reversed or in a colour of its own. */
struct vt_look {
    bool bold, reverse, underline, coloured;
    unsigned colour; /* differs where colours differ */
};
struct vt_look vt_look(struct vt *vt, int row, int col);
/* A cell as it is painted. */
struct vt_cell {
    char text[64]; /* "" for a blank */
    int width;     /* cells it takes; 0 for the second half of a wide one */
    bool bold, underline;
    bool plain_fg, plain_bg; /* the terminal's own colours */
    unsigned fg, bg;         /* 0xRRGGBB, reverse already done */
};
struct vt_cell vt_cell(struct vt *vt, int row, int col);
/* The cell at which the text begins in its row; -1 if it is not there. Wide characters count two cells. */
int vt_column(struct vt *vt, int row, const char *text);
/* Whether a cursor is shown, and whether the program has the terminal's other screen. */
bool vt_cursor_shown(const struct vt *vt);
bool vt_other_screen(const struct vt *vt);
/* Whether the terminal echoes and hands over whole lines, as a shell wants to find it. */
bool vt_is_cooked(const struct vt *vt);
/* Bytes the program has written so far, and the bytes themselves. Borrowed until more are read. */
long vt_bytes(const struct vt *vt);
const struct str *vt_written(const struct vt *vt);
/* Reads what is there for that long at most, or until nothing came for a tenth of it; for what must NOT
 * happen. */
void vt_settle(struct vt *vt, int ms);

#endif
