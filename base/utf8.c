/* UTF-8: widths, and bytes from outside made safe. */
#include "base/utf8.h"

#include <locale.h>
#include <stdbool.h>
#include <wchar.h>

static size_t sequence_length(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead < 0xE0)
        return 2;
    if (lead >= 0xE0 && lead < 0xF0)
        return 3;
    if (lead >= 0xF0 && lead < 0xF5)
        return 4;
    return 0;
}

size_t utf8_decode(const char *text, size_t len, uint32_t *cp)
{
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *p = (const unsigned char *)text;
    size_t n = sequence_length(p[0]);
    *cp = UTF8_BAD;
    if (n == 1) {
        *cp = p[0];
        return 1;
    }
    if (n == 0 || n > len)
        return 1;
    uint32_t value = p[0] & (0x7Fu >> n);
    for (size_t i = 1; i < n; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 1;
        value = value << 6 | (p[i] & 0x3F);
    }
    if (value < smallest[n] || (value >= 0xD800 && value < 0xE000) || value > 0x10FFFF)
        return 1;
    *cp = value;
    return n;
}

void utf8_add(struct str *out, uint32_t cp)
{
    char b[4];
    if (cp < 0x80) {
        str_add_char(out, (char)cp);
    } else if (cp < 0x800) {
        b[0] = (char)(0xC0 | cp >> 6);
        b[1] = (char)(0x80 | (cp & 0x3F));
        str_add_bytes(out, b, 2);
    } else if (cp < 0x10000) {
        b[0] = (char)(0xE0 | cp >> 12);
        b[1] = (char)(0x80 | (cp >> 6 & 0x3F));
        b[2] = (char)(0x80 | (cp & 0x3F));
        str_add_bytes(out, b, 3);
    } else {
        b[0] = (char)(0xF0 | (cp >> 18 & 7));
        b[1] = (char)(0x80 | (cp >> 12 & 0x3F));
        b[2] = (char)(0x80 | (cp >> 6 & 0x3F));
        b[3] = (char)(0x80 | (cp & 0x3F));
        str_add_bytes(out, b, 4);
    }
}

/* The C library knows widths only under a UTF-8 locale; the user's may be another. */
static int wide_width(uint32_t cp)
{
    static locale_t utf8;
    if (!utf8)
        utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    if (!utf8)
        return 1;
    locale_t old = uselocale(utf8);
    int width = wcwidth((wchar_t)cp);
    uselocale(old);
    return width;
}

int utf8_width(uint32_t cp)
{
    if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0))
        return 0;
    if (cp < 0x300)
        return cp == 0xAD ? 0 : 1;
    int width = wide_width(cp);
    return width < 0 ? 1 : width;
}

size_t utf8_cells(const char *text, size_t len)
{
    size_t cells = 0;
    for (size_t i = 0; i < len;) {
        uint32_t cp;
        i += utf8_decode(text + i, len - i, &cp);
        cells += (size_t)utf8_width(cp);
    }
    return cells;
}

size_t utf8_fit(const char *text, size_t len, size_t cells, size_t *used)
{
    size_t taken = 0, i = 0;
    while (i < len) {
        uint32_t cp;
        size_t n = utf8_decode(text + i, len - i, &cp);
        size_t width = (size_t)utf8_width(cp);
        if (taken + width > cells)
            break;
        taken += width;
        i += n;
    }
    if (used)
        *used = taken;
    return i;
}

/* Code points that change how a terminal or a reader orders what follows. */
static bool commands_a_terminal(uint32_t cp)
{
    return (cp >= 0x80 && cp < 0xA0) || (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069) ||
           cp == 0x200E || cp == 0x200F || cp == 0x2028 || cp == 0x2029 || cp == 0xFEFF;
}

void utf8_add_safe(struct str *out, const char *text, size_t len, int keep_lines)
{
    size_t start = out->len;
    for (size_t i = 0; i < len;) {
        uint32_t cp;
        i += utf8_decode(text + i, len - i, &cp);
        if (cp == '\t') {
            size_t at = utf8_cells(out->data ? out->data + start : "", out->len - start);
            str_add_repeat(out, ' ', 8 - at % 8);
        } else if (cp == '\n' && keep_lines) {
            str_add_char(out, '\n');
            start = out->len;
        } else if (cp < 0x20 || cp == 0x7F) {
            str_add_char(out, '^');
            str_add_char(out, (char)(cp ^ 0x40));
        } else {
            utf8_add(out, commands_a_terminal(cp) ? UTF8_BAD : cp);
        }
    }
}
