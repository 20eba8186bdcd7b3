/* The filter's words, each a term; a pod passes when all hold. */
#include "model/filter.h"

#include "base/str.h"
#include "base/vec.h"
#include "base/xmalloc.h"
#include "model/filter_field.h"
#include "model/selector.h"

#include <ctype.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>

enum term_kind { TERM_TEXT, TERM_REGEX, TERM_FIELD, TERM_LABELS };

struct term {
    enum term_kind kind;
    bool negated;
    char *text; /* owned: of TERM_TEXT, or the value of TERM_FIELD */
    regex_t regex;
    const struct filter_field *field;
    enum filter_operator operator_;
    struct selector *selector;
};

struct filter {
    VEC(struct term) terms;
};

static void term_fini(struct term *term)
{
    free(term->text);
    selector_free(term->selector);
    if (term->kind == TERM_REGEX)
        regfree(&term->regex);
}

void filter_free(struct filter *filter)
{
    if (!filter)
        return;
    for (size_t i = 0; i < filter->terms.len; i++)
        term_fini(&filter->terms.data[i]);
    free(filter->terms.data);
    free(filter);
}

static void skip_space(const char **at)
{
    while (isspace((unsigned char)**at))
        (*at)++;
}

/* Bytes of a /regular expression/ with both slashes; 0 if no slash closes it before a space or the end. */
static size_t regex_length(const char *at)
{
    for (size_t i = 1; *at == '/' && at[i]; i++)
        if (at[i] == '/' && at[i - 1] != '\\' && (!at[i + 1] || isspace((unsigned char)at[i + 1])))
            return i + 1;
    return 0;
}

/* Takes the next word: to a space outside quotes and parentheses. Quotes are not part of it. */
static void take_word(const char **at, struct str *word)
{
    char quote = 0;
    int depth = 0;
    str_clear(word);
    for (; **at; (*at)++) {
        char c = **at;
        if (!quote && depth <= 0 && isspace((unsigned char)c))
            return;
        if (quote ? c == quote : c == '"' || c == '\'') {
            quote = quote ? 0 : c;
            continue;
        }
        if (!quote)
            depth += (c == '(') - (c == ')');
        str_add_char(word, c);
    }
}

/* A selector may hold spaces around "in" and "notin" without quotes. */
static void take_selector(const char **at, struct str *word)
{
    struct str more = {0};
    skip_space(at);
    take_word(at, word);
    for (;;) {
        const char *ahead = *at;
        skip_space(&ahead);
        bool joins = str_starts(ahead, "in ") || str_starts(ahead, "in(") || str_starts(ahead, "notin ") ||
                     str_starts(ahead, "notin(");
        if (!joins && !str_ends(str_text(word), " in") && !str_ends(str_text(word), " notin"))
            break;
        take_word(&ahead, &more);
        if (!more.len)
            break;
        str_addf(word, " %s", str_text(&more));
        *at = ahead;
    }
    str_fini(&more);
}

static enum err parse_labels(struct term *term, const char *text, struct err_info *info)
{
    term->kind = TERM_LABELS;
    if (!*text)
        return err_set(info, ERR_USAGE, "-l needs a label selector, such as -l app=web");
    return selector_parse(text, &term->selector, info);
}

static enum err parse_regex(struct term *term, const char *text, size_t len, struct err_info *info)
{
    char *pattern = xstrndup(text, len);
    enum err err = ERR_OK;
    int code = regcomp(&term->regex, pattern, REG_EXTENDED | REG_ICASE | REG_NOSUB);
    if (code) {
        char reason[200];
        regerror(code, &term->regex, reason, sizeof(reason));
        err = err_set(info, ERR_USAGE, "regular expression \"%s\": %s", pattern, reason);
    } else {
        term->kind = TERM_REGEX;
    }
    free(pattern);
    return err;
}

static const struct {
    const char *mark; /* the longest first */
    enum filter_operator operator_;
} operators[] = {
    {">=", FILTER_AT_LEAST}, {"<=", FILTER_AT_MOST}, {"!=", FILTER_IS_NOT}, {"==", FILTER_IS},
    {"=", FILTER_IS},        {">", FILTER_GREATER},  {"<", FILTER_LESS},
};

