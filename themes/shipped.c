/* The shipped themes, inside the program: a binary copied alone to a node has them too. */
#include "themes/shipped.h"

#include <stddef.h>

#define EMBED(symbol, file)                                                         \
    __asm__(".pushsection .rodata\n"                                                \
            ".global " #symbol "_begin\n" #symbol "_begin:\n.incbin \"" file "\"\n" \
            ".global " #symbol "_end\n" #symbol "_end:\n.byte 0\n"                  \
            ".popsection\n");                                                       \
    extern const char symbol##_begin[], symbol##_end[];

EMBED(theme_dark, "themes/dark.yaml")
EMBED(theme_light, "themes/light.yaml")
EMBED(theme_high_contrast, "themes/high-contrast.yaml")
EMBED(theme_colour_blind, "themes/colour-blind.yaml")
EMBED(theme_monochrome_file, "themes/monochrome.yaml")

const struct shipped_theme shipped_themes[] = {
    {"dark", theme_dark_begin, theme_dark_end},
    {"light", theme_light_begin, theme_light_end},
    {"high-contrast", theme_high_contrast_begin, theme_high_contrast_end},
    {"colour-blind", theme_colour_blind_begin, theme_colour_blind_end},
    {"monochrome", theme_monochrome_file_begin, theme_monochrome_file_end},
    {NULL, NULL, NULL},
};
