/*
 * The loop, thin over libuv: one thread, one turn per batch of things that happened.
 *
 * Handlers change values and say what became stale; nothing draws in a handler. What was registered with
 * loop_before_sleep runs once per turn, after the handlers and before the loop sleeps.
 */
#ifndef BASE_LOOP_H
#define BASE_LOOP_H

#include "base/err.h"

#include <stdint.h>
#include <uv.h>

struct loop {
    uv_loop_t uv;
    uv_prepare_t prepare;
    void (*before_sleep)(void *user);
    void *before_sleep_user;
};

/* Owned by the caller; loop_free after everything registered on it was closed (it turns until closes end). */
struct loop *loop_new(void);
void loop_free(struct loop *loop);
/* Turns until loop_stop (or nothing is left to wait for). */
void loop_run(struct loop *loop);
/* Turns once, sleeping until something happens. Returns 0 when nothing is left to wait for. */
int loop_turn(struct loop *loop);
void loop_stop(struct loop *loop);
/* One function, called once per turn; NULL takes it away. */
void loop_before_sleep(struct loop *loop, void (*fn)(void *user), void *user);

/* A timer. The function may start, stop or free its own timer. */
struct timer;
struct timer *timer_new(struct loop *loop, void (*fn)(void *user), void *user);
/* Calls fn after delay_ms, then every repeat_ms (0: once). Starting again replaces what was set. */
void timer_start(struct timer *timer, uint64_t delay_ms, uint64_t repeat_ms);
void timer_stop(struct timer *timer);
int timer_active(const struct timer *timer);
/* NULL is allowed. */
void timer_free(struct timer *timer);

/* A signal's number arrives as a call in the loop. */
struct signal_watch;
struct signal_watch *signal_watch_new(struct loop *loop, int signum, void (*fn)(void *user, int signum),
                                      void *user);
void signal_watch_free(struct signal_watch *watch);

/* Readiness of a file descriptor the caller owns; events are UV_READABLE and UV_WRITABLE. Free before
 * close(fd). NULL when the descriptor cannot be polled (a plain file). */
struct fd_watch;
struct fd_watch *fd_watch_new(struct loop *loop, int fd, void (*fn)(void *user, int events), void *user);
/* 0 events stops watching. */
void fd_watch_set(struct fd_watch *watch, int events);
void fd_watch_free(struct fd_watch *watch);

#endif
