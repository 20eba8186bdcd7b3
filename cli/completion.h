/* Completions for shells, made from the rows of verbs and flags. */
#ifndef CLI_COMPLETION_H
#define CLI_COMPLETION_H

#include "base/str.h"
#include "cli/verb.h"

void completion_bash(struct str *out);
void completion_zsh(struct str *out);
void completion_fish(struct str *out);

/* What helps to complete a flag's value or a verb's words: "contexts", "namespaces", "nodes", "files",
 * "kinds", "objects" (kinds, then names of the kind), "pods", or NULL for nothing known. */
const char *completion_source_of_flag(const struct flag *flag);
const char *completion_source_of_verb(const struct verb *verb);
/* Appends text in single quotes, as sh, zsh and fish read them. */
void completion_add_quoted(struct str *out, const char *text);
/* Appends the values of "json|yaml" with blanks between them; nothing when the word names no choices. */
void completion_add_choices(struct str *out, const struct flag *flag);

#endif
