/* Whether a string may stand in YAML without quotes. */
#include "api-client/yaml_plain.h"
#include "base/str.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static const char *skip_digits(const char *text)
{
    while (is_digit(*text))
        text++;
    return text;
}

static bool is_word(const char *text)
{
    static const char *const words[] = {"",     "~",     "null",  "Null",  "NULL",  "y",     "Y",     "yes",
                                        "Yes",  "YES",   "true",  "True",  "TRUE",  "on",    "On",    "ON",
                                        "n",    "N",     "no",    "No",    "NO",    "false", "False", "FALSE",
                                        "off",  "Off",   "OFF",   ".nan",  ".NaN",  ".NAN",  ".inf",  ".Inf",
                                        ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF"};
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (strcmp(text, words[i]) == 0)
            return true;
    return false;
}

/* [-+]? ( .digits | digits [. digits] ) [e[-+]digits], and within a double's range. */
static bool is_float(const char *text)
{
    const char *at = text + (*text == '-' || *text == '+');
    const char *whole = skip_digits(at), *end = whole;
    if (*whole == '.') {
        end = skip_digits(whole + 1);
        if (whole == at && end == whole + 1)
            return false;
    } else if (whole == at) {
        return false;
    }
    if (*end == 'e' || *end == 'E') {
        const char *digits = end + 1 + (end[1] == '-' || end[1] == '+');
        end = skip_digits(digits);
        if (end == digits)
            return false;
    }
    return *end == '\0' && isfinite(strtod(text, NULL));
}

/* Digits of a base that fit a 64-bit number with that sign (0: none, then an unsigned one will do). */
static bool is_digits(const char *text, int base, char sign)
{
    char *end;
    if (!isalnum((unsigned char)*text))
        return false;
    errno = 0;
    uint64_t value = strtoull(text, &end, base);
    uint64_t most = sign ? (uint64_t)INT64_MAX + (sign == '-') : UINT64_MAX;
    return *end == '\0' && errno != ERANGE && value <= most;
}

/* Go's base 0: 0x, 0o, 0b, 0 before octal digits. */
static bool is_int(const char *text)
{
    char sign = *text == '-' || *text == '+' ? *text : '\0';
    text += sign != '\0';
    if (*text != '0' || text[1] == '\0')
        return is_digits(text, 10, sign);
    switch (text[1]) {
    case 'x':
    case 'X':
        return text[2] != '\0' && tolower((unsigned char)text[3]) != 'x' && is_digits(text + 2, 16, sign);
    case 'o':
    case 'O':
        return is_digits(text + 2, 8, sign);
    case 'b':
    case 'B':
        return is_digits(text + 2, 2, sign);
    default:
        return is_digits(text + 1, 8, sign);
    }
}

/* One or two digits below a bound; NULL if not. */
static const char *skip_number(const char *text, int least, int most)
{
    if (!text || !is_digit(*text))
        return NULL;
    int value = *text++ - '0';
    if (is_digit(*text))
        value = value * 10 + (*text++ - '0');
    return value >= least && value <= most ? text : NULL;
}

static const char *skip_char(const char *text, char c)
{
    return text && *text == c ? text + 1 : NULL;
}

static const char *skip_zone(const char *text)
{
    if (!text || *text == 'Z')
        return text ? text + 1 : NULL;
    if (*text != '+' && *text != '-')
        return NULL;
    for (int i = 1; i <= 5; i++)
        if (i == 3 ? text[i] != ':' : !is_digit(text[i]))
            return NULL;
    int hours = (text[1] - '0') * 10 + text[2] - '0', minutes = (text[4] - '0') * 10 + text[5] - '0';
    return hours <= 24 && minutes <= 60 ? text + 6 : NULL;
}

static const char *skip_clock(const char *text)
{
    text = skip_char(skip_number(text, 0, 23), ':');
    text = skip_char(skip_number(text, 0, 59), ':');
    text = skip_number(text, 0, 59);
    if (text && (*text == '.' || *text == ',') && is_digit(text[1]))
        text = skip_digits(text + 1);
    return text;
}

static bool is_day(int year, int month, int day)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return day <= days[month - 1] + (month == 2 && leap);
}

/* "2006-1-2", alone or with a clock behind T (and a zone) or spaces (and none). */
static bool is_time(const char *text)
{
    if (skip_digits(text) != text + 4 || text[4] != '-')
        return false;
    const char *month = text + 5;
    const char *day = skip_char(skip_number(month, 1, 12), '-');
    const char *end = skip_number(day, 1, 31);
    if (!end || !is_day(atoi(text), atoi(month), atoi(day)))
        return false;
    if (*end == 'T' || *end == 't')
        end = skip_zone(skip_clock(end + 1));
    else if (*end == ' ')
        end = skip_clock(end + strspn(end, " "));
    return end && *end == '\0';
}

/* "1:30:00.5", which YAML 1.1 counted by sixties. */
static bool is_base60(const char *text)
{
    const char *at = text + (*text == '-' || *text == '+');
    if (!is_digit(*at))
        return false;
    at += strspn(at, "0123456789_");
    if (*at != ':')
        return false;
    while (*at == ':') {
        if (!is_digit(*++at))
            return false;
        at += *at <= '5' && is_digit(at[1]) ? 2 : 1;
    }
    if (*at == '.')
        at += 1 + strspn(at + 1, "0123456789_");
    return *at == '\0';
}

static bool is_number(const char *text)
{
    struct str plain = {0};
    for (const char *c = text; *c; c++)
        if (*c != '_')
            str_add_char(&plain, *c);
    const char *digits = str_text(&plain);
    bool number = is_int(digits) || is_float(digits);
    str_fini(&plain);
    return number;
}

bool yaml_plain_is_string(const char *text)
{
    if (is_word(text))
        return false;
    if (*text == '.')
        return !is_float(text);
    if (!is_digit(*text) && *text != '+' && *text != '-')
        return true;
    return !is_time(text) && !is_number(text) && !is_base60(text);
}
