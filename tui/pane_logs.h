/* The logs pane, as actions use it. */
#ifndef TUI_PANE_LOGS_H
#define TUI_PANE_LOGS_H

#include "tui/pane.h"

/* The log of the container before its last restart, and back. */
void pane_logs_toggle_previous(struct pane *pane);

#endif
