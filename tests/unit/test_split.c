/* Elements cut out of bytes: the same whatever the pieces, and nothing but them. */
#include "api-client/split.h"

#include "api-client/json.h"
#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct seen {
    struct str elements; /* each followed by a line feed */
    size_t count, too_big, too_big_len;
    enum err answer;
};

static enum err on_element(void *user, const char *json, size_t len)
{
    struct seen *seen = user;
    str_add_bytes(&seen->elements, json, len);
    str_add_char(&seen->elements, '\n');
    seen->count++;
    return seen->answer;
}

static void on_too_big(void *user, size_t len)
{
    struct seen *seen = user;
    seen->too_big++;
    seen->too_big_len = len;
}

/* Feeds text in pieces of `piece` bytes; each piece is a block of its own, so that a read past it shows. */
static enum err feed(struct split *split, const char *text, size_t len, size_t piece, struct err_info *info)
{
    enum err err = ERR_OK;
    for (size_t at = 0; !err && at < len; at += piece) {
        size_t n = len - at < piece ? len - at : piece;
        char *own = malloc(n);
        memcpy(own, text + at, n);
        err = split_feed(split, own, n, info);
        free(own);
    }
    return err;
}

static enum err run(enum split_form form, size_t cap, const char *text, size_t len, size_t piece,
                    struct seen *seen, struct str *envelope)
{
    struct err_info info = {""};
    struct split *split = split_new(form, cap, on_element, seen);
    split_on_too_big(split, on_too_big);
    enum err err = feed(split, text, len, piece, &info);
    if (!err)
        err = split_end(split, &info);
    if (err && !seen->answer)
        assert_true(info.text[0] != '\0');
    if (envelope) {
        size_t envelope_len;
        const char *bytes = split_envelope(split, &envelope_len);
        str_add_bytes(envelope, bytes, envelope_len);
    }
    split_free(split);
    return err;
}

static const struct {
    const char *text, *elements, *envelope;
    enum err err;
} lists[] = {
    {"{\"kind\":\"PodList\",\"items\":[{\"a\":1},{\"b\":[2,{}]}],\"metadata\":{\"resourceVersion\":\"7\"}}",
     "{\"a\":1}\n{\"b\":[2,{}]}\n",
     "{\"kind\":\"PodList\",\"items\":[],\"metadata\":{\"resourceVersion\":\"7\"}}", ERR_OK},
    {"{\"metadata\":{\"items\":[{\"no\":1}]},\"items\":[ {\"s\":\"}]\\\"\\\\\"} , null ]} \n",
     "{\"s\":\"}]\\\"\\\\\"}\n", "{\"metadata\":{\"items\":[{\"no\":1}]},\"items\":[]}", ERR_OK},
    {"{\"rows\":[{\"cells\":[\"[\",\"{\\u005d\"]}]}", "{\"cells\":[\"[\",\"{\\u005d\"]}\n", "{\"rows\":[]}",
     ERR_OK},
    {"{\"items\":null}", "", "{\"items\":null}", ERR_OK},
    {"{\"items\":[]}", "", "{\"items\":[]}", ERR_OK},
    {"{\"items\":[{},{}]}", "{}\n{}\n", "{\"items\":[]}", ERR_OK},
    {"{\"x\":\"items\",\"y\":[{\"a\":1}]}", "", "{\"x\":\"items\",\"y\":[{\"a\":1}]}", ERR_OK},
    {"{\"a\\\"items\":[{\"a\":1}]}", "", "{\"a\\\"items\":[{\"a\":1}]}", ERR_OK},
    {"{\"items\":[{\"a\":", "", NULL, ERR_PARSE},
    {"{\"items\":[{\"a\":1}]", "{\"a\":1}\n", NULL, ERR_PARSE},
    {"", "", NULL, ERR_PARSE},
    {"<html>", "", NULL, ERR_PARSE},
    {"{\"items\":[1]}", "", NULL, ERR_PARSE},
    {"{\"items\":[]} x", "", NULL, ERR_PARSE},
    {"[{\"a\":1}]", "", NULL, ERR_PARSE},
};

