/* Help made from the rows of verbs and flags. */
#ifndef CLI_USAGE_H
#define CLI_USAGE_H

#include "base/str.h"
#include "cli/verb.h"

/* Appends the help of a verb. */
void usage_verb(struct str *out, const struct verb *verb);
/* Appends the list of verbs and what podprobe is. */
void usage_all(struct str *out);
/* "unknown command" and what may have been meant. */
void usage_unknown(struct str *out, const char *word);

#endif
