/* A text to read: lines, wrap, search. */
#ifndef WIDGETS_PAGER_H
#define WIDGETS_PAGER_H

#include "base/str.h"
#include "base/vec.h"
#include "widgets/draw.h"

#include <regex.h>
#include <stdbool.h>

/* As enum pane_move: in the same order. */
enum pager_move {
    PAGER_UP,
    PAGER_DOWN,
    PAGER_LEFT,
    PAGER_RIGHT,
    PAGER_PAGE_UP,
    PAGER_PAGE_DOWN,
    PAGER_HALF_UP,
    PAGER_HALF_DOWN,
    PAGER_HOME,
    PAGER_END
};

struct pager {
    struct str text;
    VEC(size_t) lines; /* where each begins in text */
    size_t top;        /* the first line shown */
    size_t found;      /* the line of the last match gone to */
    int left;          /* cells moved to the left; not with wrap */
    bool wrap;
    int height; /* at the last drawing */
    regex_t regex;
    bool searching;
};

void pager_init(struct pager *pager);
void pager_fini(struct pager *pager);
/* Another text, copied; the place in it stays as far as it can. */
void pager_set_text(struct pager *pager, const char *text, size_t len);
void pager_home(struct pager *pager);
void pager_move(struct pager *pager, enum pager_move move);
/* A regular expression (POSIX, extended; small letters match capitals too). Goes to the first match from the
 * top of the screen on. "" gives up the search. False with a sentence when it is none. */
bool pager_search(struct pager *pager, const char *pattern, struct str *problem);
bool pager_search_next(struct pager *pager, bool forward);
/* True if there was a search to give up. */
bool pager_search_clear(struct pager *pager);
/* Appends "12-40 of 120". */
void pager_add_position(const struct pager *pager, struct str *text);
void pager_draw(struct pager *pager, struct rect place, bool focused);

#endif
