/* The list of contexts as `kubectl config get-contexts` prints it: what `podprobe contexts` is made of. */
#ifndef CLI_CONTEXTS_H
#define CLI_CONTEXTS_H

#include "api-client/kubeconfig.h"
#include "base/str.h"

#include <stdbool.h>

struct contexts_spec {
    const char *const *names; /* only these, NULL-terminated; NULL: all */
    bool names_only;          /* -o name */
    bool no_headers;
};

/*
 * Appends the list, sorted by name, to out, and to wrong what kubectl says on stderr about names that are not
 * there ("error: context X not found"). Returns the exit status: 1 when something is wrong.
 */
int contexts_print(const struct kubeconfig *config, const struct contexts_spec *spec, struct str *out,
                   struct str *wrong);

#endif
