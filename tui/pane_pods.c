/* The pods: the first thing seen, what is worst on top. */
#include "tui/pane_pods.h"

#include "base/xmalloc.h"
#include "model/health.h"
#include "tui/app.h"
#include "tui/pane_classes.h"
#include "tui/pod_columns.h"
#include "widgets/table.h"

#include <stdlib.h>
#include <string.h>

enum { FLASH_MS = 1500 };

struct pane_pods {
    struct pane pane;
    struct table table;
    struct table_column columns[16];
    int shown[16]; /* the table's columns are these of pod_columns */
    int column_count;
    int sort_column;
    bool descending;
    char *filter;        /* "" for none */
    bool moved, settled; /* the user chose a row; the first list is complete */
};

static struct pane_pods *self(struct pane *pane)
{
    return (struct pane_pods *)pane;
}

static struct podview *view_of(struct pane *pane)
{
    return cluster_view(pane->app->cluster);
}

static struct store *store_of(struct pane *pane)
{
    return cluster_store(pane->app->cluster);
}

static struct pod *pod_at(struct pane *pane, size_t row)
{
    return store_pod_at(store_of(pane), podview_at(view_of(pane), row));
}

static size_t row_count(struct pane *pane)
{
    return podview_count(view_of(pane));
}

/* Which columns there are now: the namespace only where pods of several are shown. */
static void choose_columns(struct pane_pods *p)
{
    bool all = !cluster_namespace(p->pane.app->cluster);
    int before = p->column_count;
    p->column_count = 0;
    for (int i = 0; i < pod_column_count; i++) {
        const struct pod_column *c = &pod_columns[i];
        if (c->only_all && !all)
            continue;
        p->shown[p->column_count] = i;
        p->columns[p->column_count++] = (struct table_column){.title = c->title,
                                                              .min = c->min,
                                                              .max = c->max,
                                                              .weight = c->max > 100,
                                                              .right = c->right,
                                                              .priority = c->priority};
    }
    if (p->column_count != before)
        table_forget_widths(&p->table);
}

static struct pane *open_pods(struct app *app)
{
    struct pane_pods *p = xcalloc(1, sizeof(*p));
    p->pane.app = app;
    p->filter = xstrdup(app->options->filter ? app->options->filter : "");
    table_init(&p->table);
    if (*p->filter)
        podview_filter(cluster_view(app->cluster), p->filter, NULL);
    return &p->pane;
}

static void close_pods(struct pane *pane)
{
    table_fini(&self(pane)->table);
    free(self(pane)->filter);
    free(pane);
}

static void add_counts(struct pane *pane, struct str *note)
{
    struct podview *view = view_of(pane);
    size_t broken = podview_health_count(view, HEALTH_BROKEN),
           unready = podview_health_count(view, HEALTH_UNREADY);
    if (broken)
        str_addf(note, "%zu broken  ", broken);
    if (unready)
        str_addf(note, "%zu not ready  ", unready);
    str_addf(note, "%zu of %u", podview_count(view), store_of(pane)->pod_count);
}

static void title(struct pane *pane, struct str *text, struct str *note)
{
    const char *namespace_ = cluster_namespace(pane->app->cluster);
    str_addf(text, "Pods %s", namespace_ ? namespace_ : "in all namespaces");
    if (*self(pane)->filter)
        str_addf(text, "  /%s", self(pane)->filter);
    app_add_freshness(pane->app, note);
    add_counts(pane, note);
}

static void cell(void *user, size_t row, int column, struct str *text, enum theme_role *role)
{
    struct pane_pods *p = user;
    const struct pod *pod = pod_at(&p->pane, row);
    if (pod)
        pod_columns[p->shown[column]].cell(store_of(&p->pane), pod, cluster_now(p->pane.app->cluster), text,
                                           role);
}

static enum table_row_state row_state(void *user, size_t row)
{
    struct pane_pods *p = user;
    const struct pod *pod = pod_at(&p->pane, row);
    if (!pod)
        return TABLE_ROW_PLAIN;
    if (pod->marked)
        return TABLE_ROW_MARKED;
    return pod->changed != TIME_NONE && cluster_now(p->pane.app->cluster) - pod->changed < FLASH_MS
               ? TABLE_ROW_FLASH
               : TABLE_ROW_PLAIN;
}

/* What stands where no pod does. */
static void empty_words(struct pane *pane, struct str *words)
{
    struct cluster *cluster = pane->app->cluster;
    enum watch_state state = cluster_state(cluster);
    const char *problem = cluster_problem(cluster), *namespace_ = cluster_namespace(cluster);
    if (*problem)
        str_add(words, problem);
    else if (state == WATCH_CONNECTING || state == WATCH_LISTING)
        str_addf(words, "asking %s ...", *cluster_server(cluster) ? cluster_server(cluster) : "the cluster");
    else if (*self(pane)->filter && store_of(pane)->pod_count)
        str_addf(words, "none of %u pods matches \"%s\"; Esc clears the filter", store_of(pane)->pod_count,
                 self(pane)->filter);
    else if (namespace_)
        str_addf(words, "no pods in namespace %s; 0 shows all namespaces", namespace_);
    else
        str_add(words, "no pods in this cluster");
}

/*
 * The cursor stays on its pod, and the pod stays on its line of the screen, however the rows around it move.
 * While the first list comes in and nobody has moved, it stays at the top instead, where the worst pod will
 * be.
 */
