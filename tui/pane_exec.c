/*
 * The exec pane: a terminal with a shell in it. It takes every key; after ctrl-p, a key that has a row for
 * this pane alone is the dashboard's, any other goes to the shell behind the ctrl-p that was held back.
 */
#include "tui/pane_exec.h"

#include "base/xmalloc.h"
#include "tui/action.h"
#include "tui/app.h"
#include "tui/exec_session.h"
#include "tui/pane_classes.h"
#include "widgets/relay.h"
#include "widgets/terminal_view.h"

#include <stdlib.h>

struct pane_exec {
    struct pane pane;
    struct exec_session *session; /* NULL: none was started */
    bool attach;
    char *pod, *container; /* whose it is; owned */
    bool prefix;           /* ctrl-p was typed and is held back */
    struct timer *prefix_wait;
};

static const struct key prefix_key = {.type = KEY_CHARACTER, .code = 'p', .ctrl = true};

static struct pane_exec *self(struct pane *pane)
{
    return (struct pane_exec *)pane;
}

static void type_prefix(struct pane_exec *p)
{
    p->prefix = false;
    timer_stop(p->prefix_wait);
    terminal_type(exec_session_terminal(p->session), &prefix_key);
}

static void on_prefix_wait(void *user)
{
    struct pane_exec *p = user;
    if (p->prefix && p->session)
        type_prefix(p);
}

static struct pane *open_exec(struct app *app)
{
    struct pane_exec *p = xcalloc(1, sizeof(*p));
    p->pane.app = app;
    p->pod = xstrdup("");
    p->container = xstrdup("");
    p->prefix_wait = timer_new(app->loop, on_prefix_wait, p);
    return &p->pane;
}

static void close_exec(struct pane *pane)
{
    struct pane_exec *p = self(pane);
    exec_session_close(p->session);
    timer_free(p->prefix_wait);
    free(p->pod);
    free(p->container);
    free(p);
}

static void on_change(void *user, bool much)
{
    const struct pane_exec *p = user;
    if (much)
        app_stale_soon(p->pane.app);
    else
        app_stale(p->pane.app);
}

static void on_screen_over(void *user)
{
    const struct pane_exec *p = user;
    app_lend(p->pane.app, false);
}

static bool is_running(const struct pane_exec *p)
{
    return p->session && exec_session_state(p->session) != EXEC_ENDED;
}

static void title(struct pane *pane, struct str *text, struct str *note)
{
    const struct pane_exec *p = self(pane);
    str_addf(text, "%s %s/%s", p->attach ? "Attached to" : "Shell in", p->pod, p->container);
    if (!p->session)
        return;
    int scrolled = terminal_scrolled(exec_session_terminal(p->session));
    if (!is_running(p))
        str_add(note, "ended: enter closes");
    else if (scrolled)
        str_addf(note, "%d lines back", scrolled);
    else if (p->prefix)
        str_add(note, "^q leave  ^o whole screen  ^z zoom  ^x end");
    else
        str_add(note, RELAY_DETACH_WORDS " leaves");
}

/* The terminal, and at its foot a line with how it stands unless it is open. */
static void draw(struct pane *pane, struct rect inside, bool focused)
{
    struct pane_exec *p = self(pane);
    if (!p->session) {
        draw_words(inside, ROLE_DIM, "no shell is open: s on a pod opens one");
        return;
    }
    enum exec_state state = exec_session_state(p->session);
    const char *words = exec_session_words(p->session);
    exec_session_resize(p->session, inside.w, inside.h);
    terminal_draw(exec_session_terminal(p->session), inside, focused && state == EXEC_OPEN);
    if (state == EXEC_OPEN)
        return;
    enum theme_role role = state == EXEC_STARTING                ? ROLE_BUSY
                           : exec_session_ended_well(p->session) ? ROLE_NOTE
                                                                 : ROLE_ERROR;
    int lines = inside.h < 3 ? 1 : 3;
    struct rect foot = {inside.y + inside.h - lines, inside.x, lines, inside.w};
    draw_fill(foot, ROLE_TEXT);
    draw_words(foot, role, words);
}

/* A row of this pane alone. */
static bool has_own_row(const struct key *key)
{
    const struct action *action = action_for_key(key, PANE_EXEC, false);
    return action && action->panes == PANE_BIT(PANE_EXEC);
}

static void close_pane(struct pane_exec *p)
{
    exec_session_close(p->session);
    p->session = NULL;
    frame_close_pane(p->pane.app, PANE_EXEC);
}

