/* Finding the action that a key or a name means. The rows are in tui/actions.c. */
#include "tui/action.h"

#include "base/str.h"

#include <stdio.h>
#include <string.h>

bool action_in_pane(const struct action *action, enum pane_id pane)
{
    return action->panes & PANE_BIT(pane);
}

/* Whether one of the key names in `keys` is that key. */
static bool has_key(const char *keys, const struct key *key)
{
    while (*keys) {
        size_t len = strcspn(keys, " ");
        char name[32];
        struct key wanted;
        snprintf(name, sizeof(name), "%.*s", (int)len, keys);
        if (key_parse(name, &wanted) && key_equal(&wanted, key))
            return true;
        keys += len;
        keys += strspn(keys, " ");
    }
    return false;
}

const struct action *action_for_key(const struct key *key, enum pane_id pane, bool read_only)
{
    for (const struct action *a = action_list; a->name; a++)
        if (action_in_pane(a, pane) && !(read_only && a->changes) && has_key(a->keys, key))
            return a;
    return NULL;
}

const struct action *action_by_name(const char *name, bool read_only)
{
    for (const struct action *a = action_list; a->name; a++)
        if (str_equal(a->name, name) && !(read_only && a->changes))
            return a;
    return NULL;
}

const char *action_first_key(const struct action *action, char *buf, size_t size)
{
    snprintf(buf, size, "%.*s", (int)strcspn(action->keys, " "), action->keys);
    return buf;
}
