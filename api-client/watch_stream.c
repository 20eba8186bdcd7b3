/* A watch's second half: changes as they happen, from where the list ended. */
#include "api-client/watch_parts.h"

#include <stdlib.h>
#include <string.h>

enum {
    TIMEOUT_MIN_S = 5 * 60, /* as client-go: up to twice that, so that watches do not all end together */
    HEAD_MS = 30 * 1000,    /* the head comes at once, or something in between swallows it */
    GRACE_MS = 60 * 1000,   /* the server ends the watch in time, or it is gone without a word */
    STEADY_MS = 5 * 1000    /* a watch that lived so long was a good one */
};

/* What is said of the running watch by its bytes ends it: the rest of them is of no use. */
static enum err end_stream(struct watch *watch, enum err err, const char *words)
{
    err_set(&watch->trouble, err, "%s", words);
    return err;
}

static void keep_version(struct watch *watch, const char *version)
{
    if (!version || !*version)
        return;
    str_clear(&watch->version);
    str_add(&watch->version, version);
}

/* A Table's event holds its rows; the version is the Table's or its rows' objects'. */
static void take_table(struct watch *watch, enum watch_change change, const cJSON *table)
{
    keep_version(watch, json_text(table, "metadata.resourceVersion"));
    json_each(row, json_get(table, "rows"))
    {
        keep_version(watch, json_text(row, "object.metadata.resourceVersion"));
        if (!watch->stopped)
            watch->spec.on_object(watch->spec.user, change, row);
    }
}

static enum err take_change(struct watch *watch, enum watch_change change, const cJSON *object)
{
    if (watch->listing && change == CHANGE_ADDED)
        change = CHANGE_LISTED;
    watch->listed += change == CHANGE_LISTED;
    if (str_equal(json_text(object, "kind"), "Table")) {
        take_table(watch, change, object);
        return ERR_OK;
    }
    keep_version(watch, json_text(object, "metadata.resourceVersion"));
    watch->spec.on_object(watch->spec.user, change, object);
    return ERR_OK;
}

static enum err on_added(struct watch *watch, const cJSON *object)
{
    return take_change(watch, CHANGE_ADDED, object);
}

static enum err on_modified(struct watch *watch, const cJSON *object)
{
    return take_change(watch, CHANGE_MODIFIED, object);
}

static enum err on_deleted(struct watch *watch, const cJSON *object)
{
    return take_change(watch, CHANGE_DELETED, object);
}

static bool ends_initial_events(const cJSON *object)
{
    const cJSON *annotations = json_at(object, "metadata.annotations");
    return str_equal(cJSON_GetStringValue(json_get(annotations, "k8s.io/initial-events-end")), "true");
}

static enum err on_bookmark(struct watch *watch, const cJSON *object)
{
    keep_version(watch, json_text(object, "metadata.resourceVersion"));
    if (watch->listing && ends_initial_events(object))
        watch_list_complete(watch);
    return ERR_OK;
}

/* 410 in band is the usual one; whatever else the server says, its own words are the reason. */
static enum err on_error(struct watch *watch, const cJSON *status)
{
    const char *message = json_text(status, "message");
    bool gone = json_int(status, "code", 0) == 410 || str_equal(json_text(status, "reason"), "Expired") ||
                str_equal(json_text(status, "reason"), "Gone");
    bool set_back = message && strstr(message, "Too large resource version");
    watch->relist = gone || set_back;
    return end_stream(watch, gone ? ERR_GONE : ERR_SERVER,
                      message && *message ? message : "the server ended the watch with an error");
}

static const struct {
    const char *type;
    enum err (*take)(struct watch *watch, const cJSON *object);
} events[] = {
    {"ADDED", on_added},       {"MODIFIED", on_modified}, {"DELETED", on_deleted},
    {"BOOKMARK", on_bookmark}, {"ERROR", on_error},
};

/* A server that knows no watch may answer with a list as if nothing had been asked. */
static enum err take_event(struct watch *watch, const cJSON *event)
{
    const char *type = json_text_or_empty(event, "type");
    struct err_info info;
    for (size_t i = 0; i < sizeof(events) / sizeof(events[0]); i++)
        if (strcmp(type, events[i].type) == 0) {
            watch->events++;
            return events[i].take(watch, json_get(event, "object"));
        }
    if (str_ends(json_text_or_empty(event, "kind"), "List"))
        return end_stream(watch, ERR_CONFLICT, "the server answered a watch with a list");
    err_set(&info, ERR_PARSE, "an event of the unknown type \"%.40s\"", type);
    watch_lose(watch, "a change", &info);
    return ERR_OK;
}

static enum err on_line(void *user, const char *json, size_t len)
{
    struct watch *watch = user;
    struct err_info info;
    cJSON *event;
    enum err err = watch_parse(watch, json, len, true, &event, &info);
    if (err) {
        watch_lose(watch, "a change", &info);
        err = ERR_OK;
    } else {
        err = take_event(watch, event);
    }
    arena_reset(&watch->arena);
    return watch->stopped ? ERR_CANCELLED : err;
}

