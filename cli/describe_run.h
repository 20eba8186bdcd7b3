/* `describe pod` against a server: which pods, their events, and what goes wrong, as kubectl has it. */
#ifndef CLI_DESCRIBE_RUN_H
#define CLI_DESCRIBE_RUN_H

#include "api-client/client.h"

#include <stdbool.h>
#include <stdio.h>

struct describe_spec {
    const char *const *words; /* KIND [NAME...] or KIND/NAME...; NULL-terminated */
    const char *namespace_;
    const char *selector; /* NULL: none */
    bool all_namespaces, no_events;
    int64_t chunk; /* objects a list asks for at once; 0: all */
};

/*
 * Prints to out and says what went wrong on wrong; returns the exit status. A name that is not there is tried
 * as the beginning of names. `terminal`: out is one, so no byte of a pod may command it.
 */
int describe_run(struct client *client, const struct describe_spec *spec, FILE *out, FILE *wrong,
                 bool terminal);

#endif
