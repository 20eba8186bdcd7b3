/* --once: the dashboard's pods as text, the worst first, and the shortest true sentence about each. */
#ifndef CLI_ONCE_H
#define CLI_ONCE_H

#include "cli/args.h"
#include "cli/session.h"

/* Returns the exit status: 0 when the pods could be read. */
int once_run(const struct args *args);
/* The same with a session that is open. */
int once_print(const struct args *args, struct session *session);

#endif
