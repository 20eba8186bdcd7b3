/* Label selectors: parsed into requirements, all of which must hold. */
#include "model/selector.h"

#include "base/str.h"
#include "base/vec.h"
#include "base/xmalloc.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum operation { OP_EXISTS, OP_ABSENT, OP_IN, OP_NOT_IN, OP_GREATER, OP_LESS };

struct requirement {
    char *key;
    char **values; /* owned, each too */
    size_t value_count;
    enum operation operation;
};

struct selector {
    VEC(struct requirement) all;
};

/* What is left to read, and where to say what is wrong with it. */
struct reader {
    const char *text, *at;
    struct err_info *info;
};

static enum err complain(const struct reader *r, const char *expected)
{
    if (!*r->at)
        return err_set(r->info, ERR_USAGE, "label selector \"%s\": %s expected at its end", r->text,
                       expected);
    return err_set(r->info, ERR_USAGE, "label selector \"%s\": %s expected at \"%s\"", r->text, expected,
                   r->at);
}

static void skip_space(struct reader *r)
{
    while (isspace((unsigned char)*r->at))
        r->at++;
}

/* Takes the mark if it comes next. */
static bool take(struct reader *r, const char *mark)
{
    skip_space(r);
    if (!str_starts(r->at, mark))
        return false;
    r->at += strlen(mark);
    return true;
}

static bool is_word_char(char c)
{
    return isalnum((unsigned char)c) || c == '-' || c == '_' || c == '.' || c == '/';
}

static size_t word_length(struct reader *r)
{
    skip_space(r);
    size_t len = 0;
    while (is_word_char(r->at[len]))
        len++;
    return len;
}

/* "in" and "notin" stand between spaces, so they are words and not marks. */
static bool take_word(struct reader *r, const char *word)
{
    size_t len = word_length(r);
    if (len != strlen(word) || strncmp(r->at, word, len) != 0)
        return false;
    r->at += len;
    return true;
}

/* A name part of a key, or a value: up to 63 of [A-Za-z0-9._-], a letter or digit first and last. */
static bool is_name(const char *text, size_t len)
{
    return len >= 1 && len <= 63 && !memchr(text, '/', len) && isalnum((unsigned char)text[0]) &&
           isalnum((unsigned char)text[len - 1]);
}

static bool is_key(const char *text, size_t len)
{
    const char *slash = memchr(text, '/', len);
    if (!slash)
        return is_name(text, len);
    size_t prefix = (size_t)(slash - text);
    return prefix >= 1 && prefix <= 253 && is_name(slash + 1, len - prefix - 1);
}

static enum err read_key(struct reader *r, struct requirement *q)
{
    size_t len = word_length(r);
    if (!is_key(r->at, len))
        return complain(r, "a label's key");
    q->key = xstrndup(r->at, len);
    r->at += len;
    return ERR_OK;
}

static void add_value(struct requirement *q, const char *text, size_t len)
{
    q->values = xreallocarray(q->values, q->value_count + 1, sizeof(*q->values));
    q->values[q->value_count++] = xstrndup(text, len);
}

/* An empty value is one: "app=". */
static enum err read_value(struct reader *r, struct requirement *q)
{
    size_t len = word_length(r);
    if (len && !is_name(r->at, len))
        return complain(r, "a label's value");
    add_value(q, r->at, len);
    r->at += len;
    return ERR_OK;
}

static enum err read_set(struct reader *r, struct requirement *q)
{
    if (!take(r, "("))
        return complain(r, "\"(\"");
    do {
        enum err err = read_value(r, q);
        if (err)
            return err;
    } while (take(r, ","));
    return take(r, ")") ? ERR_OK : complain(r, "\")\"");
}

static enum err read_number(struct reader *r, struct requirement *q)
{
    char *end;
    skip_space(r);
    (void)strtoll(r->at, &end, 10);
    if (end == r->at)
        return complain(r, "a whole number");
    add_value(q, r->at, (size_t)(end - r->at));
    r->at = end;
    return ERR_OK;
}

