/* widgets/terminal: bytes of a program in, cells out; keys in, bytes out. */
#include "widgets/terminal.h"

#include "base/str.h"
#include "widgets/terminal_filter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void take_output(void *user, const char *bytes, size_t len)
{
    str_add_bytes(user, bytes, len);
}

static struct terminal *open_terminal(int cols, int rows, struct str *output)
{
    struct terminal_spec spec = {.cols = cols, .rows = rows, .on_output = take_output, .user = output};
    return terminal_new(&spec);
}

static void feed(struct terminal *terminal, const char *text)
{
    terminal_feed(terminal, text, strlen(text));
}

/* A row of the view as text, blanks at its end cut off. */
static const char *row_text(const struct terminal *terminal, int row, struct str *out)
{
    struct terminal_cell cell;
    str_clear(out);
    for (int col = 0; col < 80; col++) {
        terminal_cell(terminal, row, col, &cell);
        str_add(out, cell.text);
    }
    while (out->len && out->data[out->len - 1] == ' ')
        str_cut(out, out->len - 1);
    return str_text(out);
}

struct fixture {
    struct terminal *terminal;
    struct str output, row;
};

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    f->terminal = open_terminal(20, 4, &f->output);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    terminal_free(f->terminal);
    str_fini(&f->output);
    str_fini(&f->row);
    free(f);
    return 0;
}

#define assert_row(f, n, text) assert_string_equal(row_text((f)->terminal, n, &(f)->row), text)

static void text_goes_where_the_cursor_is(void **state)
{
    struct fixture *f = *state;
    int row, col;
    feed(f->terminal, "one\r\ntwo\x1b[4;5Hfour");
    assert_row(f, 0, "one");
    assert_row(f, 1, "two");
    assert_row(f, 3, "    four");
    assert_true(terminal_cursor(f->terminal, &row, &col));
    assert_int_equal(row, 3);
    assert_int_equal(col, 8);
    feed(f->terminal, "\x1b[?25l");
    assert_false(terminal_cursor(f->terminal, &row, &col));
}

static void wide_and_combining_characters_take_their_cells(void **state)
{
    struct fixture *f = *state;
    struct terminal_cell cell;
    feed(f->terminal, "한e\xCC\x81z");
    terminal_cell(f->terminal, 0, 0, &cell);
    assert_string_equal(cell.text, "한");
    assert_int_equal(cell.width, 2);
    terminal_cell(f->terminal, 0, 1, &cell);
    assert_string_equal(cell.text, "");
    assert_int_equal(cell.width, 0);
    terminal_cell(f->terminal, 0, 2, &cell);
    assert_string_equal(cell.text, "e\xCC\x81");
    assert_int_equal(cell.width, 1);
    assert_row(f, 0, "한e\xCC\x81z");
}

static void characters_arrive_in_pieces(void **state)
{
    struct fixture *f = *state;
    const char *text = "한글 \x1b[31mred";
    for (const char *c = text; *c; c++)
        terminal_feed(f->terminal, c, 1);
    assert_row(f, 0, "한글 red");
}

static void colours_and_attributes_are_kept(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *bytes;
        short fg, bg;
        unsigned attributes;
    } rows[] = {
        {"x", -1, -1, 0},
        {"\x1b[31mx", 1, -1, 0},
        {"\x1b[97;44mx", 15, 4, 0},
        {"\x1b[1;4;7mx", -1, -1, TERMINAL_BOLD | TERMINAL_UNDERLINE | TERMINAL_REVERSE},
        {"\x1b[3;5mx", -1, -1, TERMINAL_ITALIC | TERMINAL_BLINK},
        {"\x1b[38;5;208mx", 208, -1, 0},
        {"\x1b[38;2;255;0;0;48;2;128;128;128mx", 196, 244, 0},
        {"\x1b[38;2;95;135;175mx", 67, -1, 0},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct terminal_cell cell;
        feed(f->terminal, "\x1b[H\x1b[0m\x1b[2J");
        feed(f->terminal, rows[i].bytes);
        terminal_cell(f->terminal, 0, 0, &cell);
        assert_string_equal(cell.text, "x");
        assert_int_equal(cell.fg, rows[i].fg);
        assert_int_equal(cell.bg, rows[i].bg);
        assert_int_equal(cell.attributes, rows[i].attributes);
    }
}

static void alternate_screen_comes_and_goes(void **state)
{
    struct fixture *f = *state;
    feed(f->terminal, "shell\r\n");
    feed(f->terminal, "\x1b[?1049h\x1b[Hvi");
    assert_true(terminal_alternate(f->terminal));
    assert_row(f, 0, "vi");
    feed(f->terminal, "\x1b[?1049l");
    assert_false(terminal_alternate(f->terminal));
    assert_row(f, 0, "shell");
}

