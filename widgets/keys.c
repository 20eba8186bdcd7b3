/* Keys from the terminal, with names. */
#include "widgets/keys.h"

#include "base/utf8.h"

#include <curses.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <term.h>
#include <wchar.h>

/* name, its number here, curses' number for it (0: none) */
static const struct {
    const char *name;
    uint32_t special;
    int curses;
} specials[] = {
    {"up", K_UP, KEY_UP},
    {"down", K_DOWN, KEY_DOWN},
    {"left", K_LEFT, KEY_LEFT},
    {"right", K_RIGHT, KEY_RIGHT},
    {"pgup", K_PAGE_UP, KEY_PPAGE},
    {"pgdn", K_PAGE_DOWN, KEY_NPAGE},
    {"home", K_HOME, KEY_HOME},
    {"end", K_END, KEY_END},
    {"insert", K_INSERT, KEY_IC},
    {"delete", K_DELETE, KEY_DC},
    {"backspace", K_BACKSPACE, KEY_BACKSPACE},
    {"enter", K_ENTER, KEY_ENTER},
    {"esc", K_ESCAPE, 0},
    {"tab", K_TAB, 0},
    {"shift-tab", K_SHIFT_TAB, KEY_BTAB},
    {"home", K_HOME, KEY_FIND},
    {"end", K_END, KEY_SELECT},
};
enum { SPECIALS = sizeof(specials) / sizeof(specials[0]) };

/* Codes of our own for what stands around pasted text. */
enum { PASTE_BEGIN = KEY_MAX + 1, PASTE_END, PASTE_CAP = 1024 * 1024 };

static bool gone, pasting;
static struct str pasted;

bool keyboard_gone(void)
{
    return gone;
}

static bool special_of_curses(int code, struct key *key)
{
    if (code >= KEY_F(1) && code <= KEY_F(12)) {
        key->code = (uint32_t)(K_F1 + code - KEY_F(1));
        return true;
    }
    for (int i = 0; i < SPECIALS; i++)
        if (specials[i].curses && specials[i].curses == code) {
            key->code = specials[i].special;
            return true;
        }
    return false;
}

static bool mouse_key(struct key *key)
{
    MEVENT event;
    if (getmouse(&event) != OK)
        return false;
    *key = (struct key){.type = KEY_MOUSED, .y = event.y, .x = event.x, .clicks = 1};
    if (event.bstate & BUTTON4_PRESSED)
        key->wheel = -1;
    else if (event.bstate & BUTTON5_PRESSED)
        key->wheel = 1;
    else if (event.bstate & BUTTON1_DOUBLE_CLICKED)
        key->clicks = 2;
    else if (!(event.bstate & (BUTTON1_PRESSED | BUTTON1_CLICKED)))
        return false;
    return true;
}

/* Control characters have keys of their own or are a letter with ctrl. */
static void character_key(wint_t c, struct key *key)
{
    key->type = KEY_SPECIAL;
    if (c == '\r' || c == '\n')
        key->code = K_ENTER;
    else if (c == '\t')
        key->code = K_TAB;
    else if (c == 0x7F || c == '\b')
        key->code = K_BACKSPACE;
    else if (c == 0x1B)
        key->code = K_ESCAPE;
    else
        key->type = KEY_CHARACTER;
    if (key->type == KEY_SPECIAL)
        return;
    key->ctrl = c < ' ';
    key->code = c < ' ' ? (c ? c + 'a' - 1 : ' ') : (uint32_t)c;
    if (c >= 0x1C && c < ' ')
        key->code = c + '@';
}

/* Escape followed at once by a character is that character with alt. */
static void alt_key(struct key *key)
{
    wint_t c;
    int kind = get_wch(&c);
    if (kind == ERR)
        return;
    if (kind == KEY_CODE_YES || c == 0x1B) {
        unget_wch((wchar_t)c);
        return;
    }
    character_key(c, key);
    key->alt = true;
}

/* With a terminal that hung up, reading says "nothing there" for ever: ask the descriptor. */
static void see_whether_gone(void)
{
    struct pollfd fd = {.fd = 0, .events = POLLIN};
    int waiting = 0;
    if (poll(&fd, 1, 0) == 1 &&
        ((fd.revents & (POLLHUP | POLLERR | POLLNVAL)) ||
         ((fd.revents & POLLIN) && ioctl(0, FIONREAD, &waiting) == 0 && waiting == 0)))
        gone = true;
}

