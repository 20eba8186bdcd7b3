#include "model/logtext.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

static const struct log_look plain = {.fg = -1, .bg = -1};

enum { PARAMETERS_MOST = 32 };

void log_text_fini(struct log_text *out)
{
    str_fini(&out->text);
    free(out->runs.data);
    *out = (struct log_text){0};
}

/* The nearest of xterm's 6x6x6 cube or of its greys. */
static int16_t nearest(int r, int g, int b)
{
    int grey = (r + g + b) / 3;
    if (abs(r - grey) + abs(g - grey) + abs(b - grey) < 24)
        return (int16_t)(grey < 4 ? 16 : grey > 246 ? 231 : 232 + (grey - 3) / 10);
    int level[3] = {r, g, b};
    for (int i = 0; i < 3; i++)
        level[i] = level[i] < 48 ? 0 : level[i] < 115 ? 1 : (level[i] - 35) / 40;
    return (int16_t)(16 + 36 * level[0] + 6 * level[1] + level[2]);
}

static int byte_of(int value)
{
    return value < 0 ? 0 : value > 255 ? 255 : value;
}

/* "38;5;n" and "38;2;r;g;b": sets *colour, returns how many parameters after the first were used. */
static int extended(const int *p, int count, int16_t *colour)
{
    if (count >= 3 && p[1] == 5) {
        *colour = (int16_t)byte_of(p[2]);
        return 2;
    }
    if (count >= 5 && p[1] == 2) {
        *colour = nearest(byte_of(p[2]), byte_of(p[3]), byte_of(p[4]));
        return 4;
    }
    return count - 1;
}

static void attribute(struct log_look *look, int p)
{
    static const struct {
        int on, off;
        uint16_t bit, also; /* `off` takes both away */
    } rows[] = {
        {1, 22, LOG_BOLD, LOG_DIM}, {2, 22, LOG_DIM, LOG_BOLD}, {3, 23, LOG_ITALIC, 0},
        {4, 24, LOG_UNDERLINE, 0},  {7, 27, LOG_REVERSE, 0},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        if (p == rows[i].on)
            look->attributes |= rows[i].bit;
        else if (p == rows[i].off)
            look->attributes &= (uint16_t) ~(rows[i].bit | rows[i].also);
    }
}

static void apply(struct log_look *look, const int *p, int count)
{
    for (int i = 0; i < count; i++) {
        int n = p[i];
        if (n == 0)
            *look = plain;
        else if (n == 38 || n == 48)
            i += extended(p + i, count - i, n == 38 ? &look->fg : &look->bg);
        else if ((n >= 30 && n <= 37) || (n >= 90 && n <= 97))
            look->fg = (int16_t)(n >= 90 ? n - 90 + 8 : n - 30);
        else if ((n >= 40 && n <= 47) || (n >= 100 && n <= 107))
            look->bg = (int16_t)(n >= 100 ? n - 100 + 8 : n - 40);
        else if (n == 39)
            look->fg = -1;
        else if (n == 49)
            look->bg = -1;
        else
            attribute(look, n);
    }
}

/* The parameters of an SGR sequence; colons count as semicolons. False if it holds anything else. */
static bool parameters(const char *text, size_t len, int *p, int *count)
{
    *count = 1;
    p[0] = 0;
    for (size_t i = 0; i < len; i++) {
        if (text[i] >= '0' && text[i] <= '9') {
            if (p[*count - 1] < 100000)
                p[*count - 1] = p[*count - 1] * 10 + (text[i] - '0');
        } else if ((text[i] == ';' || text[i] == ':') && *count < PARAMETERS_MOST) {
            p[(*count)++] = 0;
        } else {
            return false;
        }
    }
    return true;
}

/* Length of the control sequence at text (its ESC), 0 if none is whole: CSI, or a string (OSC, DCS, PM, APC,
 * SOS) up to BEL or ST. */
static size_t sequence(const char *text, size_t len)
{
    if (len < 2)
        return 0;
    if (text[1] == '[') {
        size_t i = 2;
        while (i < len && text[i] >= 0x20 && text[i] <= 0x3f)
            i++;
        return i < len && text[i] >= 0x40 && text[i] <= 0x7e ? i + 1 : 0;
    }
    if (text[1] && strchr("]P^_X", text[1])) {
        for (size_t i = 2; i < len; i++) {
            if (text[i] == '\a')
                return i + 1;
            if (text[i] == '\033')
                return i + 1 < len && text[i + 1] == '\\' ? i + 2 : 0;
        }
        return 0;
    }
    if (strchr("()*+", text[1]) && text[1])
        return len > 2 ? 3 : 0;
    return text[1] >= '0' && text[1] <= '~' ? 2 : 0;
}

static bool same_look(struct log_look a, struct log_look b)
{
    return a.fg == b.fg && a.bg == b.bg && a.attributes == b.attributes;
}

static void add_run(struct log_text *out, struct log_look look)
{
    size_t n = out->runs.len;
    struct log_look last = n ? out->runs.data[n - 1].look : plain;
    if (same_look(last, look))
        return;
    if (n && out->runs.data[n - 1].at == out->text.len)
        out->runs.data[n - 1].look = look;
    else
        *vec_push(&out->runs) = (struct log_run){out->text.len, look};
}

/* Adds bytes without a whole control sequence. Tabs count from the start of the line. */
static void add_plain(struct log_text *out, const char *bytes, size_t len, size_t *cells)
{
    while (len) {
        const char *tab = memchr(bytes, '\t', len);
        size_t n = tab ? (size_t)(tab - bytes) : len;
        size_t before = out->text.len;
        utf8_add_safe(&out->text, bytes, n, 0);
        *cells += utf8_cells(out->text.data ? out->text.data + before : "", out->text.len - before);
        if (tab) {
            size_t to = 8 - *cells % 8;
            str_add_repeat(&out->text, ' ', to);
            *cells += to;
            n++;
        }
        bytes += n;
        len -= n;
    }
}

void log_text_make(struct log_text *out, const char *bytes, size_t len)
{
    struct log_look look = plain;
    size_t cells = 0;
    str_clear(&out->text);
    out->runs.len = 0;
    if (len && bytes[len - 1] == '\r')
        len--;
    while (len) {
        const char *esc = memchr(bytes, '\033', len);
        size_t n = esc ? (size_t)(esc - bytes) : len;
        size_t control = esc ? sequence(esc, len - n) : 0;
        int p[PARAMETERS_MOST], count;
        if (esc && control == 0)
            n++; /* shown as ^[ */
        add_plain(out, bytes, n, &cells);
        if (control > 2 && esc[1] == '[' && esc[control - 1] == 'm' &&
            parameters(esc + 2, control - 3, p, &count)) {
            apply(&look, p, count);
            add_run(out, look);
        }
        bytes += n + control;
        len -= n + control;
    }
}

struct log_look log_text_look(const struct log_text *text, size_t at)
{
    struct log_look look = plain;
    for (size_t i = 0; i < text->runs.len && text->runs.data[i].at <= at; i++)
        look = text->runs.data[i].look;
    return look;
}
