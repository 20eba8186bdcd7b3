/* A terminal's cells on the screen, and keys into it. */
#include "widgets/terminal_view.h"

#include "base/str.h"
#include "widgets/colour.h"

#include <curses.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

static attr_t attributes_of(unsigned attributes)
{
    static const struct {
        unsigned attribute;
        attr_t curses;
    } list[] = {{TERMINAL_BOLD, A_BOLD},
                {TERMINAL_UNDERLINE, A_UNDERLINE},
                {TERMINAL_BLINK, A_BLINK},
                {TERMINAL_REVERSE, A_REVERSE},
                {TERMINAL_ITALIC, A_ITALIC}};
    attr_t out = 0;
    for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++)
        out |= attributes & list[i].attribute ? list[i].curses : 0;
    return out;
}

static bool colours_wanted(void)
{
    const char *no_colour = getenv("NO_COLOR");
    return has_colors() && !(no_colour && *no_colour);
}

static void use_style(const struct terminal_cell *cell, bool coloured)
{
    short pair = 0;
    if (coloured)
        pair = draw_pair(colour_reduce(cell->fg, COLORS), colour_reduce(cell->bg, COLORS));
    attr_set(attributes_of(cell->attributes), pair, NULL);
}

/* Each cell goes to its own place, so that a character of doubtful width spoils nothing beside it. */
static void draw_cell(int y, int x, const struct terminal_cell *cell)
{
    bool plain = (unsigned char)cell->text[0] < 0x80;
    if (plain || screen_is_utf8())
        mvaddstr(y, x, cell->text);
    else
        mvaddnstr(y, x, "??", cell->width);
}

void terminal_draw(const struct terminal *terminal, struct rect rect, bool focused)
{
    bool coloured = colours_wanted();
    int row, col;
    for (int y = 0; y < rect.h; y++) {
        for (int x = 0; x < rect.w;) {
            struct terminal_cell cell;
            terminal_cell(terminal, y, x, &cell);
            if (cell.width == 0 || x + cell.width > rect.w)
                cell = (struct terminal_cell){.text = " ", .width = 1, .fg = cell.fg, .bg = cell.bg};
            use_style(&cell, coloured);
            draw_cell(rect.y + y, rect.x + x, &cell);
            x += cell.width;
        }
    }
    attr_set(0, 0, NULL);
    if (!focused)
        return;
    if (terminal_cursor(terminal, &row, &col) && row < rect.h && col < rect.w)
        draw_cursor(rect.y + row, rect.x + col);
    else
        draw_cursor(-1, 0);
}

static bool type_special(struct terminal *terminal, uint32_t code, unsigned held)
{
    static const int keys[K_COUNT] = {
        [K_UP] = TERMINAL_KEY_UP,
        [K_DOWN] = TERMINAL_KEY_DOWN,
        [K_LEFT] = TERMINAL_KEY_LEFT,
        [K_RIGHT] = TERMINAL_KEY_RIGHT,
        [K_PAGE_UP] = TERMINAL_KEY_PAGE_UP,
        [K_PAGE_DOWN] = TERMINAL_KEY_PAGE_DOWN,
        [K_HOME] = TERMINAL_KEY_HOME,
        [K_END] = TERMINAL_KEY_END,
        [K_INSERT] = TERMINAL_KEY_INSERT,
        [K_DELETE] = TERMINAL_KEY_DELETE,
        [K_BACKSPACE] = TERMINAL_KEY_BACKSPACE,
        [K_ENTER] = TERMINAL_KEY_ENTER,
        [K_ESCAPE] = TERMINAL_KEY_ESCAPE,
        [K_TAB] = TERMINAL_KEY_TAB,
        [K_SHIFT_TAB] = TERMINAL_KEY_TAB,
    };
    if (code == K_NONE || code >= K_COUNT)
        return false;
    if (code >= K_F1 && code <= K_F12)
        terminal_type_key(terminal, TERMINAL_KEY_F1 + (int)(code - K_F1), held);
    else
        terminal_type_key(terminal, keys[code], held | (code == K_SHIFT_TAB ? TERMINAL_SHIFT : 0));
    return true;
}

bool terminal_type(struct terminal *terminal, const struct key *key)
{
    unsigned held = (key->ctrl ? TERMINAL_CTRL : 0) | (key->alt ? TERMINAL_ALT : 0);
    if (key->type == KEY_SPECIAL)
        return type_special(terminal, key->code, held);
    if (key->type == KEY_PASTED) {
        size_t len;
        const char *text = key_pasted(&len);
        terminal_paste(terminal, text, len);
        return true;
    }
    if (key->type != KEY_CHARACTER)
        return false;
    if (key->ctrl && key->code == ' ')
        terminal_type_char(terminal, '@', held); /* NUL */
    else
        terminal_type_char(terminal, key->code, held);
    return true;
}
