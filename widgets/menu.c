/* A list over the panes to choose from. */
#include "widgets/menu.h"

#include "base/utf8.h"
#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

void menu_init(struct menu *m)
{
    *m = (struct menu){0};
}

static void clear_items(struct menu *m)
{
    for (size_t i = 0; i < m->items.len; i++) {
        free(m->items.data[i].text);
        free(m->items.data[i].note);
    }
    m->items.len = 0;
    free(m->title);
    free(m->empty);
    m->title = m->empty = NULL;
}

void menu_fini(struct menu *m)
{
    clear_items(m);
    free(m->items.data);
    str_fini(&m->typed);
}

void menu_start(struct menu *m, const char *title, const char *empty)
{
    clear_items(m);
    m->title = xstrdup(title);
    m->empty = xstrdup(empty);
    m->cursor = m->top = 0;
    str_clear(&m->typed);
}

void menu_add(struct menu *m, int id, const char *text, const char *note)
{
    *vec_push(&m->items) = (struct menu_item){xstrdup(text), xstrdup(note), id};
}

static bool matches(const struct menu *m, const struct menu_item *item)
{
    return strcasestr(item->text, str_text(&m->typed)) != NULL;
}

static size_t count_matches(const struct menu *m)
{
    size_t n = 0;
    for (size_t i = 0; i < m->items.len; i++)
        n += matches(m, &m->items.data[i]);
    return n;
}

/* The n-th item that matches, NULL if there is none. */
static const struct menu_item *match_at(const struct menu *m, size_t n)
{
    for (size_t i = 0; i < m->items.len; i++)
        if (matches(m, &m->items.data[i]) && n-- == 0)
            return &m->items.data[i];
    return NULL;
}

void menu_point(struct menu *m, int id)
{
    for (size_t i = 0; i < m->items.len; i++)
        if (m->items.data[i].id == id)
            m->cursor = i;
}

static void move_cursor(struct menu *m, long by)
{
    size_t count = count_matches(m);
    long at = (long)m->cursor + by;
    m->cursor = at < 0 || !count ? 0 : at >= (long)count ? count - 1 : (size_t)at;
}

/* Takes the last character that was typed away, one without a width too. */
static void rub_out(struct menu *m)
{
    size_t len = m->typed.len;
    while (len > 0 && (m->typed.data[--len] & 0xC0) == 0x80) {
    }
    str_cut(&m->typed, len);
}

static enum menu_result special_key(struct menu *m, uint32_t code, int *id)
{
    const struct menu_item *item = match_at(m, m->cursor);
    if (code == K_ESCAPE)
        return MENU_CANCELLED;
    if (code == K_ENTER && item) {
        *id = item->id;
        return MENU_CHOSEN;
    }
    if (code == K_UP || code == K_SHIFT_TAB)
        move_cursor(m, -1);
    else if (code == K_DOWN || code == K_TAB)
        move_cursor(m, +1);
    else if (code == K_PAGE_UP)
        move_cursor(m, -10);
    else if (code == K_PAGE_DOWN)
        move_cursor(m, +10);
    else if (code == K_HOME)
        m->cursor = 0;
    else if (code == K_END)
        move_cursor(m, 1000000);
    else if (code == K_BACKSPACE)
        rub_out(m);
    return MENU_NOTHING;
}

enum menu_result menu_key(struct menu *m, const struct key *key, int *id)
{
    if (key->type == KEY_SPECIAL)
        return special_key(m, key->code, id);
    if (key->type != KEY_CHARACTER)
        return MENU_NOTHING;
    if (key->ctrl)
        return key->code == 'c' || key->code == 'g' ? MENU_CANCELLED
               : key->code == 'n'                   ? (move_cursor(m, +1), MENU_NOTHING)
               : key->code == 'p'                   ? (move_cursor(m, -1), MENU_NOTHING)
                                                    : MENU_NOTHING;
    utf8_add(&m->typed, key->code);
    m->cursor = m->top = 0;
    return MENU_NOTHING;
}

static struct rect menu_place(const struct menu *m, struct rect whole)
{
    int w = (int)utf8_cells(m->title, strlen(m->title)) + 6, h = (int)m->items.len + 3;
    for (size_t i = 0; i < m->items.len; i++) {
        const struct menu_item *item = &m->items.data[i];
        int need =
            (int)(utf8_cells(item->text, strlen(item->text)) + utf8_cells(item->note, strlen(item->note))) +
            7;
        w = need > w ? need : w;
    }
    if (!m->items.len)
        w = (int)strlen(m->empty) + 6, h = 5;
    w = w < 30 ? 30 : w;
    w = w > whole.w ? whole.w : w;
    h = h > whole.h ? whole.h : h;
    return (struct rect){whole.y + (whole.h - h) / 2, whole.x + (whole.w - w) / 2, h, w};
}

static void draw_item(const struct menu_item *item, int y, int x, int w, bool chosen)
{
    if (chosen)
        draw_over(ROLE_CURSOR);
    draw_field(y, x, w, ROLE_TEXT, "", false);
    int used = draw_text(y, x + 1, w - 2, ROLE_STRONG, item->text);
    int width = (int)utf8_cells(item->note, strlen(item->note));
    if (width && used + 2 < w - 2) {
        int room = w - 3 - used;
        width = width < room ? width : room;
        draw_text(y, x + w - 1 - width, width, ROLE_DIM, item->note);
    }
    draw_over_end();
}

void menu_draw(struct menu *m, struct rect whole)
{
    struct rect box = menu_place(m, whole), inside = {box.y + 1, box.x + 1, box.h - 2, box.w - 2};
    size_t room = inside.h > 1 ? (size_t)inside.h - 1 : 1;
    draw_fill(box, ROLE_TEXT);
    draw_box(box, m->title, "", true);
    if (!m->items.len) {
        draw_words(inside, ROLE_DIM, m->empty);
        return;
    }
    if (m->cursor < m->top)
        m->top = m->cursor;
    if (m->cursor >= m->top + room)
        m->top = m->cursor - room + 1;
    for (size_t line = 0; line < room; line++) {
        const struct menu_item *item = match_at(m, m->top + line);
        if (item)
            draw_item(item, inside.y + (int)line, inside.x, inside.w, m->top + line == m->cursor);
    }
    int y = inside.y + inside.h - 1,
        used = draw_text(y, inside.x + 1, inside.w - 2, ROLE_DIM, m->typed.len ? "/" : "type to narrow down");
    if (m->typed.len)
        draw_text(y, inside.x + 1 + used, inside.w - 2 - used, ROLE_PROMPT, str_text(&m->typed));
}
