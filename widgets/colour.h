/* Colours of 256 brought down to what a terminal of 8 or 16 has. Pure. */
#ifndef WIDGETS_COLOUR_H
#define WIDGETS_COLOUR_H

#include "themes/theme.h"

#include <stdbool.h>

/* A colour of 256 as one of the first `colours` (8 or 16); -1 stays. */
int colour_reduce(int colour, int colours);
/*
 * A style as a terminal of so many colours can show it. Greys are no colours there: text in grey has the
 * default colour (dim where it is dark), and a grey background, which would be black on black or white on
 * white, becomes an underline.
 */
struct theme_style colour_fit_style(struct theme_style style, int colours);
/* Whether text of one colour can be read on the other; what -1 is, nobody knows, and it is taken to do. */
bool colour_readable(int fg, int bg);

#endif
