/*
 * Events of the selected pod, live, the newest last seen first.
 *
 * The pane watches the events of that one pod (a field selector), so that a cluster with many thousand events
 * costs nothing. It keeps them in a store of its own: they go with the selection.
 */
#include "api-client/decode.h"
#include "api-client/watch.h"
#include "base/xmalloc.h"
#include "tui/app.h"
#include "tui/pane_classes.h"
#include "widgets/table.h"

#include <stdlib.h>
#include <string.h>

enum { EC_LAST, EC_TYPE, EC_REASON, EC_COUNT, EC_FROM, EC_MESSAGE, EC_COLUMNS };

struct pane_events {
    struct pane pane;
    struct table table;
    struct store store;
    struct watch *watch;
    char *namespace_, *pod; /* whose events are watched */
    VEC(uint32_t) order;    /* into store.events */
    uint64_t ordered;       /* the generation that `order` is of, plus one */
};

static const struct table_column columns[EC_COLUMNS] = {
    [EC_LAST] = {.title = "LAST SEEN", .min = 9, .max = 9, .right = true},
    [EC_TYPE] = {.title = "TYPE", .min = 6, .max = 7, .priority = 2},
    [EC_REASON] = {.title = "REASON", .min = 8, .max = 24},
    [EC_COUNT] = {.title = "COUNT", .min = 5, .max = 5, .right = true, .priority = 1},
    [EC_FROM] = {.title = "FROM", .min = 8, .max = 20, .priority = 4},
    [EC_MESSAGE] = {.title = "MESSAGE", .min = 20, .max = 400, .weight = 1},
};

static struct pane_events *self(struct pane *pane)
{
    return (struct pane_events *)pane;
}

static struct pane *open_events(struct app *app)
{
    struct pane_events *p = xcalloc(1, sizeof(*p));
    p->pane.app = app;
    p->namespace_ = xstrdup("");
    p->pod = xstrdup("");
    table_init(&p->table);
    store_init(&p->store);
    return &p->pane;
}

static void stop_watching(struct pane_events *p)
{
    if (p->watch)
        watch_stop(p->watch);
    p->watch = NULL;
    store_clear(&p->store);
    table_reset(&p->table);
}

static void close_events(struct pane *pane)
{
    struct pane_events *p = self(pane);
    stop_watching(p);
    store_fini(&p->store);
    table_fini(&p->table);
    free(p->order.data);
    free(p->namespace_);
    free(p->pod);
    free(p);
}

/* Watching. */

static void on_list_begin(void *user)
{
    struct pane_events *p = user;
    store_clear(&p->store);
}

static void on_object(void *user, enum watch_change change, const cJSON *object)
{
    struct pane_events *p = user;
    struct event event;
    if (change == CHANGE_DELETED)
        store_event_remove(&p->store, intern_id(&p->store.strings, json_text(object, "metadata.namespace")),
                           json_text_or_empty(object, "metadata.name"));
    else if (decode_event(&p->store, object, &event) == ERR_OK)
        store_event_put(&p->store, &event);
    app_stale_soon(p->pane.app);
}

static void on_change(void *user)
{
    struct pane_events *p = user;
    app_stale_soon(p->pane.app);
}

static void watch_pod(struct pane_events *p, struct client *client)
{
    struct str path = {0}, query = {0}, selector = {0};
    str_add(&path, "/api/v1/namespaces/");
    url_add_escaped(&path, p->namespace_);
    str_add(&path, "/events");
    str_addf(&selector, "involvedObject.kind=Pod,involvedObject.name=%s", p->pod);
    str_add(&query, "fieldSelector=");
    url_add_escaped(&query, str_text(&selector));
    p->watch = watch_start(client, &(struct watch_spec){.path = str_text(&path),
                                                        .query = str_text(&query),
                                                        .on_list_begin = on_list_begin,
                                                        .on_object = on_object,
                                                        .on_list_end = on_change,
                                                        .on_state = on_change,
                                                        .user = p});
    str_fini(&path);
    str_fini(&query);
    str_fini(&selector);
}

