/* A terminal inside a rectangle: libvterm with a bounded scrollback. */
#include "widgets/terminal.h"

#include "base/str.h"
#include "base/utf8.h"
#include "base/xmalloc.h"
#include "widgets/terminal_filter.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vterm.h>

enum { TERMINAL_MOST_CELLS = 1000 }; /* of a row or column */

/* A line that scrolled off the top, its blank end cut away. */
struct line {
    int cols;
    VTermScreenCell cells[];
};

struct terminal {
    VTerm *vt;
    VTermScreen *screen;
    struct terminal_spec spec;
    int cols, rows;
    VTermPos cursor;
    bool cursor_visible, alternate;
    struct line *lines[TERMINAL_SCROLLBACK_LINES]; /* a ring, oldest at first */
    int first, count;
    size_t line_bytes;
    int scrolled;
    struct terminal_filter filter;
    struct str clean; /* scratch: what the filter let through */
};

static size_t line_size(int cols)
{
    return sizeof(struct line) + (size_t)cols * sizeof(VTermScreenCell);
}

static struct line **line_slot(struct terminal *terminal, int i)
{
    return &terminal->lines[(terminal->first + i) % TERMINAL_SCROLLBACK_LINES];
}

static void drop_line(struct terminal *terminal, int i)
{
    struct line **slot = line_slot(terminal, i);
    terminal->line_bytes -= line_size((*slot)->cols);
    free(*slot);
    *slot = NULL;
    terminal->count--;
}

static void drop_oldest(struct terminal *terminal)
{
    drop_line(terminal, 0);
    terminal->first = (terminal->first + 1) % TERMINAL_SCROLLBACK_LINES;
}

static bool is_blank(const VTermScreenCell *cell)
{
    return (cell->chars[0] == 0 || cell->chars[0] == ' ') && !cell->attrs.reverse && !cell->attrs.underline &&
           VTERM_COLOR_IS_DEFAULT_BG(&cell->bg);
}

static int on_push_line(int cols, const VTermScreenCell *cells, void *user)
{
    struct terminal *terminal = user;
    while (cols > 0 && is_blank(&cells[cols - 1]))
        cols--;
    size_t size = line_size(cols);
    while (terminal->count && (terminal->count == TERMINAL_SCROLLBACK_LINES ||
                               terminal->line_bytes + size > TERMINAL_SCROLLBACK_BYTES))
        drop_oldest(terminal);
    struct line *line = xmalloc(size);
    line->cols = cols;
    memcpy(line->cells, cells, (size_t)cols * sizeof(*cells));
    *line_slot(terminal, terminal->count++) = line;
    terminal->line_bytes += size;
    if (terminal->scrolled && terminal->scrolled < terminal->count)
        terminal->scrolled++; /* the view stays on what it shows */
    return 1;
}

static void blank_cell(const struct terminal *terminal, VTermScreenCell *cell)
{
    memset(cell, 0, sizeof(*cell));
    cell->width = 1;
    vterm_state_get_default_colors(vterm_obtain_state(terminal->vt), &cell->fg, &cell->bg);
}

/* The screen grew: the newest line comes back to it. */
static int on_pop_line(int cols, VTermScreenCell *cells, void *user)
{
    struct terminal *terminal = user;
    if (!terminal->count)
        return 0;
    const struct line *line = *line_slot(terminal, terminal->count - 1);
    for (int i = 0; i < cols; i++) {
        if (i < line->cols)
            cells[i] = line->cells[i];
        else
            blank_cell(terminal, &cells[i]);
    }
    /* A wide character must not hang over the edge. */
    if (cols < line->cols && cells[cols - 1].width > 1)
        blank_cell(terminal, &cells[cols - 1]);
    drop_line(terminal, terminal->count - 1);
    if (terminal->scrolled > terminal->count)
        terminal->scrolled = terminal->count;
    return 1;
}

static int on_move_cursor(VTermPos to, VTermPos from, int visible, void *user)
{
    struct terminal *terminal = user;
    (void)from;
    (void)visible;
    terminal->cursor = to;
    return 1;
}

static void on_alternate(struct terminal *terminal, bool alternate)
{
    terminal->alternate = alternate;
    terminal->scrolled = 0;
}

static int on_property(VTermProp property, VTermValue *value, void *user)
{
    struct terminal *terminal = user;
    if (property == VTERM_PROP_CURSORVISIBLE)
        terminal->cursor_visible = value->boolean;
    else if (property == VTERM_PROP_ALTSCREEN)
        on_alternate(terminal, value->boolean);
    else
        return 0;
    return 1;
}

static void on_vterm_output(const char *bytes, size_t len, void *user)
{
    const struct terminal *terminal = user;
    if (terminal->spec.on_output)
        terminal->spec.on_output(terminal->spec.user, bytes, len);
}

