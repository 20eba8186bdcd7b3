/*
 * A terminal inside a rectangle (libvterm): bytes of a program in, cells to draw out; keys in, bytes for the
 * program out. Nothing that the program sends reaches the terminal podprobe runs in: only cells do.
 *
 * Knows the alternate screen, application keys, bracketed paste, 256 colours and true colour (brought down to
 * 256), wide and combining characters. Lines that scroll off the top are kept, up to a number of lines and a
 * number of bytes; titles, bells and window requests are let go.
 */
#ifndef WIDGETS_TERMINAL_H
#define WIDGETS_TERMINAL_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct terminal;

enum {
    TERMINAL_SCROLLBACK_LINES = 5000,
    TERMINAL_SCROLLBACK_BYTES = 4 * 1024 * 1024,
    TERMINAL_CELL_TEXT = 25 /* six code points in UTF-8 and a zero byte */
};

struct terminal_spec {
    int cols, rows; /* at least 2 and 1, at most 1000: what is outside counts as that */
    /* Bytes for the program: what keys mean to it, answers to its questions. */
    void (*on_output)(void *user, const char *bytes, size_t len);
    void *user;
};

struct terminal *terminal_new(const struct terminal_spec *spec);
/* NULL is allowed. */
void terminal_free(struct terminal *terminal);
void terminal_feed(struct terminal *terminal, const char *bytes, size_t len);
/* Returns true if the size is another than before. */
bool terminal_resize(struct terminal *terminal, int cols, int rows);

enum {
    TERMINAL_BOLD = 1,
    TERMINAL_UNDERLINE = 2,
    TERMINAL_ITALIC = 4,
    TERMINAL_BLINK = 8,
    TERMINAL_REVERSE = 16
};

struct terminal_cell {
    char text[TERMINAL_CELL_TEXT]; /* never empty but for the right half of a wide character; no control bytes
                                    */
    int width;                     /* cells: 1 or 2; 0 for the right half */
    short fg, bg;                  /* 0-255, -1 the default */
    unsigned attributes;
};

/* The cell of the view (which may be scrolled back); blank outside. */
void terminal_cell(const struct terminal *terminal, int row, int col, struct terminal_cell *cell);
/* False while the program hides the cursor or the view is scrolled back so that it is out of sight. */
bool terminal_cursor(const struct terminal *terminal, int *row, int *col);

/* Scrolls the view by lines, positive towards older ones. Anything typed brings it back to the end. */
void terminal_scroll(struct terminal *terminal, int lines);
/* How many lines the view stands above the end, and how many there are. */
int terminal_scrolled(const struct terminal *terminal);
int terminal_scrollback(const struct terminal *terminal);
/* The program has a screen of its own (vi, top): there is nothing to scroll back to. */
bool terminal_alternate(const struct terminal *terminal);

/* Appends what brings a real terminal of the same size, fresh from endwin(), to the state of this one: modes,
 * the picture, the cursor. And what brings it back to be as it was. */
void terminal_add_picture(const struct terminal *terminal, struct str *out);
void terminal_add_farewell(const struct terminal *terminal, struct str *out);

enum { TERMINAL_SHIFT = 1, TERMINAL_ALT = 2, TERMINAL_CTRL = 4 };

enum terminal_key {
    TERMINAL_KEY_ENTER,
    TERMINAL_KEY_TAB,
    TERMINAL_KEY_BACKSPACE,
    TERMINAL_KEY_ESCAPE,
    TERMINAL_KEY_UP,
    TERMINAL_KEY_DOWN,
    TERMINAL_KEY_LEFT,
    TERMINAL_KEY_RIGHT,
    TERMINAL_KEY_INSERT,
    TERMINAL_KEY_DELETE,
    TERMINAL_KEY_HOME,
    TERMINAL_KEY_END,
    TERMINAL_KEY_PAGE_UP,
    TERMINAL_KEY_PAGE_DOWN,
    TERMINAL_KEY_F1 /* F2 is one more, up to F12 and beyond */
};

/* A key that is no character, and a character, with what was held; they come out as on_output bytes. */
void terminal_type_key(struct terminal *terminal, int key, unsigned held);
void terminal_type_char(struct terminal *terminal, uint32_t cp, unsigned held);
/* Text pasted by the user, in brackets where the program asked for them. Escape bytes are taken out, so that
 * pasted text cannot end the bracket. */
void terminal_paste(struct terminal *terminal, const char *text, size_t len);

#endif
