/* One line where the user types. */
#include "widgets/prompt.h"

#include "base/utf8.h"
#include "base/xmalloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HISTORY_MAX = 100, TEXT_MAX = 4096 };

void prompt_init(struct prompt *p)
{
    *p = (struct prompt){0};
}

void prompt_fini(struct prompt *p)
{
    for (size_t i = 0; i < p->history.len; i++)
        free(p->history.data[i]);
    free(p->history.data);
    str_fini(&p->text);
    str_fini(&p->typed);
}

static void set_text(struct prompt *p, const char *text)
{
    char *copy = xstrdup(text); /* it may be a part of what is there */
    str_clear(&p->text);
    str_add(&p->text, copy);
    p->cursor = p->text.len;
    free(copy);
}

void prompt_start(struct prompt *p, const char *label, const char *text)
{
    snprintf(p->label, sizeof(p->label), "%s", label);
    set_text(p, text);
    p->history_at = p->history.len;
    p->completion = 0;
}

/* Moving by characters. */

static size_t before(const struct prompt *p, size_t at)
{
    while (at > 0 && (p->text.data[--at] & 0xC0) == 0x80) {
    }
    return at;
}

static size_t after(const struct prompt *p, size_t at)
{
    uint32_t cp;
    return at < p->text.len ? at + utf8_decode(p->text.data + at, p->text.len - at, &cp) : at;
}

static size_t word_before(const struct prompt *p, size_t at)
{
    while (at > 0 && p->text.data[at - 1] == ' ')
        at--;
    while (at > 0 && p->text.data[at - 1] != ' ')
        at--;
    return at;
}

static void erase(struct prompt *p, size_t from, size_t to)
{
    if (from >= to)
        return;
    memmove(p->text.data + from, p->text.data + to, p->text.len - to + 1);
    p->text.len -= to - from;
    p->cursor = from;
}

void prompt_insert(struct prompt *p, const char *text)
{
    struct str rest = {0}, safe = {0};
    utf8_add_safe(&safe, text, strnlen(text, TEXT_MAX), 0);
    if (p->text.len + safe.len <= TEXT_MAX) {
        str_add(&rest, p->cursor < p->text.len ? p->text.data + p->cursor : "");
        str_cut(&p->text, p->cursor);
        str_add(&p->text, str_text(&safe));
        p->cursor = p->text.len;
        str_add(&p->text, str_text(&rest));
    }
    str_fini(&rest);
    str_fini(&safe);
}

static void insert_character(struct prompt *p, uint32_t cp)
{
    struct str text = {0};
    utf8_add(&text, cp);
    prompt_insert(p, str_text(&text));
    str_fini(&text);
}

/* The first line of it. */
static void insert_pasted(struct prompt *p)
{
    size_t len;
    const char *text = key_pasted(&len);
    char *line = xstrndup(text, strcspn(text, "\n"));
    prompt_insert(p, line);
    free(line);
}

/* History and completion. */

static void remember(struct prompt *p)
{
    if (!p->text.len ||
        (p->history.len && str_equal(p->history.data[p->history.len - 1], str_text(&p->text))))
        return;
    if (p->history.len >= HISTORY_MAX) {
        free(p->history.data[0]);
        memmove(p->history.data, p->history.data + 1, --p->history.len * sizeof(char *));
    }
    *vec_push(&p->history) = xstrdup(str_text(&p->text));
}

static void recall(struct prompt *p, int step)
{
    size_t at = p->history_at;
    if ((step < 0 && at == 0) || (step > 0 && at >= p->history.len))
        return;
    p->history_at = step < 0 ? at - 1 : at + 1;
    set_text(p, p->history_at < p->history.len ? p->history.data[p->history_at] : "");
}

static void complete_text(struct prompt *p, const char *(*complete)(void *, const char *, int), void *user)
{
    if (!complete)
        return;
    if (p->completion == 0) {
        str_clear(&p->typed);
        str_add(&p->typed, str_text(&p->text));
    }
    const char *line = complete(user, str_text(&p->typed), p->completion);
    if (!line && p->completion > 0) {
        p->completion = 0;
        line = complete(user, str_text(&p->typed), 0);
    }
    if (line) {
        p->completion++;
        set_text(p, line);
    }
}