static void lines_scroll_back(void **state)
{
    struct fixture *f = *state;
    int row, col;
    for (int i = 0; i < 10; i++) {
        char line[32];
        snprintf(line, sizeof(line), "%sline %d", i ? "\r\n" : "", i);
        feed(f->terminal, line);
    }
    assert_row(f, 3, "line 9");
    assert_int_equal(terminal_scrollback(f->terminal), 6);
    terminal_scroll(f->terminal, 2);
    assert_row(f, 0, "line 4");
    assert_true(!terminal_cursor(f->terminal, &row, &col));
    feed(f->terminal, "\r\nline 10"); /* the view stays */
    assert_row(f, 0, "line 4");
    terminal_scroll(f->terminal, 100);
    assert_row(f, 0, "line 0");
    terminal_scroll(f->terminal, -100);
    assert_row(f, 3, "line 10");
    terminal_scroll(f->terminal, 3);
    terminal_type_char(f->terminal, 'x', 0);
    assert_int_equal(terminal_scrolled(f->terminal), 0);
}

static void scrollback_is_bounded(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < TERMINAL_SCROLLBACK_LINES + 100; i++)
        feed(f->terminal, "\r\n");
    assert_int_equal(terminal_scrollback(f->terminal), TERMINAL_SCROLLBACK_LINES);
    terminal_resize(f->terminal, 400, 4);
    char wide[401];
    memset(wide, 'w', 400);
    wide[400] = 0;
    for (int i = 0; i < 2000; i++)
        feed(f->terminal, wide);
    assert_true(terminal_scrollback(f->terminal) < 500);
    terminal_scroll(f->terminal, 400);
    assert_true(terminal_scrolled(f->terminal) > 0);
}

static void resize_keeps_what_fits(void **state)
{
    struct fixture *f = *state;
    feed(f->terminal, "a\r\nb\r\nc\r\nd\r\ne");
    assert_row(f, 0, "b");
    assert_true(terminal_resize(f->terminal, 20, 5));
    assert_row(f, 0, "a"); /* back from what had scrolled off */
    assert_false(terminal_resize(f->terminal, 20, 5));
    assert_true(terminal_resize(f->terminal, 0, -3));
    assert_true(terminal_resize(f->terminal, 7, 2));
    feed(f->terminal, "\x1b[2J\x1b[Hok");
    assert_row(f, 0, "ok");
}

/* What a second terminal shows after the picture of the first is what the first shows. */
static void a_picture_makes_a_twin(void **state)
{
    struct fixture *f = *state;
    struct str picture = {0}, keys = {0};
    struct terminal *twin = open_terminal(20, 4, &keys);
    int row, col;
    feed(f->terminal, "\x1b[?1049h\x1b[?1h\x1b[?2004h\x1b[2;3H\x1b[1;31mred\x1b[0m 한 e\xCC\x81");
    terminal_add_picture(f->terminal, &picture);
    terminal_feed(twin, picture.data, picture.len);
    for (row = 0; row < 4; row++)
        for (col = 0; col < 20; col++) {
            struct terminal_cell a, b;
            terminal_cell(f->terminal, row, col, &a);
            terminal_cell(twin, row, col, &b);
            assert_string_equal(a.text, b.text);
            assert_int_equal(a.fg, b.fg);
            assert_int_equal(a.attributes, b.attributes);
        }
    assert_true(terminal_cursor(twin, &row, &col));
    assert_int_equal(row, 1);
    assert_int_equal(col, 10);
    assert_true(terminal_alternate(twin));
    terminal_type_key(twin, TERMINAL_KEY_UP, 0);
    assert_string_equal(str_text(&keys), "\x1bOA");
    str_clear(&picture);
    terminal_add_farewell(twin, &picture);
    terminal_feed(twin, picture.data, picture.len);
    assert_false(terminal_alternate(twin));
    str_clear(&keys);
    terminal_type_key(twin, TERMINAL_KEY_UP, 0);
    terminal_paste(twin, "p", 1);
    assert_string_equal(str_text(&keys), "\x1b[Ap");
    terminal_free(twin);
    str_fini(&picture);
    str_fini(&keys);
}

static void keys_become_bytes(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *before; /* what the program asked for */
        int key;
        unsigned held;
        const char *bytes;
    } rows[] = {
        {"", TERMINAL_KEY_UP, 0, "\x1b[A"},
        {"\x1b[?1h", TERMINAL_KEY_UP, 0, "\x1bOA"},
        {"\x1b[?1l", TERMINAL_KEY_LEFT, TERMINAL_CTRL, "\x1b[1;5D"},
        {"", TERMINAL_KEY_ENTER, 0, "\r"},
        {"", TERMINAL_KEY_BACKSPACE, 0, "\x7f"},
        {"", TERMINAL_KEY_DELETE, 0, "\x1b[3~"},
        {"", TERMINAL_KEY_PAGE_UP, 0, "\x1b[5~"},
        {"", TERMINAL_KEY_F1, 0, "\x1bOP"},
        {"", TERMINAL_KEY_F1 + 4, 0, "\x1b[15~"},
        {"", TERMINAL_KEY_F1 + 11, 0, "\x1b[24~"},
        {"", TERMINAL_KEY_TAB, TERMINAL_SHIFT, "\x1b[Z"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        str_clear(&f->output);
        feed(f->terminal, rows[i].before);
        terminal_type_key(f->terminal, rows[i].key, rows[i].held);
        assert_string_equal(str_text(&f->output), rows[i].bytes);
    }
}

