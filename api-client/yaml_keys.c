/* go-yaml's order of keys. */
#include "api-client/yaml_plain.h"
#include "base/utf8.h"

#include <string.h>

/* Letters of any script, near enough: what lies beyond ASCII and is not among these symbols. */
static bool is_letter(uint32_t cp)
{
    static const uint32_t symbols[][2] = {
        {0x80, 0xA9},     {0xAB, 0xB4},      {0xB6, 0xB9},     {0xBB, 0xBF},     {0xD7, 0xD7},
        {0xF7, 0xF7},     {0x2000, 0x206F},  {0x20A0, 0x20CF}, {0x2190, 0x2BFF}, {0x3000, 0x3004},
        {0x3008, 0x3020}, {0xD800, 0xF8FF},  {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFF00, 0xFF20},
        {0xFFF0, 0xFFFF}, {0x1F000, 0x1FFFF}};
    if (cp < 0x80)
        return (cp | 0x20) >= 'a' && (cp | 0x20) <= 'z';
    for (size_t i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++)
        if (cp >= symbols[i][0] && cp <= symbols[i][1])
            return false;
    return true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The number at text, started with what stands before it; *len is its digits. */
static uint64_t number_at(const char *text, uint64_t value, size_t *len)
{
    size_t i = 0;
    for (; is_digit(text[i]); i++)
        value = value * 10 + (uint64_t)(text[i] - '0');
    *len = i;
    return value;
}

/* Whether a digit other than 0 stands right before, with digits between: then zeros here count. */
static bool follows_number(const char *start, const char *at)
{
    for (; at > start && is_digit(at[-1]); at--)
        if (at[-1] != '0')
            return true;
    return false;
}

static int compare_numbers(const char *start, const char *a, const char *b)
{
    size_t a_len, b_len;
    uint64_t before = (*a == '0' || *b == '0') && follows_number(start, a);
    int64_t x = (int64_t)number_at(a, before, &a_len), y = (int64_t)number_at(b, before, &b_len);
    if (x != y)
        return x < y ? -1 : 1;
    return a_len < b_len ? -1 : a_len > b_len;
}

/* Back to the first byte of the character in which two strings differ. */
static size_t differ_at(const char *a, const char *b)
{
    size_t i = 0;
    while (a[i] && a[i] == b[i])
        i++;
    while (i && ((a[i] & 0xC0) == 0x80 || (b[i] & 0xC0) == 0x80))
        i--;
    return i;
}

int yaml_compare_keys(const char *a, const char *b)
{
    size_t at = differ_at(a, b);
    uint32_t x, y;
    if (!a[at] || !b[at])
        return (a[at] != 0) - (b[at] != 0);
    utf8_decode(a + at, strlen(a + at), &x);
    utf8_decode(b + at, strlen(b + at), &y);
    bool x_letter = is_letter(x), y_letter = is_letter(y);
    if (x_letter != y_letter)
        return x_letter ? 1 : -1;
    int by = x_letter ? 0 : compare_numbers(a, a + at, b + at);
    return by ? by : x < y ? -1 : x > y;
}
