/* A shell or an attached process beside the live panes, as actions use it. */
#ifndef TUI_PANE_EXEC_H
#define TUI_PANE_EXEC_H

struct app;

enum pane_exec_what { PANE_EXEC_SHELL, PANE_EXEC_ATTACH };

/* In the selected container. */
void pane_exec_start(struct app *app, enum pane_exec_what what);

#endif
