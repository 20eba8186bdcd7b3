/* The screen: text, lines and colours over ncurses. */
#include "widgets/draw.h"

#include "base/str.h"
#include "base/utf8.h"
#include "widgets/colour.h"
#include "widgets/keys.h"

#include <curses.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

static SCREEN *screen;
static const struct theme *theme;
static bool utf8, suspended;
static bool console; /* the Linux console: its fonts hold the characters of code page 437 and few others */
static int cursor_y = -1, cursor_x;
static int over_role = -1;

bool rect_contains(struct rect r, int y, int x)
{
    return y >= r.y && y < r.y + r.h && x >= r.x && x < r.x + r.w;
}

/* Taking and giving back the terminal. */

static void set_modes(void)
{
    raw(); /* ctrl-c and ctrl-z are keys here, and the remote shell's there */
    noecho();
    nonl();
    keypad(stdscr, TRUE);
    nodelay(stdscr, TRUE);
    meta(stdscr, TRUE);
    set_escdelay(25);
    curs_set(0);
    mousemask(BUTTON1_CLICKED | BUTTON1_PRESSED | BUTTON1_DOUBLE_CLICKED | BUTTON4_PRESSED | BUTTON5_PRESSED,
              NULL);
    mouseinterval(0);
    typeahead(-1); /* a frame is sent whole: looking for keys in its middle costs a system call per row */
    keyboard_mark_pastes(true);
}

enum err screen_open(struct err_info *info)
{
    const char *term = getenv("TERM");
    setlocale(LC_ALL, "");
    if (!isatty(0) || !isatty(1))
        return err_set(info, ERR_SYSTEM,
                       "the dashboard needs a terminal; podprobe --once prints the pods without one");
    screen = newterm(NULL, stdout, stdin);
    if (!screen)
        return err_set(
            info, ERR_SYSTEM,
            "this terminal type is not known here: TERM=%s; try TERM=xterm or TERM=vt100, or podprobe --once",
            term ? term : "");
    set_term(screen);
    utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    console = term && strcmp(term, "linux") == 0;
    if (has_colors()) {
        start_color();
        use_default_colors();
    }
    set_modes();
    return ERR_OK;
}

static void give_back(void)
{
    keyboard_mark_pastes(false);
    endwin();
}

void screen_close(void)
{
    if (!screen)
        return;
    if (!suspended)
        give_back();
    delscreen(screen);
    screen = NULL;
}

void screen_suspend(void)
{
    if (!screen || suspended)
        return;
    suspended = true;
    give_back();
}

void screen_resume(void)
{
    if (!screen || !suspended)
        return;
    suspended = false;
    screen_resized();
    set_modes();
    clearok(curscr, TRUE);
    refresh();
}

