/* Every pane's class: the list of tui/panes.c is made of them. */
#ifndef TUI_PANE_CLASSES_H
#define TUI_PANE_CLASSES_H

#include "tui/pane.h"

extern const struct pane_class pane_pods_class, pane_containers_class, pane_events_class, pane_logs_class,
    pane_detail_class, pane_exec_class;

#endif
