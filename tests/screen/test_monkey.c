/* Keys typed at random: nothing ends the program but q. The seed is fixed, so that what fails fails again. */
#include "tests/support/dash.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* All that leads somewhere, save what leaves: q, ctrl-c, ":quit". Escapes stand in whole. */
static const char *const keys[] = {
    "l",
    "p",
    "d",
    "y",
    "!",
    "o",
    "O",
    "s",
    "a",
    " ",
    "\x01",
    CTRL_D,
    CTRL_K,
    "F",
    "f",
    "+",
    "-",
    "L",
    "w",
    "t",
    "J",
    "T",
    "c",
    "]",
    "[",
    "/",
    "n",
    "N",
    "k",
    "j",
    "h",
    "g",
    "G",
    "\x02",
    "\x06",
    "\x15",
    ENTER,
    TAB,
    ESC "[Z",
    "z",
    ":",
    "0",
    CTRL_N,
    CTRL_X,
    "\x12",
    "?",
    CTRL_T,
    "\x0c",
    ESC "[A",
    ESC "[B",
    ESC "[C",
    ESC "[D",
    ESC "[5~",
    ESC "[6~",
    ESC "[H",
    ESC "[F",
    ESC "[3~",
    "\x7f",
    "e",
    "r",
    "x",
    "\xed\x95\x9c",
    ESC "OP",
    "m",
    "i",
    "u",
    ESC "[<0;10;10M",
    ESC "[<64;10;10M",
    ESC "[M !!",
    "\x10",
};

enum { ROUNDS = 40, KEYS_A_ROUND = 25 };

/* A small generator of its own: the same numbers everywhere. */
static unsigned next_random(unsigned *seed)
{
    *seed = *seed * 1103515245u + 12345u;
    return *seed >> 16;
}

static const int sizes[][2] = {{24, 80}, {48, 160}, {15, 60}, {30, 120}, {10, 40}, {4, 16}};

static bool is_back(struct vt *vt, void *user)
{
    (void)user;
    return vt_has(vt, PODS_FOOT) && vt_has(vt, "Pods");
}

static void play(unsigned seed)
{
    struct dash d;
    dash_start(&d, 48, 160);
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < KEYS_A_ROUND; i++)
            dash_type(&d, keys[next_random(&seed) % (sizeof(keys) / sizeof(keys[0]))]);
        vt_settle(d.vt, 40);
        const int *size = sizes[next_random(&seed) % (sizeof(sizes) / sizeof(sizes[0]))];
        if (round % 4 == 3)
            vt_resize(d.vt, size[0], size[1]);
        if (round % 10 == 9)
            fake_api_cut(d.api);
        fake_put_pod(d.api, &(struct fake_pod){.name = "busy", .restarts = round, .ready = round % 2});
    }
    vt_resize(d.vt, 24, 80);
    for (int i = 0; i < 40 && !is_back(d.vt, NULL); i++) {
        dash_type(&d, ESC);
        vt_settle(d.vt, 500);
    }
    kill(vt_pid(d.vt), SIGTERM);
    int status = vt_wait_end(d.vt);
    if (status != 128 + SIGTERM)
        fail_msg("ended with status %d:\n%s", status, vt_screen(d.vt));
    assert_true(vt_is_cooked(d.vt));
    dash_close(&d);
}

static void test_random_keys(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed <= 3; seed++)
        play(seed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
