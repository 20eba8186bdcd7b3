/*
 * Actions: everything a key does is one row of tui/actions.c, and the footer, "?" , ":" and the manual page
 * are made from those rows, so they cannot disagree.
 */
#ifndef TUI_ACTION_H
#define TUI_ACTION_H

#include "tui/pane.h"

struct action {
    const char *name;  /* "logs": typed after ":", and in the manual */
    const char *keys;  /* names as widgets/keys.h reads them, separated by spaces: "j down"; "" for none */
    unsigned panes;    /* where: PANE_BIT()s or PANE_ANY */
    const char *group; /* heading in the help: "Move", "Look", "Act", "Cluster", "Program" */
    const char *words; /* "Logs of the selected container" */
    const char *brief; /* in the footer; NULL: not there */
    void (*run)(struct app *app, struct pane *pane);
    const char *kubectl; /* the kubectl line that does the same, or NULL */
    bool changes;        /* the cluster: absent under --read-only */
};

/* The rows; ends with a NULL name. Rows of one pane stand before rows of any pane. */
extern const struct action action_list[];

/* The action a key means in a pane, NULL if none. read_only leaves out what changes the cluster. */
const struct action *action_for_key(const struct key *key, enum pane_id pane, bool read_only);
/* By name; NULL if none. */
const struct action *action_by_name(const char *name, bool read_only);
/* Whether the row counts in that pane. */
bool action_in_pane(const struct action *action, enum pane_id pane);
/* The first key of a row, as the footer shows it. Returns buf. */
const char *action_first_key(const struct action *action, char *buf, size_t size);

#endif
