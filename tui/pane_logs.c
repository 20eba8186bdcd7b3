/*
 * The log of the selected container, live, in a fixed budget of memory.
 *
 * What comes is put into the buffer by the stream's callbacks; filter and search look at it in portions, from
 * a timer, so that no turn of the loop is long. A pane that is not on the screen asks for nothing.
 */
#include "tui/pane_logs.h"

#include "base/xmalloc.h"
#include "tui/pane_classes.h"
#include "tui/pane_logs_parts.h"

#include <stdlib.h>

enum { PORTION = 32 * 1024, TURN_MS = 4 };

static void start_log(struct pane_logs *p);

static bool on_screen(const struct pane_logs *p)
{
    return p->pane.place.h > 0 || p->pane.app->frame.focus == PANE_LOGS;
}

/* Some of what is to be done; what remains is done in the next turn. */
static void on_work(void *user)
{
    struct pane_logs *p = user;
    int64_t start = time_steady();
    bool done;
    if (p->due && on_screen(p))
        start_log(p);
    do {
        done = log_view_update(&p->view, PORTION, NULL);
        if (p->searching)
            pane_logs_search_step(p, PORTION);
    } while ((!done || p->searching) && time_steady() - start < TURN_MS);
    if (!done || p->searching)
        timer_start(p->worker, 1, 0);
    app_stale_soon(p->pane.app);
}

void pane_logs_work(struct pane_logs *p)
{
    if (!timer_active(p->worker))
        timer_start(p->worker, 0, 0);
}

static struct pane *open_logs(struct app *app)
{
    struct pane_logs *p = xcalloc(1, sizeof(*p));
    p->pane.app = app;
    p->namespace_ = xstrdup("");
    p->pod = xstrdup("");
    p->container = xstrdup("");
    p->filter = xstrdup("");
    p->worker = timer_new(app->loop, on_work, p);
    p->tail = PANE_LOGS_TAIL;
    p->follow = true;
    p->match = UINT64_MAX;
    log_buffer_init(&p->buffer, PANE_LOGS_BUDGET);
    log_view_init(&p->view, &p->buffer);
    return &p->pane;
}

static void close_logs(struct pane *pane)
{
    struct pane_logs *p = pane_logs_self(pane);
    log_close(p->log);
    timer_free(p->worker);
    log_query_fini(&p->query);
    log_view_fini(&p->view);
    log_buffer_fini(&p->buffer);
    free(p->namespace_);
    free(p->pod);
    free(p->container);
    free(p->filter);
    free(p);
}

/* The stream. */

static void on_line(void *user, const char *line, size_t len, int64_t when, const char *stamp, bool partial)
{
    struct pane_logs *p = user;
    (void)stamp;
    log_buffer_add(&p->buffer, line, len, when, 0, partial);
    app_stale_soon(p->pane.app);
}

static void on_note(void *user, const char *words)
{
    struct pane_logs *p = user;
    log_buffer_note(&p->buffer, words, cluster_now(p->pane.app->cluster), 0);
    app_stale_soon(p->pane.app);
}

static void on_state(void *user)
{
    struct pane_logs *p = user;
    app_stale_soon(p->pane.app);
}

static void on_end(void *user, enum err err, const struct err_info *info)
{
    struct pane_logs *p = user;
    p->ended = true;
    p->said = *info;
    if (err == ERR_OK)
        p->said.text[0] = '\0';
    app_stale_soon(p->pane.app);
}

static void forget(struct pane_logs *p)
{
    log_close(p->log);
    p->log = NULL;
    p->ended = false;
    p->said.text[0] = '\0';
    p->searching = false;
    p->match = UINT64_MAX;
    p->follow = true;
    p->left = 0;
    log_buffer_clear(&p->buffer);
    log_view_set(&p->view, p->filter, p->context, p->view.least);
}

static void start_log(struct pane_logs *p)
{
    struct client *client = cluster_client(p->pane.app->cluster);
    p->due = false;
    if (!client || !*p->pod || !*p->container)
        return;
    p->log = log_open(client, &(struct log_spec){
                                  .namespace_ = p->namespace_,
                                  .pod = p->pod,
                                  .container = p->container,
                                  .follow = !p->previous,
                                  .previous = p->previous,
                                  .restarts = -1,
                                  .tail_lines = p->tail,
                                  .since_seconds = p->since_s,
                                  .on_line = on_line,
                                  .on_note = on_note,
                                  .on_state = on_state,
                                  .on_end = on_end,
                                  .user = p,
                              });
}

void pane_logs_restart(struct pane_logs *p)
{
    forget(p);
    p->due = true;
    if (on_screen(p))
        start_log(p);
    app_stale(p->pane.app);
}

void pane_logs_refilter(struct pane_logs *p, enum log_level least)
{
    log_view_set(&p->view, p->filter, p->context, least);
    pane_logs_work(p);
    app_stale(p->pane.app);
}

/* The selection. */

static const struct container *container_of(struct pane_logs *p)
{
    struct app *app = p->pane.app;
    struct store *store = cluster_store(app->cluster);
    return selection_container(&app->selection, store, selection_pod(&app->selection, store));
}

/* What the watch knows of the container spares asking the pod. */
static void tell_log(struct pane_logs *p)
{
    const struct container *container = p->log && !p->ended ? container_of(p) : NULL;
    if (container && container->has_status)
        log_container_changed(p->log, container->restarts, container->state.state == RUN_RUNNING);
}

static void take(char **text, const char *to)
{
    free(*text);
    *text = xstrdup(to);
}

static void selection_changed(struct pane *pane, bool same_pod)
{
    struct pane_logs *p = pane_logs_self(pane);
    const struct selection *selection = &pane->app->selection;
    const struct container *container = container_of(p);
    const char *name = container ? store_text(cluster_store(pane->app->cluster), container->name) : "";
    bool same = str_equal(p->namespace_, selection->namespace_) && str_equal(p->pod, selection->name) &&
                str_equal(p->container, name);
    if (same && (p->log || p->due || !*name)) {
        tell_log(p);
        return;
    }
    if (same_pod && !*name)
        return; /* its containers are not known for a moment */
    take(&p->namespace_, selection->namespace_);
    take(&p->pod, selection->name);
    take(&p->container, name);
    p->previous = false;
    pane_logs_restart(p);
}

static void tick(struct pane *pane)
{
    struct pane_logs *p = pane_logs_self(pane);
    if (!*p->container)
        selection_changed(pane, true);
    tell_log(p);
}

void pane_logs_toggle_previous(struct pane *pane)
{
    struct pane_logs *p = pane_logs_self(pane);
    selection_changed(pane, false); /* one that has not rested yet would undo what was asked for */
    if (!*p->container) {
        notice_say(pane->app, ROLE_WARN, "no container is selected");
        return;
    }
    p->previous = !p->previous;
    pane_logs_restart(p);
}

/* What was read stays readable. */
static void disconnect(struct pane *pane)
{
    struct pane_logs *p = pane_logs_self(pane);
    log_close(p->log);
    p->log = NULL;
}

const struct pane_class pane_logs_class = {
    .name = "logs",
    .open = open_logs,
    .close = close_logs,
    .title = pane_logs_title,
    .draw = pane_logs_draw,
    .move = pane_logs_move,
    .disconnect = disconnect,
    .escape = pane_logs_escape,
    .search = pane_logs_search,
    .search_words = "search",
    .search_again = pane_logs_search_again,
    .selection_changed = selection_changed,
    .tick = tick,
};
