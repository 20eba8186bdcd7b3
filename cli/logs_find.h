/* Which containers' logs are meant: the words of the command line become a list, asking the server. */
#ifndef CLI_LOGS_FIND_H
#define CLI_LOGS_FIND_H

#include "base/vec.h"
#include "cli/logs_run.h"

struct logs_source {
    char *pod, *container; /* owned */
    int64_t restarts;      /* of the container; -1: not known */
};

struct logs_sources {
    VEC(struct logs_source) list;
    bool prefix; /* lines are to be marked although nobody asked */
};

/* Fills *sources. False when something was wrong, which was said; *status is then the exit status. */
bool logs_find(struct client *client, const char *namespace_, const struct logs_options *options,
               struct logs_sources *sources, int *status);
void logs_sources_fini(struct logs_sources *sources);

/* What a Status in the body says, the sentence where there is none: as kubectl prints it behind words of its
 * own, among the lines with --ignore-errors. Safe for a terminal. */
void logs_error_text(struct str *out, const char *body, size_t len, const struct err_info *info);

#endif
