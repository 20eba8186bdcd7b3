/* A program in a terminal, for tests. */
#include "tests/support/vt.h"

#include "base/str.h"
#include "base/time.h"
#include "base/utf8.h"
#include "base/xmalloc.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <vterm.h>

enum { LIMIT_MS = 20000 };

struct vt {
    VTerm *term;
    VTermScreen *screen;
    int fd, rows, cols, status;
    pid_t pid;
    bool ended, cursor_shown, other_screen;
    struct str text, written;
};

static void run_child(const char *term, char *const argv[], const char *const env[])
{
    setenv("TERM", term, 1);
    for (; env && *env; env++)
        putenv(xstrdup(*env));
    signal(SIGINT, SIG_DFL);
    execvp(argv[0], argv);
    _exit(127);
}

static int on_property(VTermProp property, VTermValue *value, void *user)
{
    struct vt *vt = user;
    if (property == VTERM_PROP_CURSORVISIBLE)
        vt->cursor_shown = value->boolean;
    else if (property == VTERM_PROP_ALTSCREEN)
        vt->other_screen = value->boolean;
    return 1;
}

static const VTermScreenCallbacks callbacks = {.settermprop = on_property};

struct vt *vt_start(int rows, int cols, const char *term, char *const argv[], const char *const env[])
{
    struct vt *vt = xcalloc(1, sizeof(*vt));
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
    vt->rows = rows;
    vt->cols = cols;
    vt->pid = forkpty(&vt->fd, NULL, NULL, &size);
    if (vt->pid == 0)
        run_child(term, argv, env);
    fcntl(vt->fd, F_SETFL, O_NONBLOCK);
    vt->term = vterm_new(rows, cols);
    vterm_set_utf8(vt->term, 1);
    vt->screen = vterm_obtain_screen(vt->term);
    vterm_screen_set_callbacks(vt->screen, &callbacks, vt);
    vterm_screen_enable_altscreen(vt->screen, 1);
    vterm_screen_reset(vt->screen, 1);
    return vt;
}

/* The program's last words are read before its end counts. */
static void see_end(struct vt *vt)
{
    if (!vt->ended && waitpid(vt->pid, &vt->status, WNOHANG) == vt->pid)
        vt->ended = true;
}

void vt_free(struct vt *vt)
{
    if (!vt)
        return;
    if (!vt->ended) {
        kill(vt->pid, SIGKILL);
        waitpid(vt->pid, &vt->status, 0);
    }
    close(vt->fd);
    vterm_free(vt->term);
    str_fini(&vt->text);
    str_fini(&vt->written);
    free(vt);
}

pid_t vt_pid(const struct vt *vt)
{
    return vt->pid;
}

long vt_bytes(const struct vt *vt)
{
    return (long)vt->written.len;
}

const struct str *vt_written(const struct vt *vt)
{
    return &vt->written;
}

bool vt_cursor_shown(const struct vt *vt)
{
    return vt->cursor_shown;
}

bool vt_other_screen(const struct vt *vt)
{
    return vt->other_screen;
}

bool vt_is_cooked(const struct vt *vt)
{
    struct termios modes;
    return tcgetattr(vt->fd, &modes) == 0 && (modes.c_lflag & ECHO) && (modes.c_lflag & ICANON);
}

void vt_type(struct vt *vt, const char *bytes)
{
    for (size_t len = strlen(bytes); len;) {
        ssize_t n = write(vt->fd, bytes, len);
        if (n < 0 && errno != EAGAIN && errno != EINTR)
            return;
        if (n > 0) {
            bytes += n;
            len -= (size_t)n;
        }
    }
}

void vt_resize(struct vt *vt, int rows, int cols)
{
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
    vt->rows = rows;
    vt->cols = cols;
    vterm_set_size(vt->term, rows, cols);
    ioctl(vt->fd, TIOCSWINSZ, &size);
}

/* Answers of the terminal (cursor position, colours) go back to the program. */
static void send_answers(struct vt *vt)
{
    char buf[256];
    size_t n = vterm_output_read(vt->term, buf, sizeof(buf));
    if (n && write(vt->fd, buf, n) < 0)
        return;
}

/* Reads what comes within ms; false when nothing came. */
static bool read_some(struct vt *vt, int ms)
{
    struct pollfd fd = {.fd = vt->fd, .events = POLLIN};
    char buf[65536];
    if (poll(&fd, 1, ms) != 1)
        return false;
    ssize_t n = read(vt->fd, buf, sizeof(buf));
    if (n <= 0)
        return false;
    str_add_bytes(&vt->written, buf, (size_t)n);
    vterm_input_write(vt->term, buf, (size_t)n);
    vterm_screen_flush_damage(vt->screen);
    send_answers(vt);
    return true;
}

