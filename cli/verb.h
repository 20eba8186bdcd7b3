/*
 * The verbs without a screen. A verb is one row of the list in cli/verbs.c and one file cli/verb_NAME.c; its
 * flags are rows too, and usage, help, completions and the manual page are made from them.
 */
#ifndef CLI_VERB_H
#define CLI_VERB_H

#include "api-client/kubeconfig.h"
#include "base/err.h"

#include <stdbool.h>

enum flag_type {
    FLAG_BOOL,
    FLAG_TEXT,
    FLAG_INT,
    FLAG_DURATION, /* "5s", "2m30s"; as kubectl checks --since */
    FLAG_LIST,     /* may be repeated; each value is cut at commas */
    FLAG_ARRAY     /* may be repeated; each value stays whole */
};

struct flag {
    const char *name; /* "namespace" */
    char letter;      /* 'n', 0 for none */
    enum flag_type type;
    const char *value; /* word for the value in the help, NULL for FLAG_BOOL; "json|yaml" is completed too */
    const char *help;
};

struct args; /* cli/args.h: what was typed, parsed by the rows above */

struct verb {
    const char *name;
    const char *usage; /* "get KIND [NAME...] [flags]" */
    const char *help;  /* one line */
    const struct flag
        *flags; /* ends with a NULL name; the global flags (verb_global_flags) come to every verb */
    /* Prints to stdout; returns the exit status. What went wrong is said on stderr (cli/complain.h). */
    int (*run)(const struct args *args);
    const char
        *words; /* what the positional words are, for completions: "KIND", "POD"; NULL: nothing known */
};

/* Every verb, by name; ends with NULL. */
extern const struct verb *const verb_list[];
/* NULL if there is none of that name. */
const struct verb *verb_find(const char *name);
/* No verb at all: the dashboard's flags. */
extern const struct verb verb_dashboard;
/* The flags that every verb has: how to connect. Ends with a NULL name. */
extern const struct flag verb_global_flags[];

#endif
