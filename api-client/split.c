/*
 * Cuts JSON objects out of bytes as they arrive.
 *
 * The scanner knows three things: whether it is inside a string, how deep it is, and where an element began.
 * Inside a string only a quote or a backslash matters, outside only quotes and brackets, so most bytes are
 * passed over by memchr and a table.
 */
#include "api-client/split.h"

#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

enum { ENVELOPE_MAX = 1024 * 1024, KEY_MAX = 16 };

struct split {
    enum split_form form;
    size_t cap;
    split_fn on_element;
    void (*on_too_big)(void *user, size_t len);
    void *user;

    struct str kept;     /* the begun element, of earlier feeds */
    struct str envelope; /* SPLIT_ITEMS: what is outside the elements */
    size_t element_len;  /* bytes of the begun element so far, kept or not */
    int depth;           /* open brackets */
    bool in_string, escaped, in_element, in_items, began, ended;
    char key[KEY_MAX]; /* the last string at depth 1, to recognise "items" and "rows" */
    size_t key_len;
    bool key_is_items; /* and a colon came after it */
};

struct split *split_new(enum split_form form, size_t cap, split_fn on_element, void *user)
{
    struct split *s = xcalloc(1, sizeof(*s));
    s->form = form;
    s->cap = cap;
    s->on_element = on_element;
    s->user = user;
    return s;
}

void split_on_too_big(struct split *s, void (*fn)(void *user, size_t len))
{
    s->on_too_big = fn;
}

void split_free(struct split *s)
{
    if (!s)
        return;
    str_fini(&s->kept);
    str_fini(&s->envelope);
    free(s);
}

const char *split_envelope(const struct split *s, size_t *len)
{
    *len = s->envelope.len;
    return str_text(&s->envelope);
}

/* Bytes that mean something outside a string. */
static const bool structural[256] = {
    ['"'] = true, ['{'] = true, ['}'] = true, ['['] = true, [']'] = true, [':'] = true, [','] = true};

/* The next byte at or after p that matters in this state; end if there is none. */
static const char *next_of_interest(const struct split *s, const char *p, const char *end)
{
    if (s->in_string) {
        const char *quote = memchr(p, '"', (size_t)(end - p)), *until = quote ? quote : end;
        const char *backslash = memchr(p, '\\', (size_t)(until - p));
        return backslash ? backslash : until;
    }
    while (p < end && !structural[(unsigned char)*p])
        p++;
    return p;
}

/* Bytes pass from the input into the begun element or the envelope. */
static void keep(struct split *s, const char *from, const char *to)
{
    size_t len = (size_t)(to - from);
    if (s->in_element) {
        s->element_len += len;
        if (s->element_len <= s->cap)
            str_add_bytes(&s->kept, from, len);
        else
            str_fini(&s->kept);
    } else if (s->form == SPLIT_ITEMS && !(s->in_items && s->depth == 2) &&
               s->envelope.len + len <= ENVELOPE_MAX) {
        str_add_bytes(&s->envelope, from, len);
    }
}

static enum err give_element(struct split *s, const char *from, const char *to)
{
    enum err err = ERR_OK;
    size_t here = (size_t)(to - from);
    if (s->element_len + here > s->cap) {
        if (s->on_too_big)
            s->on_too_big(s->user, s->element_len + here);
    } else if (s->kept.len) {
        str_add_bytes(&s->kept, from, here);
        err = s->on_element(s->user, s->kept.data, s->kept.len);
    } else {
        err = s->on_element(s->user, from, here);
    }
    if (s->kept.size > 4 * 1024 * 1024)
        str_fini(&s->kept);
    str_clear(&s->kept);
    s->element_len = 0;
    s->in_element = false;
    return err;
}

/* Elements begin at the brackets of this depth. */
static bool element_begins(const struct split *s)
{
    return s->form == SPLIT_LINES ? s->depth == 0 : s->in_items && s->depth == 2;
}

static void see_key(struct split *s)
{
    s->key_is_items = s->form == SPLIT_ITEMS && s->depth == 1 &&
                      ((s->key_len == 5 && memcmp(s->key, "items", 5) == 0) ||
                       (s->key_len == 4 && memcmp(s->key, "rows", 4) == 0));
}

