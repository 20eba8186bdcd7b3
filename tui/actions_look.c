/* Looking: search, logs, describe, YAML, order, marks. */
#include "tui/actions.h"
#include "tui/app.h"
#include "tui/choose.h"
#include "tui/pane_detail.h"
#include "tui/pane_logs.h"
#include "tui/pane_pods.h"

void act_search(struct app *app, struct pane *pane)
{
    /* A pane without text of its own filters the pods. */
    dialog_search(app, pane->class->search ? pane : app_pane(app, PANE_PODS));
}

static void search_again(struct app *app, struct pane *pane, bool forward)
{
    if (pane->class->search_again)
        pane->class->search_again(pane, forward);
    app_stale(app);
}

void act_search_next(struct app *app, struct pane *pane)
{
    search_again(app, pane, true);
}

void act_search_previous(struct app *app, struct pane *pane)
{
    search_again(app, pane, false);
}

void act_logs(struct app *app, struct pane *pane)
{
    (void)pane;
    app_focus(app, PANE_LOGS);
}

void act_logs_previous(struct app *app, struct pane *pane)
{
    (void)pane;
    app_focus(app, PANE_LOGS);
    pane_logs_toggle_previous(app_pane(app, PANE_LOGS));
}

void act_describe(struct app *app, struct pane *pane)
{
    (void)pane;
    pane_detail_show(app, POD_TEXT_DESCRIBE);
}

void act_yaml(struct app *app, struct pane *pane)
{
    (void)pane;
    pane_detail_show(app, POD_TEXT_YAML);
}

void act_wrap(struct app *app, struct pane *pane)
{
    pane_detail_toggle_wrap(pane);
    app_stale(app);
}

void act_worst(struct app *app, struct pane *pane)
{
    (void)app;
    pane_pods_worst(pane);
}

void act_sort(struct app *app, struct pane *pane)
{
    (void)pane;
    choose_sort(app);
}

void act_sort_reverse(struct app *app, struct pane *pane)
{
    pane_pods_reverse(pane);
    app_stale(app);
}

void act_mark(struct app *app, struct pane *pane)
{
    pane_pods_mark(pane);
    app_stale(app);
}

void act_mark_all(struct app *app, struct pane *pane)
{
    pane_pods_mark_all(pane);
    app_stale(app);
}
