/* Standard input and output handed over to somebody else. */
#include "widgets/relay.h"

#include "base/str.h"
#include "base/xmalloc.h"
#include "widgets/raw_mode.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    READ_PIECE = 32 * 1024,
    WRITE_PIECE = 4096, /* what a pipe that shows as writable takes without blocking (PIPE_BUF) */
    OUTLETS = 2
};

struct outlet {
    struct relay *relay;
    int fd; /* -1: not used yet */
    struct str queue;
    size_t head;
    struct fd_watch *watch; /* NULL: a plain file, which is always ready */
    bool broken;
};

struct relay {
    struct relay_spec spec;
    struct loop *loop;
    struct fd_watch *input;
    struct timer *reader; /* of a plain file, which cannot be polled */
    struct timer *detach_wait;
    struct timer *start;
    struct signal_watch *winch;
    struct outlet outlets[OUTLETS];
    bool held, input_ended, detaching, congested, raw;
};

static size_t outlet_left(const struct outlet *outlet)
{
    return outlet->queue.len - outlet->head;
}

static bool is_ready(int fd, short events, int timeout_ms)
{
    struct pollfd p = {.fd = fd, .events = events};
    return poll(&p, 1, timeout_ms) > 0;
}

/* Writes one piece; false when nothing more goes now. */
static bool outlet_write(struct outlet *outlet)
{
    size_t left = outlet_left(outlet);
    if (!left || outlet->broken || !is_ready(outlet->fd, POLLOUT, 0))
        return false;
    ssize_t n = write(outlet->fd, outlet->queue.data + outlet->head, left < WRITE_PIECE ? left : WRITE_PIECE);
    if (n < 0 && (errno == EINTR || errno == EAGAIN))
        return false;
    if (n < 0) {
        outlet->broken = true;
        n = (ssize_t)left;
    }
    outlet->head += (size_t)n;
    if (outlet->head == outlet->queue.len || outlet->head > RELAY_HIGH) {
        str_drop(&outlet->queue, outlet->head);
        outlet->head = 0;
    }
    return true;
}

static void check_congestion(struct relay *relay)
{
    size_t most = 0;
    for (int i = 0; i < OUTLETS; i++)
        if (outlet_left(&relay->outlets[i]) > most)
            most = outlet_left(&relay->outlets[i]);
    bool congested = relay->congested ? most > RELAY_HIGH / 2 : most > RELAY_HIGH;
    if (congested == relay->congested)
        return;
    relay->congested = congested;
    if (relay->spec.on_congested)
        relay->spec.on_congested(relay->spec.user, congested);
}

static void outlet_flow(struct outlet *outlet)
{
    while (outlet_write(outlet))
        ;
    if (outlet->watch)
        fd_watch_set(outlet->watch, outlet_left(outlet) ? UV_WRITABLE : 0);
}

static void on_writable(void *user, int events)
{
    struct outlet *outlet = user;
    (void)events;
    outlet_flow(outlet);
    check_congestion(outlet->relay);
}

static struct outlet *outlet_for(struct relay *relay, int fd)
{
    for (int i = 0; i < OUTLETS; i++) {
        struct outlet *outlet = &relay->outlets[i];
        if (outlet->fd == fd)
            return outlet;
        if (outlet->fd >= 0)
            continue;
        *outlet = (struct outlet){.relay = relay, .fd = fd};
        /* A terminal is often one description under several numbers, and the loop polls a number once. */
        outlet->watch = fd_watch_new(relay->loop, fd, on_writable, outlet);
        return outlet;
    }
    return NULL;
}

void relay_write(struct relay *relay, int fd, const char *bytes, size_t len)
{
    struct outlet *outlet = outlet_for(relay, fd);
    if (!outlet || outlet->broken)
        return;
    str_add_bytes(&outlet->queue, bytes, len);
    outlet_flow(outlet);
    check_congestion(relay);
}

bool relay_broken(const struct relay *relay)
{
    return relay->outlets[0].broken || relay->outlets[1].broken;
}

static void give_input(struct relay *relay, const char *bytes, size_t len)
{
    if (len)
        relay->spec.on_input(relay->spec.user, bytes, len);
}

