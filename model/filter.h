/*
 * What is typed to see only some pods. Words are parted by spaces, and all must hold:
 *
 *     web                  name, namespace, status, node or why holds it, whatever its case
 *     /^web-[0-9]+$/       the same by POSIX extended regular expression, as has any word with ^ $ * + [ ( |
 * \ !web  !/x/  !ns=x    not that -l app=web,tier!=x   a label selector status=Crash*        a column is that
 * (* and ? as in a shell): status node ns name ready restarts image ip owner health; != is not that; restarts
 * and ready know > >= < <= too app=web              any other key is a label "a b"                quotes keep
 * spaces together
 */
#ifndef MODEL_FILTER_H
#define MODEL_FILTER_H

#include "base/err.h"
#include "model/store.h"

struct filter;

/* ERR_USAGE says what is wrong with which word. *out is NULL for a text without words: everything passes. */
enum err filter_parse(const char *text, struct filter **out, struct err_info *info);
/* NULL is allowed. */
void filter_free(struct filter *filter);
/* NULL matches everything. */
bool filter_matches(const struct filter *filter, const struct store *store, const struct pod *pod);

#endif
