/* What keys do in the logs pane, one function for each row of tui/actions.c. */
#include "base/xmalloc.h"
#include "tui/log_save.h"
#include "tui/pane_logs.h"
#include "tui/pane_logs_parts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static struct pane_logs *logs(struct app *app)
{
    return pane_logs_self(app_pane(app, PANE_LOGS));
}

void act_log_follow(struct app *app, struct pane *pane)
{
    struct pane_logs *p = logs(app);
    (void)pane;
    if (p->follow)
        pane_logs_stay(p);
    else
        p->follow = true;
    app_stale(app);
}

void act_log_wrap(struct app *app, struct pane *pane)
{
    struct pane_logs *p = logs(app);
    (void)pane;
    p->wrap = !p->wrap;
    p->left = p->top_rows = 0;
    app_stale(app);
}

void act_log_stamps(struct app *app, struct pane *pane)
{
    struct pane_logs *p = logs(app);
    (void)pane;
    p->stamps = (enum log_stamps)((p->stamps + 1) % LOG_STAMPS_COUNT);
    notice_say(app, ROLE_DIM, "times: %s", log_stamps_words(p->stamps));
    app_stale(app);
}

void act_log_readable(struct app *app, struct pane *pane)
{
    struct pane_logs *p = logs(app);
    (void)pane;
    p->view.readable = !p->view.readable;
    notice_say(app, ROLE_DIM, p->view.readable ? "JSON lines in words" : "lines as they were written");
    pane_logs_refilter(p, p->view.least);
}

void act_log_level(struct app *app, struct pane *pane)
{
    static const char *const words[] = {"every line", "debug and above", "info and above",
                                        "warnings and errors", "errors"};
    struct pane_logs *p = logs(app);
    (void)pane;
    enum log_level least = p->view.least == LOG_LEVEL_NONE   ? LOG_LEVEL_WARN
                           : p->view.least == LOG_LEVEL_WARN ? LOG_LEVEL_ERROR
                                                             : LOG_LEVEL_NONE;
    notice_say(app, ROLE_DIM, "shown: %s", words[least]);
    pane_logs_refilter(p, least);
}

static void on_filter(struct app *app, const char *text, void *user)
{
    struct pane_logs *p = user;
    (void)app;
    free(p->filter);
    p->filter = xstrdup(text);
    pane_logs_refilter(p, p->view.least);
}

void act_log_filter(struct app *app, struct pane *pane)
{
    struct pane_logs *p = logs(app);
    (void)pane;
    dialog_input(app, "lines with (!without)", p->filter, on_filter, p);
}

static void change_context(struct app *app, int by)
{
    struct pane_logs *p = logs(app);
    int context = p->context + by;
    if (context < 0 || context > PANE_LOGS_CONTEXT_MOST)
        return;
    p->context = context;
    notice_say(app, ROLE_DIM, "%d lines around each that passes the filter", context);
    pane_logs_refilter(p, p->view.least);
}

void act_log_more_context(struct app *app, struct pane *pane)
{
    (void)pane;
    change_context(app, 1);
}

void act_log_less_context(struct app *app, struct pane *pane)
{
    (void)pane;
    change_context(app, -1);
}

/* "5000": the last lines; "10m": since; "all". */
static void on_span(struct app *app, const char *text, void *user)
{
    struct pane_logs *p = user;
    char *end;
    errno = 0;
    long long lines = strtoll(text, &end, 10);
    int64_t since = time_parse_duration(text);
    if (strcmp(text, "all") == 0) {
        p->tail = -1;
        p->since_s = 0;
    } else if (*text && !*end && errno == 0 && lines >= 0) {
        p->tail = lines;
        p->since_s = 0;
    } else if (since >= 1000) {
        p->tail = -1;
        p->since_s = since / 1000;
    } else {
        notice_say(app, ROLE_WARN, "\"%s\" is neither a number of lines, nor a time such as 10m, nor all",
                   text);
        return;
    }
    pane_logs_restart(p);
}