/* The end message stays until it was seen. */
static bool key_after_end(struct pane_exec *p, const struct key *key)
{
    bool closes = key->type == KEY_SPECIAL ? key->code == K_ENTER || key->code == K_ESCAPE
                                           : key->type == KEY_CHARACTER && key->code == 'q' && !key->ctrl;
    if (closes)
        close_pane(p);
    return closes;
}

static bool key_into(struct pane *pane, const struct key *key)
{
    struct pane_exec *p = self(pane);
    if (!is_running(p))
        return p->session && key_after_end(p, key);
    if (p->prefix && has_own_row(key)) {
        p->prefix = false;
        timer_stop(p->prefix_wait);
        return false; /* the key table runs it */
    }
    if (p->prefix) {
        type_prefix(p);
    } else if (key_equal(key, &prefix_key)) {
        p->prefix = true;
        timer_start(p->prefix_wait, RELAY_DETACH_WAIT_MS, 0);
        return true;
    }
    return terminal_type(exec_session_terminal(p->session), key);
}

static void scroll(struct pane *pane, int lines)
{
    const struct pane_exec *p = self(pane);
    if (p->session)
        terminal_scroll(exec_session_terminal(p->session), lines);
    app_stale(pane->app);
}

/* Only after the end do these keys get here. */
static void move(struct pane *pane, enum pane_move move)
{
    int page = pane->place.h > 4 ? pane->place.h - 3 : 1, far = TERMINAL_SCROLLBACK_LINES;
    const int lines[] = {[MOVE_UP] = 1,
                         [MOVE_DOWN] = -1,
                         [MOVE_LEFT] = 0,
                         [MOVE_RIGHT] = 0,
                         [MOVE_PAGE_UP] = page,
                         [MOVE_PAGE_DOWN] = -page,
                         [MOVE_HALF_UP] = page / 2,
                         [MOVE_HALF_DOWN] = -page / 2,
                         [MOVE_HOME] = far,
                         [MOVE_END] = -far};
    scroll(pane, lines[move]);
}

static void disconnect(struct pane *pane)
{
    const struct pane_exec *p = self(pane);
    if (p->session)
        exec_session_client_gone(p->session);
}

const struct pane_class pane_exec_class = {
    .name = "exec",
    .open = open_exec,
    .close = close_exec,
    .title = title,
    .draw = draw,
    .move = move,
    .key = key_into,
    .disconnect = disconnect,
};

static void start(struct pane_exec *p, bool attach, const char *container)
{
    struct app *app = p->pane.app;
    struct rect place = p->pane.place;
    struct exec_spec spec = {.client = cluster_client(app->cluster),
                             .namespace_ = app->selection.namespace_,
                             .pod = app->selection.name,
                             .container = container,
                             .attach = attach,
                             .cols = place.w > 4 ? place.w - 2 : 80,
                             .rows = place.h > 4 ? place.h - 2 : 24,
                             .on_change = on_change,
                             .on_screen_over = on_screen_over,
                             .user = p};
    exec_session_close(p->session);
    free(p->pod);
    free(p->container);
    p->pod = xstrdup(app->selection.name);
    p->container = xstrdup(container);
    p->attach = attach;
    p->prefix = false;
    p->session = exec_session_open(&spec);
}

void pane_exec_start(struct app *app, enum pane_exec_what what)
{
    struct pane_exec *p = self(app_pane(app, PANE_EXEC));
    const struct store *store = cluster_store(app->cluster);
    const struct pod *pod = selection_pod(&app->selection, cluster_store(app->cluster));
    const struct container *container = selection_container(&app->selection, store, pod);
    if (is_running(p)) {
        notice_say(app, ROLE_WARN, "a shell in %s/%s is still open: end it first", p->pod, p->container);
    } else if (!cluster_client(app->cluster) || !container) {
        notice_say(app, ROLE_WARN, "no container is selected");
        return;
    } else {
        start(p, what == PANE_EXEC_ATTACH, store_text(store, container->name));
    }
    app_focus(app, PANE_EXEC);
}

void act_exec_leave(struct app *app, struct pane *pane)
{
    (void)pane;
    app->frame.zoom = false;
    app_focus(app, PANE_PODS);
}

void act_exec_screen(struct app *app, struct pane *pane)
{
    struct pane_exec *p = self(pane);
    if (!is_running(p) || exec_session_state(p->session) != EXEC_OPEN)
        return;
    app_lend(app, true);
    exec_session_take_screen(p->session);
}

void act_exec_end(struct app *app, struct pane *pane)
{
    (void)app;
    close_pane(self(pane));
}

void act_exec_back(struct app *app, struct pane *pane)
{
    (void)app;
    move(pane, MOVE_PAGE_UP);
}

void act_exec_forward(struct app *app, struct pane *pane)
{
    (void)app;
    move(pane, MOVE_PAGE_DOWN);
}