static enum err check_number(const struct term *term, const char *word, struct err_info *info)
{
    char *end;
    (void)strtoll(term->text, &end, 10);
    if (term->operator_ == FILTER_IS || term->operator_ == FILTER_IS_NOT)
        return ERR_OK;
    if (!filter_field_has_order(term->field))
        return err_set(info, ERR_USAGE, "\"%s\": only restarts and ready can be compared by size", word);
    if (!*term->text || *end)
        return err_set(info, ERR_USAGE, "\"%s\": a whole number is expected after the comparison", word);
    return ERR_OK;
}

/* A word with an operator in it; *is_one says whether it was. */
static enum err parse_field(struct term *term, const char *word, bool *is_one, struct err_info *info)
{
    size_t name = strcspn(word, "=<>!");
    *is_one = false;
    for (size_t i = 0; name && i < sizeof(operators) / sizeof(operators[0]); i++) {
        if (!str_starts(word + name, operators[i].mark))
            continue;
        *is_one = true;
        term->field = filter_field_find(word, name);
        if (!term->field)
            return parse_labels(term, word, info);
        term->kind = TERM_FIELD;
        term->operator_ = operators[i].operator_;
        term->text = xstrdup(word + name + strlen(operators[i].mark));
        return check_number(term, word, info);
    }
    return ERR_OK;
}

static enum err parse_plain(struct term *term, const char *word, struct err_info *info)
{
    bool is_field;
    enum err err = parse_field(term, word, &is_field, info);
    if (err || is_field)
        return err;
    if (strpbrk(word, "^$*+[]()|\\?{}"))
        return parse_regex(term, word, strlen(word), info);
    term->kind = TERM_TEXT;
    term->text = xstrdup(word);
    return ERR_OK;
}

static enum err parse_term(struct term *term, const char **at, struct err_info *info)
{
    struct str word = {0};
    enum err err;
    term->negated = **at == '!' && (*at)[1] && !isspace((unsigned char)(*at)[1]);
    *at += term->negated;
    size_t regex = regex_length(*at);
    if (regex) {
        err = parse_regex(term, *at + 1, regex - 2, info);
        *at += regex;
    } else if (str_starts(*at, "-l")) {
        *at += 2;
        take_selector(at, &word);
        err = parse_labels(term, str_text(&word), info);
    } else {
        take_word(at, &word);
        err = parse_plain(term, str_text(&word), info);
    }
    str_fini(&word);
    return err;
}

enum err filter_parse(const char *text, struct filter **out, struct err_info *info)
{
    struct filter *filter = xcalloc(1, sizeof(*filter));
    enum err err = ERR_OK;
    *out = NULL;
    skip_space(&text);
    while (*text && !err) {
        *vec_push(&filter->terms) = (struct term){0};
        err = parse_term(&filter->terms.data[filter->terms.len - 1], &text, info);
        skip_space(&text);
    }
    if (err || !filter->terms.len)
        filter_free(filter);
    else
        *out = filter;
    return err;
}

static bool text_holds(const struct term *term, const char *text)
{
    if (term->kind == TERM_REGEX)
        return regexec(&term->regex, text, 0, NULL, 0) == 0;
    return strcasestr(text, term->text) != NULL;
}

static bool any_text_holds(const struct term *term, const struct store *store, const struct pod *pod)
{
    return text_holds(term, pod->name) || text_holds(term, store_text(store, pod->namespace_)) ||
           text_holds(term, pod_status(store, pod)) || text_holds(term, store_text(store, pod->node)) ||
           text_holds(term, pod_why(store, pod));
}

static bool term_holds(const struct term *term, const struct store *store, const struct pod *pod)
{
    switch (term->kind) {
    case TERM_FIELD:
        return filter_field_holds(term->field, term->operator_, term->text, store, pod);
    case TERM_LABELS:
        return selector_matches(term->selector, pod->labels);
    default:
        return any_text_holds(term, store, pod);
    }
}

bool filter_matches(const struct filter *filter, const struct store *store, const struct pod *pod)
{
    for (size_t i = 0; filter && i < filter->terms.len; i++)
        if (term_holds(&filter->terms.data[i], store, pod) == filter->terms.data[i].negated)
            return false;
    return true;
}
