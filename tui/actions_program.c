/* What concerns the program itself. */
#include "tui/actions.h"
#include "tui/app.h"
#include "tui/choose.h"

void act_help(struct app *app, struct pane *pane)
{
    (void)pane;
    dialog_help(app);
}

void act_themes(struct app *app, struct pane *pane)
{
    (void)pane;
    choose_theme(app);
}

void act_redraw(struct app *app, struct pane *pane)
{
    (void)pane;
    screen_redraw();
    app_stale(app);
}

void act_quit(struct app *app, struct pane *pane)
{
    (void)pane;
    app_quit(app);
}
