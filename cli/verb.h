/*
 * The verbs without a screen. A verb is one row of the list in cli/verbs.c and one file cli/verb_NAME.c; its
 * flags are rows too, and usage, help and completions are made from them.
 */
#ifndef CLI_VERB_H
#define CLI_VERB_H

#include "api-client/kubeconfig.h"
#include "base/err.h"

#include <stdbool.h>

enum flag_type { FLAG_BOOL, FLAG_TEXT, FLAG_INT, FLAG_LIST };

struct flag {
    const char *name; /* "namespace" */
    char letter;      /* 'n', 0 for none */
    enum flag_type type;
    const char *value; /* word for the value in the help, NULL for FLAG_BOOL */
    const char *help;
};

struct args; /* cli/args.h: what was typed, parsed by the rows above */

struct verb {
    const char *name;
    const char *usage;        /* "get KIND [NAME...] [flags]" */
    const char *help;         /* one line */
    const struct flag *flags; /* ends with a NULL name; the global flags (connect_flags) come to every verb */
    /* Prints to stdout; returns the exit status. What went wrong is said on stderr with verb_fail. */
    int (*run)(const struct args *args);
};

#endif
