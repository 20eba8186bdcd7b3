/* A shell or an attached process beside the live panes, as actions use it. */
#ifndef TUI_PANE_EXEC_H
#define TUI_PANE_EXEC_H

struct app;
struct pane;

enum pane_exec_what { PANE_EXEC_SHELL, PANE_EXEC_ATTACH };

/* In the selected container. */
void pane_exec_start(struct app *app, enum pane_exec_what what);

/* What the rows of tui/actions.c run whose keys follow ctrl-p in the pane: to the pods while the shell goes
 * on, the whole screen for it, its end, its older lines. */
void act_exec_leave(struct app *app, struct pane *pane);
void act_exec_screen(struct app *app, struct pane *pane);
void act_exec_end(struct app *app, struct pane *pane);
void act_exec_back(struct app *app, struct pane *pane);
void act_exec_forward(struct app *app, struct pane *pane);

#endif
