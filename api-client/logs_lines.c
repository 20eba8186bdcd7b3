#include "api-client/logs_lines.h"

#include <string.h>

enum { INNER_STEP = 4096, INNER_TAIL = 64 };
#define NANOS INT64_C(1000000000)

void log_lines_init(struct log_lines *lines, log_line_fn on_line, void *user)
{
    *lines = (struct log_lines){.on_line = on_line, .user = user};
}

void log_lines_fini(struct log_lines *lines)
{
    str_fini(&lines->held);
    str_fini(&lines->scratch);
}

/* n decimal digits, or -1. */
static int digits(const char *text, int n)
{
    int value = 0;
    for (int i = 0; i < n; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

/* Days from 1970-01-01 (the civil calendar, March-based years). */
static int64_t days_of(int year, int month, int day)
{
    int y = month <= 2 ? year - 1 : year;
    int m = month <= 2 ? month + 9 : month - 3;
    int64_t era_days = (int64_t)y * 365 + y / 4 - y / 100 + y / 400;
    return era_days + (153 * m + 2) / 5 + day - 1 - 719468;
}

/* "2026-11-23T06:19" in nanoseconds; false if it is not that. */
static bool minute_parse(const char *text, int64_t *nanos)
{
    int year = digits(text, 4), month = digits(text + 5, 2), day = digits(text + 8, 2);
    int hour = digits(text + 11, 2), minute = digits(text + 14, 2);
    if (text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':')
        return false;
    if (year < 1970 || year > 2260 || month < 1 || month > 12 || day < 1 || day > 31)
        return false;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59)
        return false;
    *nanos = ((days_of(year, month, day) * 24 + hour) * 60 + minute) * 60 * NANOS;
    return true;
}

/* ".123456789" at the start of text: its length, nanoseconds added. 0 when there is none. */
static size_t fraction_parse(const char *text, size_t len, int64_t *nanos)
{
    if (len < 2 || text[0] != '.')
        return 0;
    size_t n = 1;
    int64_t unit = NANOS / 10;
    for (; n < len && n <= 9 && text[n] >= '0' && text[n] <= '9'; n++, unit /= 10)
        *nanos += (text[n] - '0') * unit;
    return n;
}

/* "Z" or "+09:00": its length, nanoseconds corrected. 0 when it is neither. */
static size_t zone_parse(const char *text, size_t len, int64_t *nanos)
{
    if (len >= 1 && text[0] == 'Z')
        return 1;
    if (len < 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':')
        return 0;
    int hours = digits(text + 1, 2), minutes = digits(text + 4, 2);
    if (hours < 0 || hours > 24 || minutes < 0 || minutes > 59)
        return 0;
    int64_t off = (int64_t)(hours * 60 + minutes) * 60 * NANOS;
    *nanos += text[0] == '+' ? -off : off;
    return 6;
}

/* What follows the minute: ":53.615377548Z"; the length, or 0. */
static size_t rest_parse(const char *text, size_t len, int64_t *nanos)
{
    int second = len >= 4 && text[0] == ':' ? digits(text + 1, 2) : -1;
    if (second < 0 || second > 60)
        return 0;
    *nanos += second * NANOS;
    size_t n = 3;
    n += fraction_parse(text + n, len - n, nanos);
    size_t zone = zone_parse(text + n, len - n, nanos);
    return zone ? n + zone : 0;
}

size_t log_stamp_parse(const char *text, size_t len, int64_t *nanos)
{
    int64_t value;
    if (len < 20 || !minute_parse(text, &value))
        return 0;
    size_t n = rest_parse(text + 16, len - 16, &value);
    if (n == 0 || (16 + n < len && text[16 + n] != ' '))
        return 0;
    *nanos = value;
    return 16 + n;
}

/* As log_stamp_parse; the minute of the line before is not worked out again. */
static size_t stamp_parse(struct log_lines *lines, const char *text, size_t len, int64_t *nanos)
{
    if (len < 20)
        return 0;
    if (memcmp(text, lines->minute, 16) != 0) {
        int64_t value;
        if (!minute_parse(text, &value))
            return 0;
        memcpy(lines->minute, text, 16);
        lines->minute_nanos = value;
    }
    int64_t value = lines->minute_nanos;
    size_t n = rest_parse(text + 16, len - 16, &value);
    if (n == 0 || 16 + n >= LOG_STAMP_SIZE || (16 + n < len && text[16 + n] != ' '))
        return 0;
    *nanos = value;
    return 16 + n;
}

/* Was the line that starts now given before the cut? Counts it off. */
static bool had(struct log_lines *lines)
{
    if (lines->caught_up || lines->nanos == INT64_MIN)
        return false;
    if (lines->nanos < lines->last && lines->seen_before < lines->before) {
        lines->seen_before++;
        return true;
    }
    if (lines->nanos == lines->last && lines->seen_at_last < lines->at_last) {
        lines->seen_at_last++;
        return true;
    }
    if (lines->nanos > lines->last)
        lines->caught_up = true;
    return false;
}

/* The line that was cut does not come again (its file was rotated away): it ends here. */
static void give_up_open(struct log_lines *lines)
{
    lines->open_bytes = 0;
    lines->on_line(lines->user, "", 0, TIME_NONE, "", false);
}

/* The first bytes of a line: its stamp, and whether it is new. Returns where its text starts. */
static size_t line_start(struct log_lines *lines, const char *text, size_t len)
{
    size_t n = stamp_parse(lines, text, len, &lines->nanos);
    if (n == 0)
        lines->nanos = INT64_MIN;
    memcpy(lines->stamp, text, n);
    lines->stamp[n] = '\0';
    lines->in_line = true;
    lines->since_stamp = 0;
    lines->skip_text = 0;
    lines->skipping = had(lines);
    if (!lines->skipping && lines->open_bytes) {
        if (lines->nanos == lines->open)
            lines->skip_text = lines->open_bytes;
        else
            give_up_open(lines);
    }
    return n && n < len ? n + 1 : n;
}

/* Adds text to the scratch up to where the next inner stamp may stand; returns how much that was. */
static size_t copy_step(struct log_lines *lines, const char *text, size_t len)
{
    size_t n = INNER_STEP - lines->since_stamp % INNER_STEP;
    if (n > len)
        n = len;
    str_add_bytes(&lines->scratch, text, n);
    lines->since_stamp += n;
    return n;
}

/* Copies text without the stamps inside it. A stamp that begins in text may go on in what is after it, as far
 * as `known`; returns how much was used. */
static size_t drop_inner(struct log_lines *lines, const char *text, size_t len, size_t known)
{
    size_t at = 0;
    while (at < len) {
        int64_t nanos;
        bool here = lines->since_stamp && lines->since_stamp % INNER_STEP == 0;
        size_t n = here ? stamp_parse(lines, text + at, known - at, &nanos) : 0;
        if (n && nanos >= lines->nanos) {
            lines->since_stamp = 0;
            at += at + n < known ? n + 1 : n;
        }
        if (at < len)
            at += copy_step(lines, text + at, len - at);
    }
    return at;
}

/* Counts a line that was given to its end. */
static void place(struct log_lines *lines)
{
    if (lines->nanos == INT64_MIN)
        return;
    if (!lines->placed || lines->nanos > lines->last) {
        int64_t second = lines->nanos / NANOS;
        lines->before = lines->placed && second == lines->second ? lines->before + lines->at_last : 0;
        lines->at_last = 1;
        lines->second = second;
        lines->last = lines->nanos;
        lines->placed = true;
    } else if (lines->nanos == lines->last) {
        lines->at_last++;
        lines->seen_at_last++;
    } else if (lines->nanos / NANOS >= lines->second) {
        lines->before++;
        lines->seen_before++;
    }
}

/* Gives text of the line being read, less what was given before the cut. */
static void give(struct log_lines *lines, const char *text, size_t len, bool partial)
{
    if (lines->skip_text) {
        size_t n = lines->skip_text < len ? (size_t)lines->skip_text : len;
        text += n;
        len -= n;
        lines->skip_text -= n;
    }
    if (partial && len == 0)
        return;
    if (partial && !lines->open_bytes)
        lines->open = lines->nanos;
    lines->open_bytes = partial ? lines->open_bytes + len : 0;
    int64_t when = lines->nanos == INT64_MIN ? TIME_NONE : lines->nanos / 1000000;
    lines->on_line(lines->user, text, len, when, lines->stamp, partial);
}

/* Text of the line being read, in order; `known` as for drop_inner. Returns how much was used. */
static size_t line_text(struct log_lines *lines, const char *text, size_t len, size_t known, bool ended)
{
    size_t used = len;
    if (!lines->skipping && lines->nanos != INT64_MIN && lines->since_stamp + len >= INNER_STEP) {
        str_clear(&lines->scratch);
        used = drop_inner(lines, text, len, known);
        give(lines, str_text(&lines->scratch), lines->scratch.len, !ended);
    } else if (!lines->skipping) {
        lines->since_stamp += len;
        give(lines, text, len, !ended);
    }
    if (ended && !lines->skipping)
        place(lines);
    if (ended)
        lines->in_line = false;
    return used;
}

static void whole_line(struct log_lines *lines, const char *text, size_t len)
{
    size_t start = lines->in_line ? 0 : line_start(lines, text, len);
    line_text(lines, text + start, len - start, len - start, true);
}

/* What is held is too long to wait for its end: gives all but a tail in which a stamp may begin. */
static void give_piece(struct log_lines *lines)
{
    const char *text = str_text(&lines->held);
    size_t len = lines->held.len;
    size_t start = lines->in_line ? 0 : line_start(lines, text, len);
    size_t used = line_text(lines, text + start, len - INNER_TAIL - start, len - start, false);
    str_drop(&lines->held, start + used);
}

static void hold(struct log_lines *lines, const char *bytes, size_t len)
{
    while (len) {
        size_t room = LOG_PIECE + INNER_TAIL - lines->held.len;
        size_t n = len < room ? len : room;
        str_add_bytes(&lines->held, bytes, n);
        bytes += n;
        len -= n;
        if (lines->held.len >= LOG_PIECE + INNER_TAIL)
            give_piece(lines);
    }
}

void log_lines_add(struct log_lines *lines, const char *bytes, size_t len)
{
    while (len) {
        const char *end = memchr(bytes, '\n', len);
        size_t n = end ? (size_t)(end - bytes) : len;
        if (end && lines->held.len == 0 && n <= LOG_PIECE) {
            whole_line(lines, bytes, n);
        } else {
            hold(lines, bytes, n);
            if (end) {
                whole_line(lines, str_text(&lines->held), lines->held.len);
                str_clear(&lines->held);
            }
        }
        n += end ? 1 : 0;
        bytes += n;
        len -= n;
    }
}

void log_lines_begin(struct log_lines *lines)
{
    str_clear(&lines->held);
    lines->in_line = false;
    lines->seen_before = lines->seen_at_last = 0;
    lines->caught_up = !lines->placed;
}

void log_lines_end(struct log_lines *lines)
{
    if (lines->held.len || lines->in_line) {
        const char *text = str_text(&lines->held);
        size_t start = lines->in_line ? 0 : line_start(lines, text, lines->held.len);
        line_text(lines, text + start, lines->held.len - start, lines->held.len - start, false);
        if (!lines->skipping)
            place(lines);
    }
    lines->in_line = false;
    lines->open_bytes = 0;
    str_clear(&lines->held);
}

void log_lines_forget(struct log_lines *lines)
{
    lines->placed = false;
    lines->open_bytes = 0;
    log_lines_begin(lines);
}

bool log_lines_place(const struct log_lines *lines, int64_t *second)
{
    if (lines->placed)
        *second = lines->second;
    else if (lines->open_bytes && lines->open != INT64_MIN)
        *second = lines->open / NANOS;
    else
        return false;
    return true;
}
