/* Kubernetes quantities. */
#include "api-client/quantity.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A number is digits * 10^tens * 2^twos: kept apart so that one rounding at most happens, at the end. */
struct parts {
    long double digits;
    int tens, twos;
};

static const struct suffix {
    const char *text;
    int tens, twos;
} suffixes[] = {{"", 0, 0},    {"n", -9, 0},  {"u", -6, 0},  {"m", -3, 0}, {"k", 3, 0},   {"M", 6, 0},
                {"G", 9, 0},   {"T", 12, 0},  {"P", 15, 0},  {"E", 18, 0}, {"Ki", 0, 10}, {"Mi", 0, 20},
                {"Gi", 0, 30}, {"Ti", 0, 40}, {"Pi", 0, 50}, {"Ei", 0, 60}};

static bool parse_suffix(const char *text, struct parts *parts)
{
    for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
        if (strcmp(text, suffixes[i].text) == 0) {
            parts->tens += suffixes[i].tens;
            parts->twos += suffixes[i].twos;
            return true;
        }
    }
    if (*text != 'e' && *text != 'E')
        return false;
    char *end;
    long exponent = strtol(text + 1, &end, 10);
    if (end == text + 1 || *end || labs(exponent) > 100)
        return false;
    parts->tens += (int)exponent;
    return true;
}

static bool parse_parts(const char *text, struct parts *parts)
{
    bool negative = *text == '-', any = false, point = false;
    *parts = (struct parts){0};
    if (*text == '-' || *text == '+')
        text++;
    for (; isdigit((unsigned char)*text) || (*text == '.' && !point); text++) {
        if (*text == '.') {
            point = true;
            continue;
        }
        any = true;
        if (parts->digits < 1e18L) {
            parts->digits = parts->digits * 10 + (*text - '0');
            parts->tens -= point;
        } else {
            parts->tens += !point;
        }
    }
    parts->digits = negative ? -parts->digits : parts->digits;
    return any && parse_suffix(text, parts);
}

static long double value_of(const struct parts *parts)
{
    long double value = ldexpl(parts->digits, parts->twos);
    return parts->tens >= 0 ? value * powl(10, parts->tens) : value / powl(10, -parts->tens);
}

bool quantity_parse(const char *text, long double *value)
{
    struct parts parts;
    if (!parse_parts(text, &parts))
        return false;
    *value = value_of(&parts);
    return true;
}

static long double rounded_up(const char *text, int tens)
{
    struct parts parts;
    if (!parse_parts(text, &parts))
        return 0;
    parts.tens += tens;
    return ceill(value_of(&parts));
}

long double quantity_milli(const char *text)
{
    return rounded_up(text, 3);
}

long double quantity_whole(const char *text)
{
    return rounded_up(text, 0);
}
