#include "model/logquery.h"

#include "base/xmalloc.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* A back reference makes matching take time without bound: such a text is plain. */
static bool refers_back(const char *text)
{
    for (; *text; text++) {
        if (*text == '\\') {
            text++;
            if (isdigit((unsigned char)*text))
                return true;
            if (!*text)
                return false;
        }
    }
    return false;
}

static bool has_capital(const char *text)
{
    for (; *text; text++) {
        if (isupper((unsigned char)*text))
            return true;
    }
    return false;
}

/* "{9}{9}{9}..." compiles to what memory does not hold; counts of repetition are few and small. */
static bool repeats_much(const char *text)
{
    int braces = 0;
    for (const char *at = text; (at = strchr(at, '{')); at++) {
        if (++braces > 2 || strtoul(at + 1, NULL, 10) > 100)
            return true;
        const char *comma = strpbrk(at, ",}");
        if (comma && *comma == ',' && strtoul(comma + 1, NULL, 10) > 100)
            return true;
    }
    return false;
}

void log_query_fini(struct log_query *query)
{
    if (query->is_regex)
        regfree(&query->regex);
    free(query->text);
    *query = (struct log_query){0};
}

void log_query_set(struct log_query *query, const char *text)
{
    log_query_fini(query);
    if (!text || !*text)
        return;
    query->negated = text[0] == '!' && text[1];
    query->text = xstrdup(text + query->negated);
    query->len = strlen(query->text);
    query->ignore_case = !has_capital(query->text);
    if (strpbrk(query->text, "\\^$*+?|()[]{}") && !refers_back(query->text) && !repeats_much(query->text)) {
        int flags = REG_EXTENDED | (query->ignore_case ? REG_ICASE : 0);
        query->is_regex = regcomp(&query->regex, query->text, flags) == 0;
    }
}

bool log_query_active(const struct log_query *query)
{
    return query->text != NULL;
}

static const char *find_folded(const char *text, size_t len, const char *what, size_t n)
{
    const char both[3] = {(char)tolower((unsigned char)*what), (char)toupper((unsigned char)*what), 0};
    for (size_t i = 0; i + n <= len; i++) {
        if ((text[i] == both[0] || text[i] == both[1]) && strncasecmp(text + i, what, n) == 0)
            return text + i;
    }
    return NULL;
}

static bool find_regex(const struct log_query *query, const char *text, size_t len, size_t from,
                       size_t *start, size_t *end)
{
    while (from < len) {
        regmatch_t match = {.rm_so = (regoff_t)from, .rm_eo = (regoff_t)len};
        if (regexec(&query->regex, text, 1, &match, REG_STARTEND | (from ? REG_NOTBOL : 0)) != 0)
            return false;
        *start = (size_t)match.rm_so;
        *end = (size_t)match.rm_eo;
        if (*end > *start)
            return true;
        from = *end + 1;
    }
    return false;
}

bool log_query_find(const struct log_query *query, const char *text, size_t len, size_t from, size_t *start,
                    size_t *end)
{
    if (!query->text || from >= len)
        return false;
    if (query->is_regex)
        return find_regex(query, text, len, from, start, end);
    const char *found = query->ignore_case ? find_folded(text + from, len - from, query->text, query->len)
                                           : memmem(text + from, len - from, query->text, query->len);
    if (!found)
        return false;
    *start = (size_t)(found - text);
    *end = *start + query->len;
    return true;
}

bool log_query_wants(const struct log_query *query, const char *text, size_t len)
{
    size_t start, end;
    return !query->text || log_query_find(query, text, len, 0, &start, &end) != query->negated;
}