static const VTermScreenCallbacks screen_callbacks = {
    .movecursor = on_move_cursor,
    .settermprop = on_property,
    .sb_pushline = on_push_line,
    .sb_popline = on_pop_line,
};

/* libvterm writes a wide character past the end of a row of one cell, so there are always two. */
static int bounded(int n, int least)
{
    return n < least ? least : n > TERMINAL_MOST_CELLS ? TERMINAL_MOST_CELLS : n;
}

struct terminal *terminal_new(const struct terminal_spec *spec)
{
    struct terminal *terminal = xcalloc(1, sizeof(*terminal));
    terminal->spec = *spec;
    terminal->cols = bounded(spec->cols, 2);
    terminal->rows = bounded(spec->rows, 1);
    terminal->cursor_visible = true;
    terminal->vt = vterm_new(terminal->rows, terminal->cols);
    vterm_set_utf8(terminal->vt, 1);
    vterm_output_set_callback(terminal->vt, on_vterm_output, terminal);
    terminal->screen = vterm_obtain_screen(terminal->vt);
    vterm_screen_set_callbacks(terminal->screen, &screen_callbacks, terminal);
    vterm_screen_enable_altscreen(terminal->screen, 1);
    vterm_screen_reset(terminal->screen, 1);
    return terminal;
}

void terminal_free(struct terminal *terminal)
{
    if (!terminal)
        return;
    while (terminal->count)
        drop_oldest(terminal);
    vterm_free(terminal->vt);
    str_fini(&terminal->clean);
    free(terminal);
}

void terminal_feed(struct terminal *terminal, const char *bytes, size_t len)
{
    str_clear(&terminal->clean);
    terminal_filter(&terminal->filter, bytes, len, &terminal->clean);
    vterm_input_write(terminal->vt, str_text(&terminal->clean), terminal->clean.len);
    vterm_screen_flush_damage(terminal->screen);
}

/* After a resize libvterm can leave cursor and scroll region outside (seen in 0.1.4). Programs that use a
 * region set it again when they are told of the size. */
static void bring_inside(struct terminal *terminal)
{
    char bytes[40];
    VTermPos at;
    vterm_state_get_cursorpos(vterm_obtain_state(terminal->vt), &at);
    int row = at.row < 0 ? 0 : at.row < terminal->rows ? at.row : terminal->rows - 1;
    int col = at.col < 0 ? 0 : at.col < terminal->cols ? at.col : terminal->cols - 1;
    int len = snprintf(bytes, sizeof(bytes), "\x1b[?6l\x1b[r\x1b[%d;%dH", row + 1, col + 1);
    vterm_input_write(terminal->vt, bytes, (size_t)len);
    vterm_screen_flush_damage(terminal->screen);
}

bool terminal_resize(struct terminal *terminal, int cols, int rows)
{
    cols = bounded(cols, 2);
    rows = bounded(rows, 1);
    if (cols == terminal->cols && rows == terminal->rows)
        return false;
    terminal->cols = cols;
    terminal->rows = rows;
    vterm_set_size(terminal->vt, rows, cols);
    bring_inside(terminal);
    return true;
}

/* The nearest of the 6x6x6 cube or the grey ramp of the 256 colours. */
static short colour_of_rgb(int red, int green, int blue)
{
    static const int levels[] = {0, 95, 135, 175, 215, 255};
    const int wanted[3] = {red, green, blue};
    int index[3], cube_far = 0, grey_far = 0;
    for (int i = 0; i < 3; i++) {
        index[i] = wanted[i] < 48 ? 0 : wanted[i] < 115 ? 1 : (wanted[i] - 35) / 40;
        cube_far += abs(levels[index[i]] - wanted[i]);
    }
    int step = ((red + green + blue) / 3 - 3) / 10;
    step = step < 0 ? 0 : step > 23 ? 23 : step;
    for (int i = 0; i < 3; i++)
        grey_far += abs(8 + 10 * step - wanted[i]);
    return (short)(grey_far < cube_far ? 232 + step : 16 + 36 * index[0] + 6 * index[1] + index[2]);
}

static short colour_of(const VTermColor *colour, bool is_default)
{
    if (is_default)
        return -1;
    if (VTERM_COLOR_IS_INDEXED(colour))
        return colour->indexed.idx;
    return colour_of_rgb(colour->rgb.red, colour->rgb.green, colour->rgb.blue);
}

static bool is_drawable(uint32_t cp)
{
    return cp >= 0x20 && cp != 0x7F && !(cp >= 0x80 && cp < 0xA0) && cp <= 0x10FFFF;
}

