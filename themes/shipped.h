/* The shipped themes' files, as they are in this folder. */
#ifndef THEMES_SHIPPED_H
#define THEMES_SHIPPED_H

struct shipped_theme {
    const char *name, *begin, *end;
};

/* Ends with a NULL name. */
extern const struct shipped_theme shipped_themes[];

#endif
