/* widgets/relay and widgets/raw_mode: standard input and output handed over. */
#include "widgets/relay.h"

#include "base/str.h"
#include "widgets/raw_mode.h"

#include <fcntl.h>
#include <pty.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <cmocka.h>

struct fixture {
    struct loop *loop;
    struct relay *relay;
    struct timer *beat; /* so that a turn ends though nothing else happens */
    struct str input;
    bool ended, detached, congested;
    int cols, rows;
    int near, far; /* what the relay reads; what the test writes */
};

static void on_input(void *user, const char *bytes, size_t len)
{
    struct fixture *f = user;
    str_add_bytes(&f->input, bytes, len);
}

static void on_input_end(void *user)
{
    struct fixture *f = user;
    f->ended = true;
}

static void on_size(void *user, int cols, int rows)
{
    struct fixture *f = user;
    f->cols = cols;
    f->rows = rows;
}

static void on_detach(void *user)
{
    struct fixture *f = user;
    f->detached = true;
}

static void on_congested(void *user, bool congested)
{
    struct fixture *f = user;
    f->congested = congested;
}

static void assert_same_modes(const struct termios *a, const struct termios *b)
{
    assert_int_equal(a->c_iflag, b->c_iflag);
    assert_int_equal(a->c_oflag, b->c_oflag);
    assert_int_equal(a->c_cflag, b->c_cflag);
    assert_int_equal(a->c_lflag, b->c_lflag);
    assert_memory_equal(a->c_cc, b->c_cc, sizeof(a->c_cc));
}

static void open_relay(struct fixture *f, bool raw)
{
    struct relay_spec spec = {.in_fd = f->near,
                              .screen_fd = raw ? f->near : -1,
                              .raw = raw,
                              .detach = raw,
                              .on_input = on_input,
                              .on_input_end = on_input_end,
                              .on_size = on_size,
                              .on_detach = on_detach,
                              .on_congested = on_congested,
                              .user = f};
    f->relay = relay_open(f->loop, &spec);
}

static void on_beat(void *user)
{
    (void)user;
}

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    f->loop = loop_new();
    f->beat = timer_new(f->loop, on_beat, f);
    timer_start(f->beat, 5, 5);
    f->near = f->far = -1;
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    relay_close(f->relay);
    timer_free(f->beat);
    loop_free(f->loop);
    str_fini(&f->input);
    if (f->near >= 0)
        close(f->near);
    if (f->far >= 0)
        close(f->far);
    free(f);
    return 0;
}

static void open_pipe(struct fixture *f)
{
    int fds[2];
    assert_int_equal(pipe(fds), 0);
    f->near = fds[0];
    f->far = fds[1];
}

static void open_terminal(struct fixture *f)
{
    struct winsize size = {.ws_col = 91, .ws_row = 31};
    assert_int_equal(openpty(&f->far, &f->near, NULL, NULL, &size), 0);
}

static void type(const struct fixture *f, const char *bytes, size_t len)
{
    assert_int_equal(write(f->far, bytes, len), len);
}

#define turn_until(f, condition)                 \
    while (!(condition) && loop_turn((f)->loop)) \
        ;                                        \
    assert_true(condition)

static void a_pipe_is_read_to_its_end(void **state)
{
    struct fixture *f = *state;
    open_pipe(f);
    open_relay(f, false);
    type(f, "a\0\x10\x11", 4);
    turn_until(f, f->input.len == 4);
    assert_memory_equal(f->input.data, "a\0\x10\x11", 4);
    assert_false(f->detached);
    close(f->far);
    f->far = -1;
    turn_until(f, f->ended);
}

static void a_plain_file_is_read_and_can_be_held(void **state)
{
    struct fixture *f = *state;
    FILE *file = tmpfile();
    char piece[1000] = "x";
    for (int i = 0; i < 100; i++)
        fwrite(piece, 1, sizeof(piece), file);
    rewind(file);
    f->near = dup(fileno(file));
    fclose(file);
    open_relay(f, false);
    turn_until(f, f->input.len > 0);
    relay_hold(f->relay, true);
    size_t held_at = f->input.len;
    for (int i = 0; i < 3; i++)
        loop_turn(f->loop);
    assert_int_equal(f->input.len, held_at);
    relay_hold(f->relay, false);
    turn_until(f, f->ended);
    assert_int_equal(f->input.len, 100 * sizeof(piece));
}