static enum err on_data(void *user, const char *bytes, size_t len)
{
    struct watch *watch = user;
    struct err_info info = {""};
    watch_enter(watch);
    enum err err = split_feed(watch->split, bytes, len, &info);
    if (err && info.text[0])
        end_stream(watch, err, info.text);
    watch_leave(watch);
    return err;
}

static void on_head(void *user, const struct response *response)
{
    struct watch *watch = user;
    if (response->status != 200)
        return;
    watch_enter(watch);
    timer_start(watch->timer, (uint64_t)watch->timeout_s * 1000 + GRACE_MS, 0);
    if (watch->step == STEP_INITIAL)
        watch_list_is_coming(watch);
    else
        watch_set_state(watch, WATCH_LIVE, ERR_OK, "");
    watch->polls = 0;
    watch_leave(watch);
}

/* It ended: at its time, by a cut, or by a word from the server. */

static void go_on(struct watch *watch, enum err err, const struct response *response,
                  const struct err_info *info)
{
    bool steady = time_steady() - watch->watch_began >= STEADY_MS;
    enum watch_step next = watch->listing ? watch->step : STEP_WATCH;
    if (steady || watch->events)
        watch->failures = 0;
    if (!err && (steady || watch->events)) {
        watch_begin_later(watch, next, steady ? 0 : -1);
        return;
    }
    struct err_info said = *info;
    if (!err)
        err = err_set(&said, ERR_CUT, "the server ended the watch of %s at once", watch->spec.path);
    watch_failed(watch, next, err, response, &said);
}

static void list_again(struct watch *watch)
{
    bool too_soon = time_steady() - watch->watch_began < STEADY_MS && watch->failures > 0;
    enum watch_step next = watch->spec.initial_events && !watch->initial_refused ? STEP_INITIAL : STEP_LIST;
    watch->consistent = true;
    watch->failures++; /* of a server that never keeps its word: the second time comes later */
    if (too_soon)
        watch_begin_later(watch, next, -1);
    else
        watch_begin(watch, next);
}

/* Is it the verb that is refused, and not the resource? */
static bool watch_refused(const struct watch *watch, enum err err, const struct response *response)
{
    return response->status == 403 || response->status == 405 || response->status == 501 ||
           (err == ERR_CONFLICT && watch->trouble.text[0]);
}

static void stream_ended(struct watch *watch, enum err err, const struct response *response,
                         const struct err_info *info)
{
    int status = response->status;
    if (watch->step == STEP_INITIAL && (status == 400 || status == 422)) {
        watch->initial_refused = true;
        watch_begin(watch, STEP_LIST);
    } else if (watch->relist || err == ERR_GONE || strstr(info->text, "Too large resource version")) {
        list_again(watch);
    } else if (err == ERR_NOT_FOUND) {
        watch_begin(watch, STEP_LIST); /* its answer says whether the resource is gone */
    } else if (watch_refused(watch, err, response)) {
        watch->step = STEP_LIST;
        watch_poll(watch);
    } else {
        go_on(watch, err, response, info);
    }
}

static void on_done(void *user, enum err err, const struct response *response, const struct err_info *info)
{
    struct watch *watch = user;
    struct err_info said = *info;
    watch->request = NULL;
    watch_enter(watch);
    timer_stop(watch->timer);
    if (err && watch->trouble.text[0])
        err_set(&said, err, "the watch of %s: %s", watch->spec.path, watch->trouble.text);
    stream_ended(watch, err, response, &said);
    watch_leave(watch);
}

void watch_stream_overdue(struct watch *watch)
{
    struct err_info info;
    enum err err = err_set(&info, ERR_TIMEOUT, "%s went silent while %s was watched",
                           client_target(watch->client)->server, watch->spec.path);
    watch_drop_request(watch);
    watch_failed(watch, watch->step, err, NULL, &info);
}

void watch_stream_begin(struct watch *watch, bool initial)
{
    struct str path = {0};
    watch->timeout_s = TIMEOUT_MIN_S + (int)arc4random_uniform(TIMEOUT_MIN_S);
    watch->watch_began = time_steady();
    watch->events = 0;
    watch->relist = false;
    watch->trouble.text[0] = '\0';
    watch_add_path(watch, &path);
    str_addf(&path, "watch=true&allowWatchBookmarks=true&timeoutSeconds=%d&resourceVersion=%s",
             watch->timeout_s, initial ? "" : str_text(&watch->version));
    if (initial)
        str_add(&path, "&resourceVersionMatch=NotOlderThan&sendInitialEvents=true");
    watch->split = split_new(SPLIT_LINES, JSON_OBJECT_CAP, on_line, watch);
    split_on_too_big(watch->split, watch_lose_big);
    watch->request = client_request(watch->client, &(struct request_spec){
                                                       .path = str_text(&path),
                                                       .accept = watch->spec.accept,
                                                       .streaming = true,
                                                       .on_head = on_head,
                                                       .on_data = on_data,
                                                       .on_done = on_done,
                                                       .user = watch,
                                                   });
    timer_start(watch->timer, HEAD_MS, 0);
    str_fini(&path);
}
