/* The frame: which panes are on the screen, where, and which has the keys; the bars at its top and foot. */
#ifndef TUI_FRAME_H
#define TUI_FRAME_H

#include "tui/pane.h"
#include "widgets/layout.h"

#include <stdbool.h>

struct frame {
    enum pane_id focus, below; /* below: the pane under the pods where there is room for two */
    bool zoom;                 /* the focused pane alone */
    unsigned wanted;           /* PANE_BIT()s of the panes that are open: detail and exec come and go */
    unsigned shown;            /* those that have a place on the screen now */
    enum layout_form form;
};

void frame_init(struct frame *frame);
/* Draws everything. */
void frame_draw(struct app *app);
/* The pane Tab goes to (step +1 or -1). */
enum pane_id frame_neighbour(const struct frame *frame, int step);
/* Takes a pane off the screen; the keys go to the pods. */
void frame_close_pane(struct app *app, enum pane_id id);

#endif
