/*
 * The screen: text, lines and colours over ncurses.
 *
 * Everything is drawn by role (themes/theme.h), clipped to the cells it is given, and made safe: no byte of a
 * text from outside can command the terminal. What did not change is not sent.
 */
#ifndef WIDGETS_DRAW_H
#define WIDGETS_DRAW_H

#include "base/err.h"
#include "themes/theme.h"

#include <stdbool.h>
#include <stddef.h>

struct rect {
    int y, x, h, w;
};

bool rect_contains(struct rect rect, int y, int x);

/* Takes the terminal. ERR_SYSTEM when it cannot be used (no terminal, unknown TERM). */
enum err screen_open(struct err_info *info);
/* Gives it back; safe to call at any time and more than once. */
void screen_close(void);
/* Lends the terminal to somebody else, and takes it back as it was drawn. */
void screen_suspend(void);
void screen_resume(void);
/* The size may have changed: asks the terminal. */
void screen_resized(void);
/* Everything is sent anew with the next flush. */
void screen_redraw(void);
/* Sends what changed. */
void screen_flush(void);
void screen_size(int *rows, int *cols);
/* Whether lines and dots beyond ASCII may be drawn. */
bool screen_is_utf8(void);
bool screen_has_colours(void);
/* From now on colours come from here; borrowed. */
void screen_theme(const struct theme *colours);

/* Draws at most `cells` cells of text and returns how many it took. */
int draw_text(int y, int x, int cells, enum theme_role role, const char *text);
int draw_text_n(int y, int x, int cells, enum theme_role role, const char *text, size_t len);
/* The same in colours that a text brought along (0-255, -1: the role's) and attributes (THEME_BOLD ...) added
 * to the role's. Where the theme has no colours, or the terminal, only the attributes count. */
int draw_coloured_n(int y, int x, int cells, enum theme_role role, int fg, int bg, unsigned attributes,
                    const char *text, size_t len);
/* As draw_text, and blanks up to `cells`. */
void draw_field(int y, int x, int cells, enum theme_role role, const char *text, bool right);
/* A role's text on another role's background: a cursor row whose colours go on meaning what they mean. */
void draw_over(enum theme_role background);
void draw_over_end(void);
void draw_fill(struct rect rect, enum theme_role role);
/* A frame with a title at the left and a note at the right of its top line. */
void draw_box(struct rect rect, const char *title, const char *note, bool focused);
/* A text in words, wrapped, from the top left of the rectangle. Returns the lines it took. */
int draw_words(struct rect rect, enum theme_role role, const char *text);
/* Where the cursor blinks after the flush; y < 0 hides it. */
void draw_cursor(int y, int x);

/* Symbols with an ASCII twin. */
enum symbol {
    SYMBOL_HLINE,
    SYMBOL_VLINE,
    SYMBOL_TOP_LEFT,
    SYMBOL_TOP_RIGHT,
    SYMBOL_BOTTOM_LEFT,
    SYMBOL_BOTTOM_RIGHT,
    SYMBOL_UP,
    SYMBOL_DOWN,
    SYMBOL_ELLIPSIS,
    SYMBOL_DOT,
    SYMBOL_COUNT
};
const char *draw_symbol(enum symbol symbol);

/* The curses attributes of a role, for widgets that draw cells of their own (widgets/terminal). */
struct draw_style {
    unsigned long attributes; /* curses attr_t */
    short pair;
};
struct draw_style draw_style_of(enum theme_role role);
/* A colour pair for two colours (-1: default), 0 when there are no more. */
short draw_pair(int fg, int bg);

#endif
