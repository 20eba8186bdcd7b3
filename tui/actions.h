/* What the rows of tui/actions.c run: one function each, in the file of its group. */
#ifndef TUI_ACTIONS_H
#define TUI_ACTIONS_H

#include "tui/pane.h"

/* actions_move.c */
void act_up(struct app *app, struct pane *pane);
void act_down(struct app *app, struct pane *pane);
void act_left(struct app *app, struct pane *pane);
void act_right(struct app *app, struct pane *pane);
void act_page_up(struct app *app, struct pane *pane);
void act_page_down(struct app *app, struct pane *pane);
void act_half_up(struct app *app, struct pane *pane);
void act_half_down(struct app *app, struct pane *pane);
void act_home(struct app *app, struct pane *pane);
void act_end(struct app *app, struct pane *pane);
void act_next_pane(struct app *app, struct pane *pane);
void act_previous_pane(struct app *app, struct pane *pane);
void act_zoom(struct app *app, struct pane *pane);
void act_enter(struct app *app, struct pane *pane);
void act_escape(struct app *app, struct pane *pane);

/* actions_look.c */
void act_search(struct app *app, struct pane *pane);
void act_search_next(struct app *app, struct pane *pane);
void act_search_previous(struct app *app, struct pane *pane);
void act_logs(struct app *app, struct pane *pane);
void act_logs_previous(struct app *app, struct pane *pane);
void act_describe(struct app *app, struct pane *pane);
void act_yaml(struct app *app, struct pane *pane);
void act_wrap(struct app *app, struct pane *pane);
void act_worst(struct app *app, struct pane *pane);
void act_sort(struct app *app, struct pane *pane);
void act_sort_reverse(struct app *app, struct pane *pane);
void act_mark(struct app *app, struct pane *pane);
void act_mark_all(struct app *app, struct pane *pane);

/* actions_cluster.c */
void act_command(struct app *app, struct pane *pane);
void act_all_namespaces(struct app *app, struct pane *pane);
void act_namespaces(struct app *app, struct pane *pane);
void act_contexts(struct app *app, struct pane *pane);
void act_retry(struct app *app, struct pane *pane);
void act_delete(struct app *app, struct pane *pane);
void act_kill(struct app *app, struct pane *pane);
void act_shell(struct app *app, struct pane *pane);
void act_attach(struct app *app, struct pane *pane);

/* actions_program.c */
void act_help(struct app *app, struct pane *pane);
void act_themes(struct app *app, struct pane *pane);
void act_redraw(struct app *app, struct pane *pane);
void act_quit(struct app *app, struct pane *pane);

#endif
