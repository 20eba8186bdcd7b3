/* The program on a screen: start, keys, painting, end. */
#include "tui/app.h"

#include "base/xmalloc.h"
#include "model/health.h"
#include "tui/action.h"
#include "tui/choose.h"
#include "tui/delete_pods.h"
#include "widgets/keys.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void app_stale(struct app *app)
{
    app->stale = true;
}

void app_stale_soon(struct app *app)
{
    if (!app->stale && !timer_active(app->painter))
        timer_start(app->painter, APP_PAINT_MS, 0);
}

static void on_paint_time(void *user)
{
    struct app *app = user;
    app->stale = true;
}

/* The one place that draws. Work on the order of rows goes on in slices, so that keys get their turn. */
static void before_sleep(void *user)
{
    struct app *app = user;
    if (app->lent || !app->stale)
        return;
    app->stale = false;
    timer_stop(app->painter);
    podview_changed(cluster_view(app->cluster));
    app->ordering = podview_step(cluster_view(app->cluster), PODVIEW_BUDGET);
    if (app->ordering)
        timer_start(app->painter, 0, 0);
    frame_draw(app);
    screen_flush();
}

/* The selection. */

static void tell_panes(struct app *app, bool same_pod)
{
    for (int i = 0; i < PANE_COUNT; i++) {
        struct pane *pane = app->panes[i];
        if (pane && pane->class->selection_changed)
            pane->class->selection_changed(pane, same_pod);
    }
    app_stale(app);
}

/* A default container is pinned once the selection rests, so that logs do not jump while containers fail in
 * turn. */
static void on_selection_rested(void *user)
{
    struct app *app = user;
    const struct store *store = cluster_store(app->cluster);
    const struct pod *pod = selection_pod(&app->selection, cluster_store(app->cluster));
    const struct container *container = selection_container(&app->selection, store, pod);
    if (container)
        selection_set_container(&app->selection, store_text(store, container->name));
    tell_panes(app, false);
}

void app_select_pod(struct app *app, const struct pod *pod)
{
    if (selection_set_pod(&app->selection, cluster_store(app->cluster), pod)) {
        timer_start(app->settle, APP_SETTLE_MS, 0);
        app_stale(app);
    }
}

void app_select_container(struct app *app, const char *container)
{
    if (selection_set_container(&app->selection, container))
        timer_start(app->settle, APP_SETTLE_MS, 0);
}

/* Panes and focus. */

struct pane *app_pane(struct app *app, enum pane_id id)
{
    if (!app->panes[id]) {
        app->panes[id] = pane_class(id)->open(app);
        app->panes[id]->class = pane_class(id);
        app->panes[id]->app = app;
    }
    return app->panes[id];
}

void app_focus(struct app *app, enum pane_id id)
{
    app_pane(app, id);
    app->frame.wanted |= PANE_BIT(id);
    app->frame.focus = id;
    app_stale(app);
}

struct pane *app_focused(struct app *app)
{
    return app_pane(app, app->frame.focus);
}

void app_add_freshness(const struct app *app, struct str *note)
{
    enum watch_state state = cluster_state(app->cluster);
    if (state != WATCH_LIVE && cluster_client(app->cluster))
        str_addf(note, "%s  ", watch_state_word(state));
}

void app_quit(struct app *app)
{
    loop_stop(app->loop);
}

/* Keys. */

bool app_key(struct app *app, const struct key *key)
{
    struct pane *pane = app_focused(app);
    if (pane->class->key && pane->class->key(pane, key))
        return true;
    const struct action *action = action_for_key(key, app->frame.focus, app->options->read_only);
    if (!action)
        return false;
    action->run(app, pane);
    return true;
}

static void on_mouse(struct app *app, const struct key *key)
{
    for (int i = 0; i < PANE_COUNT; i++) {
        struct pane *pane = app->panes[i];
        if (!pane || !(app->frame.shown & PANE_BIT(i)) || !rect_contains(pane->place, key->y, key->x))
            continue;
        app_focus(app, (enum pane_id)i);
        if (pane->class->mouse)
            pane->class->mouse(pane, key->y, key->x, key->clicks > 1);
        return;
    }
}

static void on_key(struct app *app, const struct key *key)
{
    app_stale(app);
    if (key->type == KEY_RESIZED)
        screen_resized();
    else if (dialog_open(&app->dialog))
        dialog_key(app, key);
    else if (key->type == KEY_MOUSED)
        on_mouse(app, key);
    else if (!app_key(app, key) && key->type != KEY_PASTED)
        notice_say(app, ROLE_DIM, "%s means nothing here; ? shows every key", key_text(key));
}

static void on_keyboard(void *user, int events)
{
    struct app *app = user;
    struct key key;
    (void)events;
    while (!app->lent && key_read(&key))
        on_key(app, &key);
    if (!app->lent && keyboard_gone())
        app_quit(app);
}

static void on_signal(void *user, int signum)
{
    struct app *app = user;
    if (signum == SIGWINCH) {
        screen_resized();
        app_stale(app);
        return;
    }
    app->exit_status = 128 + signum;
    app_quit(app);
}

void app_lend(struct app *app, bool lent)
{
    if (lent == app->lent)
        return;
    app->lent = lent;
    fd_watch_set(app->keyboard, lent ? 0 : UV_READABLE);
    if (lent) {
        screen_suspend();
    } else {
        screen_resume();
        app_stale(app);
    }
}

/* The clock. */

/* Verdicts age ("restarted lately"): with very many pods a part of them each second is soon enough. */
enum { RECHECK_SLOTS = 5000 };

