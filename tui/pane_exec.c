/* The exec pane. */
#include "tui/pane_exec.h"

#include "base/xmalloc.h"
#include "tui/app.h"
#include "tui/pane_classes.h"

#include <stdlib.h>

static struct pane *open_exec(struct app *app)
{
    struct pane *p = xcalloc(1, sizeof(*p));
    p->app = app;
    return p;
}

static void close_exec(struct pane *pane)
{
    free(pane);
}

static void title(struct pane *pane, struct str *text, struct str *note)
{
    (void)note;
    str_addf(text, "Shell in %s", pane->app->selection.container);
}

static void draw(struct pane *pane, struct rect inside, bool focused)
{
    (void)pane, (void)focused;
    draw_words(inside, ROLE_DIM, "no exec yet");
}

const struct pane_class pane_exec_class = {
    .name = "exec", .open = open_exec, .close = close_exec, .title = title, .draw = draw};

void pane_exec_start(struct app *app, enum pane_exec_what what)
{
    (void)what;
    app_focus(app, PANE_EXEC);
}
