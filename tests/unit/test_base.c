/* base/: arena, strings, interning, times, UTF-8. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/intern.h"
#include "base/str.h"
#include "base/time.h"
#include "base/utf8.h"

static void arena_stops_at_its_cap(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1000);
    assert_non_null(arena_alloc(&arena, 900));
    assert_null(arena_alloc(&arena, 200));
    assert_null(arena_alloc(&arena, SIZE_MAX));
    arena_reset(&arena);
    assert_non_null(arena_alloc(&arena, 200));
    assert_string_equal(arena_strndup(&arena, "probe", 3), "pro");
    arena_fini(&arena);
}

static void interned_strings_are_equal_by_id(void **state)
{
    (void)state;
    struct intern in;
    intern_init(&in);
    assert_int_equal(intern_id(&in, NULL), 0);
    assert_int_equal(intern_id(&in, ""), 0);
    uint32_t first = intern_id(&in, "kube-system");
    char name[32];
    for (int i = 0; i < 1000; i++) {
        snprintf(name, sizeof(name), "name-%d", i);
        intern_id(&in, name);
    }
    assert_int_equal(intern_id_n(&in, "kube-system-x", 11), first);
    assert_string_equal(intern_text(&in, first), "kube-system");
    assert_string_equal(intern_text(&in, 999999), "");
    intern_fini(&in);
}

static void ages_read_as_kubectl_writes_them(void **state)
{
    (void)state;
    static const struct {
        int64_t seconds;
        const char *text;
    } cases[] = {{-10, "<invalid>"},  {-1, "0s"},       {0, "0s"},      {119, "119s"},
                 {120, "2m"},         {185, "3m5s"},    {600, "10m"},   {10799, "179m"},
                 {10800, "3h"},       {12060, "3h21m"}, {28800, "8h"},  {172799, "47h"},
                 {172800, "2d"},      {180000, "2d2h"}, {691200, "8d"}, {63072000, "2y"},
                 {70000000, "2y80d"}, {252288000, "8y"}};
    char buf[TIME_TEXT];
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_string_equal(time_age(buf, cases[i].seconds * 1000), cases[i].text);
}

static void times_are_read_and_refused(void **state)
{
    (void)state;
    char buf[TIME_TEXT];
    assert_int_equal(time_parse("1970-01-01T00:00:01Z"), 1000);
    assert_int_equal(time_parse("1970-01-01T09:00:01.5+09:00"), 1500);
    assert_string_equal(time_format(buf, time_parse("2026-11-23T05:24:00.123456789Z")),
                        "2026-11-23T05:24:00Z");
    static const char *const bad[] = {"", "now", "2026-13-01T00:00:00Z", "2026-01-01T00:00:00",
                                      "2026-01-01T00:00:00X"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_true(time_parse(bad[i]) == TIME_NONE);
    assert_true(time_parse(NULL) == TIME_NONE);
    assert_int_equal(time_parse_http("Thu, 01 Jan 1970 00:01:00 GMT"), 60000);
    assert_int_equal(time_parse_duration("2m30.5s"), 150500);
    assert_int_equal(time_parse_duration("0"), 0);
    assert_int_equal(time_parse_duration("5"), -1);
    assert_int_equal(time_parse_duration("x"), -1);
}

static void bytes_from_outside_cannot_command_the_terminal(void **state)
{
    (void)state;
    struct str out = {0};
    static const char nasty[] = "a\033]0;x\007\x9b\xc2\x9b\xff\t한\xe2\x80\xae\n";
    utf8_add_safe(&out, nasty, sizeof(nasty) - 1, 0);
    for (size_t i = 0; i < out.len; i++)
        assert_true((unsigned char)out.data[i] >= ' ' && (unsigned char)out.data[i] != 0x7f);
    assert_null(strstr(str_text(&out), "\xc2\x9b"));
    assert_non_null(strstr(str_text(&out), "^[]0;x^G"));
    assert_non_null(strstr(str_text(&out), "한"));
    assert_null(strstr(str_text(&out), "\xe2\x80\xae"));
    str_fini(&out);
}

static void widths_count_cells(void **state)
{
    (void)state;
    size_t used;
    assert_int_equal(utf8_cells("한글 e\xcc\x81 🙂", strlen("한글 e\xcc\x81 🙂")), 4 + 1 + 1 + 1 + 2);
    assert_int_equal(utf8_fit("한글", 6, 3, &used), 3);
    assert_int_equal(used, 2);
    assert_int_equal(utf8_fit("e\xcc\x81x", 4, 1, &used), 3);
}

static void an_error_keeps_its_words_and_takes_a_prefix(void **state)
{
    (void)state;
    struct err_info info;
    assert_int_equal(err_set(&info, ERR_PARSE, "line %d\033[2J", 3), ERR_PARSE);
    err_prefix(&info, ERR_PARSE, "reading %s: ", "x");
    assert_string_equal(info.text, "reading x: line 3 [2J");
    assert_int_equal(err_set(NULL, ERR_GONE, "x"), ERR_GONE);
    assert_string_equal(err_words(ERR_GONE), "too old a resourceVersion");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_stops_at_its_cap),
        cmocka_unit_test(interned_strings_are_equal_by_id),
        cmocka_unit_test(ages_read_as_kubectl_writes_them),
        cmocka_unit_test(times_are_read_and_refused),
        cmocka_unit_test(bytes_from_outside_cannot_command_the_terminal),
        cmocka_unit_test(widths_count_cells),
        cmocka_unit_test(an_error_keeps_its_words_and_takes_a_prefix),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
