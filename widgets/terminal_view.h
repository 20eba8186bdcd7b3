/* A terminal (widgets/terminal.h) on the screen: its cells drawn through ncurses, and curses' keys typed into
 * it. */
#ifndef WIDGETS_TERMINAL_VIEW_H
#define WIDGETS_TERMINAL_VIEW_H

#include "widgets/draw.h"
#include "widgets/keys.h"
#include "widgets/terminal.h"

#include <stdbool.h>

/* Draws the view into the rectangle (whose size the terminal should have); the cursor where `focused`.
 * Colours are brought down to what the screen has, none under NO_COLOR. */
void terminal_draw(const struct terminal *terminal, struct rect rect, bool focused);

/* Types a key; false for one that means nothing to a terminal (mouse, resize). */
bool terminal_type(struct terminal *terminal, const struct key *key);

#endif
