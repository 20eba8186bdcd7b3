/* Following a collection: the changes after a resourceVersion, across requests that end. */
#ifndef CLI_GET_FOLLOW_H
#define CLI_GET_FOLLOW_H

#include "cli/get.h"

struct get_follow {
    const char *accept; /* NULL: objects */
    /* "ADDED", "MODIFIED" or "DELETED", and the object (or Table); lives until the function returns. */
    void (*on_change)(void *user, const char *type, cJSON *object);
    void *user;
};

/* Watches from `version` on (NULL: from whatever there is; of no account for a name) until it fails or
 * standard output does. Returns the exit status after saying what went wrong. */
int get_follow(struct get *get, const struct get_target *target, const char *version,
               const struct get_follow *follow);

#endif
