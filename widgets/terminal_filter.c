/* A strict reader of what a program writes to its terminal. */
#include "widgets/terminal_filter.h"

#include "base/utf8.h"

#include <string.h>

enum {
    MOST_SEPARATORS = 15, /* libvterm has room for 16 numbers */
    MOST_DIGITS = 4,      /* of a number: nothing on a screen needs more */
    MOST_REPEATS = 1000,
    MOST_COMBINING = 5 /* on one character: libvterm keeps no more */
};

static const struct {
    int number;
    unsigned mode;
} modes[] = {{1, MODE_CURSOR_KEYS},   {1000, MODE_MOUSE},     {1002, MODE_MOUSE_DRAG},
             {1003, MODE_MOUSE_MOVE}, {1006, MODE_MOUSE_SGR}, {2004, MODE_PASTE}};
enum { MODES = sizeof(modes) / sizeof(modes[0]) };

void terminal_modes_add(struct str *out, unsigned from, unsigned to)
{
    for (size_t i = 0; i < MODES; i++)
        if ((from ^ to) & modes[i].mode)
            str_addf(out, "\x1b[?%d%c", modes[i].number, to & modes[i].mode ? 'h' : 'l');
    if ((from ^ to) & MODE_KEYPAD)
        str_add(out, to & MODE_KEYPAD ? "\x1b=" : "\x1b>");
}

static void set_mode(struct terminal_filter *filter, unsigned mode, bool on)
{
    filter->modes = on ? filter->modes | mode : filter->modes & ~mode;
}

/* DECSET and DECRST. */
static void note_modes(struct terminal_filter *filter, char final)
{
    int number = 0;
    for (size_t i = 0; i <= filter->numbers_len; i++) {
        char c = i < filter->numbers_len ? filter->numbers[i] : ';';
        if (c >= '0' && c <= '9') {
            number = number * 10 + (c - '0');
            continue;
        }
        for (size_t m = 0; m < MODES; m++)
            if (modes[m].number == number)
                set_mode(filter, modes[m].mode, final == 'h');
        number = 0;
    }
}

static void begin_sequence(struct terminal_filter *filter)
{
    filter->state = FILTER_ESCAPE;
    filter->leader = filter->intermediate = 0;
    filter->numbers_len = 0;
    filter->separators = filter->digits = 0;
    filter->spoiled = false;
}

/* ESC and one byte, or ESC, an intermediate and one byte. */
static void end_escape(struct terminal_filter *filter, char final, struct str *out)
{
    const char *allowed = filter->intermediate == 0            ? "78=>DEHMZc"
                          : filter->intermediate == '#'        ? "8"
                          : strchr("()", filter->intermediate) ? "0AB"
                                                               : "";
    filter->state = FILTER_TEXT;
    if (filter->spoiled || !strchr(allowed, final))
        return;
    if (final == '=' || final == '>')
        set_mode(filter, MODE_KEYPAD, final == '=');
    if (final == 'c')
        filter->modes = 0;
    str_add_char(out, 0x1B);
    if (filter->intermediate)
        str_add_char(out, filter->intermediate);
    str_add_char(out, final);
    /* The saved cursor may be off a screen that has shrunk; any control sequence makes libvterm look. This
     * one sets the cursor's shape, which is not shown. */
    if (!filter->intermediate && final == '8')
        str_add(out, "\x1b[ q");
}

static void take_escape(struct terminal_filter *filter, char c, struct str *out)
{
    if (c == '[' && !filter->intermediate) {
        filter->state = FILTER_CONTROL;
    } else if (strchr("]P^_X", c) && !filter->intermediate) {
        filter->state = FILTER_STRING;
    } else if (c >= 0x20 && c < 0x30) {
        filter->spoiled = filter->spoiled || filter->intermediate;
        filter->intermediate = c;
    } else {
        end_escape(filter, c, out);
    }
}

static void take_number(struct terminal_filter *filter, char c)
{
    bool digit = c >= '0' && c <= '9';
    filter->digits = digit ? filter->digits + 1 : 0;
    filter->separators += !digit;
    bool fits = filter->digits <= MOST_DIGITS && filter->separators <= MOST_SEPARATORS &&
                filter->numbers_len < sizeof(filter->numbers);
    if (fits)
        filter->numbers[filter->numbers_len++] = c;
}

/* REP: libvterm would put a wide character over the right edge, so the text itself is repeated. */
static void repeat(struct terminal_filter *filter, struct str *out)
{
    int times = 0;
    for (size_t i = 0; i < filter->numbers_len && filter->numbers[i] >= '0' && filter->numbers[i] <= '9'; i++)
        times = times * 10 + (filter->numbers[i] - '0');
    for (int i = 0; filter->last && i < (times ? times : 1) && i < MOST_REPEATS; i++)
        utf8_add(out, filter->last);
}

