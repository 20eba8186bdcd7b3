/* Reading a JSONPath. */
#include "cli/jsonpath_parts.h"

#include "base/str.h"
#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

enum { INDEX_MOST = 1000000, FILTERS_DEEP = 8 };

struct reader {
    const char *at;
    struct jsonpath *path;
    struct err_info *info;
    int depth; /* filters within filters */
};

static enum err read_steps(struct reader *r, const char *stops);

void jsonpath_free(struct jsonpath *path)
{
    if (!path)
        return;
    for (size_t i = 0; i < path->steps.len; i++) {
        struct jsonpath_step *step = &path->steps.data[i];
        free(step->name);
        free(step->literal);
        jsonpath_free(step->filter);
    }
    free(path->steps.data);
    free(path);
}

static struct jsonpath_step *add_step(struct reader *r, enum jsonpath_kind kind)
{
    struct jsonpath_step *step = vec_push(&r->path->steps);
    *step = (struct jsonpath_step){.kind = kind, .stride = 1};
    return step;
}

static enum err wrong(const struct reader *r, const char *what)
{
    return err_set(r->info, ERR_USAGE, "%s at \"%.60s\"", what, r->at);
}

/* A name until a dot or bracket; a backslash takes the next byte as it is. */
static enum err read_name(struct reader *r, const char *stops)
{
    struct str name = {0};
    while (*r->at && !strchr(".[", *r->at) && !strchr(stops, *r->at)) {
        if (*r->at == '\\' && r->at[1])
            r->at++;
        str_add_char(&name, *r->at++);
    }
    if (str_equal(str_text(&name), "*")) {
        add_step(r, JSONPATH_ALL);
        str_fini(&name);
    } else if (name.len) {
        add_step(r, JSONPATH_NAME)->name = str_take(&name);
    }
    return ERR_OK;
}

/* 'text' or "text", with backslashes. NULL when it does not end. */
static char *read_quoted(struct reader *r)
{
    struct str text = {0};
    char quote = *r->at++;
    while (*r->at && *r->at != quote) {
        if (*r->at == '\\' && r->at[1])
            r->at++;
        str_add_char(&text, *r->at++);
    }
    if (*r->at != quote) {
        str_fini(&text);
        return NULL;
    }
    r->at++;
    str_add(&text, "");
    return text.data ? str_take(&text) : xstrdup("");
}

static void skip_blanks(struct reader *r)
{
    r->at += strspn(r->at, " \t");
}

static bool read_number(struct reader *r, long *number)
{
    char *end;
    long value = strtol(r->at, &end, 10);
    if (end == r->at || value > INDEX_MOST || value < -INDEX_MOST)
        return false;
    r->at = end;
    *number = value;
    return true;
}

/* "0", "-1", "1:3", "::2" */
static enum err read_slice(struct reader *r)
{
    struct jsonpath_step *step = add_step(r, JSONPATH_SLICE);
    bool start = read_number(r, &step->start);
    step->single = start && *r->at != ':';
    step->open_end = !step->single;
    if (step->single) {
        step->end = step->start + 1;
        return ERR_OK;
    }
    if (*r->at != ':')
        return wrong(r, "an index is expected");
    r->at++;
    step->open_end = !read_number(r, &step->end);
    if (*r->at == ':') {
        r->at++;
        if (!read_number(r, &step->stride) || step->stride < 1)
            return wrong(r, "a step over 0 is expected");
    }
    return ERR_OK;
}

static const struct {
    const char *sign;
    enum jsonpath_test test;
} tests[] = {
    {"==", JSONPATH_EQUAL},      {"!=", JSONPATH_UNEQUAL}, {"<=", JSONPATH_LESS_EQUAL},
    {">=", JSONPATH_MORE_EQUAL}, {"<", JSONPATH_LESS},     {">", JSONPATH_MORE},
};

