/* The containers of the selected pod, and below each its probes in words. */
#include "base/xmalloc.h"
#include "tui/app.h"
#include "tui/container_rows.h"
#include "tui/pane_classes.h"
#include "widgets/table.h"

#include <stdlib.h>

struct pane_containers {
    struct pane pane;
    struct table table;
    struct container_rows rows;
    char *namespace_, *pod; /* whose rows they are */
    bool moved;             /* the user chose a row */
};

static const struct table_column columns[CC_COUNT] = {
    [CC_NAME] = {.title = "CONTAINER / PROBE", .min = 11, .max = 30},
    [CC_STATE] = {.title = "STATE", .min = 10, .max = 34},
    [CC_READY] = {.title = "READY", .min = 5, .max = 5, .priority = 1},
    [CC_RESTARTS] = {.title = "RST", .min = 3, .max = 5, .right = true, .priority = 2},
    [CC_WHAT] = {.title = "IMAGE, LAST STATE / HANDLER, TIMING", .min = 14, .max = 400, .weight = 1},
};

static struct pane_containers *self(struct pane *pane)
{
    return (struct pane_containers *)pane;
}

static const struct pod *pod_of(struct pane *pane)
{
    return selection_pod(&pane->app->selection, cluster_store(pane->app->cluster));
}

static struct pane *open_containers(struct app *app)
{
    struct pane_containers *p = xcalloc(1, sizeof(*p));
    p->pane.app = app;
    table_init(&p->table);
    return &p->pane;
}

static void close_containers(struct pane *pane)
{
    table_fini(&self(pane)->table);
    container_rows_fini(&self(pane)->rows);
    free(self(pane)->namespace_);
    free(self(pane)->pod);
    free(pane);
}

static void title(struct pane *pane, struct str *text, struct str *note)
{
    const struct pod *pod = pod_of(pane);
    str_add(text, "Containers and probes");
    if (*pane->app->selection.name)
        str_addf(text, " of %s", pane->app->selection.name);
    app_add_freshness(pane->app, note);
    if (pod && pod->total >= 0)
        str_addf(note, "%d/%d ready", pod->ready, pod->total);
}

static void cell(void *user, size_t row, int column, struct str *text, enum theme_role *role)
{
    struct pane_containers *p = user;
    container_cell(cluster_store(p->pane.app->cluster), pod_of(&p->pane), p->rows.rows.data[row],
                   (enum container_column)column, cluster_now(p->pane.app->cluster), text, role);
}

static void empty_words(struct pane *pane, struct str *words)
{
    const struct pod *pod = pod_of(pane);
    if (!*pane->app->selection.name)
        str_add(words, "no pod is selected");
    else if (!pod)
        str_addf(words, "pod %s is gone", pane->app->selection.name);
    else if (pod->source == POD_FROM_TABLE)
        str_add(words, "reading the pod ...");
    else
        str_add(words, "the pod names no containers");
}

/* Until the user moves, the cursor is on the container whose logs are shown. */
static void point_at_container(struct pane_containers *p, const struct pod *pod)
{
    const struct container *c =
        selection_container(&p->pane.app->selection, cluster_store(p->pane.app->cluster), pod);
    for (size_t i = 0; i < p->rows.rows.len; i++)
        if (c == &pod->containers[p->rows.rows.data[i].container]) {
            p->table.cursor = i;
            return;
        }
}

static void draw(struct pane *pane, struct rect inside, bool focused)
{
    struct pane_containers *p = self(pane);
    const struct pod *pod = pod_of(pane);
    struct str words = {0};
    container_rows_build(&p->rows, pod);
    if (!p->moved)
        point_at_container(p, pod);
    table_clamp(&p->table, p->rows.rows.len);
    empty_words(pane, &words);
    table_draw(&p->table, inside,
               &(struct table_source){.columns = columns,
                                      .column_count = CC_COUNT,
                                      .row_count = p->rows.rows.len,
                                      .cell = cell,
                                      .empty = str_text(&words),
                                      .sort_column = -1,
                                      .user = p},
               focused);
    str_fini(&words);
}

/* The container under the cursor is the selected one: its logs are shown. */
static void select_container(struct pane *pane)
{
    struct pane_containers *p = self(pane);
    const struct pod *pod = pod_of(pane);
    if (!pod || p->table.cursor >= p->rows.rows.len)
        return;
    const struct container *c = &pod->containers[p->rows.rows.data[p->table.cursor].container];
    app_select_container(pane->app, store_text(cluster_store(pane->app->cluster), c->name));
}

static void move(struct pane *pane, enum pane_move move)
{
    self(pane)->moved = true;
    table_move(&self(pane)->table, (enum table_move)move, self(pane)->rows.rows.len);
    select_container(pane);
}

static void enter(struct pane *pane)
{
    select_container(pane);
    app_focus(pane->app, PANE_LOGS);
}

static void selection_changed(struct pane *pane, bool same_pod)
{
    const struct selection *now = &pane->app->selection;
    struct pane_containers *p = self(pane);
    if (same_pod || (str_equal(p->namespace_, now->namespace_) && str_equal(p->pod, now->name)))
        return;
    free(p->namespace_);
    free(p->pod);
    p->namespace_ = xstrdup(now->namespace_);
    p->pod = xstrdup(now->name);
    p->moved = false;
    table_reset(&p->table);
}

static bool mouse(struct pane *pane, int y, int x, bool double_click)
{
    size_t row;
    (void)x;
    if (!table_row_at(&self(pane)->table, y, &row) || row >= self(pane)->rows.rows.len)
        return false;
    self(pane)->table.cursor = row;
    select_container(pane);
    if (double_click)
        enter(pane);
    return true;
}

const struct pane_class pane_containers_class = {
    .name = "containers",
    .open = open_containers,
    .close = close_containers,
    .title = title,
    .draw = draw,
    .move = move,
    .enter = enter,
    .selection_changed = selection_changed,
    .mouse = mouse,
};