static void end_control(struct terminal_filter *filter, char final, struct str *out)
{
    filter->state = FILTER_TEXT;
    if (filter->spoiled)
        return;
    if (final == 'b') {
        repeat(filter, out);
        return;
    }
    if (filter->leader == '?' && (final == 'h' || final == 'l'))
        note_modes(filter, final);
    filter->last = 0;
    str_add(out, "\x1b[");
    if (filter->leader)
        str_add_char(out, filter->leader);
    str_add_bytes(out, filter->numbers, filter->numbers_len);
    if (filter->intermediate)
        str_add_char(out, filter->intermediate);
    str_add_char(out, final);
}

static void take_control(struct terminal_filter *filter, char c, struct str *out)
{
    if ((c >= '0' && c <= '9') || c == ';' || c == ':') {
        filter->spoiled = filter->spoiled || filter->intermediate;
        take_number(filter, c);
    } else if (c >= '<' && c <= '?') {
        filter->spoiled = filter->spoiled || filter->leader || filter->numbers_len;
        filter->leader = c;
    } else if (c >= 0x20 && c < 0x30) {
        filter->spoiled = filter->spoiled || filter->intermediate;
        filter->intermediate = c;
    } else {
        end_control(filter, c, out);
    }
}

static void take_text(struct terminal_filter *filter, uint32_t cp, struct str *out)
{
    filter->combining = utf8_width(cp) == 0 ? filter->combining + 1 : 0;
    if (!filter->combining)
        filter->last = cp;
    if (filter->combining <= MOST_COMBINING)
        utf8_add(out, cp);
}

/* C0, which counts in the middle of a sequence too. */
static void take_c0(struct terminal_filter *filter, char c, struct str *out)
{
    if (c == 0x1B) {
        if (filter->state == FILTER_STRING)
            filter->state = FILTER_STRING_ESCAPE;
        else
            begin_sequence(filter);
    } else if (c == 0x18 || c == 0x1A) {
        filter->state = FILTER_TEXT;
    } else if (filter->state >= FILTER_STRING) {
        filter->state = c == 0x07 ? FILTER_TEXT : FILTER_STRING;
    } else if (c >= 0x07 && c <= 0x0F) {
        str_add_char(out, c);
        filter->combining = 0;
    }
}

static void take(struct terminal_filter *filter, uint32_t cp, struct str *out)
{
    if (cp < 0x20) {
        take_c0(filter, (char)cp, out);
        return;
    }
    if (cp >= 0x7F && cp < 0xA0)
        return; /* DEL and C1: commands that nobody writes in UTF-8 */
    switch (filter->state) {
    case FILTER_TEXT:
        take_text(filter, cp, out);
        break;
    case FILTER_STRING:
        break;
    case FILTER_STRING_ESCAPE: /* ESC \ ends the string, any other ESC begins what it begins */
        begin_sequence(filter);
        filter->spoiled = cp == '\\';
        take_escape(filter, cp < 0x7F ? (char)cp : '\\', out);
        break;
    case FILTER_ESCAPE:
    case FILTER_CONTROL:
        if (cp >= 0x7F)
            filter->state = FILTER_TEXT;
        else if (filter->state == FILTER_ESCAPE)
            take_escape(filter, (char)cp, out);
        else
            take_control(filter, (char)cp, out);
    }
}

/* How many bytes at the end of text are the beginning of a character whose rest has not come. */
static size_t unfinished(const char *text, size_t len)
{
    for (size_t back = 1; back <= 3 && back <= len; back++) {
        unsigned char c = (unsigned char)text[len - back];
        size_t whole = c >= 0xF0 && c < 0xF5 ? 4 : c >= 0xE0 && c < 0xF0 ? 3 : c >= 0xC2 && c < 0xE0 ? 2 : 1;
        if ((c & 0xC0) != 0x80)
            return whole > back ? back : 0;
    }
    return 0;
}

static void take_bytes(struct terminal_filter *filter, const char *bytes, size_t len, struct str *out)
{
    for (size_t at = 0; at < len;) {
        uint32_t cp;
        at += utf8_decode(bytes + at, len - at, &cp);
        take(filter, cp, out);
    }
}

void terminal_filter(struct terminal_filter *filter, const char *bytes, size_t len, struct str *out)
{
    /* First the character that was begun: byte for byte until it is whole (or turns out to be none). */
    while (filter->bytes_len && len) {
        filter->bytes[filter->bytes_len++] = *bytes++;
        len--;
        if (unfinished(filter->bytes, filter->bytes_len) == filter->bytes_len)
            continue;
        take_bytes(filter, filter->bytes, filter->bytes_len, out);
        filter->bytes_len = 0;
    }
    size_t rest = len ? unfinished(bytes, len) : 0;
    take_bytes(filter, bytes, len - rest, out);
    if (rest)
        memcpy(filter->bytes, bytes + len - rest, rest);
    filter->bytes_len += rest;
}
