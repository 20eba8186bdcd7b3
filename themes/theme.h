/*
 * Themes: what a colour means, never which colour it is.
 *
 * A theme is a data file of lines "role: foreground background attributes" (YAML mapping, read by libyaml);
 * colours are names of the 16 standard ones, "default", or 0-255; attributes bold dim underline reverse.
 * Roles a file leaves out come from their fallback role; "default" in any role but "text" is the colour that
 * "text" has, and there the terminal's own. With NO_COLOR or a terminal without colours the
 * monochrome theme is taken.
 */
#ifndef THEMES_THEME_H
#define THEMES_THEME_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

/* name in the file, fallback role, meaning */
#define THEME_ROLES(X)                                                                         \
    X(TEXT, "text", TEXT, "ordinary text")                                                     \
    X(DIM, "dim", TEXT, "less important text")                                                 \
    X(STRONG, "strong", TEXT, "names, values that matter")                                     \
    X(TITLE, "title", STRONG, "title of a pane")                                               \
    X(TITLE_FOCUS, "title-focus", TITLE, "title of the pane that has the keys")                \
    X(BORDER, "border", DIM, "lines between panes")                                            \
    X(BORDER_FOCUS, "border-focus", BORDER, "lines around the pane that has the keys")         \
    X(HEADER, "header", STRONG, "column titles")                                               \
    X(BAR, "bar", TEXT, "top bar")                                                             \
    X(FOOTER_KEY, "footer-key", STRONG, "a key in the footer")                                 \
    X(FOOTER, "footer", DIM, "its words")                                                      \
    X(CURSOR, "cursor", STRONG, "the selected row")                                            \
    X(CURSOR_BLURRED, "cursor-blurred", CURSOR, "the selected row of a pane without the keys") \
    X(MARKED, "marked", STRONG, "marked rows")                                                 \
    X(FLASH, "flash", STRONG, "a cell that changed just now")                                  \
    X(MATCH, "match", STRONG, "what a search found")                                           \
    X(GOOD, "good", TEXT, "healthy, passing, live")                                            \
    X(WARN, "warn", STRONG, "about to break, stale")                                           \
    X(BAD, "bad", STRONG, "broken, failing")                                                   \
    X(UNREADY, "unready", BAD, "runs but is not ready")                                        \
    X(BUSY, "busy", TEXT, "starting, changing")                                                \
    X(DONE, "done", DIM, "completed")                                                          \
    X(UNKNOWN, "unknown", DIM, "cannot be known")                                              \
    X(PROMPT, "prompt", TEXT, "where the user types")                                          \
    X(ERROR, "error", BAD, "a sentence about an error")                                        \
    X(LOG_ERROR, "log-error", BAD, "a log line of level error")                                \
    X(LOG_WARN, "log-warn", WARN, "a log line of level warning")                               \
    X(LOG_DEBUG, "log-debug", DIM, "a log line of level debug or trace")                       \
    X(LOG_TIME, "log-time", DIM, "a log line's time")                                          \
    X(NOTE, "note", DIM, "podprobe's own words between lines")                                 \
    X(KEY, "key", DIM, "a field's name in describe and YAML")

enum theme_role {
#define X(id, name, fallback, meaning) ROLE_##id,
    THEME_ROLES(X)
#undef X
        THEME_ROLE_COUNT
};

enum { THEME_DEFAULT = -1, THEME_INHERIT = -2 };
enum { THEME_BOLD = 1, THEME_DIM = 2, THEME_UNDERLINE = 4, THEME_REVERSE = 8 };

struct theme_style {
    short fg, bg; /* 0-255, THEME_DEFAULT */
    unsigned attributes;
};

struct theme {
    char *name;
    struct theme_style styles[THEME_ROLE_COUNT];
};

/* name: "dark", "light", "high-contrast", "colour-blind", "monochrome", the name of a file in
 * $XDG_CONFIG_HOME/podprobe/themes, or a path. ERR_CONFIG names file, line and what is wrong. */
enum err theme_load(const char *name, struct theme *theme, struct err_info *info);
/* The built-in monochrome theme: always works. */
void theme_monochrome(struct theme *theme);
void theme_fini(struct theme *theme);
/* Name of the i-th shipped theme, NULL at the end. */
const char *theme_shipped(int i);
/* Reads a theme from text (for tests and fuzzing); `where` names it in errors. */
enum err theme_parse(const char *text, size_t len, const char *where, struct theme *theme,
                     struct err_info *info);

#endif
