/* Where panes go on a screen of a given size. */
#include "widgets/layout.h"

enum layout_form layout_form(int rows, int cols)
{
    if (rows >= 30 && cols >= 120)
        return LAYOUT_TILED;
    return rows >= 20 && cols >= 60 ? LAYOUT_STACKED : LAYOUT_SINGLE;
}

static int share(int whole, int first, int parts, int least)
{
    int a = parts > 0 ? whole * first / parts : whole;
    if (whole >= 2 * least) {
        a = a < least ? least : a;
        a = whole - a < least ? whole - least : a;
    }
    return a < 0 ? 0 : a > whole ? whole : a;
}

void layout_rows(struct rect whole, int first, int parts, int least, struct rect *a, struct rect *b)
{
    int h = share(whole.h, first, parts, least);
    *a = (struct rect){whole.y, whole.x, h, whole.w};
    *b = (struct rect){whole.y + h, whole.x, whole.h - h, whole.w};
}

void layout_columns(struct rect whole, int first, int parts, int least, struct rect *a, struct rect *b)
{
    int w = share(whole.w, first, parts, least);
    *a = (struct rect){whole.y, whole.x, whole.h, w};
    *b = (struct rect){whole.y, whole.x + w, whole.h, whole.w - w};
}
