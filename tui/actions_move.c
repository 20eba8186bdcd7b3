/* Moving: in a pane, between panes, in and out. */
#include "tui/actions.h"
#include "tui/app.h"

static void move(struct app *app, struct pane *pane, enum pane_move move)
{
    if (pane->class->move)
        pane->class->move(pane, move);
    app_stale(app);
}

#define MOVE_ACTION(name, which)                        \
    void act_##name(struct app *app, struct pane *pane) \
    {                                                   \
        move(app, pane, which);                         \
    }
MOVE_ACTION(up, MOVE_UP)
MOVE_ACTION(down, MOVE_DOWN)
MOVE_ACTION(left, MOVE_LEFT)
MOVE_ACTION(right, MOVE_RIGHT)
MOVE_ACTION(page_up, MOVE_PAGE_UP)
MOVE_ACTION(page_down, MOVE_PAGE_DOWN)
MOVE_ACTION(half_up, MOVE_HALF_UP)
MOVE_ACTION(half_down, MOVE_HALF_DOWN)
MOVE_ACTION(home, MOVE_HOME)
MOVE_ACTION(end, MOVE_END)

void act_next_pane(struct app *app, struct pane *pane)
{
    (void)pane;
    app_focus(app, frame_neighbour(&app->frame, +1));
}

void act_previous_pane(struct app *app, struct pane *pane)
{
    (void)pane;
    app_focus(app, frame_neighbour(&app->frame, -1));
}

void act_zoom(struct app *app, struct pane *pane)
{
    (void)pane;
    app->frame.zoom = !app->frame.zoom;
    app_stale(app);
}

void act_enter(struct app *app, struct pane *pane)
{
    if (pane->class->enter)
        pane->class->enter(pane);
    app_stale(app);
}

/* Each press undoes one thing, the latest first. */
void act_escape(struct app *app, struct pane *pane)
{
    app_stale(app);
    if (pane->class->escape && pane->class->escape(pane))
        return;
    if (app->frame.zoom)
        app->frame.zoom = false;
    else
        app_focus(app, PANE_PODS);
}