static const struct {
    const char *mark; /* the longest first */
    enum operation operation;
    enum err (*read)(struct reader *r, struct requirement *q);
} marks[] = {
    {"==", OP_IN, read_value},      {"=", OP_IN, read_value},    {"!=", OP_NOT_IN, read_value},
    {">", OP_GREATER, read_number}, {"<", OP_LESS, read_number},
};

static enum err read_operation(struct reader *r, struct requirement *q)
{
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
        if (take(r, marks[i].mark)) {
            q->operation = marks[i].operation;
            return marks[i].read(r, q);
        }
    if (take_word(r, "in") || take_word(r, "notin")) {
        q->operation = r->at[-3] == 't' ? OP_NOT_IN : OP_IN;
        return read_set(r, q);
    }
    q->operation = OP_EXISTS;
    return ERR_OK;
}

static enum err read_requirement(struct reader *r, struct requirement *q)
{
    bool absent = take(r, "!");
    enum err err = read_key(r, q);
    if (err || absent) {
        q->operation = OP_ABSENT;
        return err;
    }
    return read_operation(r, q);
}

enum err selector_parse(const char *text, struct selector **out, struct err_info *info)
{
    struct reader r = {.text = text, .at = text, .info = info};
    struct selector *selector = xcalloc(1, sizeof(*selector));
    enum err err = ERR_OK;
    *out = NULL;
    skip_space(&r);
    if (*r.at)
        do {
            *vec_push(&selector->all) = (struct requirement){0};
            err = read_requirement(&r, &selector->all.data[selector->all.len - 1]);
        } while (!err && take(&r, ","));
    skip_space(&r);
    if (!err && *r.at)
        err = complain(&r, "\",\" or an operator (= != in notin)");
    if (err)
        selector_free(selector);
    else
        *out = selector;
    return err;
}

void selector_free(struct selector *selector)
{
    if (!selector)
        return;
    for (size_t i = 0; i < selector->all.len; i++) {
        struct requirement *q = &selector->all.data[i];
        for (size_t j = 0; j < q->value_count; j++)
            free(q->values[j]);
        free(q->values);
        free(q->key);
    }
    free(selector->all.data);
    free(selector);
}

/* The value of a key among "a=1,b=2"; NULL if it is not there. */
static const char *find_label(const char *labels, const char *key, size_t *len)
{
    size_t key_len = strlen(key);
    for (const char *at = labels; *at;) {
        size_t pair = strcspn(at, ",");
        if (pair > key_len && at[key_len] == '=' && strncmp(at, key, key_len) == 0) {
            *len = pair - key_len - 1;
            return at + key_len + 1;
        }
        at += pair + (at[pair] == ',');
    }
    return NULL;
}

static bool is_among(const struct requirement *q, const char *value, size_t len)
{
    for (size_t i = 0; i < q->value_count; i++)
        if (strlen(q->values[i]) == len && strncmp(q->values[i], value, len) == 0)
            return true;
    return false;
}

static bool holds(const struct requirement *q, const char *labels)
{
    size_t len = 0;
    const char *value = find_label(labels, q->key, &len);
    switch (q->operation) {
    case OP_EXISTS:
        return value != NULL;
    case OP_ABSENT:
        return value == NULL;
    case OP_IN:
        return value && is_among(q, value, len);
    case OP_NOT_IN:
        return !value || !is_among(q, value, len);
    case OP_GREATER:
        return value && len && strtoll(value, NULL, 10) > strtoll(q->values[0], NULL, 10);
    case OP_LESS:
        return value && len && strtoll(value, NULL, 10) < strtoll(q->values[0], NULL, 10);
    }
    return false;
}

bool selector_matches(const struct selector *selector, const char *labels)
{
    for (size_t i = 0; i < selector->all.len; i++)
        if (!labels || !holds(&selector->all.data[i], labels))
            return false;
    return true;
}