static void lists_in_any_pieces(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
        for (size_t piece = 1; piece <= 130; piece++) {
            struct seen seen = {.answer = ERR_OK};
            struct str envelope = {0};
            enum err err =
                run(SPLIT_ITEMS, 1000, lists[i].text, strlen(lists[i].text), piece, &seen, &envelope);
            assert_int_equal(err, lists[i].err);
            assert_string_equal(str_text(&seen.elements), lists[i].elements);
            if (lists[i].envelope)
                assert_memory_equal(str_text(&envelope), lists[i].envelope, strlen(lists[i].envelope));
            str_fini(&seen.elements);
            str_fini(&envelope);
        }
}

/* Random values, nested, with every kind of string trouble. */
static unsigned seed;

static unsigned dice(unsigned sides)
{
    seed = seed * 1103515245u + 12345u;
    return (seed >> 16) % sides;
}

static void add_string(struct str *out)
{
    static const char *const bits[] = {"\\\\", "\\\"", "{",       "}", "[", "]",  ",",
                                       ":",    "é",    "\\u0022", "x", " ", "\\n"};
    str_add_char(out, '"');
    for (unsigned n = dice(dice(20) == 0 ? 300 : 12); n > 0; n--)
        str_add(out, bits[dice(sizeof(bits) / sizeof(bits[0]))]);
    str_add_char(out, '"');
}

static void add_value(struct str *out, unsigned deep)
{
    unsigned kind = deep > 6 ? 0 : dice(4);
    if (kind < 2) {
        add_string(out);
        return;
    }
    str_add_char(out, kind == 2 ? '[' : '{');
    for (unsigned n = dice(4), i = 0; i < n; i++) {
        if (i)
            str_add_char(out, ',');
        if (kind == 3) {
            add_string(out);
            str_add_char(out, ':');
        }
        add_value(out, deep + 1);
    }
    str_add_char(out, kind == 2 ? ']' : '}');
}

static void random_lists_in_any_pieces(void **state)
{
    (void)state;
    for (unsigned round = 0; round < 300; round++) {
        struct str text = {0}, expected = {0};
        unsigned count = dice(6);
        seed = round;
        str_add(&text, "{\"items\":[");
        for (unsigned i = 0; i < count; i++) {
            struct str element = {0};
            str_add(&element, "{\"k\":");
            add_value(&element, 0);
            str_add(&element, "}");
            str_addf(&text, "%s%s", i ? "," : "", str_text(&element));
            str_addf(&expected, "%s\n", str_text(&element));
            str_fini(&element);
        }
        str_add(&text, "],\"z\":");
        add_value(&text, 0);
        str_add(&text, "}");
        size_t pieces[] = {1, 2, 3, 1 + dice(80), 63, 64, 65, text.len};
        for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
            struct seen seen = {.answer = ERR_OK};
            assert_int_equal(run(SPLIT_ITEMS, 1 << 20, text.data, text.len, pieces[i], &seen, NULL), ERR_OK);
            assert_string_equal(str_text(&seen.elements), str_text(&expected));
            str_fini(&seen.elements);
        }
        str_fini(&text);
        str_fini(&expected);
    }
}

static void too_big_is_let_go_alone(void **state)
{
    (void)state;
    struct str text = {0};
    str_add(&text, "{\"items\":[{\"a\":1},{\"b\":\"");
    str_add_repeat(&text, '}', 5000);
    str_add(&text, "\"},{\"c\":3}]}");
    for (size_t piece = 1; piece < 6000; piece = piece * 2 + 1) {
        struct seen seen = {.answer = ERR_OK};
        assert_int_equal(run(SPLIT_ITEMS, 100, text.data, text.len, piece, &seen, NULL), ERR_OK);
        assert_string_equal(str_text(&seen.elements), "{\"a\":1}\n{\"c\":3}\n");
        assert_int_equal(seen.too_big, 1);
        assert_int_equal(seen.too_big_len, 5008);
        str_fini(&seen.elements);
    }
    str_fini(&text);
}