static const char *capability(const char *name)
{
    const char *text = tigetstr(name);
    return text == (const char *)-1 ? NULL : text;
}

void keyboard_mark_pastes(bool on)
{
    const char *begin = capability("PS"), *end = capability("PE"), *ask = capability(on ? "BE" : "BD");
    if (!begin || !end || !ask)
        return;
    define_key(begin, PASTE_BEGIN);
    define_key(end, PASTE_END);
    putp(ask);
    fflush(stdout);
}

const char *key_pasted(size_t *len)
{
    *len = pasted.len;
    return str_text(&pasted);
}

/* Collects up to the end mark, over several calls where the text comes in pieces. What is over the cap is let
 * go. */
static bool read_paste(struct key *key)
{
    wint_t c;
    int kind;
    while ((kind = get_wch(&c)) != ERR) {
        if (kind == KEY_CODE_YES && c == PASTE_END) {
            pasting = false;
            key->type = KEY_PASTED;
            return true;
        }
        if (kind != KEY_CODE_YES && pasted.len < PASTE_CAP)
            utf8_add(&pasted, c == '\r' ? '\n' : (uint32_t)c);
    }
    see_whether_gone();
    return false;
}

bool key_read(struct key *key)
{
    wint_t c;
    *key = (struct key){.type = KEY_SPECIAL};
    if (pasting)
        return read_paste(key);
    int kind = get_wch(&c);
    if (kind == ERR) {
        see_whether_gone();
        return false;
    }
    if (kind == KEY_CODE_YES && c == PASTE_BEGIN) {
        pasting = true;
        str_clear(&pasted);
        return read_paste(key);
    }
    if (kind == KEY_CODE_YES && c == KEY_RESIZE)
        key->type = KEY_RESIZED;
    else if (kind == KEY_CODE_YES && c == KEY_MOUSE)
        return mouse_key(key) || key_read(key);
    else if (kind == KEY_CODE_YES)
        return special_of_curses((int)c, key) || key_read(key);
    else
        character_key(c, key);
    if (kind != KEY_CODE_YES && c == 0x1B)
        alt_key(key);
    return true;
}

static const char *special_name(uint32_t code)
{
    static char f[8];
    if (code >= K_F1 && code <= K_F12) {
        snprintf(f, sizeof(f), "f%u", (unsigned)(code - K_F1 + 1));
        return f;
    }
    for (int i = 0; i < SPECIALS; i++)
        if (specials[i].special == code)
            return specials[i].name;
    return "?";
}

static bool parse_special(const char *name, struct key *key)
{
    key->type = KEY_SPECIAL;
    for (uint32_t code = K_F1; code <= K_F12; code++)
        if (strcmp(special_name(code), name) == 0) {
            key->code = code;
            return true;
        }
    for (int i = 0; i < SPECIALS; i++)
        if (strcmp(specials[i].name, name) == 0) {
            key->code = specials[i].special;
            return true;
        }
    return false;
}

bool key_parse(const char *name, struct key *key)
{
    *key = (struct key){0};
    for (;;) {
        if (str_starts(name, "ctrl-"))
            key->ctrl = true, name += 5;
        else if (str_starts(name, "alt-"))
            key->alt = true, name += 4;
        else
            break;
    }
    if (parse_special(name, key))
        return true;
    key->type = KEY_CHARACTER;
    if (strcmp(name, "space") == 0)
        name = " ";
    size_t len = strlen(name);
    return len && utf8_decode(name, len, &key->code) == len;
}

bool key_equal(const struct key *a, const struct key *b)
{
    return a->type == b->type && a->code == b->code && a->ctrl == b->ctrl && a->alt == b->alt;
}

const char *key_text(const struct key *key)
{
    static struct str name;
    str_clear(&name);
    if (key->alt)
        str_add(&name, "alt-");
    if (key->ctrl)
        str_add(&name, "ctrl-");
    if (key->type == KEY_CHARACTER && key->code == ' ')
        str_add(&name, "space");
    else if (key->type == KEY_CHARACTER)
        utf8_add(&name, key->code);
    else if (key->type == KEY_SPECIAL)
        str_add(&name, special_name(key->code));
    else
        str_add(&name, "this");
    return str_text(&name);
}
