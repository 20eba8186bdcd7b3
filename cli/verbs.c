/* The list of verbs. A new verb is its file and one row here. */
#include "cli/verbs.h"

#include "base/str.h"

#include <stddef.h>

/* One a line, so that two new verbs do not meet. */
/* clang-format off */
const struct verb *const verb_list[] = {
    &verb_attach,
    &verb_completion,
    &verb_contexts,
    &verb_describe,
    &verb_events,
    &verb_exec,
    &verb_get,
    &verb_logs,
    &verb_man,
    &verb_version,
    NULL,
};
/* clang-format on */

const struct verb *verb_find(const char *name)
{
    for (const struct verb *const *verb = verb_list; *verb; verb++)
        if (str_equal((*verb)->name, name))
            return *verb;
    return NULL;
}
