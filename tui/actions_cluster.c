/* What concerns the cluster: which one, which namespace, deleting, shells. */
#include "tui/actions.h"
#include "tui/app.h"
#include "tui/choose.h"
#include "tui/delete_pods.h"
#include "tui/pane_exec.h"

void act_command(struct app *app, struct pane *pane)
{
    (void)pane;
    dialog_command(app);
}

/* Back again goes to the namespace that was shown before; where there was none it is asked for. */
void act_all_namespaces(struct app *app, struct pane *pane)
{
    (void)pane;
    if (!cluster_toggle_all(app->cluster))
        choose_namespace(app);
}

void act_namespaces(struct app *app, struct pane *pane)
{
    (void)pane;
    choose_namespace(app);
}

void act_contexts(struct app *app, struct pane *pane)
{
    (void)pane;
    choose_context(app);
}

void act_retry(struct app *app, struct pane *pane)
{
    (void)pane;
    cluster_retry(app->cluster);
    notice_say(app, ROLE_DIM, "asking the server again");
}

void act_delete(struct app *app, struct pane *pane)
{
    (void)pane;
    delete_pods_ask(app, false);
}

void act_kill(struct app *app, struct pane *pane)
{
    (void)pane;
    delete_pods_ask(app, true);
}

void act_shell(struct app *app, struct pane *pane)
{
    (void)pane;
    pane_exec_start(app, PANE_EXEC_SHELL);
}

void act_attach(struct app *app, struct pane *pane)
{
    (void)pane;
    pane_exec_start(app, PANE_EXEC_ATTACH);
}
