/* Cuts JSON objects out of bytes as they arrive. */
#include "api-client/split.h"

#include "api-client/split_scan.h"
#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

enum {
    ENVELOPE_CAP = 4 * 1024 * 1024, /* metadata and column definitions are some kilobytes */
    KEEP = 1024 * 1024,             /* memory that one huge element took is given back */
    KEY_SIZE = 16
};

enum place {
    BEFORE,   /* nothing but white space has come */
    ENVELOPE, /* in the object, outside of the array */
    GAP,      /* in the array, between elements; between lines */
    ELEMENT,  /* in an element or line */
    AFTER     /* the object has ended */
};

struct split {
    enum split_form form;
    size_t cap;
    split_fn on_element;
    void *user;
    void (*on_too_big)(void *user, size_t len);
    enum place place;
    struct str element; /* what came of it in earlier pieces */
    size_t element_len; /* all of it, kept or not */
    struct split_scan scan;
    /* Of the envelope: */
    struct str envelope;
    size_t depth;
    bool in_string, escaped, after_colon;
    char key[KEY_SIZE]; /* the last string at depth 1 before a colon, if short */
    size_t key_len;
};

struct split *split_new(enum split_form form, size_t cap, split_fn on_element, void *user)
{
    struct split *split = xcalloc(1, sizeof(*split));
    split->form = form;
    split->cap = cap;
    split->on_element = on_element;
    split->user = user;
    return split;
}

void split_on_too_big(struct split *split, void (*fn)(void *user, size_t len))
{
    split->on_too_big = fn;
}