static void set_text(struct terminal_cell *to, const VTermScreenCell *from)
{
    struct str raw = {0}, safe = {0};
    for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && from->chars[i]; i++)
        if (is_drawable(from->chars[i]))
            utf8_add(&raw, from->chars[i]);
    utf8_add_safe(&safe, str_text(&raw), raw.len, 0);
    /* What the outer terminal shows in another number of cells would shift the rest of the row. */
    if (!safe.len || utf8_cells(safe.data, safe.len) != (size_t)to->width) {
        bool blank = !from->chars[0] || from->chars[0] == ' ';
        str_clear(&safe);
        str_add_repeat(&safe, blank ? ' ' : '?', (size_t)to->width);
    }
    if (safe.len < sizeof(to->text))
        memcpy(to->text, safe.data, safe.len + 1);
    str_fini(&raw);
    str_fini(&safe);
}

static void convert(struct terminal_cell *to, const VTermScreenCell *from)
{
    const struct {
        unsigned set, attribute;
    } attributes[] = {
        {from->attrs.bold, TERMINAL_BOLD},       {from->attrs.underline, TERMINAL_UNDERLINE},
        {from->attrs.italic, TERMINAL_ITALIC},   {from->attrs.blink, TERMINAL_BLINK},
        {from->attrs.reverse, TERMINAL_REVERSE},
    };
    for (size_t i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++)
        to->attributes |= attributes[i].set ? attributes[i].attribute : 0;
    to->fg = colour_of(&from->fg, VTERM_COLOR_IS_DEFAULT_FG(&from->fg));
    to->bg = colour_of(&from->bg, VTERM_COLOR_IS_DEFAULT_BG(&from->bg));
    if (from->chars[0] == (uint32_t)-1) {
        to->width = 0;
        to->text[0] = 0;
        return;
    }
    to->width = from->width > 1 ? 2 : 1;
    set_text(to, from);
}

/* False where there is nothing. */
static bool cell_at(const struct terminal *terminal, int row, int col, VTermScreenCell *cell)
{
    if (row < 0 || row >= terminal->rows || col < 0 || col >= terminal->cols)
        return false;
    int line = row - terminal->scrolled;
    if (line >= 0)
        return vterm_screen_get_cell(terminal->screen, (VTermPos){.row = line, .col = col}, cell);
    int slot = (terminal->first + terminal->count + line) % TERMINAL_SCROLLBACK_LINES;
    const struct line *old = terminal->count + line >= 0 ? terminal->lines[slot] : NULL;
    if (!old || col >= old->cols)
        return false;
    *cell = old->cells[col];
    return true;
}

void terminal_cell(const struct terminal *terminal, int row, int col, struct terminal_cell *cell)
{
    VTermScreenCell from;
    *cell = (struct terminal_cell){.text = " ", .width = 1, .fg = -1, .bg = -1};
    if (!cell_at(terminal, row, col, &from))
        return;
    /* A line of a wider screen, cut in the middle of a character. */
    if (from.width > 1 && col + 1 >= terminal->cols)
        return;
    convert(cell, &from);
}

bool terminal_cursor(const struct terminal *terminal, int *row, int *col)
{
    *row = terminal->cursor.row + terminal->scrolled;
    *col = terminal->cursor.col < terminal->cols ? terminal->cursor.col : terminal->cols - 1;
    return terminal->cursor_visible && *row < terminal->rows;
}

void terminal_scroll(struct terminal *terminal, int lines)
{
    int to = terminal->scrolled + lines;
    if (terminal->alternate)
        to = 0;
    terminal->scrolled = to < 0 ? 0 : to > terminal->count ? terminal->count : to;
}

int terminal_scrolled(const struct terminal *terminal)
{
    return terminal->scrolled;
}

int terminal_scrollback(const struct terminal *terminal)
{
    return terminal->count;
}

bool terminal_alternate(const struct terminal *terminal)
{
    return terminal->alternate;
}

/* The style of a cell as SGR. */
static void add_style(struct str *out, const struct terminal_cell *cell)
{
    static const struct {
        unsigned attribute;
        int number;
    } list[] = {{TERMINAL_BOLD, 1},
                {TERMINAL_ITALIC, 3},
                {TERMINAL_UNDERLINE, 4},
                {TERMINAL_BLINK, 5},
                {TERMINAL_REVERSE, 7}};
    str_add(out, "\x1b[0");
    for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++)
        if (cell->attributes & list[i].attribute)
            str_addf(out, ";%d", list[i].number);
    if (cell->fg >= 0)
        str_addf(out, ";38;5;%d", cell->fg);
    if (cell->bg >= 0)
        str_addf(out, ";48;5;%d", cell->bg);
    str_add_char(out, 'm');
}

