/* A table: columns, rows that are asked for when they are seen, a cursor. */
#include "widgets/table.h"

#include "base/str.h"
#include "base/utf8.h"

#include <string.h>

enum { GAP = 1, SCROLL_STEP = 8 };

void table_init(struct table *t)
{
    *t = (struct table){0};
}

void table_fini(struct table *t)
{
    *t = (struct table){0};
}

void table_reset(struct table *t)
{
    struct rect place = t->place;
    *t = (struct table){.place = place};
}

void table_forget_widths(struct table *t)
{
    memset(t->wide, 0, sizeof(t->wide));
}

static size_t height(const struct table *t)
{
    return t->place.h > 0 ? (size_t)t->place.h : 1;
}

/* The top moves only as far as the cursor needs. */
static void keep_in_view(struct table *t, size_t count)
{
    if (t->cursor < t->top)
        t->top = t->cursor;
    if (t->cursor >= t->top + height(t))
        t->top = t->cursor - height(t) + 1;
    if (t->top + height(t) > count)
        t->top = count > height(t) ? count - height(t) : 0;
}

void table_clamp(struct table *t, size_t count)
{
    if (t->cursor >= count)
        t->cursor = count ? count - 1 : 0;
    keep_in_view(t, count);
}

void table_follow(struct table *t, size_t row, size_t count)
{
    size_t line = t->cursor - t->top;
    t->top = row >= line ? row - line : 0;
    t->cursor = row;
    table_clamp(t, count);
}

static size_t moved(size_t cursor, long by, size_t count)
{
    if (by < 0)
        return cursor > (size_t)-by ? cursor - (size_t)-by : 0;
    return cursor + (size_t)by < count ? cursor + (size_t)by : count - 1;
}

void table_move(struct table *t, enum table_move move, size_t count)
{
    long page = (long)height(t);
    const long steps[] = {[TABLE_UP] = -1,
                          [TABLE_DOWN] = 1,
                          [TABLE_PAGE_UP] = -page,
                          [TABLE_PAGE_DOWN] = page,
                          [TABLE_HALF_UP] = -page / 2,
                          [TABLE_HALF_DOWN] = page / 2,
                          [TABLE_HOME] = -2000000000L,
                          [TABLE_END] = 2000000000L};
    if (move == TABLE_LEFT)
        t->scroll = t->scroll > SCROLL_STEP ? t->scroll - SCROLL_STEP : 0;
    else if (move == TABLE_RIGHT)
        t->scroll = t->scroll < 4000 ? t->scroll + SCROLL_STEP : t->scroll;
    else if (count)
        t->cursor = moved(t->cursor, steps[move], count);
    table_clamp(t, count);
}

bool table_row_at(const struct table *t, int y, size_t *row)
{
    if (y < t->place.y || y >= t->place.y + t->place.h)
        return false;
    *row = t->top + (size_t)(y - t->place.y);
    return true;
}

/* Widths. */

static short clamp_width(const struct table_column *c, int width)
{
    return (short)(width < c->min ? c->min : width > c->max ? c->max : width);
}

static void see_width(struct table *t, const struct table_source *s, int column, const struct str *text)
{
    short width = clamp_width(&s->columns[column], (int)utf8_cells(str_text(text), text->len));
    if (width > t->wide[column])
        t->wide[column] = width;
}

/* Looks at every cell that will be drawn. */
static void see_widths(struct table *t, const struct table_source *s)
{
    struct str text = {0};
    for (int c = 0; c < s->column_count; c++) {
        str_add(&text, s->columns[c].title);
        see_width(t, s, c, &text);
        str_clear(&text);
        for (size_t row = t->top; row < s->row_count && row < t->top + height(t); row++) {
            enum theme_role role = ROLE_TEXT;
            s->cell(s->user, row, c, &text, &role);
            see_width(t, s, c, &text);
            str_clear(&text);
        }
    }
    str_fini(&text);
}

static int total_width(const struct table *t, const struct table_source *s)
{
    int total = 0;
    for (int c = 0; c < s->column_count; c++)
        total += t->shown[c] ? t->shown[c] + GAP : 0;
    return total ? total - GAP : 0;
}

/* The shown column of the highest priority number, -1 when only those are left that never go. */
static int first_to_go(const struct table *t, const struct table_source *s)
{
    int found = -1;
    for (int c = 0; c < s->column_count; c++)
        if (t->shown[c] && s->columns[c].priority &&
            (found < 0 || s->columns[c].priority >= s->columns[found].priority))
            found = c;
    return found;
}

/* What a column wants before it is worth giving up another: what it holds, but no more than half way to its
 * most. */
static int comfortable(const struct table *t, const struct table_source *s, int column)
{
    const struct table_column *c = &s->columns[column];
    int half = (c->min + c->max) / 2;
    return c->weight ? c->min : t->wide[column] < half ? t->wide[column] : half;
}

