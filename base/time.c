/* Points in time and how kubectl writes them. */
#include "base/time.h"

#include <ctype.h>
#include <locale.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int64_t clock_ms(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t time_now(void)
{
    return clock_ms(CLOCK_REALTIME);
}

int64_t time_steady(void)
{
    return clock_ms(CLOCK_MONOTONIC);
}

/* Milliseconds of ".123456" at *text, which moves behind it. */
static int parse_fraction(const char **text)
{
    int ms = 0, digits = 0;
    if (**text != '.')
        return 0;
    for ((*text)++; isdigit((unsigned char)**text); (*text)++, digits++)
        if (digits < 3)
            ms = ms * 10 + (**text - '0');
    for (; digits < 3; digits++)
        ms *= 10;
    return ms;
}

/* Seconds east of UTC of "Z" or "+09:00"; false if it is neither. */
static bool parse_zone(const char *text, long *seconds)
{
    int hours, minutes, end = 0;
    *seconds = 0;
    if (strcmp(text, "Z") == 0 || strcmp(text, "z") == 0)
        return true;
    if ((*text != '+' && *text != '-') || sscanf(text + 1, "%2d:%2d%n", &hours, &minutes, &end) != 2 ||
        text[1 + end])
        return false;
    *seconds = (hours * 60L + minutes) * 60 * (*text == '-' ? -1 : 1);
    return true;
}

/* Days from 1970-01-01 to a day of the Gregorian calendar. A year is counted from March, so that the day that
 * leap years add is its last. */
static int64_t days_to(int year, int month, int day)
{
    int shifted = (month + 9) % 12;
    int64_t y =
        (int64_t)year - (month <= 2) + 400; /* never below 0: four centuries are whole weeks of days */
    int64_t in_year = (153 * shifted + 2) / 5 + day - 1;
    return y * 365 + y / 4 - y / 100 + y / 400 + in_year - 719468 - 146097;
}

/* Digits with the byte after them, which must be `after`; -1 if it is not so. Moves on. */
static int take_number(const char **text, int digits, char after)
{
    int number = 0;
    for (; digits > 0; digits--, ++*text) {
        if (**text < '0' || **text > '9')
            return -1;
        number = number * 10 + (**text - '0');
    }
    if (after && *(*text)++ != after)
        return -1;
    return number;
}

int64_t time_parse(const char *text)
{
    static const struct {
        int digits, least, most;
        char after;
    } parts[] = {{4, 0, 9999, '-'}, {2, 1, 12, '-'}, {2, 1, 31, 'T'},
                 {2, 0, 24, ':'},   {2, 0, 59, ':'}, {2, 0, 60, '\0'}};
    enum { YEAR, MONTH, DAY, HOUR, MINUTE, SECOND, PARTS };
    int is[PARTS];
    long zone;
    if (!text)
        return TIME_NONE;
    for (int i = 0; i < PARTS; i++) {
        is[i] = take_number(&text, parts[i].digits, parts[i].after);
        if (is[i] < parts[i].least || is[i] > parts[i].most)
            return TIME_NONE;
    }
    int ms = parse_fraction(&text);
    if (!parse_zone(text, &zone))
        return TIME_NONE;
    int64_t minutes = days_to(is[YEAR], is[MONTH], is[DAY]) * 24 * 60 + is[HOUR] * 60 + is[MINUTE];
    return (minutes * 60 + is[SECOND] - zone) * 1000 + ms;
}

int64_t time_parse_http(const char *text)
{
    static locale_t english;
    struct tm tm = {0};
    if (!english)
        english = newlocale(LC_TIME_MASK, "C", (locale_t)0);
    if (!text || !strptime_l(text, "%a, %d %b %Y %H:%M:%S GMT", &tm, english))
        return TIME_NONE;
    return (int64_t)timegm(&tm) * 1000;
}

