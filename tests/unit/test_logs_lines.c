/* Lines of a log out of any chunks, and taken up again after any cut. */
#include "api-client/logs_lines.h"

#include "base/vec.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* What came, one line per line; an unended one without its line feed. */
static void collect(void *user, const char *line, size_t len, int64_t when, const char *stamp, bool partial)
{
    struct str *out = user;
    (void)when;
    (void)stamp;
    str_add_bytes(out, line, len);
    if (!partial)
        str_add_char(out, '\n');
}

static void stamps_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t len;
        int64_t nanos;
    } rows[] = {
        {"2026-11-23T06:19:53.615377548Z x", 30, INT64_C(1795414793615377548)},
        {"2026-11-23T06:19:53Z", 20, INT64_C(1795414793000000000)},
        {"2026-11-23T15:19:53.5+09:00 x", 27, INT64_C(1795414793500000000)},
        {"1970-01-01T00:00:00Z ", 20, 0},
        {"2026-11-23T06:19:53.615377548Zx", 0, 0},
        {"2026-11-23T06:19:53", 0, 0},
        {"2026-13-23T06:19:53Z ", 0, 0},
        {"9999-11-23T06:19:53Z ", 0, 0},
        {"", 0, 0},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        int64_t nanos = 0;
        assert_int_equal(log_stamp_parse(rows[i].text, strlen(rows[i].text), &nanos), rows[i].len);
        if (rows[i].len)
            assert_int_equal(nanos, rows[i].nanos);
    }
}

/* A log file as a runtime writes it: entries with a stamp; some do not end the line. */
struct entry {
    int64_t nanos;
    char *text;
    bool ends;
};
typedef VEC(struct entry) entries;

static unsigned long seed;

static unsigned pick(unsigned n)
{
    seed = seed * 6364136223846793005UL + 1442695040888963407UL;
    return (unsigned)((seed >> 33) % n);
}

static void add_entry(entries *log, int64_t nanos, size_t len, bool ends, char fill)
{
    char *text = malloc(len + 1);
    memset(text, fill, len);
    text[len] = '\0';
    *vec_push(log) = (struct entry){nanos, text, ends};
}

/* Short lines, bursts with one stamp, empty ones, long ones in pieces of 16 KiB. */
static void make_log(entries *log, int lines)
{
    int64_t at = INT64_C(1795414793000000000);
    for (int i = 0; i < lines; i++) {
        if (pick(3))
            at += pick(400000000);
        if (pick(20) == 0) {
            for (unsigned more = pick(7); more; more--)
                add_entry(log, at++, 16384, false, (char)('a' + i % 26));
        }
        add_entry(log, at, pick(60), true, (char)('A' + i % 26));
    }
    if (pick(2))
        add_entry(log, at + 5, 12, false, 'z');
}

static void free_log(entries *log)
{
    for (size_t i = 0; i < log->len; i++)
        free(log->data[i].text);
    free(log->data);
}

static void add_stamp(struct str *out, int64_t nanos)
{
    char text[TIME_TEXT];
    time_format(text, nanos / 1000000);
    text[19] = '\0';
    str_addf(out, "%s.%09dZ ", text, (int)(nanos % 1000000000));
}

/* What a kubelet answers: all from `second` on; inner stamps as 1.20 writes them, or not. */
static void serve(const entries *log, int64_t second, bool inner, struct str *out)
{
    bool fresh = true;
    for (size_t i = 0; i < log->len; i++) {
        const struct entry *e = &log->data[i];
        if (e->nanos / 1000000000 < second)
            continue;
        if (fresh || inner)
            add_stamp(out, e->nanos);
        str_add(out, e->text);
        if (e->ends)
            str_add_char(out, '\n');
        fresh = e->ends;
    }
}

static void wanted_text(const entries *log, struct str *out)
{
    for (size_t i = 0; i < log->len; i++) {
        str_add(out, log->data[i].text);
        if (log->data[i].ends)
            str_add_char(out, '\n');
    }
}

static void add_in_chunks(struct log_lines *lines, const char *bytes, size_t len)
{
    while (len) {
        size_t n = 1 + pick(pick(2) ? 40000 : 50);
        if (n > len)
            n = len;
        log_lines_add(lines, bytes, n);
        bytes += n;
        len -= n;
    }
}

