/*
 * Points in time and how kubectl writes them.
 *
 * A point in time is int64_t milliseconds since 1970 UTC, TIME_NONE where there is none. The pure code takes
 * "now" as an argument; only what is below cli/ and tui/ asks a clock.
 */
#ifndef BASE_TIME_H
#define BASE_TIME_H

#include <stddef.h>
#include <stdint.h>

#define TIME_NONE INT64_MIN

enum { TIME_TEXT = 40 }; /* bytes that hold any text made here */

/* Wall clock, and a clock that never jumps (for intervals). Both in milliseconds. */
int64_t time_now(void);
int64_t time_steady(void);

/* RFC 3339 with any fraction and zone ("2026-11-23T05:24:00.123456Z", "...+09:00"); TIME_NONE if it is not.
 */
int64_t time_parse(const char *text);
/* HTTP's Date header ("Mon, 23 Nov 2026 05:24:00 GMT"); TIME_NONE if it is not. */
int64_t time_parse_http(const char *text);
/* "2026-11-23T05:24:00Z"; "" for TIME_NONE. Returns buf. */
char *time_format(char buf[TIME_TEXT], int64_t when);
/* RFC 1123 with the local zone as describe prints it: "Mon, 23 Nov 2026 05:24:00 +0000". Returns buf. */
char *time_format_describe(char buf[TIME_TEXT], int64_t when);

/* kubectl's ages (apimachinery duration.HumanDuration): "12s" "3m4s" "5d3h"; "<invalid>" when over 2 s in the
 * future. Returns buf. */
char *time_age(char buf[TIME_TEXT], int64_t duration_ms);
/* The age of a point: "<unknown>" for TIME_NONE, as kubectl says it. Returns buf. */
char *time_since(char buf[TIME_TEXT], int64_t then, int64_t now);

/* Go's time.ParseDuration as far as kubectl's flags need it ("5s" "2m30s" "1.5h" "300ms"); -1 if it is not.
 */
int64_t time_parse_duration(const char *text);

#endif
