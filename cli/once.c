/* The dashboard's pods, printed. */
#include "cli/once.h"

#include "api-client/decode.h"
#include "cli/complain.h"
#include "cli/get.h"
#include "cli/tableprint.h"
#include "model/podstatus.h"
#include "model/podview.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct once {
    struct get get;
    struct store store;
    struct arena arena;
    struct tableprint print;
    struct err_info info;
    int64_t now;
};

static enum err on_pod(void *user, const char *json, size_t len)
{
    struct once *once = user;
    struct pod pod;
    cJSON *object = NULL;
    arena_reset(&once->arena);
    once->now = client_now(once->get.session->client);
    enum err err = json_parse(&once->arena, json, len, &object, &once->info);
    if (err == ERR_OK)
        err = decode_pod(&once->store, object, once->now, &pod);
    if (err == ERR_OK)
        store_pod_put(&once->store, &pod, once->now);
    else /* one pod that cannot be read takes no other with it */
        fprintf(stderr, "warning: a pod could not be read: %s\n",
                *once->info.text ? once->info.text : err_words(err));
    return ERR_OK;
}

static void add_cell(struct once *once, const char *text)
{
    tableprint_cell(&once->print, text, strlen(text));
}

static const char *or_none(const char *text)
{
    return *text ? text : "<none>";
}

static void add_row(struct once *once, const struct pod *pod)
{
    struct str text = {0};
    char age[TIME_TEXT];
    tableprint_row(&once->print);
    add_cell(once, store_text(&once->store, pod->namespace_));
    add_cell(once, pod->name);
    podstatus_add_ready(&text, pod);
    add_cell(once, str_text(&text));
    add_cell(once, pod->status ? pod->status : "");
    str_clear(&text);
    podstatus_add_restarts(&text, pod, once->now);
    add_cell(once, str_text(&text));
    add_cell(once, time_since(age, pod->created, once->now));
    add_cell(once, or_none(pod->ip ? pod->ip : ""));
    add_cell(once, or_none(store_text(&once->store, pod->node)));
    add_cell(once, pod->why ? pod->why : "");
    str_fini(&text);
}

static int print(struct once *once, const char *filter)
{
    static const char *const titles[] = {"NAMESPACE", "NAME", "READY", "STATUS", "RESTARTS",
                                         "AGE",       "IP",   "NODE",  "WHY",    NULL};
    struct err_info info = {""};
    struct podview *view = podview_new(&once->store);
    int status = podview_filter(view, filter ? filter : "", &info) == ERR_OK ? 0 : complain("%s", info.text);
    podview_sort_by(view, PODVIEW_BY_HEALTH, false);
    podview_changed(view);
    while (podview_step(view, PODVIEW_BUDGET))
        ;
    for (size_t i = 0; !status && i < podview_count(view); i++)
        add_row(once, store_pod_at(&once->store, podview_at(view, i)));
    bool headers = !args_bool(once->get.args, "no-headers") && once->print.rows.len;
    for (const char *const *title = titles; headers && *title; title++)
        tableprint_title(&once->print, *title);
    if (!status && !once->print.rows.len)
        fprintf(stderr, "No pods found%s%s%s\n", once->get.all_namespaces ? "" : " in ",
                once->get.all_namespaces ? "" : once->get.session->namespace_,
                once->get.all_namespaces ? "" : " namespace.");
    tableprint_write(&once->print, NULL, NULL, stdout);
    podview_free(view);
    return status;
}

int once_print(const struct args *args, struct session *session)
{
    struct get_target target = {.kind = *kind_known("pods")};
    struct once once = {.get = {.args = args,
                                .session = session,
                                .all_namespaces = args_bool(args, "all-namespaces"),
                                .chunk = 500}};
    kinds_init(&once.get.kinds, session->client);
    store_init(&once.store);
    arena_init(&once.arena, JSON_OBJECT_CAP);
    tableprint_init(&once.print, isatty(STDOUT_FILENO));
    int status = 1;
    if (get_read(&once.get, &target, &(struct get_reader){.on_element = on_pod, .user = &once}))
        status = print(&once, args_text(args, "filter"));
    get_say_errors(&once.get);
    tableprint_fini(&once.print);
    arena_fini(&once.arena);
    store_fini(&once.store);
    get_fini(&once.get);
    return status;
}

int once_run(const struct args *args)
{
    struct session session;
    if (session_open(args, &session))
        return 1;
    int status = once_print(args, &session);
    session_close(&session);
    return status;
}