static void output_waits_for_a_slow_reader(void **state)
{
    struct fixture *f = *state;
    int out[2];
    static char piece[512 * 1024];
    size_t got = 0;
    memset(piece, 'o', sizeof(piece));
    assert_int_equal(pipe(out), 0);
    open_relay(f, false);
    relay_write(f->relay, out[1], piece, sizeof(piece));
    assert_true(f->congested);
    while (f->congested || got < sizeof(piece)) {
        char bytes[65536];
        ssize_t n = read(out[0], bytes, sizeof(bytes));
        assert_true(n > 0);
        got += (size_t)n;
        uv_run(&f->loop->uv, UV_RUN_NOWAIT);
    }
    assert_int_equal(got, sizeof(piece));
    assert_false(relay_broken(f->relay));
    close(out[0]);
    relay_write(f->relay, out[1], "x", 1);
    assert_true(relay_broken(f->relay));
    relay_close(f->relay);
    f->relay = NULL;
    close(out[1]);
}

static void a_terminal_is_raw_and_tells_its_size(void **state)
{
    struct fixture *f = *state;
    struct termios before, during, after;
    open_terminal(f);
    tcgetattr(f->near, &before);
    open_relay(f, true);
    tcgetattr(f->near, &during);
    assert_true(before.c_lflag & ICANON);
    assert_false(during.c_lflag & (ICANON | ECHO | ISIG));
    turn_until(f, f->cols);
    assert_int_equal(f->cols, 91);
    assert_int_equal(f->rows, 31);
    struct winsize size = {.ws_col = 40, .ws_row = 12};
    ioctl(f->near, TIOCSWINSZ, &size);
    raise(SIGWINCH);
    turn_until(f, f->cols == 40);
    type(f, "\x03\x04\r", 3);
    turn_until(f, f->input.len == 3);
    relay_close(f->relay);
    f->relay = NULL;
    tcgetattr(f->near, &after);
    assert_same_modes(&before, &after);
}

static void detach_keys_leave(void **state)
{
    struct fixture *f = *state;
    open_terminal(f);
    open_relay(f, true);
    type(f, "ab\x10", 3);
    turn_until(f, f->input.len == 2);
    type(f, "c", 1); /* no detach: the first key is given on */
    turn_until(f, f->input.len == 4);
    assert_memory_equal(f->input.data,
                        "ab\x10"
                        "c",
                        4);
    type(f, "d\x10\x11", 3);
    turn_until(f, f->detached);
    assert_int_equal(f->input.len, 5);
}

static void a_lone_detach_key_is_given_on(void **state)
{
    struct fixture *f = *state;
    open_terminal(f);
    open_relay(f, true);
    type(f, "\x10", 1);
    turn_until(f, f->input.len == 1);
    assert_int_equal(f->input.data[0], 0x10);
    assert_false(f->detached);
}

/* A child in raw mode that a signal ends: the terminal is as before, the status is the signal's. */
static void a_signal_gives_the_terminal_back(void **state)
{
    struct fixture *f = *state;
    struct termios before, during, after;
    int ready[2], status;
    open_terminal(f);
    tcgetattr(f->near, &before);
    assert_int_equal(pipe(ready), 0);
    pid_t child = fork();
    if (child == 0) {
        char c = raw_mode_enter(f->near) ? 'y' : 'n';
        if (write(ready[1], &c, 1) == 1)
            for (;;)
                pause();
        _exit(1);
    }
    char c = 0;
    assert_int_equal(read(ready[0], &c, 1), 1);
    assert_int_equal(c, 'y');
    tcgetattr(f->near, &during);
    assert_false(during.c_lflag & ICANON);
    kill(child, SIGTERM);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGTERM);
    tcgetattr(f->near, &after);
    assert_same_modes(&before, &after);
    close(ready[0]);
    close(ready[1]);
}

int main(void)
{
    signal(SIGPIPE, SIG_IGN);
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_pipe_is_read_to_its_end),
        TEST(a_plain_file_is_read_and_can_be_held),
        TEST(output_waits_for_a_slow_reader),
        TEST(a_terminal_is_raw_and_tells_its_size),
        TEST(detach_keys_leave),
        TEST(a_lone_detach_key_is_given_on),
        TEST(a_signal_gives_the_terminal_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