void screen_resized(void)
{
    struct winsize size;
    if (ioctl(1, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0 &&
        (size.ws_row != LINES || size.ws_col != COLS))
        resizeterm(size.ws_row, size.ws_col);
}

void screen_redraw(void)
{
    clearok(curscr, TRUE);
}

void screen_flush(void)
{
    if (cursor_y >= 0)
        move(cursor_y, cursor_x);
    curs_set(cursor_y >= 0);
    wnoutrefresh(stdscr);
    doupdate();
}

void screen_size(int *rows, int *cols)
{
    *rows = LINES;
    *cols = COLS;
}

bool screen_is_utf8(void)
{
    return utf8;
}

bool screen_has_colours(void)
{
    return screen && has_colors();
}

void screen_theme(const struct theme *colours)
{
    theme = colours;
}

/* Colours. */

short draw_pair(int fg, int bg)
{
    static struct {
        short fg, bg;
    } pairs[1024];
    static short used = 1;
    if (fg < 0 && bg < 0)
        return 0;
    fg = COLORS >= 8 ? colour_reduce(fg, COLORS) : -1;
    bg = COLORS >= 8 ? colour_reduce(bg, COLORS) : -1;
    for (short i = 1; i < used; i++)
        if (pairs[i].fg == fg && pairs[i].bg == bg)
            return i;
    if (used >= COLOR_PAIRS || used >= (short)(sizeof(pairs) / sizeof(pairs[0])))
        return 0;
    pairs[used].fg = (short)fg;
    pairs[used].bg = (short)bg;
    init_pair(used, (short)fg, (short)bg);
    return used++;
}

static attr_t curses_attributes(unsigned attributes)
{
    return (attributes & THEME_BOLD ? A_BOLD : 0) | (attributes & THEME_DIM ? A_DIM : 0) |
           (attributes & THEME_UNDERLINE ? A_UNDERLINE : 0) | (attributes & THEME_REVERSE ? A_REVERSE : 0);
}

static struct theme_style fitting_style(enum theme_role role)
{
    return has_colors() ? colour_fit_style(theme->styles[role], COLORS) : theme->styles[role];
}

/* On a cursor row the background and the reverse attribute are the row's, the rest is the text's own. */
static struct theme_style mixed_style(enum theme_role role)
{
    struct theme_style style = fitting_style(role);
    if (over_role < 0)
        return style;
    const struct theme_style row = fitting_style((enum theme_role)over_role), *over = &row;
    if (over->attributes & THEME_REVERSE) {
        style.attributes = (style.attributes & THEME_BOLD) | over->attributes;
        style.bg = over->bg;
        style.fg = style.fg == THEME_DEFAULT ? over->fg : style.fg;
        return style;
    }
    style.bg = over->bg != THEME_DEFAULT ? over->bg : style.bg;
    style.attributes = (style.attributes & ~(unsigned)THEME_DIM) | over->attributes;
    if (style.fg == THEME_DEFAULT || !colour_readable(style.fg, style.bg))
        style.fg = over->fg;
    return style;
}

struct draw_style draw_style_of(enum theme_role role)
{
    if (!theme)
        return (struct draw_style){0};
    struct theme_style style = mixed_style(role);
    short pair = has_colors() ? draw_pair(style.fg, style.bg) : 0;
    return (struct draw_style){curses_attributes(style.attributes), pair};
}

static void use_role(enum theme_role role)
{
    struct draw_style style = draw_style_of(role);
    attr_set(style.attributes, style.pair, NULL);
}

void draw_over(enum theme_role background)
{
    over_role = (int)background;
}

void draw_over_end(void)
{
    over_role = -1;
}

/* Text. */

/* Where the locale has no UTF-8: what we draw ourselves has twins, the rest becomes '?', as wide as it was.
 */
static void add_ascii(struct str *out, const char *text, size_t len)
{
    for (size_t i = 0; i < len;) {
        uint32_t cp;
        i += utf8_decode(text + i, len - i, &cp);
        if (cp < 0x80)
            str_add_char(out, (char)cp);
        else
            str_add_repeat(out, '?', (size_t)utf8_width(cp));
    }
}

/* Text in the attributes that are set. */
static int put_text(int y, int x, int cells, const char *text, size_t len)
{
    static struct str safe, ascii;
    size_t used = 0;
    if (cells > COLS - x)
        cells = COLS - x;
    if (len > (size_t)cells * 16 + 64)
        len = (size_t)cells * 16 + 64; /* combining marks without end are no reason to work without end */
    str_clear(&safe);
    utf8_add_safe(&safe, text, len, 0);
    const struct str *drawn = &safe;
    if (!utf8) {
        str_clear(&ascii);
        add_ascii(&ascii, str_text(&safe), safe.len);
        drawn = &ascii;
    }
    size_t bytes = utf8_fit(str_text(drawn), drawn->len, (size_t)cells, &used);
    mvaddnstr(y, x, str_text(drawn), (int)bytes);
    return (int)used;
}

static bool on_screen(int y, int x, int cells)
{
    return y >= 0 && y < LINES && x >= 0 && x < COLS && cells > 0;
}

int draw_text_n(int y, int x, int cells, enum theme_role role, const char *text, size_t len)
{
    if (!on_screen(y, x, cells))
        return 0;
    use_role(role);
    return put_text(y, x, cells, text, len);
}

int draw_coloured_n(int y, int x, int cells, enum theme_role role, int fg, int bg, unsigned attributes,
                    const char *text, size_t len)
{
    if (!on_screen(y, x, cells))
        return 0;
    struct draw_style style = draw_style_of(role);
    bool colours = theme && has_colors() && strcmp(theme->name, "monochrome") != 0;
    if (colours && (fg >= 0 || bg >= 0)) {
        struct theme_style own = mixed_style(role);
        style.pair = draw_pair(fg >= 0 ? fg : own.fg, bg >= 0 ? bg : own.bg);
    }
    attr_set((attr_t)style.attributes | curses_attributes(attributes), style.pair, NULL);
    return put_text(y, x, cells, text, len);
}

int draw_text(int y, int x, int cells, enum theme_role role, const char *text)
{
    return draw_text_n(y, x, cells, role, text, strlen(text));
}

static void draw_blanks(int y, int x, int cells, enum theme_role role)
{
    if (y < 0 || y >= LINES || x < 0 || x >= COLS || cells <= 0)
        return;
    use_role(role);
    for (int i = 0; i < cells && x + i < COLS; i++)
        mvaddch(y, x + i, ' ');
}

void draw_field(int y, int x, int cells, enum theme_role role, const char *text, bool right)
{
    static struct str safe;
    str_clear(&safe);
    utf8_add_safe(&safe, text, strlen(text), 0);
    int width = (int)utf8_cells(str_text(&safe), safe.len);
    if (width > cells) { /* cut, and say so */
        int used = draw_text(y, x, cells - 1, role, str_text(&safe));
        used += draw_text(y, x + used, cells - used, role, draw_symbol(SYMBOL_ELLIPSIS));
        draw_blanks(y, x + used, cells - used, role);
        return;
    }
    int before = right ? cells - width : 0;
    draw_blanks(y, x, before, role);
    draw_text(y, x + before, width, role, str_text(&safe));
    draw_blanks(y, x + before + width, cells - before - width, role);
}

void draw_fill(struct rect r, enum theme_role role)
{
    for (int y = 0; y < r.h; y++)
        draw_blanks(r.y + y, r.x, r.w, role);
}

const char *draw_symbol(enum symbol symbol)
{
    /* with UTF-8, on the Linux console, in ASCII */
    static const char *const symbols[SYMBOL_COUNT][3] = {
        [SYMBOL_HLINE] = {"─", "─", "-"},       [SYMBOL_VLINE] = {"│", "│", "|"},
        [SYMBOL_TOP_LEFT] = {"╭", "┌", "+"},    [SYMBOL_TOP_RIGHT] = {"╮", "┐", "+"},
        [SYMBOL_BOTTOM_LEFT] = {"╰", "└", "+"}, [SYMBOL_BOTTOM_RIGHT] = {"╯", "┘", "+"},
        [SYMBOL_UP] = {"↑", "↑", "^"},          [SYMBOL_DOWN] = {"↓", "↓", "v"},
        [SYMBOL_ELLIPSIS] = {"…", "~", "~"},    [SYMBOL_DOT] = {"•", "•", "*"},
    };
    return symbols[symbol][!utf8 ? 2 : console ? 1 : 0];
}

static void hline_symbols(int y, int x, int cells, enum theme_role role)
{
    for (int i = 0; i < cells; i++)
        draw_text(y, x + i, 1, role, draw_symbol(SYMBOL_HLINE));
}

static void box_title(struct rect r, const char *title, const char *note, bool focused)
{
    int room = r.w - 4, used;
    if (room < 1)
        return;
    draw_text(r.y, r.x + 1, 1, focused ? ROLE_BORDER_FOCUS : ROLE_BORDER, " ");
    used = draw_text(r.y, r.x + 2, room, focused ? ROLE_TITLE_FOCUS : ROLE_TITLE, title);
    draw_text(r.y, r.x + 2 + used, 1, ROLE_BORDER, " ");
    int width = (int)utf8_cells(note, strlen(note));
    if (width && used + width + 3 < room) {
        draw_text(r.y, r.x + r.w - width - 3, 1, ROLE_BORDER, " ");
        draw_text(r.y, r.x + r.w - width - 2, width, ROLE_DIM, note);
        draw_text(r.y, r.x + r.w - 2, 1, ROLE_BORDER, " ");
    }
}

void draw_box(struct rect r, const char *title, const char *note, bool focused)
{
    enum theme_role role = focused ? ROLE_BORDER_FOCUS : ROLE_BORDER;
    if (r.h < 1 || r.w < 2)
        return;
    hline_symbols(r.y, r.x + 1, r.w - 2, role);
    draw_text(r.y, r.x, 1, role, draw_symbol(SYMBOL_TOP_LEFT));
    draw_text(r.y, r.x + r.w - 1, 1, role, draw_symbol(SYMBOL_TOP_RIGHT));
    for (int y = 1; y < r.h - 1; y++) {
        draw_text(r.y + y, r.x, 1, role, draw_symbol(SYMBOL_VLINE));
        draw_text(r.y + y, r.x + r.w - 1, 1, role, draw_symbol(SYMBOL_VLINE));
    }
    if (r.h > 1) {
        hline_symbols(r.y + r.h - 1, r.x + 1, r.w - 2, role);
        draw_text(r.y + r.h - 1, r.x, 1, role, draw_symbol(SYMBOL_BOTTOM_LEFT));
        draw_text(r.y + r.h - 1, r.x + r.w - 1, 1, role, draw_symbol(SYMBOL_BOTTOM_RIGHT));
    }
    box_title(r, title, note, focused);
}

/* How many bytes of text go on one line: up to the last blank that fits. */
static size_t wrap_at(const char *text, size_t len, int cells)
{
    size_t fit = utf8_fit(text, len, (size_t)cells, NULL), at = fit;
    if (fit == len)
        return fit;
    while (at > 0 && text[at] != ' ')
        at--;
    return at ? at : fit ? fit : len;
}

int draw_words(struct rect r, enum theme_role role, const char *text)
{
    static struct str safe;
    int line = 0;
    str_clear(&safe);
    utf8_add_safe(&safe, text, strlen(text), 1);
    draw_fill(r, ROLE_TEXT);
    const char *p = str_text(&safe);
    while (*p && line < r.h && r.w > 2) {
        size_t len = strcspn(p, "\n"), n = wrap_at(p, len, r.w - 2);
        draw_text_n(r.y + line++, r.x + 1, r.w - 2, role, p, n);
        p += n;
        p += strspn(p, " ");
        if (n == len && *p == '\n')
            p++;
    }
    return line;
}

void draw_cursor(int y, int x)
{
    cursor_y = y;
    cursor_x = x;
}