bool vt_wait(struct vt *vt, bool (*fn)(struct vt *vt, void *user), void *user)
{
    int64_t end = time_steady() + LIMIT_MS;
    while (!fn(vt, user)) {
        bool came = read_some(vt, 50);
        see_end(vt);
        if ((!came && vt->ended) || time_steady() > end)
            return fn(vt, user);
    }
    return true;
}

static bool is_there(struct vt *vt, void *text)
{
    return vt_has(vt, text);
}

static bool is_gone(struct vt *vt, void *text)
{
    return !vt_has(vt, text);
}

bool vt_wait_text(struct vt *vt, const char *text)
{
    return vt_wait(vt, is_there, (void *)(uintptr_t)text);
}

bool vt_wait_gone(struct vt *vt, const char *text)
{
    return vt_wait(vt, is_gone, (void *)(uintptr_t)text);
}

int vt_wait_end(struct vt *vt)
{
    int64_t end = time_steady() + LIMIT_MS;
    while (!vt->ended && time_steady() < end) {
        read_some(vt, 20);
        see_end(vt);
    }
    while (read_some(vt, 0)) {
    }
    if (!vt->ended)
        return -1;
    return WIFEXITED(vt->status) ? WEXITSTATUS(vt->status) : 128 + WTERMSIG(vt->status);
}

void vt_settle(struct vt *vt, int ms)
{
    int64_t end = time_steady() + ms;
    while (time_steady() < end && read_some(vt, ms / 10)) {
    }
}

static void add_row(struct vt *vt, int row, struct str *out)
{
    size_t start = out->len;
    for (int col = 0; col < vt->cols; col++) {
        VTermScreenCell cell;
        vterm_screen_get_cell(vt->screen, (VTermPos){.row = row, .col = col}, &cell);
        if (!cell.chars[0])
            str_add_char(out, ' ');
        for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++)
            utf8_add(out, cell.chars[i]);
        if (cell.width > 1)
            col += cell.width - 1;
    }
    while (out->len > start && out->data[out->len - 1] == ' ')
        str_cut(out, out->len - 1);
}

const char *vt_row(struct vt *vt, int row)
{
    str_clear(&vt->text);
    add_row(vt, row, &vt->text);
    return str_text(&vt->text);
}

const char *vt_screen(struct vt *vt)
{
    str_clear(&vt->text);
    for (int row = 0; row < vt->rows; row++) {
        add_row(vt, row, &vt->text);
        str_add_char(&vt->text, '\n');
    }
    return str_text(&vt->text);
}

bool vt_has(struct vt *vt, const char *text)
{
    return strstr(vt_screen(vt), text) != NULL;
}

int vt_find(struct vt *vt, const char *text)
{
    for (int row = 0; row < vt->rows; row++)
        if (strstr(vt_row(vt, row), text))
            return row;
    return -1;
}

struct vt_look vt_look(struct vt *vt, int row, int col)
{
    VTermScreenCell cell;
    vterm_screen_get_cell(vt->screen, (VTermPos){.row = row, .col = col}, &cell);
    return (struct vt_look){.bold = cell.attrs.bold,
                            .reverse = cell.attrs.reverse,
                            .underline = cell.attrs.underline,
                            .coloured = !VTERM_COLOR_IS_DEFAULT_FG(&cell.fg),
                            .colour = cell.fg.type | (unsigned)cell.fg.rgb.red << 8};
}

static unsigned rgb_of(struct vt *vt, VTermColor colour)
{
    vterm_screen_convert_color_to_rgb(vt->screen, &colour);
    return (unsigned)colour.rgb.red << 16 | (unsigned)colour.rgb.green << 8 | colour.rgb.blue;
}

struct vt_cell vt_cell(struct vt *vt, int row, int col)
{
    VTermScreenCell cell;
    struct str text = {0};
    vterm_screen_get_cell(vt->screen, (VTermPos){.row = row, .col = col}, &cell);
    bool second = cell.chars[0] == (uint32_t)-1;
    for (int i = 0; !second && i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++)
        utf8_add(&text, cell.chars[i]);
    VTermColor fg = cell.attrs.reverse ? cell.bg : cell.fg, bg = cell.attrs.reverse ? cell.fg : cell.bg;
    struct vt_cell out = {.width = second ? 0 : cell.width,
                          .bold = cell.attrs.bold,
                          .underline = cell.attrs.underline != 0,
                          .plain_fg = VTERM_COLOR_IS_DEFAULT_FG(&cell.fg) && !cell.attrs.reverse,
                          .plain_bg = VTERM_COLOR_IS_DEFAULT_BG(&cell.bg) && !cell.attrs.reverse,
                          .fg = rgb_of(vt, fg),
                          .bg = rgb_of(vt, bg)};
    snprintf(out.text, sizeof(out.text), "%s", str_text(&text));
    str_fini(&text);
    return out;
}

int vt_column(struct vt *vt, int row, const char *text)
{
    const char *line = vt_row(vt, row), *at = strstr(line, text);
    return at ? (int)utf8_cells(line, (size_t)(at - line)) : -1;
}
