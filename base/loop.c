/* The loop, thin over libuv. A handle's memory goes only in its close callback. */
#include "base/loop.h"

#include "base/xmalloc.h"

#include <stdio.h>
#include <stdlib.h>

static void on_prepare(uv_prepare_t *prepare)
{
    struct loop *loop = prepare->data;
    if (loop->before_sleep)
        loop->before_sleep(loop->before_sleep_user);
}

struct loop *loop_new(void)
{
    struct loop *loop = xcalloc(1, sizeof(*loop));
    if (uv_loop_init(&loop->uv) != 0) {
        fprintf(stderr, "podprobe: the system gives no event loop (epoll)\n");
        exit(1);
    }
    loop->uv.data = loop;
    uv_prepare_init(&loop->uv, &loop->prepare);
    loop->prepare.data = loop;
    return loop;
}

void loop_free(struct loop *loop)
{
    if (!loop)
        return;
    uv_close((uv_handle_t *)&loop->prepare, NULL);
    uv_run(&loop->uv, UV_RUN_NOWAIT);
    /* Handles that others left open would keep the loop: turn until it closes or nothing more happens. */
    for (int i = 0; i < 100 && uv_loop_close(&loop->uv) == UV_EBUSY; i++)
        uv_run(&loop->uv, UV_RUN_NOWAIT);
    free(loop);
}

void loop_run(struct loop *loop)
{
    uv_run(&loop->uv, UV_RUN_DEFAULT);
}

int loop_turn(struct loop *loop)
{
    return uv_run(&loop->uv, UV_RUN_ONCE);
}

void loop_stop(struct loop *loop)
{
    uv_stop(&loop->uv);
}

void loop_before_sleep(struct loop *loop, void (*fn)(void *user), void *user)
{
    loop->before_sleep = fn;
    loop->before_sleep_user = user;
    if (fn)
        uv_prepare_start(&loop->prepare, on_prepare);
    else
        uv_prepare_stop(&loop->prepare);
    /* It alone is no reason to go on. */
    uv_unref((uv_handle_t *)&loop->prepare);
}

struct timer {
    uv_timer_t uv;
    void (*fn)(void *user);
    void *user;
};

static void free_handle(uv_handle_t *handle)
{
    free(handle->data);
}

static void on_timer(uv_timer_t *uv)
{
    struct timer *timer = uv->data;
    timer->fn(timer->user);
}

struct timer *timer_new(struct loop *loop, void (*fn)(void *user), void *user)
{
    struct timer *timer = xcalloc(1, sizeof(*timer));
    uv_timer_init(&loop->uv, &timer->uv);
    timer->uv.data = timer;
    timer->fn = fn;
    timer->user = user;
    return timer;
}

void timer_start(struct timer *timer, uint64_t delay_ms, uint64_t repeat_ms)
{
    uv_update_time(timer->uv.loop);
    uv_timer_start(&timer->uv, on_timer, delay_ms, repeat_ms);
}

void timer_stop(struct timer *timer)
{
    uv_timer_stop(&timer->uv);
}

int timer_active(const struct timer *timer)
{
    return uv_is_active((const uv_handle_t *)&timer->uv);
}

void timer_free(struct timer *timer)
{
    if (timer)
        uv_close((uv_handle_t *)&timer->uv, free_handle);
}

struct signal_watch {
    uv_signal_t uv;
    void (*fn)(void *user, int signum);
    void *user;
};

static void on_signal(uv_signal_t *uv, int signum)
{
    struct signal_watch *watch = uv->data;
    watch->fn(watch->user, signum);
}

struct signal_watch *signal_watch_new(struct loop *loop, int signum, void (*fn)(void *user, int signum),
                                      void *user)
{
    struct signal_watch *watch = xcalloc(1, sizeof(*watch));
    uv_signal_init(&loop->uv, &watch->uv);
    watch->uv.data = watch;
    watch->fn = fn;
    watch->user = user;
    uv_signal_start(&watch->uv, on_signal, signum);
    uv_unref((uv_handle_t *)&watch->uv);
    return watch;
}

void signal_watch_free(struct signal_watch *watch)
{
    if (watch)
        uv_close((uv_handle_t *)&watch->uv, free_handle);
}

struct fd_watch {
    uv_poll_t uv;
    void (*fn)(void *user, int events);
    void *user;
};

/* An error (a hung-up terminal, a reset socket) is given as readable: the read then says which. */
static void on_poll(uv_poll_t *uv, int status, int events)
{
    struct fd_watch *watch = uv->data;
    watch->fn(watch->user, status < 0 ? UV_READABLE : events);
}

struct fd_watch *fd_watch_new(struct loop *loop, int fd, void (*fn)(void *user, int events), void *user)
{
    struct fd_watch *watch = xcalloc(1, sizeof(*watch));
    if (uv_poll_init(&loop->uv, &watch->uv, fd) != 0) {
        free(watch);
        return NULL;
    }
    watch->uv.data = watch;
    watch->fn = fn;
    watch->user = user;
    return watch;
}

void fd_watch_set(struct fd_watch *watch, int events)
{
    if (events)
        uv_poll_start(&watch->uv, events, on_poll);
    else
        uv_poll_stop(&watch->uv);
}

void fd_watch_free(struct fd_watch *watch)
{
    if (watch)
        uv_close((uv_handle_t *)&watch->uv, free_handle);
}