static void characters_become_bytes(void **state)
{
    struct fixture *f = *state;
    static const struct {
        uint32_t cp;
        unsigned held;
        const char *bytes;
    } rows[] = {
        {'a', 0, "a"},
        {0xD55C, 0, "한"},
        {'c', TERMINAL_CTRL, "\x03"},
        {'x', TERMINAL_ALT, "\x1bx"},
        {'[', TERMINAL_CTRL, "\x1b"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        str_clear(&f->output);
        terminal_type_char(f->terminal, rows[i].cp, rows[i].held);
        assert_string_equal(str_text(&f->output), rows[i].bytes);
    }
}

static void paste_is_bracketed_where_asked(void **state)
{
    struct fixture *f = *state;
    terminal_paste(f->terminal, "a\nb", 3);
    assert_string_equal(str_text(&f->output), "a\rb");
    str_clear(&f->output);
    feed(f->terminal, "\x1b[?2004h");
    terminal_paste(f->terminal, "rm\x1b[201~ -rf", 12);
    assert_string_equal(str_text(&f->output), "\x1b[200~rm[201~ -rf\x1b[201~");
}

static void questions_are_answered_to_the_program(void **state)
{
    struct fixture *f = *state;
    feed(f->terminal, "ab\x1b[6n");
    assert_string_equal(str_text(&f->output), "\x1b[1;3R");
}

static void no_control_byte_comes_out(void **state)
{
    struct fixture *f = *state;
    struct terminal_cell cell;
    feed(f->terminal, "\x1b]0;title\x07\x1b]52;c;aGk=\x07\x1bPq#0\x1b\\\xC2\x9B"
                      "31m\xFF\xFE\xE2\x80\xAEx\x01\x7F");
    for (int row = 0; row < 4; row++)
        for (int col = 0; col < 20; col++) {
            terminal_cell(f->terminal, row, col, &cell);
            for (const char *c = cell.text; *c; c++)
                assert_true((unsigned char)*c >= 0x20 && *c != 0x7F);
            assert_null(strstr(cell.text, "\xE2\x80\xAE"));
        }
}

/* What libvterm must never see, and what becomes of it. */
static void the_filter_lets_through_what_is_well_formed(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *through;
    } rows[] = {
        {"a\xEB\xB0\xA9z\r\n\t\b", "a\xEB\xB0\xA9z\r\n\t\b"},
        {"a\xFF\xC3(b", "a\xEF\xBF\xBD\xEF\xBF\xBD(b"},
        {"\x01\x02\x7F\xC2\x9B", ""},
        {"\x1b[1;31mx", "\x1b[1;31mx"},
        {"\x1b[38:2::1:2:3mx", "\x1b[38:2::1:2:3mx"},
        {"\x1b[?1049h\x1b[>c\x1b[2 q", "\x1b[?1049h\x1b[>c\x1b[2 q"},
        {"\x1b[99999999;1H", "\x1b[9999;1H"},
        {"\x1b[1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17;18m",
         "\x1b[1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16m"},
        {"\x1b[?>1h\x1b[1?h\x1b[ !p", ""},
        {"\x1b]0;title\x07x\x1b]2;t\x1b\\y\x1bP+q\x1b\\z\x1b_k\x1b\\", "xyz"},
        {"\x1b]0;t\x1b[1mx", "\x1b[1mx"},
        {"\x1b[3\n1m", "\n\x1b[31m"},
        {"\x1b[3\x18m", "m"},
        {"\x1b(0q\x1b(Bq\x1b(%5\x1b#6", "\x1b(0q\x1b(Bq"},
        {"x\x1b[3b", "xxxx"},
        {"x\x1b[m\x1b[3b", "x\x1b[m"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct terminal_filter whole = {0}, pieces = {0};
        struct str out = {0};
        size_t len = strlen(rows[i].bytes);
        terminal_filter(&whole, rows[i].bytes, len, &out);
        assert_string_equal(str_text(&out), rows[i].through);
        str_clear(&out);
        for (size_t at = 0; at < len; at++)
            terminal_filter(&pieces, rows[i].bytes + at, 1, &out);
        assert_string_equal(str_text(&out), rows[i].through);
        str_fini(&out);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(text_goes_where_the_cursor_is),
        TEST(wide_and_combining_characters_take_their_cells),
        TEST(characters_arrive_in_pieces),
        TEST(colours_and_attributes_are_kept),
        TEST(alternate_screen_comes_and_goes),
        TEST(lines_scroll_back),
        TEST(scrollback_is_bounded),
        TEST(resize_keeps_what_fits),
        TEST(a_picture_makes_a_twin),
        TEST(keys_become_bytes),
        TEST(characters_become_bytes),
        TEST(paste_is_bracketed_where_asked),
        TEST(questions_are_answered_to_the_program),
        TEST(no_control_byte_comes_out),
        cmocka_unit_test(the_filter_lets_through_what_is_well_formed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