char *time_format(char buf[TIME_TEXT], int64_t when)
{
    time_t seconds = (time_t)(when / 1000);
    struct tm tm;
    buf[0] = '\0';
    if (when != TIME_NONE && gmtime_r(&seconds, &tm))
        strftime(buf, TIME_TEXT, "%Y-%m-%dT%H:%M:%SZ", &tm);
    return buf;
}

char *time_format_describe(char buf[TIME_TEXT], int64_t when)
{
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    time_t seconds = (time_t)(when / 1000);
    struct tm tm;
    buf[0] = '\0';
    if (when == TIME_NONE || !localtime_r(&seconds, &tm))
        return buf;
    char zone[8];
    strftime(zone, sizeof(zone), "%z", &tm);
    snprintf(buf, TIME_TEXT, "%s, %02d %s %04d %02d:%02d:%02d %s", days[tm.tm_wday], tm.tm_mday,
             months[tm.tm_mon], tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec, zone);
    return buf;
}

/* "3m4s", or "3m" when the smaller part is zero. */
static void two_parts(char *buf, int64_t big, char big_unit, int64_t small, char small_unit)
{
    if (small)
        snprintf(buf, TIME_TEXT, "%lld%c%lld%c", (long long)big, big_unit, (long long)small, small_unit);
    else
        snprintf(buf, TIME_TEXT, "%lld%c", (long long)big, big_unit);
}

char *time_age(char buf[TIME_TEXT], int64_t duration_ms)
{
    int64_t s = duration_ms / 1000, m = s / 60, h = m / 60, d = h / 24;
    if (duration_ms <= -2000)
        snprintf(buf, TIME_TEXT, "<invalid>");
    else if (duration_ms < 0)
        snprintf(buf, TIME_TEXT, "0s");
    else if (s < 60 * 2)
        snprintf(buf, TIME_TEXT, "%llds", (long long)s);
    else if (m < 10)
        two_parts(buf, m, 'm', s % 60, 's');
    else if (m < 60 * 3)
        snprintf(buf, TIME_TEXT, "%lldm", (long long)m);
    else if (h < 8)
        two_parts(buf, h, 'h', m % 60, 'm');
    else if (h < 48)
        snprintf(buf, TIME_TEXT, "%lldh", (long long)h);
    else if (h < 24 * 8)
        two_parts(buf, d, 'd', h % 24, 'h');
    else if (h < 24 * 365 * 2)
        snprintf(buf, TIME_TEXT, "%lldd", (long long)d);
    else if (h < 24 * 365 * 8)
        two_parts(buf, d / 365, 'y', d % 365, 'd');
    else
        snprintf(buf, TIME_TEXT, "%lldy", (long long)(d / 365));
    return buf;
}

char *time_since(char buf[TIME_TEXT], int64_t then, int64_t now)
{
    if (then != TIME_NONE)
        return time_age(buf, now - then);
    snprintf(buf, TIME_TEXT, "<unknown>");
    return buf;
}

/* Milliseconds in one of Go's units at *text, which moves behind it; 0 if it is none. */
static double parse_unit(const char **text)
{
    static const struct {
        const char *name;
        double ms;
    } units[] = {{"ns", 1e-6}, {"us", 1e-3}, {"µs", 1e-3}, {"ms", 1}, {"s", 1e3}, {"m", 6e4}, {"h", 3.6e6}};
    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
        size_t len = strlen(units[i].name);
        if (strncmp(*text, units[i].name, len) == 0) {
            *text += len;
            return units[i].ms;
        }
    }
    return 0;
}

int64_t time_parse_duration(const char *text)
{
    double total = 0;
    if (!text || !*text)
        return -1;
    if (strcmp(text, "0") == 0)
        return 0;
    while (*text) {
        if (!isdigit((unsigned char)*text) && *text != '.')
            return -1;
        char *end;
        double value = strtod(text, &end);
        text = end;
        double unit = parse_unit(&text);
        if (unit == 0 || !(total < 1e15))
            return -1;
        total += value * unit;
    }
    return (int64_t)llround(total);
}
