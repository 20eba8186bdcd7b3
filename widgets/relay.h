/*
 * Hands the program's own standard input and output over to somebody at the other end of a connection: the
 * whole screen for a shell in a container, or pipes and files for a command. Works in the loop beside
 * everything else; nothing in here waits.
 *
 * On a terminal with `raw` it is put into raw mode (widgets/raw_mode.h) and its size is told, first at once
 * and then with every SIGWINCH. The descriptors keep their flags (no O_NONBLOCK: they are shared with
 * others).
 */
#ifndef WIDGETS_RELAY_H
#define WIDGETS_RELAY_H

#include "base/loop.h"

#include <stdbool.h>
#include <stddef.h>

/* Docker's: what is typed to leave without ending the program at the other end. */
#define RELAY_DETACH_KEYS "\x10\x11"
#define RELAY_DETACH_WORDS "ctrl-p ctrl-q"

enum {
    RELAY_HIGH = 256 * 1024,    /* queued output over which on_congested(true) is called */
    RELAY_DETACH_WAIT_MS = 1000 /* a first detach key with nothing after it is a key like any other by then */
};

struct relay_spec {
    int in_fd;     /* -1: nothing is read */
    int screen_fd; /* the terminal whose size is told; -1: none */
    bool raw;      /* in_fd is a terminal and goes into raw mode */
    bool detach;   /* RELAY_DETACH_KEYS count */
    void (*on_input)(void *user, const char *bytes, size_t len);
    void (*on_input_end)(void *user);
    /* Optional ones. */
    void (*on_size)(void *user, int cols, int rows);
    void (*on_detach)(void *user);
    /* Output does not flow off (true), or does again (false). */
    void (*on_congested)(void *user, bool congested);
    void *user;
};

struct relay;

/* Calls back only after it returns. It may be closed in on_input_end and on_detach, not in the others. */
struct relay *relay_open(struct loop *loop, const struct relay_spec *spec);
/* Gives the terminal back; waits until the queued output is written, unless its reader went away. NULL is
 * allowed. */
void relay_close(struct relay *relay);
/* Queues output for a descriptor: of the first two that are named here. */
void relay_write(struct relay *relay, int fd, const char *bytes, size_t len);
/* Stops and goes on reading input. */
void relay_hold(struct relay *relay, bool held);
/* The reader of the output went away (EPIPE). */
bool relay_broken(const struct relay *relay);

#endif
