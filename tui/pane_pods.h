/* The pods pane, as actions use it. */
#ifndef TUI_PANE_PODS_H
#define TUI_PANE_PODS_H

#include "tui/pane.h"

#include <stddef.h>

/* Selects the pod that is worst off. */
void pane_pods_worst(struct pane *pane);
/* Sorts by a column of pod_columns; again by the same one turns the order around. */
void pane_pods_sort(struct pane *pane, int column);
void pane_pods_reverse(struct pane *pane);
void pane_pods_mark(struct pane *pane);
void pane_pods_mark_all(struct pane *pane);

#endif
