/* The terminal's raw mode, given back on every way out. */
#include "widgets/raw_mode.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

static const int ending[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL};
enum { ENDING_COUNT = sizeof(ending) / sizeof(ending[0]) };

/* A signal handler needs them, so they are the one thing of this kind that is global. */
static struct termios before;
static int raw_fd = -1;
static volatile sig_atomic_t is_raw;
static bool signals_taken;
static struct sigaction old_actions[ENDING_COUNT];

static void give_back(void)
{
    if (is_raw) {
        is_raw = 0;
        tcsetattr(raw_fd, TCSADRAIN, &before);
    }
}

static void on_ending_signal(int signum)
{
    int saved = errno;
    give_back();
    for (size_t i = 0; i < ENDING_COUNT; i++)
        if (ending[i] == signum)
            sigaction(signum, &old_actions[i], NULL);
    raise(signum); /* comes again, to who had it before, when this returns */
    errno = saved;
}

static void take_signals(void)
{
    struct sigaction action;
    signals_taken = true;
    memset(&action, 0, sizeof(action));
    action.sa_handler = on_ending_signal;
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < ENDING_COUNT; i++) {
        sigaction(ending[i], NULL, &old_actions[i]);
        if (old_actions[i].sa_handler != SIG_IGN)
            sigaction(ending[i], &action, NULL);
    }
}

bool raw_mode_enter(int fd)
{
    static bool registered;
    struct termios raw;
    if (is_raw || signals_taken || tcgetattr(fd, &before) != 0)
        return false;
    raw = before;
    cfmakeraw(&raw);
    raw_fd = fd;
    if (!registered)
        atexit(raw_mode_leave);
    registered = true;
    take_signals();
    is_raw = 1;
    if (tcsetattr(fd, TCSADRAIN, &raw) == 0)
        return true;
    raw_mode_leave();
    return false;
}

void raw_mode_leave(void)
{
    give_back();
    if (!signals_taken)
        return;
    signals_taken = false;
    for (size_t i = 0; i < ENDING_COUNT; i++)
        sigaction(ending[i], &old_actions[i], NULL);
}

bool raw_mode_size(int fd, int *cols, int *rows)
{
    struct winsize size;
    if (ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0)
        return false;
    *cols = size.ws_col;
    *rows = size.ws_row;
    return true;
}