/* Remembers the bytes of a string at depth 1, as far as a key of interest is long. */
static void remember_key(struct split *s, const char *from, const char *to)
{
    for (; s->form == SPLIT_ITEMS && s->depth == 1 && from < to; from++) {
        if (s->key_len < KEY_MAX)
            s->key[s->key_len] = *from;
        s->key_len += s->key_len < KEY_MAX;
    }
}

static void open_bracket(struct split *s, char c)
{
    if (c == '[' && s->depth == 1 && s->key_is_items)
        s->in_items = true;
    s->key_is_items = false;
    s->depth++;
}

static void close_bracket(struct split *s)
{
    s->depth--;
    if (s->in_items && s->depth == 1)
        s->in_items = false;
    if (s->form == SPLIT_ITEMS && s->depth == 0)
        s->ended = true;
}

static enum err not_json(const struct split *s, const char *p, const char *end, struct err_info *info)
{
    size_t n = (size_t)(end - p) < 60 ? (size_t)(end - p) : 60;
    (void)s;
    return err_set(info, ERR_PARSE, "the answer is not the Kubernetes API's JSON; it says: %.*s", (int)n, p);
}

/* White space, and the commas between elements, belong to nobody. */
static bool skippable(const struct split *s, char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t' ||
           (c == ',' && s->in_items && s->depth == 2 && !s->in_element);
}

/* One byte that matters. *start is where the bytes not yet kept begin. */
static enum err take_byte(struct split *s, const char *p, const char **start)
{
    if (s->in_string) {
        if (*p == '\\') {
            s->escaped = true;
        } else {
            s->in_string = false;
        }
        return ERR_OK;
    }
    switch (*p) {
    case '"':
        s->in_string = true;
        s->key_len = s->depth == 1 ? 0 : s->key_len;
        break;
    case ':':
        see_key(s);
        break;
    case ',':
        s->key_is_items = false;
        break;
    case '{':
    case '[':
        if (!s->in_element && element_begins(s)) {
            keep(s, *start, p);
            *start = p;
            s->in_element = true;
        }
        if (*p == '[' && s->depth == 1 && s->key_is_items) { /* up to here it is the envelope's */
            keep(s, *start, p + 1);
            *start = p + 1;
        }
        open_bracket(s, *p);
        break;
    default:
        close_bracket(s);
        if (s->in_element && element_begins(s)) {
            enum err err = give_element(s, *start, p + 1);
            *start = p + 1;
            return err;
        }
    }
    return ERR_OK;
}

/* Before the first bracket, and between the elements of a stream of lines, there may be only white space. */
static enum err check_outside(struct split *s, const char *p, const char *end, struct err_info *info)
{
    while (p < end && skippable(s, *p))
        p++;
    if (p == end || *p == '{' || (s->form == SPLIT_ITEMS && s->began))
        return ERR_OK;
    return not_json(s, p, end, info);
}

enum err split_feed(struct split *s, const char *bytes, size_t len, struct err_info *info)
{
    const char *p = bytes, *end = bytes + len, *start = bytes;
    while (p < end) {
        if (s->escaped) {
            s->escaped = false;
            p++;
            continue;
        }
        if (s->depth == 0 && !s->in_string && !s->ended) {
            enum err err = check_outside(s, p, end, info);
            if (err != ERR_OK)
                return err;
        }
        const char *at = next_of_interest(s, p, end);
        if (s->in_string)
            remember_key(s, p, at);
        if (at == end)
            break;
        if (s->depth == 0 && !s->in_string && *at != '{' && !s->ended)
            return not_json(s, at, end, info);
        s->began = true;
        const char *drop = start;
        /* commas between elements are no part of the envelope */
        if (s->form == SPLIT_ITEMS && s->in_items && s->depth == 2 && !s->in_element)
            drop = at + (*at == ',');
        start = drop > start ? drop : start;
        enum err err = take_byte(s, at, &start);
        if (err != ERR_OK)
            return err == ERR_CANCELLED ? err
                                        : err_set(info, err, "an element of the answer could not be used");
        p = at + 1;
    }
    keep(s, start, end);
    return ERR_OK;
}

enum err split_end(struct split *s, struct err_info *info)
{
    if (s->form == SPLIT_ITEMS && !s->ended)
        return err_set(info, ERR_PARSE, "the answer ends in the middle of its JSON");
    return ERR_OK;
}
