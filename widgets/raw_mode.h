/*
 * The terminal's raw mode: every key goes to the program as it is. One terminal at a time.
 *
 * What was set before comes back on every way out: raw_mode_leave, exit(), and the signals that end a program
 * (whose own effect then follows, and so does a handler that was there before).
 */
#ifndef WIDGETS_RAW_MODE_H
#define WIDGETS_RAW_MODE_H

#include <stdbool.h>

/* False when fd is no terminal or refuses; nothing has changed then. */
bool raw_mode_enter(int fd);
/* Without effect when raw_mode_enter was not called. Safe in a signal handler. */
void raw_mode_leave(void);
/* Columns and rows of the terminal; false when fd is none or it does not know. */
bool raw_mode_size(int fd, int *cols, int *rows);

#endif