void act_log_span(struct app *app, struct pane *pane)
{
    struct pane_logs *p = logs(app);
    struct str now = {0};
    (void)pane;
    if (p->since_s)
        str_addf(&now, "%llds", (long long)p->since_s);
    else if (p->tail < 0)
        str_add(&now, "all");
    else
        str_addf(&now, "%lld", (long long)p->tail);
    dialog_input(app, "last lines, or since (10m), or all", str_text(&now), on_span, p);
    str_fini(&now);
}

/* Saving. */

static void save(struct pane_logs *p, const char *path, bool replace);

struct save_again {
    struct pane_logs *pane;
    char path[];
};

static void on_replace(struct app *app, bool yes, void *user)
{
    struct save_again *again = user;
    if (yes)
        save(again->pane, again->path, true);
    else
        notice_say(app, ROLE_DIM, "nothing was saved");
    free(again);
}

static void ask_replace(struct pane_logs *p, const char *path)
{
    struct save_again *again = xmalloc(sizeof(*again) + strlen(path) + 1);
    char *question = xasprintf("%s is there already. Replace it?", path);
    again->pane = p;
    memcpy(again->path, path, strlen(path) + 1);
    dialog_confirm(p->pane.app, question, "What the file holds now is lost.", on_replace, again);
    free(question);
}

static void save(struct pane_logs *p, const char *path, bool replace)
{
    struct err_info info;
    size_t lines;
    enum err err = log_save(&p->view, path, p->stamps != LOG_STAMPS_NONE, replace, &lines, &info);
    if (err == ERR_CONFLICT)
        ask_replace(p, path);
    else if (err != ERR_OK)
        notice_say(p->pane.app, ROLE_ERROR, "%s", info.text);
    else
        notice_say(p->pane.app, ROLE_GOOD, "%zu lines saved to %s", lines, path);
}

static void on_path(struct app *app, const char *text, void *user)
{
    (void)app;
    if (*text)
        save(user, text, false);
}

void act_log_save(struct app *app, struct pane *pane)
{
    struct pane_logs *p = logs(app);
    char *name = xasprintf("%s-%s.log", p->pod, p->container);
    (void)pane;
    dialog_input(app, "save to", name, on_path, p);
    free(name);
}

/* Another container of the pod. */

static void choose_index(struct app *app, int index)
{
    struct store *store = cluster_store(app->cluster);
    const struct pod *pod = selection_pod(&app->selection, store);
    if (pod && index >= 0 && index < pod->container_count)
        app_select_container(app, store_text(store, pod->containers[index].name));
}

static int shown_index(struct app *app, const struct pod *pod)
{
    struct store *store = cluster_store(app->cluster);
    for (int i = 0; i < pod->container_count; i++) {
        if (str_equal(store_text(store, pod->containers[i].name), logs(app)->container))
            return i;
    }
    return -1;
}

static void step_container(struct app *app, int step)
{
    const struct pod *pod = selection_pod(&app->selection, cluster_store(app->cluster));
    if (!pod || pod->container_count < 2)
        notice_say(app, ROLE_DIM, "there is no other container");
    else
        choose_index(app, (shown_index(app, pod) + step + pod->container_count) % pod->container_count);
}

void act_log_next_container(struct app *app, struct pane *pane)
{
    (void)pane;
    step_container(app, 1);
}

void act_log_previous_container(struct app *app, struct pane *pane)
{
    (void)pane;
    step_container(app, -1);
}

void act_log_container(struct app *app, struct pane *pane)
{
    static const char *const roles[] = {"", "init", "sidecar", "ephemeral"};
    struct store *store = cluster_store(app->cluster);
    const struct pod *pod = selection_pod(&app->selection, store);
    (void)pane;
    menu_start(&app->dialog.menu, "Container", "no container is known");
    for (int i = 0; pod && i < pod->container_count; i++)
        menu_add(&app->dialog.menu, i, store_text(store, pod->containers[i].name),
                 roles[pod->containers[i].role]);
    if (pod)
        menu_point(&app->dialog.menu, shown_index(app, pod));
    dialog_list(app, "Container", choose_index);
}
