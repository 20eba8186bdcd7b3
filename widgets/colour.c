/* Colours of 256 brought down to what a terminal has. */
#include "widgets/colour.h"

#include <stdlib.h>

/* Red, green and blue of a colour of 256; the first sixteen as most terminals have them. */
static void rgb_of(int colour, int rgb[3])
{
    static const int levels[] = {0, 95, 135, 175, 215, 255};
    int cube = colour - 16, full = colour < 8 ? 190 : 255;
    if (colour < 16) {
        for (int i = 0; i < 3; i++)
            rgb[i] = colour == 8 ? 110 : colour & 1 << i ? full : 0;
        return;
    }
    for (int i = 0; i < 3; i++)
        rgb[i] = 8 + 10 * (colour - 232);
    if (colour >= 232)
        return;
    rgb[0] = levels[cube / 36];
    rgb[1] = levels[cube / 6 % 6];
    rgb[2] = levels[cube % 6];
}

/* By which of red, green and blue are strong, and whether it is bright. */
int colour_reduce(int colour, int colours)
{
    int rgb[3];
    if (colour < colours)
        return colour;
    if (colour < 16)
        return colour % 8;
    rgb_of(colour, rgb);
    int strongest = rgb[0] > rgb[1] ? rgb[0] : rgb[1];
    strongest = rgb[2] > strongest ? rgb[2] : strongest;
    if (strongest < 50)
        return 0;
    int bits = 0;
    for (int i = 0; i < 3; i++)
        bits |= rgb[i] * 3 > strongest * 2 ? 1 << i : 0;
    if (bits == 7 && strongest < 150 && colours >= 16)
        return 8; /* a dark grey */
    bool bright = strongest > 210 && colours >= 16;
    return bits + (bright ? 8 : 0);
}

/* How bright a grey of the 256 colours is, 0-255; -1 for what is no grey or is among the first sixteen. */
static int grey_level(int colour)
{
    int rgb[3];
    if (colour < 16)
        return -1;
    rgb_of(colour, rgb);
    return rgb[0] == rgb[1] && rgb[1] == rgb[2] ? rgb[0] : -1;
}

struct theme_style colour_fit_style(struct theme_style style, int colours)
{
    enum { DARK = 110 };
    bool on_colour = style.bg >= 0 && grey_level(style.bg) < 0;
    int level = grey_level(style.fg);
    if (colours >= 256)
        return style;
    if (grey_level(style.bg) >= 0) {
        style.bg = THEME_DEFAULT;
        style.attributes |= THEME_UNDERLINE;
    }
    if (level >= 0 && !on_colour) {
        style.fg = THEME_DEFAULT;
        style.attributes |= level < DARK && !(style.attributes & THEME_BOLD) ? THEME_DIM : 0;
    }
    style.fg = (short)colour_reduce(style.fg, colours);
    style.bg = (short)colour_reduce(style.bg, colours);
    return style;
}

static int brightness(int colour)
{
    int rgb[3];
    rgb_of(colour, rgb);
    return (rgb[0] * 30 + rgb[1] * 59 + rgb[2] * 11) / 100;
}

bool colour_readable(int fg, int bg)
{
    enum { LEAST = 60 };
    return fg < 0 || bg < 0 || abs(brightness(fg) - brightness(bg)) >= LEAST;
}