static void follow_cursor(struct pane *pane)
{
    struct pane_pods *p = self(pane);
    const struct pod *pod = selection_pod(&pane->app->selection, store_of(pane));
    size_t count = row_count(pane), row;
    if (!p->moved && !p->settled) {
        p->settled = cluster_state(pane->app->cluster) == WATCH_LIVE && !pane->app->ordering;
        p->table.cursor = 0;
        pod = NULL;
    }
    if (pod && podview_find(view_of(pane), pod->id, &row)) {
        table_follow(&p->table, row, count);
        return;
    }
    table_clamp(&p->table, count);
    if (count)
        app_select_pod(pane->app, pod_at(pane, p->table.cursor));
}

/* The sort column's place among those that are shown; none for the order by health, which is the rule. */
static int shown_sort(const struct pane_pods *p)
{
    for (int i = 0; p->sort_column && i < p->column_count; i++)
        if (p->shown[i] == p->sort_column)
            return i;
    return -1;
}

static void draw(struct pane *pane, struct rect inside, bool focused)
{
    struct pane_pods *p = self(pane);
    struct str words = {0};
    choose_columns(p);
    follow_cursor(pane);
    empty_words(pane, &words);
    table_draw(&p->table, inside,
               &(struct table_source){.columns = p->columns,
                                      .column_count = p->column_count,
                                      .row_count = row_count(pane),
                                      .cell = cell,
                                      .row_state = row_state,
                                      .empty = str_text(&words),
                                      .sort_column = shown_sort(p),
                                      .descending = p->descending,
                                      .user = p},
               focused);
    str_fini(&words);
}

static void select_row(struct pane *pane, size_t row)
{
    self(pane)->moved = true;
    if (row < row_count(pane))
        app_select_pod(pane->app, pod_at(pane, row));
}

static void move(struct pane *pane, enum pane_move move)
{
    struct pane_pods *p = self(pane);
    table_move(&p->table, (enum table_move)move, row_count(pane));
    select_row(pane, p->table.cursor);
}

static void enter(struct pane *pane)
{
    app_focus(pane->app, PANE_CONTAINERS);
}

static bool set_filter(struct pane *pane, const char *text, struct str *problem)
{
    struct err_info info;
    if (podview_filter(view_of(pane), text, &info) != ERR_OK) {
        str_add(problem, info.text);
        return false;
    }
    char *copy = xstrdup(text);
    free(self(pane)->filter);
    self(pane)->filter = copy;
    return true;
}

static bool escape(struct pane *pane)
{
    struct str problem = {0};
    if (!*self(pane)->filter)
        return false;
    set_filter(pane, "", &problem);
    str_fini(&problem);
    return true;
}

static void search(struct pane *pane, const char *text, bool accepted, struct str *problem)
{
    struct str same = {0};
    if (!set_filter(pane, text, problem) && accepted)
        set_filter(pane, "", &same); /* what stood while it was typed is not what was meant */
    str_fini(&same);
}

/* Another context or namespace begins at its top again. */
static void selection_changed(struct pane *pane, bool same_pod)
{
    (void)same_pod;
    if (!*pane->app->selection.name)
        self(pane)->moved = self(pane)->settled = false;
}

static bool mouse(struct pane *pane, int y, int x, bool double_click)
{
    size_t row;
    (void)x;
    if (!table_row_at(&self(pane)->table, y, &row) || row >= row_count(pane))
        return false;
    select_row(pane, row);
    if (double_click)
        enter(pane);
    return true;
}

/* Actions. */

void pane_pods_worst(struct pane *pane)
{
    uint32_t id;
    if (podview_next_worst(view_of(pane), self(pane)->table.cursor, &id))
        app_select_pod(pane->app, store_pod_at(store_of(pane), id));
    else
        notice_say(pane->app, ROLE_GOOD, "no pod here is unwell");
}

static void sort(struct pane *pane)
{
    struct pane_pods *p = self(pane);
    podview_sort_by(view_of(pane), pod_columns[p->sort_column].sort, p->descending);
}

void pane_pods_sort(struct pane *pane, int column)
{
    struct pane_pods *p = self(pane);
    p->descending = column == p->sort_column ? !p->descending : false;
    p->sort_column = column;
    sort(pane);
}

void pane_pods_reverse(struct pane *pane)
{
    self(pane)->descending = !self(pane)->descending;
    sort(pane);
}

void pane_pods_mark(struct pane *pane)
{
    struct pod *pod = pod_at(pane, self(pane)->table.cursor);
    if (!pod)
        return;
    pod->marked = !pod->marked;
    move(pane, MOVE_DOWN);
}

void pane_pods_mark_all(struct pane *pane)
{
    bool any = false;
    for (size_t row = 0; row < row_count(pane); row++)
        any = any || pod_at(pane, row)->marked;
    for (size_t row = 0; row < row_count(pane); row++)
        pod_at(pane, row)->marked = !any;
}

const struct pane_class pane_pods_class = {
    .name = "pods",
    .open = open_pods,
    .close = close_pods,
    .title = title,
    .draw = draw,
    .move = move,
    .enter = enter,
    .escape = escape,
    .search = search,
    .search_words = "filter",
    .selection_changed = selection_changed,
    .mouse = mouse,
};
