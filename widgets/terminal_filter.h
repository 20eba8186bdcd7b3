/*
 * What may reach libvterm: well-formed UTF-8 and well-formed, bounded escape sequences.
 *
 * libvterm 0.1 trusts its input: it writes out of bounds on some invalid UTF-8, on a control sequence of more
 * than 16 numbers, and after numbers out of range. What a container prints is not to be trusted, so this
 * stands before it. Strings for the terminal itself (titles, clipboard, device control) end here too.
 */
#ifndef WIDGETS_TERMINAL_FILTER_H
#define WIDGETS_TERMINAL_FILTER_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Private modes that a program has switched on, as far as a terminal that takes over must know them. */
enum terminal_mode {
    MODE_CURSOR_KEYS = 1, /* ?1 */
    MODE_MOUSE = 2,       /* ?1000 */
    MODE_MOUSE_DRAG = 4,  /* ?1002 */
    MODE_MOUSE_MOVE = 8,  /* ?1003 */
    MODE_MOUSE_SGR = 16,  /* ?1006 */
    MODE_PASTE = 32,      /* ?2004 */
    MODE_KEYPAD = 64      /* ESC = */
};

/* Appends the sequences that bring a terminal from one set of modes to the other. */
void terminal_modes_add(struct str *out, unsigned from, unsigned to);

/* All zeros is a new filter. */
struct terminal_filter {
    enum { FILTER_TEXT, FILTER_ESCAPE, FILTER_CONTROL, FILTER_STRING, FILTER_STRING_ESCAPE } state;
    char bytes[4]; /* the beginning of a character whose rest has not come */
    size_t bytes_len;
    char leader, intermediate; /* of the running sequence, 0: none */
    char numbers[96];          /* of the running sequence: digits, ';' and ':' */
    size_t numbers_len;
    int separators, digits;
    bool spoiled;   /* the sequence is not one we give on */
    uint32_t last;  /* character written, 0: none that may be repeated */
    unsigned modes; /* enum terminal_mode */
    int combining;  /* combining marks since the last character */
};

/* Appends to out what may go on. */
void terminal_filter(struct terminal_filter *filter, const char *bytes, size_t len, struct str *out);

#endif
