/* kubectl logs, apart from its flags: finds pods and containers, reads or follows, writes to standard output.
 */
#ifndef CLI_LOGS_RUN_H
#define CLI_LOGS_RUN_H

#include "api-client/client.h"

#include <stdbool.h>

struct logs_options {
    const char *what;      /* "POD" or "TYPE/NAME"; NULL with a selector */
    const char *selector;  /* NULL: none */
    const char *container; /* NULL: the default one */
    bool follow, previous, timestamps, prefix, ignore_errors, all_containers, all_pods, insecure_backend;
    int64_t tail;        /* -1: all */
    int64_t since_s;     /* 0: no bound */
    const char *since;   /* RFC 3339, NULL: no bound */
    int64_t limit_bytes; /* 0: no bound */
    int64_t wait_ms;     /* for a pod of TYPE/NAME to be there */
    int most_requests;   /* followed at once */
};

/* Returns the exit status; what went wrong was said on standard error in kubectl's words. */
int logs_run(struct client *client, const char *namespace_, const struct logs_options *options);

#endif