/* The first detach key came and nothing followed. */
static void on_detach_wait(void *user)
{
    struct relay *relay = user;
    relay->detaching = false;
    give_input(relay, RELAY_DETACH_KEYS, 1);
}

/* Gives input on up to the detach keys. */
static void take_keys(struct relay *relay, const char *bytes, size_t len)
{
    static const char keys[] = RELAY_DETACH_KEYS;
    size_t from = 0;
    for (size_t i = 0; i < len; i++) {
        if (relay->detaching) {
            relay->detaching = false;
            timer_stop(relay->detach_wait);
            if (bytes[i] == keys[1]) {
                relay->spec.on_detach(relay->spec.user);
                return;
            }
            give_input(relay, keys, 1);
        }
        if (bytes[i] == keys[0]) {
            give_input(relay, bytes + from, i - from);
            from = i + 1;
            relay->detaching = true;
        }
    }
    give_input(relay, bytes + from, len - from);
    if (relay->detaching)
        timer_start(relay->detach_wait, RELAY_DETACH_WAIT_MS, 0);
}

static void watch_input(struct relay *relay)
{
    bool wanted = !relay->held && !relay->input_ended && relay->spec.in_fd >= 0;
    if (relay->input)
        fd_watch_set(relay->input, wanted ? UV_READABLE : 0);
    else if (wanted)
        timer_start(relay->reader, 0, 0);
    else
        timer_stop(relay->reader);
}

static void read_input(struct relay *relay)
{
    char bytes[READ_PIECE];
    ssize_t n = read(relay->spec.in_fd, bytes, sizeof(bytes));
    if (n < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (n <= 0) {
        relay->input_ended = true;
        watch_input(relay);
        relay->spec.on_input_end(relay->spec.user);
        return;
    }
    if (!relay->input)
        watch_input(relay);
    if (relay->spec.detach)
        take_keys(relay, bytes, (size_t)n);
    else
        give_input(relay, bytes, (size_t)n);
}

static void on_readable(void *user, int events)
{
    (void)events;
    read_input(user);
}

static void on_reader(void *user)
{
    read_input(user);
}

static void tell_size(struct relay *relay)
{
    int cols, rows;
    if (relay->spec.on_size && raw_mode_size(relay->spec.screen_fd, &cols, &rows))
        relay->spec.on_size(relay->spec.user, cols, rows);
}

static void on_winch(void *user, int signum)
{
    (void)signum;
    tell_size(user);
}

static void on_start(void *user)
{
    struct relay *relay = user;
    tell_size(relay);
    watch_input(relay);
}

struct relay *relay_open(struct loop *loop, const struct relay_spec *spec)
{
    struct relay *relay = xcalloc(1, sizeof(*relay));
    relay->spec = *spec;
    relay->loop = loop;
    for (int i = 0; i < OUTLETS; i++)
        relay->outlets[i].fd = -1;
    if (spec->raw)
        relay->raw = raw_mode_enter(spec->in_fd);
    if (spec->in_fd >= 0)
        relay->input = fd_watch_new(loop, spec->in_fd, on_readable, relay);
    relay->reader = timer_new(loop, on_reader, relay);
    relay->detach_wait = timer_new(loop, on_detach_wait, relay);
    relay->start = timer_new(loop, on_start, relay);
    timer_start(relay->start, 0, 0);
    if (spec->screen_fd >= 0)
        relay->winch = signal_watch_new(loop, SIGWINCH, on_winch, relay);
    return relay;
}

void relay_hold(struct relay *relay, bool held)
{
    relay->held = held;
    watch_input(relay);
}

static void outlet_close(struct outlet *outlet)
{
    while (outlet_left(outlet) && !outlet->broken && is_ready(outlet->fd, POLLOUT, -1))
        outlet_write(outlet);
    fd_watch_free(outlet->watch);
    str_fini(&outlet->queue);
}

void relay_close(struct relay *relay)
{
    if (!relay)
        return;
    fd_watch_free(relay->input);
    timer_free(relay->reader);
    timer_free(relay->detach_wait);
    timer_free(relay->start);
    signal_watch_free(relay->winch);
    for (int i = 0; i < OUTLETS; i++)
        outlet_close(&relay->outlets[i]);
    if (relay->raw)
        raw_mode_leave();
    free(relay);
}