static enum err read_literal(struct reader *r, struct jsonpath_step *step)
{
    char *end;
    skip_blanks(r);
    if (*r->at == '"' || *r->at == '\'') {
        step->literal = read_quoted(r);
        return step->literal ? ERR_OK : wrong(r, "a quote does not end");
    }
    step->number = strtod(r->at, &end);
    step->literal_is_number = end != r->at;
    if (end == r->at)
        end = (char *)(uintptr_t)(r->at + strcspn(r->at, " )"));
    step->literal = xstrndup(r->at, (size_t)(end - r->at));
    r->at = end;
    return ERR_OK;
}

static enum err read_test(struct reader *r, struct jsonpath_step *step)
{
    skip_blanks(r);
    for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++)
        if (str_starts(r->at, tests[i].sign)) {
            r->at += strlen(tests[i].sign);
            step->test = tests[i].test;
            return read_literal(r, step);
        }
    return ERR_OK;
}

/* ?(@.type=="Ready") */
static enum err read_filter(struct reader *r)
{
    size_t place = r->path->steps.len;
    add_step(r, JSONPATH_FILTER)->filter = xcalloc(1, sizeof(struct jsonpath));
    if (!str_starts(r->at, "?(@") || r->depth >= FILTERS_DEEP)
        return wrong(r, "a filter like ?(@.name==\"value\") is expected");
    r->at += 3;
    struct reader inner = {r->at, r->path->steps.data[place].filter, r->info, r->depth + 1};
    enum err err = read_steps(&inner, "=!<>) ");
    r->at = inner.at;
    if (err == ERR_OK)
        err = read_test(r, &r->path->steps.data[place]);
    if (err != ERR_OK)
        return err;
    skip_blanks(r);
    if (*r->at != ')')
        return wrong(r, "a filter is not closed");
    r->at++;
    return ERR_OK;
}

static enum err read_bracket(struct reader *r)
{
    enum err err = ERR_OK;
    r->at++;
    skip_blanks(r);
    if (*r->at == '*') {
        r->at++;
        add_step(r, JSONPATH_ALL);
    } else if (*r->at == '\'' || *r->at == '"') {
        char *name = read_quoted(r);
        if (!name)
            return wrong(r, "a quote does not end");
        add_step(r, JSONPATH_NAME)->name = name;
    } else if (*r->at == '?') {
        err = read_filter(r);
    } else {
        err = read_slice(r);
    }
    if (err != ERR_OK)
        return err;
    skip_blanks(r);
    if (*r->at != ']')
        return wrong(r, "a bracket is not closed");
    r->at++;
    return ERR_OK;
}

static enum err read_steps(struct reader *r, const char *stops)
{
    enum err err = ERR_OK;
    while (err == ERR_OK && *r->at && !strchr(stops, *r->at)) {
        if (*r->at == '[') {
            err = read_bracket(r);
        } else if (str_starts(r->at, "..")) {
            r->at += 2;
            add_step(r, JSONPATH_DEPTH);
            if (*r->at && *r->at != '[')
                err = read_name(r, stops);
        } else {
            r->at += *r->at == '.';
            err = read_name(r, stops);
        }
    }
    return err;
}

/* Braces, if any, must be one pair around everything; what is between them is returned, NULL otherwise. */
static char *without_braces(const char *text)
{
    size_t len = strlen(text);
    bool braced = len >= 2 && text[0] == '{' && text[len - 1] == '}';
    char *inner = braced ? xstrndup(text + 1, len - 2) : xstrdup(text);
    if (*inner && !strpbrk(inner, "{}"))
        return inner;
    free(inner);
    return NULL;
}

enum err jsonpath_parse(const char *text, struct jsonpath **out, struct err_info *info)
{
    char *inner = without_braces(text);
    if (!inner)
        return err_set(info, ERR_USAGE,
                       "unexpected path string, expected a 'name1.name2' or '.name1.name2' or "
                       "'{name1.name2}' or '{.name1.name2}'");
    struct reader r = {inner, xcalloc(1, sizeof(struct jsonpath)), info, 0};
    if (*r.at == '$')
        r.at++;
    enum err err = read_steps(&r, "");
    free(inner);
    if (err != ERR_OK)
        jsonpath_free(r.path);
    else
        *out = r.path;
    return err;
}
