/* One line per verb: each is defined in its own file, cli/verb_NAME.c. */
#ifndef CLI_VERBS_H
#define CLI_VERBS_H

#include "cli/verb.h"

extern const struct verb verb_attach;
extern const struct verb verb_completion;
extern const struct verb verb_contexts;
extern const struct verb verb_describe;
extern const struct verb verb_events;
extern const struct verb verb_exec;
extern const struct verb verb_get;
extern const struct verb verb_logs;
extern const struct verb verb_man;
extern const struct verb verb_version;

#endif