/* Keys. */

static enum prompt_result control_key(struct prompt *p, uint32_t letter)
{
    switch (letter) {
    case 'a':
        p->cursor = 0;
        return PROMPT_NOTHING;
    case 'e':
        p->cursor = p->text.len;
        return PROMPT_NOTHING;
    case 'b':
        p->cursor = before(p, p->cursor);
        return PROMPT_NOTHING;
    case 'f':
        p->cursor = after(p, p->cursor);
        return PROMPT_NOTHING;
    case 'd':
        erase(p, p->cursor, after(p, p->cursor));
        return PROMPT_EDITED;
    case 'k':
        str_cut(&p->text, p->cursor);
        return PROMPT_EDITED;
    case 'u':
        erase(p, 0, p->cursor);
        return PROMPT_EDITED;
    case 'w':
        erase(p, word_before(p, p->cursor), p->cursor);
        return PROMPT_EDITED;
    case 'c':
    case 'g':
        return PROMPT_CANCELLED;
    default:
        return PROMPT_NOTHING;
    }
}

static enum prompt_result special_key(struct prompt *p, uint32_t code)
{
    switch (code) {
    case K_LEFT:
        p->cursor = before(p, p->cursor);
        return PROMPT_NOTHING;
    case K_RIGHT:
        p->cursor = after(p, p->cursor);
        return PROMPT_NOTHING;
    case K_HOME:
        p->cursor = 0;
        return PROMPT_NOTHING;
    case K_END:
        p->cursor = p->text.len;
        return PROMPT_NOTHING;
    case K_BACKSPACE:
        if (!p->text.len)
            return PROMPT_CANCELLED; /* as in vi and less */
        erase(p, before(p, p->cursor), p->cursor);
        return PROMPT_EDITED;
    case K_DELETE:
        erase(p, p->cursor, after(p, p->cursor));
        return PROMPT_EDITED;
    case K_UP:
        recall(p, -1);
        return PROMPT_EDITED;
    case K_DOWN:
        recall(p, +1);
        return PROMPT_EDITED;
    case K_ENTER:
        remember(p);
        return PROMPT_ACCEPTED;
    case K_ESCAPE:
        return PROMPT_CANCELLED;
    default:
        return PROMPT_NOTHING;
    }
}

enum prompt_result prompt_key(struct prompt *p, const struct key *key,
                              const char *(*complete)(void *user, const char *typed, int i), void *user)
{
    if (key->type == KEY_SPECIAL && key->code == K_TAB) {
        complete_text(p, complete, user);
        return PROMPT_EDITED;
    }
    p->completion = 0;
    if (key->type == KEY_PASTED) {
        insert_pasted(p);
        return PROMPT_EDITED;
    }
    if (key->type == KEY_SPECIAL)
        return special_key(p, key->code);
    if (key->type != KEY_CHARACTER || key->alt)
        return PROMPT_NOTHING;
    if (key->ctrl)
        return control_key(p, key->code);
    insert_character(p, key->code);
    return PROMPT_EDITED;
}

void prompt_draw(const struct prompt *p, struct rect line, const char *message)
{
    draw_fill(line, ROLE_PROMPT);
    int used = draw_text(line.y, line.x, line.w, ROLE_FOOTER_KEY, p->label);
    int room = line.w - used - 1;
    if (room < 1)
        return;
    const char *text = str_text(&p->text);
    size_t from = 0; /* the text moves to the left so that the cursor is seen */
    while (from < p->cursor && (int)utf8_cells(text + from, p->cursor - from) > room)
        from = after(p, from);
    int drawn = draw_text(line.y, line.x + used, room, ROLE_PROMPT, text + from);
    int at = line.x + used + (int)utf8_cells(text + from, p->cursor - from);
    int left = line.w - used - drawn - 2;
    if (*message && left > 4)
        draw_text(line.y, line.x + used + drawn + 2, left, ROLE_ERROR, message);
    draw_cursor(line.y, at);
}
