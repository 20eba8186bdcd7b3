/* Describe and YAML of one pod, in a pager, kept up to date as the pod changes. */
#include "tui/pane_detail.h"

#include "base/xmalloc.h"
#include "tui/app.h"
#include "tui/pane_classes.h"
#include "widgets/pager.h"

#include <stdlib.h>

enum { REFRESH_MS = 700 };

struct pane_detail {
    struct pane pane;
    struct pager pager;
    enum pod_text_kind kind;
    char *namespace_, *pod; /* whose text it is; "" for none */
    struct pod_text *fetch;
    struct timer *refresh;
    bool again; /* the pod changed while the text was fetched */
    struct err_info problem;
    int64_t read_at; /* server time; TIME_NONE: never */
};

static struct pane_detail *self(struct pane *pane)
{
    return (struct pane_detail *)pane;
}

static void start_fetch(struct pane_detail *p);

static void on_refresh(void *user)
{
    start_fetch(user);
}

static struct pane *open_detail(struct app *app)
{
    struct pane_detail *p = xcalloc(1, sizeof(*p));
    p->pane.app = app;
    p->namespace_ = xstrdup("");
    p->pod = xstrdup("");
    p->read_at = TIME_NONE;
    p->refresh = timer_new(app->loop, on_refresh, p);
    pager_init(&p->pager);
    return &p->pane;
}

static void close_detail(struct pane *pane)
{
    struct pane_detail *p = self(pane);
    pod_text_cancel(p->fetch);
    timer_free(p->refresh);
    pager_fini(&p->pager);
    free(p->namespace_);
    free(p->pod);
    free(p);
}

static void on_text(void *user, enum err err, const struct str *text, const struct err_info *info)
{
    struct pane_detail *p = user;
    p->fetch = NULL;
    p->problem.text[0] = '\0';
    if (err == ERR_OK) {
        pager_set_text(&p->pager, str_text(text), text->len);
        p->read_at = cluster_now(p->pane.app->cluster);
    } else {
        p->problem = *info;
    }
    if (p->again)
        timer_start(p->refresh, REFRESH_MS, 0);
    p->again = false;
    app_stale_soon(p->pane.app);
}

static void start_fetch(struct pane_detail *p)
{
    struct client *client = cluster_client(p->pane.app->cluster);
    if (!client || !*p->pod)
        return;
    if (p->fetch)
        p->again = true;
    else
        p->fetch = pod_text_fetch(client, p->kind, p->namespace_, p->pod, on_text, p);
}

/* Another pod or another text: the one that is there must not be taken for it. */
static void show(struct pane_detail *p, enum pod_text_kind kind)
{
    const struct selection *selection = &p->pane.app->selection;
    pod_text_cancel(p->fetch);
    p->fetch = NULL;
    p->again = false;
    p->kind = kind;
    free(p->namespace_);
    free(p->pod);
    p->namespace_ = xstrdup(selection->namespace_);
    p->pod = xstrdup(selection->name);
    p->read_at = TIME_NONE;
    p->problem.text[0] = '\0';
    pager_set_text(&p->pager, "", 0);
    pager_home(&p->pager);
    start_fetch(p);
}

void pane_detail_show(struct app *app, enum pod_text_kind kind)
{
    struct pane_detail *p = self(app_pane(app, PANE_DETAIL));
    bool shown = app->frame.wanted & PANE_BIT(PANE_DETAIL), focused = app->frame.focus == PANE_DETAIL;
    if (shown && focused && p->kind == kind) {
        p->pane.class->escape(&p->pane);
        return;
    }
    if (!*app->selection.name) {
        notice_say(app, ROLE_WARN, "no pod is selected");
        return;
    }
    show(p, kind);
    app_focus(app, PANE_DETAIL);
}

/* The selection moved on: so does the text. The selected pod changed: it is read again, not more often than
 * REFRESH_MS. */
static void selection_changed(struct pane *pane, bool same_pod)
{
    struct pane_detail *p = self(pane);
    if (!(pane->app->frame.wanted & PANE_BIT(PANE_DETAIL)))
        return;
    if (!same_pod)
        show(p, p->kind);
    else if (!timer_active(p->refresh))
        timer_start(p->refresh, REFRESH_MS, 0);
}

static void disconnect(struct pane *pane)
{
    struct pane_detail *p = self(pane);
    pod_text_cancel(p->fetch);
    p->fetch = NULL;
    timer_stop(p->refresh);
}

static void title(struct pane *pane, struct str *text, struct str *note)
{
    static const char *const words[] = {[POD_TEXT_DESCRIBE] = "Describe", [POD_TEXT_YAML] = "YAML"};
    struct pane_detail *p = self(pane);
    str_addf(text, "%s %s", words[p->kind], p->pod);
    if (p->problem.text[0] && p->read_at != TIME_NONE)
        str_add(note, "stale  ");
    else
        app_add_freshness(pane->app, note);
    pager_add_position(&p->pager, note);
}

static void draw(struct pane *pane, struct rect inside, bool focused)
{
    struct pane_detail *p = self(pane);
    if (p->read_at == TIME_NONE)
        draw_words(inside, p->problem.text[0] ? ROLE_ERROR : ROLE_DIM,
                   p->problem.text[0] ? p->problem.text
                   : *p->pod          ? "reading ..."
                                      : "no pod is selected");
    else
        pager_draw(&p->pager, inside, focused);
}

static void move(struct pane *pane, enum pane_move move)
{
    pager_move(&self(pane)->pager, (enum pager_move)move);
}

static bool escape(struct pane *pane)
{
    if (pager_search_clear(&self(pane)->pager))
        return true;
    pod_text_cancel(self(pane)->fetch);
    self(pane)->fetch = NULL;
    frame_close_pane(pane->app, PANE_DETAIL);
    return true;
}

static void search(struct pane *pane, const char *text, bool accepted, struct str *problem)
{
    (void)accepted;
    pager_search(&self(pane)->pager, text, problem);
}

static void search_again(struct pane *pane, bool forward)
{
    if (!pager_search_next(&self(pane)->pager, forward))
        notice_say(pane->app, ROLE_DIM, "no further match");
}

void pane_detail_toggle_wrap(struct pane *pane)
{
    struct pager *pager = &self(pane)->pager;
    pager->wrap = !pager->wrap;
}

const struct pane_class pane_detail_class = {
    .name = "detail",
    .open = open_detail,
    .close = close_detail,
    .title = title,
    .disconnect = disconnect,
    .draw = draw,
    .move = move,
    .escape = escape,
    .search = search,
    .search_words = "search",
    .search_again = search_again,
    .selection_changed = selection_changed,
};
