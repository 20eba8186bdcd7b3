/*
 * Panes: what a screen is made of. A pane is one struct pane_class in its own file and one row in
 * tui/panes.c.
 *
 * A pane keeps its own state in a struct that begins with struct pane. It changes values in handlers and says
 * app_stale(); it draws only in draw().
 */
#ifndef TUI_PANE_H
#define TUI_PANE_H

#include "base/str.h"
#include "widgets/draw.h"
#include "widgets/keys.h"

#include <stdbool.h>

struct app;
struct pane;

/* In the order Tab visits them. */
enum pane_id { PANE_PODS, PANE_CONTAINERS, PANE_EVENTS, PANE_LOGS, PANE_DETAIL, PANE_EXEC, PANE_COUNT };

#define PANE_BIT(id) (1u << (id))
#define PANE_ANY ((1u << PANE_COUNT) - 1)

/* Moves that every pane with something to scroll understands. */
enum pane_move {
    MOVE_UP,
    MOVE_DOWN,
    MOVE_LEFT,
    MOVE_RIGHT,
    MOVE_PAGE_UP,
    MOVE_PAGE_DOWN,
    MOVE_HALF_UP,
    MOVE_HALF_DOWN,
    MOVE_HOME,
    MOVE_END
};

/* What is searched or filtered with "/" in a pane: called with each change of the text, then once with
 * accepted true (text "" gives up the search). Writes a sentence into problem when the text is no good. */
typedef void (*pane_search_fn)(struct pane *pane, const char *text, bool accepted, struct str *problem);

struct pane_class {
    const char *name; /* "pods", for ":" and tests */
    struct pane *(*open)(struct app *app);
    void (*close)(struct pane *pane);
    /* Words of the frame: title at the left, a note at the right ("live", "12 of 40"). */
    void (*title)(struct pane *pane, struct str *title, struct str *note);
    void (*draw)(struct pane *pane, struct rect inside, bool focused);
    /* All below are optional. */
    void (*move)(struct pane *pane, enum pane_move move);
    void (*enter)(struct pane *pane);  /* Enter: drill in */
    bool (*escape)(struct pane *pane); /* Esc: true if it undid something of its own */
    pane_search_fn search;             /* NULL: nothing to search in */
    const char *search_words;          /* "filter" or "search" */
    void (*search_again)(struct pane *pane, bool forward);
    /* Sees every key before the key table does; true: consumed. For panes that are a terminal. */
    bool (*key)(struct pane *pane, const struct key *key);
    bool (*mouse)(struct pane *pane, int y, int x, bool double_click);
    /* The selected pod or container is another, or the selected pod changed. */
    void (*selection_changed)(struct pane *pane, bool same_pod);
    /* The client is about to be closed: let go of requests, watches and logs. */
    void (*disconnect)(struct pane *pane);
    /* Once a second, for ages and countdowns. */
    void (*tick)(struct pane *pane);
};

struct pane {
    const struct pane_class *class;
    struct app *app;
    struct rect place; /* with its frame; h 0: not on the screen now */
};

/* The list; its order is enum pane_id. */
const struct pane_class *pane_class(enum pane_id id);
/* The pane of that name, PANE_COUNT if there is none. */
enum pane_id pane_by_name(const char *name);

#endif
