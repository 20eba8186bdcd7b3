/*
 * A line of a log made fit to be shown: valid UTF-8 without a byte that could command a terminal, and the
 * colours that the container asked for, as values.
 *
 * Colours and styles (SGR: ESC [ ... m) become runs; other control sequences that are whole (cursor moves,
 * titles, clear) are left out; a lone control byte is shown as ^X. A carriage return before the line's end is
 * shown as ^M too: it can hide nothing.
 */
#ifndef MODEL_LOGTEXT_H
#define MODEL_LOGTEXT_H

#include "base/str.h"
#include "base/vec.h"

#include <stdint.h>

enum { LOG_BOLD = 1, LOG_DIM = 2, LOG_UNDERLINE = 4, LOG_REVERSE = 8, LOG_ITALIC = 16 };

/* How text looks: colours 0 to 255 as xterm counts them (direct colours as the nearest), -1 the default. */
struct log_look {
    int16_t fg, bg;
    uint16_t attributes;
};

/* From this byte of the text on, up to the next run. */
struct log_run {
    size_t at;
    struct log_look look;
};

struct log_text {
    struct str text;
    VEC(struct log_run) runs; /* empty: all plain */
};

void log_text_fini(struct log_text *out);
/* Replaces what out held. `bytes` are a whole line without its line feed. */
void log_text_make(struct log_text *out, const char *bytes, size_t len);
/* The look at a byte of the text. */
struct log_look log_text_look(const struct log_text *text, size_t at);

#endif