static void on_clock(void *user)
{
    struct app *app = user;
    health_recheck(cluster_store(app->cluster), RECHECK_SLOTS, cluster_now(app->cluster));
    for (int i = 0; i < PANE_COUNT; i++)
        if (app->panes[i] && app->panes[i]->class->tick)
            app->panes[i]->class->tick(app->panes[i]);
    notice_expire(&app->notice, time_steady());
    app_stale(app);
}

/* The cluster. */

static void disconnect_panes(struct app *app)
{
    for (int i = 0; i < PANE_COUNT; i++)
        if (app->panes[i] && app->panes[i]->class->disconnect)
            app->panes[i]->class->disconnect(app->panes[i]);
    namespace_list_forget(&app->namespaces);
}

/* What limits a picture that is otherwise well (no watch, some namespaces only, an object let go) is said
 * once. */
static void tell_limits(struct app *app)
{
    const char *problem = cluster_problem(app->cluster);
    enum watch_state state = cluster_state(app->cluster);
    if ((state != WATCH_LIVE && state != WATCH_POLLING) || str_equal(problem, app->limits))
        return;
    snprintf(app->limits, sizeof(app->limits), "%s", problem);
    if (*problem)
        notice_say(app, ROLE_WARN, "%s", problem);
}

static void on_cluster(void *user, unsigned changes)
{
    struct app *app = user;
    if (changes & CLUSTER_LEAVING) {
        disconnect_panes(app);
        delete_pods_forget(app);
    }
    if (changes & CLUSTER_OTHER) {
        namespace_list_forget(&app->namespaces);
        app_select_pod(app, NULL);
        tell_panes(app, false);
    }
    if (changes & CLUSTER_STATE)
        tell_limits(app);
    app_stale_soon(app);
}

static void lend_to_plugin(void *user, int lent)
{
    app_lend(user, lent);
}

/* Start and end. */

static void on_namespaces(void *user)
{
    choose_namespaces_came(user);
}

static void choose_first_theme(struct app *app)
{
    struct err_info info;
    const char *no_color = getenv("NO_COLOR"), *name = app->options->theme;
    if ((no_color && *no_color) || !screen_has_colours())
        name = "monochrome";
    if (theme_load(name ? name : "dark", &app->theme, &info) != ERR_OK) {
        theme_monochrome(&app->theme);
        notice_say(app, ROLE_ERROR, "%s", info.text);
    }
    screen_theme(&app->theme);
}

static void open_panes(struct app *app)
{
    for (int i = 0; i < PANE_COUNT; i++)
        if (app->frame.wanted & PANE_BIT(i))
            app_pane(app, (enum pane_id)i);
    enum pane_id first = app->options->pane ? pane_by_name(app->options->pane) : PANE_PODS;
    app_focus(app, first == PANE_COUNT ? PANE_PODS : first);
}

static void watch_signals(struct app *app)
{
    static const int signums[] = {SIGWINCH, SIGTERM, SIGHUP, SIGINT};
    for (int i = 0; i < 4; i++)
        app->signals[i] = signal_watch_new(app->loop, signums[i], on_signal, app);
}

static void start(struct app *app)
{
    app->cluster = cluster_new(app->loop, app->options->flags, app->options->all_namespaces, on_cluster, app);
    cluster_set_lend(app->cluster, lend_to_plugin, app);
    app->painter = timer_new(app->loop, on_paint_time, app);
    app->settle = timer_new(app->loop, on_selection_rested, app);
    app->clock = timer_new(app->loop, on_clock, app);
    namespace_list_init(&app->namespaces, app->cluster, on_namespaces, app);
    selection_init(&app->selection);
    frame_init(&app->frame);
    dialog_init(&app->dialog);
    choose_first_theme(app);
    open_panes(app);
    app->keyboard = fd_watch_new(app->loop, 0, on_keyboard, app);
    fd_watch_set(app->keyboard, UV_READABLE);
    watch_signals(app);
    timer_start(app->clock, 1000, 1000);
    loop_before_sleep(app->loop, before_sleep, app);
}

static void stop(struct app *app)
{
    loop_before_sleep(app->loop, NULL, NULL);
    for (int i = 0; i < PANE_COUNT; i++) {
        if (app->panes[i])
            app->panes[i]->class->close(app->panes[i]);
        app->panes[i] = NULL;
    }
    namespace_list_fini(&app->namespaces);
    cluster_free(app->cluster);
    dialog_fini(&app->dialog);
    selection_fini(&app->selection);
    theme_fini(&app->theme);
    for (int i = 0; i < 4; i++)
        signal_watch_free(app->signals[i]);
    fd_watch_free(app->keyboard);
    timer_free(app->clock);
    timer_free(app->settle);
    timer_free(app->painter);
}

/* The first frame is out before anything is read or asked: a server that is slow delays nothing. */
static void first_frame(struct app *app)
{
    app->stale = true;
    before_sleep(app);
    cluster_start(app->cluster);
}

enum err tui_run(const struct tui_options *options, int *status, struct err_info *info)
{
    struct app app = {.options = options};
    enum err err = screen_open(info);
    *status = 1;
    if (err != ERR_OK)
        return err;
    xmalloc_on_failure(screen_close);
    app.loop = loop_new();
    start(&app);
    first_frame(&app);
    loop_run(app.loop);
    stop(&app);
    screen_close();
    loop_free(app.loop);
    *status = app.exit_status;
    return ERR_OK;
}
