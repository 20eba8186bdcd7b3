/* The logs pane, as actions use it. */
#ifndef TUI_PANE_LOGS_H
#define TUI_PANE_LOGS_H

#include "tui/pane.h"

/* The log of the container before its last restart, and back. */
void pane_logs_toggle_previous(struct pane *pane);

/* What the rows of tui/actions.c run in this pane. */
void act_log_follow(struct app *app, struct pane *pane);
void act_log_wrap(struct app *app, struct pane *pane);
void act_log_stamps(struct app *app, struct pane *pane);
void act_log_readable(struct app *app, struct pane *pane);
void act_log_level(struct app *app, struct pane *pane);
void act_log_filter(struct app *app, struct pane *pane);
void act_log_more_context(struct app *app, struct pane *pane);
void act_log_less_context(struct app *app, struct pane *pane);
void act_log_span(struct app *app, struct pane *pane);
void act_log_save(struct app *app, struct pane *pane);
void act_log_container(struct app *app, struct pane *pane);
void act_log_next_container(struct app *app, struct pane *pane);
void act_log_previous_container(struct app *app, struct pane *pane);

#endif
