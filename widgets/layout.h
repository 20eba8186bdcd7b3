/* Where panes go on a screen of a given size. Pure. */
#ifndef WIDGETS_LAYOUT_H
#define WIDGETS_LAYOUT_H

#include "widgets/draw.h"

enum layout_form {
    LAYOUT_SINGLE,  /* one pane: small screens, zoom */
    LAYOUT_STACKED, /* the main pane above one other */
    LAYOUT_TILED    /* all at once */
};

/* Tiled from 120x30, stacked from 60x20. */
enum layout_form layout_form(int rows, int cols);
/* Splits a rectangle; `first` of `parts` parts of its height (width) go to *a, the rest to *b. Each gets at
 * least `least` lines (columns) where there are enough. */
void layout_rows(struct rect whole, int first, int parts, int least, struct rect *a, struct rect *b);
void layout_columns(struct rect whole, int first, int parts, int least, struct rect *a, struct rect *b);

#endif
