/* The bar at the top (which cluster, how fresh) and at the foot (what the keys do, or a sentence). */
#ifndef TUI_BARS_H
#define TUI_BARS_H

#include "widgets/draw.h"

struct app;

void bars_draw_top(struct app *app, struct rect line);
void bars_draw_foot(struct app *app, struct rect line);

#endif