static void selection_changed(struct pane *pane, bool same_pod)
{
    struct pane_events *p = self(pane);
    const struct selection *selection = &pane->app->selection;
    struct client *client = cluster_client(pane->app->cluster);
    if (same_pod)
        return;
    if (p->watch && str_equal(p->namespace_, selection->namespace_) && str_equal(p->pod, selection->name))
        return;
    stop_watching(p);
    free(p->namespace_);
    free(p->pod);
    p->namespace_ = xstrdup(selection->namespace_);
    p->pod = xstrdup(selection->name);
    if (client && *p->pod)
        watch_pod(p, client);
}

/* Showing. */

static const struct pane_events *ordering;

static int newer_first(const void *a, const void *b)
{
    const struct event *x = &ordering->store.events.data[*(const uint32_t *)a];
    const struct event *y = &ordering->store.events.data[*(const uint32_t *)b];
    if (x->last != y->last)
        return x->last < y->last ? 1 : -1;
    return strcmp(x->name, y->name);
}

static void order_events(struct pane_events *p)
{
    if (p->ordered == p->store.events_generation + 1)
        return;
    p->order.len = 0;
    for (uint32_t i = 0; i < p->store.events.len; i++)
        if (p->store.events.data[i].name)
            *vec_push(&p->order) = i;
    ordering = p;
    if (p->order.len)
        qsort(p->order.data, p->order.len, sizeof(*p->order.data), newer_first);
    p->ordered = p->store.events_generation + 1;
}

static void cell(void *user, size_t row, int column, struct str *text, enum theme_role *role)
{
    struct pane_events *p = user;
    const struct event *e = &p->store.events.data[p->order.data[row]];
    char age[TIME_TEXT];
    *role = e->warning ? ROLE_WARN : ROLE_TEXT;
    if (column == EC_LAST)
        str_add(text, time_since(age, e->last, cluster_now(p->pane.app->cluster)));
    else if (column == EC_TYPE)
        str_add(text, e->warning ? "Warning" : "Normal");
    else if (column == EC_REASON)
        str_add(text, store_text(&p->store, e->reason));
    else if (column == EC_COUNT && e->count >= 0)
        str_addf(text, "%d", e->count);
    else if (column == EC_FROM)
        str_add(text, store_text(&p->store, e->source));
    else if (column == EC_MESSAGE)
        str_add(text, e->message);
    if (column == EC_LAST || column == EC_FROM)
        *role = ROLE_DIM;
}

static void empty_words(struct pane_events *p, struct str *words)
{
    const char *problem = p->watch ? watch_problem(p->watch) : "";
    if (*problem)
        str_add(words, problem);
    else if (!*p->pod)
        str_add(words, "no pod is selected");
    else if (!p->watch || watch_state(p->watch) == WATCH_CONNECTING || watch_state(p->watch) == WATCH_LISTING)
        str_add(words, "asking for events ...");
    else
        str_add(words, "no events: the server keeps them for about an hour");
}

static void title(struct pane *pane, struct str *text, struct str *note)
{
    struct pane_events *p = self(pane);
    str_add(text, "Events");
    if (*p->pod)
        str_addf(text, " of %s", p->pod);
    if (p->watch)
        str_add(note, watch_state_word(watch_state(p->watch)));
}

static void draw(struct pane *pane, struct rect inside, bool focused)
{
    struct pane_events *p = self(pane);
    struct str words = {0};
    order_events(p);
    table_clamp(&p->table, p->order.len);
    empty_words(p, &words);
    table_draw(&p->table, inside,
               &(struct table_source){.columns = columns,
                                      .column_count = EC_COLUMNS,
                                      .row_count = p->order.len,
                                      .cell = cell,
                                      .empty = str_text(&words),
                                      .sort_column = -1,
                                      .user = p},
               focused);
    str_fini(&words);
}

static void move(struct pane *pane, enum pane_move move)
{
    table_move(&self(pane)->table, (enum table_move)move, self(pane)->order.len);
}

static void disconnect(struct pane *pane)
{
    stop_watching(self(pane));
}

const struct pane_class pane_events_class = {
    .name = "events",
    .open = open_events,
    .close = close_events,
    .title = title,
    .draw = draw,
    .move = move,
    .disconnect = disconnect,
    .selection_changed = selection_changed,
};