static void lines_one_by_one(void **state)
{
    (void)state;
    static const char text[] =
        "\n{\"a\":1}\r\n\n{\"broken\":\n{\"b\":2}\n{\"too\":\"big..................\"}\n"
        "{\"cut";
    for (size_t piece = 1; piece < sizeof(text); piece++) {
        struct seen seen = {.answer = ERR_OK};
        assert_int_equal(run(SPLIT_LINES, 20, text, strlen(text), piece, &seen, NULL), ERR_OK);
        assert_string_equal(str_text(&seen.elements), "{\"a\":1}\r\n{\"broken\":\n{\"b\":2}\n");
        assert_int_equal(seen.too_big, 1);
        str_fini(&seen.elements);
    }
}

static void a_hundred_megabytes_take_no_memory(void **state)
{
    (void)state;
    struct err_info info;
    struct seen seen = {.answer = ERR_OK};
    struct split *split = split_new(SPLIT_LINES, 1 << 20, on_element, &seen);
    split_on_too_big(split, on_too_big);
    static char piece[1 << 20];
    memset(piece, 'x', sizeof(piece));
    assert_int_equal(split_feed(split, "{\"", 2, &info), ERR_OK);
    for (int i = 0; i < 100; i++)
        assert_int_equal(split_feed(split, piece, sizeof(piece), &info), ERR_OK);
    assert_int_equal(split_feed(split, "\"}\n{}\n", 6, &info), ERR_OK);
    assert_int_equal(seen.too_big, 1);
    assert_string_equal(str_text(&seen.elements), "{}\n");
    str_fini(&seen.elements);
    split_free(split);
}

static void html_is_no_line(void **state)
{
    (void)state;
    struct seen seen = {.answer = ERR_OK};
    assert_int_equal(run(SPLIT_LINES, 100, " <html>\n", 8, 8, &seen, NULL), ERR_PARSE);
    assert_int_equal(seen.count, 0);
    str_fini(&seen.elements);
}

static void the_reader_can_end_it(void **state)
{
    (void)state;
    struct seen seen = {.answer = ERR_CANCELLED};
    const char *text = "{\"items\":[{},{},{}]}";
    assert_int_equal(run(SPLIT_ITEMS, 100, text, strlen(text), 100, &seen, NULL), ERR_CANCELLED);
    assert_int_equal(seen.count, 1);
    str_fini(&seen.elements);
}

static void nul_bytes_are_bytes(void **state)
{
    (void)state;
    static const char text[] = "{\"items\":[{\"a\":\"\0}\"},{\"b\":1}]}";
    struct seen seen = {.answer = ERR_OK};
    assert_int_equal(run(SPLIT_ITEMS, 100, text, sizeof(text) - 1, 7, &seen, NULL), ERR_OK);
    assert_int_equal(seen.count, 2);
    str_fini(&seen.elements);
}

static void an_endless_envelope_is_refused(void **state)
{
    (void)state;
    struct err_info info = {""};
    struct seen seen = {.answer = ERR_OK};
    struct split *split = split_new(SPLIT_ITEMS, 100, on_element, &seen);
    static char piece[1 << 20];
    enum err err = split_feed(split, "{\"a\":\"", 6, &info);
    memset(piece, 'x', sizeof(piece));
    for (int i = 0; !err && i < 100; i++)
        err = split_feed(split, piece, sizeof(piece), &info);
    assert_int_equal(err, ERR_TOO_BIG);
    split_free(split);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_in_any_pieces),
        cmocka_unit_test(random_lists_in_any_pieces),
        cmocka_unit_test(too_big_is_let_go_alone),
        cmocka_unit_test(lines_one_by_one),
        cmocka_unit_test(a_hundred_megabytes_take_no_memory),
        cmocka_unit_test(html_is_no_line),
        cmocka_unit_test(the_reader_can_end_it),
        cmocka_unit_test(nul_bytes_are_bytes),
        cmocka_unit_test(an_endless_envelope_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
