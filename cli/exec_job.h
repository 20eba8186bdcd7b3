/* What exec and attach do once their words are read: find the pod and its container, open the stream, hand
 * the terminal or the pipes over, and end with the command's exit code. Words and exit codes are kubectl's.
 */
#ifndef CLI_EXEC_JOB_H
#define CLI_EXEC_JOB_H

#include "api-client/client.h"

#include <stdbool.h>
#include <stdint.h>

struct exec_job {
    bool attach;                /* not exec */
    const char *target;         /* "NAME", "pod/NAME", "TYPE/NAME" */
    const char *container;      /* NULL: the pod's default */
    const char *const *command; /* of exec; NULL-terminated */
    bool want_stdin, tty, quiet;
    int64_t running_timeout_ms; /* how long to wait for a pod of TYPE/NAME */
};

/* Turns the client's loop until the end. Returns the exit status; says on stderr what went wrong. */
int exec_job_run(struct client *client, const char *namespace_, const struct exec_job *job);

#endif
