/* The logs pane. */
#include "tui/pane_logs.h"

#include "base/xmalloc.h"
#include "tui/app.h"
#include "tui/pane_classes.h"

#include <stdlib.h>

static struct pane *open_logs(struct app *app)
{
    struct pane *p = xcalloc(1, sizeof(*p));
    p->app = app;
    return p;
}

static void close_logs(struct pane *pane)
{
    free(pane);
}

static void title(struct pane *pane, struct str *text, struct str *note)
{
    (void)note;
    str_addf(text, "Logs of %s", pane->app->selection.container);
}

static void draw(struct pane *pane, struct rect inside, bool focused)
{
    (void)pane, (void)focused;
    draw_words(inside, ROLE_DIM, "no logs yet");
}

void pane_logs_toggle_previous(struct pane *pane)
{
    (void)pane;
}

const struct pane_class pane_logs_class = {
    .name = "logs", .open = open_logs, .close = close_logs, .title = title, .draw = draw};