void split_free(struct split *split)
{
    if (!split)
        return;
    str_fini(&split->element);
    str_fini(&split->envelope);
    free(split);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* What came instead of JSON, as far as it helps to recognise it. */
static enum err not_json(const char *at, size_t len, struct err_info *info)
{
    return err_set(info, ERR_PARSE, "not the JSON of the Kubernetes API; what came is: %.*s",
                   (int)(len < 60 ? len : 60), at);
}

/* An element. */

static void forget_element(struct split *split)
{
    if (split->element.size > KEEP)
        str_fini(&split->element);
    else
        str_clear(&split->element);
    split->element_len = 0;
}

/* Keeps a part of an element that goes on in the next piece; nothing of one that is too big. */
static void keep_part(struct split *split, const char *bytes, size_t len)
{
    split->element_len += len;
    if (split->element_len <= split->cap)
        str_add_bytes(&split->element, bytes, len);
    else
        str_fini(&split->element);
}

/* The last part is there. An element that came in one piece is handed on where it is. */
static enum err end_element(struct split *split, const char *bytes, size_t len)
{
    enum err err = ERR_OK;
    size_t whole = split->element_len + len;
    if (whole > split->cap) {
        if (split->on_too_big)
            split->on_too_big(split->user, whole);
    } else if (split->element_len == 0) {
        err = split->on_element(split->user, bytes, len);
    } else {
        str_add_bytes(&split->element, bytes, len);
        err = split->on_element(split->user, split->element.data, split->element.len);
    }
    forget_element(split);
    split->place = GAP;
    return err;
}

static enum err feed_element(struct split *split, const char *bytes, size_t len, size_t *used)
{
    *used = split_scan(&split->scan, bytes, len);
    if (split->scan.depth == 0)
        return end_element(split, bytes, *used);
    keep_part(split, bytes, *used);
    return ERR_OK;
}

/* Between elements: commas and space; null is no element. */
static enum err feed_gap(struct split *split, const char *bytes, size_t len, size_t *used,
                         struct err_info *info)
{
    size_t at = 0;
    while (at < len && (is_space(bytes[at]) || bytes[at] == ',' || (bytes[at] >= 'a' && bytes[at] <= 'z')))
        at++;
    *used = at;
    if (at == len)
        return ERR_OK;
    if (bytes[at] == '{') {
        split->scan = (struct split_scan){0};
        split->place = ELEMENT;
    } else if (bytes[at] == ']') {
        split->place = ENVELOPE;
    } else {
        return not_json(bytes + at, len - at, info);
    }
    return ERR_OK;
}

/* The envelope, byte by byte. */

static bool key_is(const struct split *split, const char *name)
{
    return split->key_len == strlen(name) && memcmp(split->key, name, split->key_len) == 0;
}

static void string_byte(struct split *split, char c)
{
    if (split->escaped)
        split->escaped = false;
    else if (c == '\\')
        split->escaped = true;
    else if (c == '"')
        split->in_string = false;
    if (split->in_string && !split->after_colon) {
        if (split->key_len < KEY_SIZE)
            split->key[split->key_len] = c;
        split->key_len++;
    }
}

static void structure_byte(struct split *split, char c)
{
    bool top = split->depth == 1;
    if (c == '"') {
        split->in_string = true;
        split->key_len = split->after_colon ? split->key_len : 0;
    } else if (c == '{' || c == '[') {
        if (c == '[' && top && split->after_colon && (key_is(split, "items") || key_is(split, "rows")))
            split->place = GAP; /* the closing bracket comes back to here */
        split->depth++;
    } else if (c == '}' || c == ']') {
        if (--split->depth == 0)
            split->place = AFTER;
    }
    if (top && (c == ':' || c == ','))
        split->after_colon = c == ':';
}

static enum err feed_envelope(struct split *split, const char *bytes, size_t len, size_t *used,
                              struct err_info *info)
{
    size_t at = 0;
    for (; at < len && split->place == ENVELOPE; at++)
        if (split->in_string)
            string_byte(split, bytes[at]);
        else
            structure_byte(split, bytes[at]);
    if (split->envelope.len + at > ENVELOPE_CAP)
        return err_set(info, ERR_TOO_BIG, "what surrounds the list's elements is over %d bytes",
                       ENVELOPE_CAP);
    str_add_bytes(&split->envelope, bytes, at);
    *used = at;
    return ERR_OK;
}

static enum err feed_before(struct split *split, const char *bytes, size_t len, size_t *used,
                            struct err_info *info)
{
    size_t at = 0;
    while (at < len && is_space(bytes[at]))
        at++;
    *used = at;
    if (at < len && bytes[at] != '{')
        return not_json(bytes + at, len - at, info);
    if (at < len)
        split->place = split->form == SPLIT_LINES ? GAP : ENVELOPE;
    return ERR_OK;
}

static enum err feed_after(const char *bytes, size_t len, size_t *used, struct err_info *info)
{
    for (*used = 0; *used < len; ++*used)
        if (!is_space(bytes[*used]))
            return not_json(bytes + *used, len - *used, info);
    return ERR_OK;
}

static bool is_blank_line(const struct split *split, const char *rest, size_t len)
{
    if (split->element_len + len > 1)
        return false;
    return split->element_len + len == 0 || (len ? *rest : *split->element.data) == '\r';
}

/* Lines: JSON has no raw line feed in a string, and a server writes each object on one line, so a line that
 * is broken takes no other with it. */
static enum err feed_lines(struct split *split, const char *bytes, size_t len, size_t *used)
{
    const char *end = memchr(bytes, '\n', len);
    *used = end ? (size_t)(end - bytes) + 1 : len;
    if (!end) {
        keep_part(split, bytes, len);
        return ERR_OK;
    }
    if (is_blank_line(split, bytes, *used - 1)) {
        forget_element(split);
        return ERR_OK;
    }
    return end_element(split, bytes, *used - 1);
}

static enum err feed_some(struct split *split, const char *bytes, size_t len, size_t *used,
                          struct err_info *info)
{
    if (split->place == BEFORE)
        return feed_before(split, bytes, len, used, info);
    if (split->form == SPLIT_LINES)
        return feed_lines(split, bytes, len, used);
    if (split->place == ENVELOPE)
        return feed_envelope(split, bytes, len, used, info);
    if (split->place == GAP)
        return feed_gap(split, bytes, len, used, info);
    if (split->place == ELEMENT)
        return feed_element(split, bytes, len, used);
    return feed_after(bytes, len, used, info);
}

enum err split_feed(struct split *split, const char *bytes, size_t len, struct err_info *info)
{
    enum err err = ERR_OK;
    while (!err && len) {
        size_t used = 0;
        err = feed_some(split, bytes, len, &used, info);
        bytes += used;
        len -= used;
    }
    return err;
}

enum err split_end(struct split *split, struct err_info *info)
{
    if (split->form == SPLIT_LINES || split->place == AFTER)
        return ERR_OK;
    if (split->place == BEFORE)
        return err_set(info, ERR_PARSE, "the answer is empty");
    return err_set(info, ERR_PARSE, "the answer ends in the middle");
}

const char *split_envelope(const struct split *split, size_t *len)
{
    *len = split->envelope.len;
    return str_text(&split->envelope);
}
