/*
 * Which pod and which container the live panes are about. The pod is kept by name, so that it stays selected
 * while its row is replaced, moved, or gone.
 *
 * Panes that ask the server about the selection (events, logs) follow it only when it has rested for a
 * moment, so that holding an arrow key asks nothing.
 */
#ifndef TUI_SELECTION_H
#define TUI_SELECTION_H

#include "model/store.h"

#include <stdbool.h>
#include <stdint.h>

struct selection {
    char *namespace_, *name; /* "" while nothing is selected; owned */
    char *container;         /* "" for the pod's default; owned */
};

void selection_init(struct selection *selection);
void selection_fini(struct selection *selection);
/* True if that is another pod; its container is then the default one. pod NULL: nothing. */
bool selection_set_pod(struct selection *selection, const struct store *store, const struct pod *pod);
bool selection_set_container(struct selection *selection, const char *container);
/* The pod if it is still there. */
const struct pod *selection_pod(const struct selection *selection, struct store *store);
/* The selected container, or the pod's default one (the first that is no init container, a failing one
 * first). */
const struct container *selection_container(const struct selection *selection, const struct store *store,
                                            const struct pod *pod);

#endif