static void add_row(const struct terminal *terminal, int row, struct str *out)
{
    struct terminal_cell cell, before = {.fg = -2};
    str_addf(out, "\x1b[%d;1H", row + 1);
    for (int col = 0; col < terminal->cols; col++) {
        terminal_cell(terminal, row, col, &cell);
        if (cell.width == 0)
            continue;
        if (cell.fg != before.fg || cell.bg != before.bg || cell.attributes != before.attributes)
            add_style(out, &cell);
        str_add(out, cell.text);
        before = cell;
    }
}

void terminal_add_picture(const struct terminal *terminal, struct str *out)
{
    str_add(out, terminal->alternate ? "\x1b[?1049h\x1b[0m\x1b[2J" : "\x1b[0m\x1b[2J");
    for (int row = 0; row < terminal->rows; row++)
        add_row(terminal, row, out);
    str_addf(out, "\x1b[0m\x1b[%d;%dH\x1b[?25%c", terminal->cursor.row + 1, terminal->cursor.col + 1,
             terminal->cursor_visible ? 'h' : 'l');
    terminal_modes_add(out, 0, terminal->filter.modes);
}

void terminal_add_farewell(const struct terminal *terminal, struct str *out)
{
    terminal_modes_add(out, terminal->filter.modes, 0);
    str_add(out, terminal->alternate ? "\x1b[?1049l" : "");
    str_add(out, "\x1b[r\x1b[0m\x1b[?25h\x1b[2J\x1b[H");
}

static VTermModifier modifier_of(unsigned held)
{
    return (VTermModifier)((held & TERMINAL_SHIFT ? VTERM_MOD_SHIFT : 0) |
                           (held & TERMINAL_ALT ? VTERM_MOD_ALT : 0) |
                           (held & TERMINAL_CTRL ? VTERM_MOD_CTRL : 0));
}

void terminal_type_key(struct terminal *terminal, int key, unsigned held)
{
    static const VTermKey keys[] = {
        [TERMINAL_KEY_ENTER] = VTERM_KEY_ENTER,
        [TERMINAL_KEY_TAB] = VTERM_KEY_TAB,
        [TERMINAL_KEY_BACKSPACE] = VTERM_KEY_BACKSPACE,
        [TERMINAL_KEY_ESCAPE] = VTERM_KEY_ESCAPE,
        [TERMINAL_KEY_UP] = VTERM_KEY_UP,
        [TERMINAL_KEY_DOWN] = VTERM_KEY_DOWN,
        [TERMINAL_KEY_LEFT] = VTERM_KEY_LEFT,
        [TERMINAL_KEY_RIGHT] = VTERM_KEY_RIGHT,
        [TERMINAL_KEY_INSERT] = VTERM_KEY_INS,
        [TERMINAL_KEY_DELETE] = VTERM_KEY_DEL,
        [TERMINAL_KEY_HOME] = VTERM_KEY_HOME,
        [TERMINAL_KEY_END] = VTERM_KEY_END,
        [TERMINAL_KEY_PAGE_UP] = VTERM_KEY_PAGEUP,
        [TERMINAL_KEY_PAGE_DOWN] = VTERM_KEY_PAGEDOWN,
    };
    terminal->scrolled = 0;
    VTermKey vterm_key =
        key >= TERMINAL_KEY_F1 ? (VTermKey)VTERM_KEY_FUNCTION(key - TERMINAL_KEY_F1 + 1) : keys[key];
    vterm_keyboard_key(terminal->vt, vterm_key, modifier_of(held));
}

void terminal_type_char(struct terminal *terminal, uint32_t cp, unsigned held)
{
    terminal->scrolled = 0;
    /* libvterm would write newer forms that few programs know for ^I, ^J, ^M and ^[. */
    if (held & TERMINAL_CTRL && ((cp >= '@' && cp <= '_') || (cp >= 'a' && cp <= 'z'))) {
        char bytes[] = {0x1B, (char)(cp & 0x1F)};
        bool alt = held & TERMINAL_ALT;
        on_vterm_output(alt ? bytes : bytes + 1, alt ? 2 : 1, terminal);
        return;
    }
    vterm_keyboard_unichar(terminal->vt, cp, modifier_of(held));
}

void terminal_paste(struct terminal *terminal, const char *text, size_t len)
{
    terminal->scrolled = 0;
    vterm_keyboard_start_paste(terminal->vt);
    struct str clean = {0};
    for (size_t i = 0; i < len; i++)
        if (text[i] != 0x1B)
            str_add_char(&clean, text[i] == '\n' ? '\r' : text[i]);
    on_vterm_output(str_text(&clean), clean.len, terminal);
    str_fini(&clean);
    vterm_keyboard_end_paste(terminal->vt);
}