/* The column that is furthest over its least width, or over what it is comfortable with. */
static int widest_shrinkable(const struct table *t, const struct table_source *s, bool comfortably)
{
    int found = -1, most = 0;
    for (int c = 0; c < s->column_count; c++) {
        int over = t->shown[c] - (comfortably ? comfortable(t, s, c) : s->columns[c].min);
        if (t->shown[c] && over > most) {
            found = c;
            most = over;
        }
    }
    return found;
}

static void shrink(struct table *t, const struct table_source *s, int room)
{
    int c;
    while (total_width(t, s) > room &&
           ((c = widest_shrinkable(t, s, true)) >= 0 || (c = widest_shrinkable(t, s, false)) >= 0))
        t->shown[c]--;
}

static int comfortable_width(const struct table *t, const struct table_source *s)
{
    int total = 0;
    for (int c = 0; c < s->column_count; c++)
        total += t->shown[c] ? comfortable(t, s, c) + GAP : 0;
    return total ? total - GAP : 0;
}

static void choose_widths(struct table *t, const struct table_source *s, int room)
{
    int c;
    for (c = 0; c < s->column_count; c++)
        t->shown[c] = t->wide[c];
    while (comfortable_width(t, s) > room && (c = first_to_go(t, s)) >= 0)
        t->shown[c] = 0;
    shrink(t, s, room);
    for (c = 0; c < s->column_count; c++)
        if (t->shown[c] && s->columns[c].weight && total_width(t, s) < room)
            t->shown[c] = (short)(t->shown[c] + room - total_width(t, s));
}

/* Drawing. */

static void draw_titles(const struct table *t, const struct table_source *s, struct rect place)
{
    int x = place.x;
    draw_fill((struct rect){place.y, place.x, 1, place.w}, ROLE_HEADER);
    for (int c = 0; c < s->column_count; c++) {
        if (!t->shown[c])
            continue;
        int room = place.x + place.w - x, width = t->shown[c] < room ? t->shown[c] : room;
        draw_field(place.y, x, width, ROLE_HEADER, s->columns[c].title, s->columns[c].right);
        int used = (int)utf8_cells(s->columns[c].title, strlen(s->columns[c].title));
        if (c == s->sort_column && used < width)
            draw_text(place.y, s->columns[c].right ? x : x + used, 1, ROLE_HEADER,
                      draw_symbol(s->descending ? SYMBOL_DOWN : SYMBOL_UP));
        x += t->shown[c] + GAP;
    }
}

static void draw_cell(const struct table *t, const struct table_source *s, int y, int x, int width,
                      size_t row, int c)
{
    static struct str text;
    enum theme_role role = ROLE_TEXT;
    str_clear(&text);
    s->cell(s->user, row, c, &text, &role);
    const char *from = str_text(&text);
    if (s->columns[c].weight && t->scroll)
        from += utf8_fit(from, text.len, (size_t)t->scroll, NULL);
    draw_field(y, x, width, role, from, s->columns[c].right);
}

static int row_background(const struct table *t, const struct table_source *s, size_t row, bool focused)
{
    enum table_row_state state = s->row_state ? s->row_state(s->user, row) : TABLE_ROW_PLAIN;
    if (row == t->cursor)
        return focused ? ROLE_CURSOR : ROLE_CURSOR_BLURRED;
    return state == TABLE_ROW_MARKED ? ROLE_MARKED : state == TABLE_ROW_FLASH ? ROLE_FLASH : -1;
}

static void draw_row(const struct table *t, const struct table_source *s, int y, size_t row, bool focused)
{
    int x = t->place.x, background = row_background(t, s, row, focused);
    if (background >= 0)
        draw_over((enum theme_role)background);
    draw_fill((struct rect){y, t->place.x, 1, t->place.w}, ROLE_TEXT);
    for (int c = 0; c < s->column_count; c++) {
        if (!t->shown[c])
            continue;
        int room = t->place.x + t->place.w - x;
        if (room > 0)
            draw_cell(t, s, y, x, t->shown[c] < room ? t->shown[c] : room, row, c);
        x += t->shown[c] + GAP;
    }
    draw_over_end();
}

void table_draw(struct table *t, struct rect place, const struct table_source *s, bool focused)
{
    if (place.h < 1 || place.w < 1)
        return;
    t->place = (struct rect){place.y + 1, place.x, place.h - 1, place.w};
    if (place.h == 1)
        t->place = place; /* a row says more than a title */
    table_clamp(t, s->row_count);
    if (!s->row_count) {
        draw_words(place, ROLE_DIM, s->empty);
        return;
    }
    see_widths(t, s);
    choose_widths(t, s, place.w);
    if (place.h > 1)
        draw_titles(t, s, place);
    for (int line = 0; line < t->place.h; line++) {
        size_t row = t->top + (size_t)line;
        if (row < s->row_count)
            draw_row(t, s, t->place.y + line, row, focused);
        else
            draw_fill((struct rect){t->place.y + line, t->place.x, 1, t->place.w}, ROLE_TEXT);
    }
}
