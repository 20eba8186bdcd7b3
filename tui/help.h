/* Every key, made from the rows of tui/actions.c and tui/command.c: on the screen, and as text for the manual
 * page. */
#ifndef TUI_HELP_H
#define TUI_HELP_H

#include "base/str.h"
#include "widgets/draw.h"

struct app;

/* Draws the help; *scroll is kept within it. */
void help_draw(struct app *app, struct rect whole, int *scroll);
/* Appends the keys as troff for the manual page. */
void help_add_manual(struct str *out);

#endif