static void read_with_cuts(const entries *log, bool inner, int cuts, struct str *got)
{
    struct log_lines lines;
    log_lines_init(&lines, collect, got);
    for (int left = cuts; left >= 0; left--) {
        struct str bytes = {0};
        int64_t second = 0;
        log_lines_place(&lines, &second);
        serve(log, second, inner, &bytes);
        log_lines_begin(&lines);
        add_in_chunks(&lines, str_text(&bytes), left ? pick((unsigned)bytes.len + 1) : bytes.len);
        str_fini(&bytes);
    }
    log_lines_end(&lines);
    log_lines_fini(&lines);
}

static void any_chunks_and_cuts_give_the_same_lines(void **state)
{
    (void)state;
    for (unsigned long round = 1; round <= 300; round++) {
        entries log = {0};
        struct str want = {0}, got = {0};
        seed = round;
        make_log(&log, 1 + (int)pick(60));
        wanted_text(&log, &want);
        read_with_cuts(&log, round % 2, (int)pick(6), &got);
        if (want.len != got.len || memcmp(str_text(&want), str_text(&got), want.len) != 0)
            fail_msg("round %lu: %zu bytes wanted, %zu came", round, want.len, got.len);
        str_fini(&want);
        str_fini(&got);
        free_log(&log);
    }
}

static void says(const char *first, bool resume, const char *second, const char *want)
{
    struct log_lines lines;
    struct str got = {0};
    log_lines_init(&lines, collect, &got);
    log_lines_begin(&lines);
    log_lines_add(&lines, first, strlen(first));
    if (resume) {
        log_lines_begin(&lines);
        log_lines_add(&lines, second, strlen(second));
    }
    log_lines_end(&lines);
    assert_string_equal(str_text(&got), want);
    str_fini(&got);
    log_lines_fini(&lines);
}

#define S "2026-11-23T06:19:53.000000001Z "
#define T "2026-11-23T06:19:53.000000002Z "
#define U "2026-11-23T06:19:54.000000000Z "

static void cuts_by_hand(void **state)
{
    (void)state;
    /* Lines with one stamp are counted. */
    says(S "a\n" S "a\n", true, S "a\n" S "a\n" S "a\n" T "b\n", "a\na\na\nb\n");
    /* A cut in the middle of a line, of a stamp, of a character. */
    says(S "a\n" T "half", true, S "a\n" T "half done\n", "a\nhalf done\n");
    says(S "a\n2026-11-23T06:1", true, S "a\n" T "b\n", "a\nb\n");
    says(S "\xed\x95", true, S "\xed\x95\x9c\n", "\xed\x95\x9c\n");
    /* The file was rotated away: what is newer is not taken for what was had. */
    says(S "a\n" S "b\n" T "c\n", true, U "d\n", "a\nb\nc\nd\n");
    /* The kubelet's own words carry no stamp. */
    says("unable to retrieve container logs\n", false, "", "unable to retrieve container logs\n");
    says(S "\n" T "\n", false, "", "\n\n");
    says(S, false, "", "");
    says(S "no line feed", false, "", "no line feed");
    says(S "no line feed", true, S "no line feed", "no line feed");
}

/* A line of 200 KB: in pieces, each of bounded size, and cut between them. */
static void long_lines_are_pieces(void **state)
{
    (void)state;
    struct log_lines lines;
    struct str text = {0}, got = {0};
    str_add(&text, S);
    str_add_repeat(&text, 'x', 200000);
    log_lines_init(&lines, collect, &got);
    log_lines_begin(&lines);
    log_lines_add(&lines, str_text(&text), 150000);
    assert_true(got.len >= 2 * LOG_PIECE - 200 && got.len < 150000);
    assert_true(lines.held.size <= 256 * 1024);
    log_lines_begin(&lines);
    str_add(&text, "\n");
    log_lines_add(&lines, str_text(&text), text.len);
    assert_int_equal(got.len, 200001);
    log_lines_fini(&lines);
    str_fini(&text);
    str_fini(&got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stamps_are_read),
        cmocka_unit_test(any_chunks_and_cuts_give_the_same_lines),
        cmocka_unit_test(cuts_by_hand),
        cmocka_unit_test(long_lines_are_pieces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
