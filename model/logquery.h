/*
 * What is looked for in a log: plain text, or an extended regular expression as soon as it holds one of its
 * characters and is a whole one ("a(b" is plain text). Without a capital letter case does not count, as in
 * less with -i. A leading "!" turns it round, for filters.
 */
#ifndef MODEL_LOGQUERY_H
#define MODEL_LOGQUERY_H

#include <regex.h>
#include <stdbool.h>
#include <stddef.h>

struct log_query {
    char *text; /* as typed, without "!"; NULL: nothing is looked for */
    size_t len;
    regex_t regex;
    bool is_regex, ignore_case, negated;
};

/* Replaces what query held; text "" or NULL looks for nothing. All zeros is an empty query. */
void log_query_set(struct log_query *query, const char *text);
void log_query_fini(struct log_query *query);
bool log_query_active(const struct log_query *query);
/* The first match in text from `from` on, never an empty one; negation does not count. */
bool log_query_find(const struct log_query *query, const char *text, size_t len, size_t from, size_t *start,
                    size_t *end);
/* Whether a line is wanted: negation counts. */
bool log_query_wants(const struct log_query *query, const char *text, size_t len);

#endif
