/* Following a collection. */
#include "cli/get_follow.h"

#include "api-client/print.h"
#include "base/xmalloc.h"
#include "cli/complain.h"

#include <stdio.h>
#include <stdlib.h>

struct follower {
    struct get *get;
    const struct get_follow *follow;
    struct split *split;
    struct arena arena;
    char *version; /* owned: where to go on */
    struct err_info info;
    bool failed;    /* the server said ERROR */
    size_t changes; /* in the running request */
    bool seen;      /* any event yet */
    const struct get_target *target;
};

/* Where to go on: the object's, or the first row's of a Table without one. */
static void keep_version(struct follower *f, const cJSON *object)
{
    const char *version = json_text(object, "metadata.resourceVersion");
    const cJSON *rows = json_get(object, "rows");
    if ((!version || !*version) && cJSON_IsArray(rows) && rows->child)
        version = json_text(rows->child, "object.metadata.resourceVersion");
    if (!version || !*version)
        return;
    free(f->version);
    f->version = xstrdup(version);
}

static enum err on_error(struct follower *f, const cJSON *status)
{
    const char *reason = json_text_or_empty(status, "reason");
    f->failed = true;
    return err_set(&f->info, ERR_SERVER, "%s%s%s%s",
                   "the watch has ended: ", json_text_or_empty(status, "message"), *reason ? ", " : "",
                   reason);
}

static enum err on_line(void *user, const char *json, size_t len)
{
    struct follower *f = user;
    cJSON *event = NULL;
    arena_reset(&f->arena);
    enum err err = print_parse(&f->arena, json, len, &event, &f->info);
    if (err != ERR_OK)
        return err;
    const char *type = json_text_or_empty(event, "type");
    cJSON *object = json_get(event, "object");
    if (str_equal(type, "ERROR"))
        return on_error(f, object);
    keep_version(f, object);
    bool skipped = f->target->name && !f->seen;
    if (!str_equal(type, "BOOKMARK") && !skipped)
        f->follow->on_change(f->follow->user, type, object);
    f->seen = true;
    f->changes++;
    return fflush(stdout) || ferror(stdout) ? ERR_CANCELLED : ERR_OK;
}

static enum err on_data(void *user, const char *bytes, size_t len)
{
    struct follower *f = user;
    return split_feed(f->split, bytes, len, &f->info);
}

/* One request, until it ends. */
static enum err watch_once(struct follower *f, const struct get_target *target, int *status)
{
    struct str path = {0}, more = {0}, body = {0};
    struct err_info info = {""};
    str_add(&more, "watch=true&allowWatchBookmarks=true");
    if (f->version) {
        str_add(&more, "&resourceVersion=");
        url_add_escaped(&more, f->version);
    }
    get_add_path(f->get, target, str_text(&more), &path);
    f->split = split_new(SPLIT_LINES, JSON_OBJECT_CAP, on_line, f);
    enum err err = client_fetch(f->get->session->client,
                                &(struct request_spec){.path = str_text(&path),
                                                       .accept = f->follow->accept,
                                                       .streaming = true,
                                                       .on_data = on_data,
                                                       .user = f},
                                &body, NULL, &info);
    split_free(f->split);
    if (err == ERR_CANCELLED)
        *status = complain_output();
    else if (err != ERR_OK)
        *status = *f->info.text ? complain("%s", f->info.text)
                                : complain_answer(err, str_text(&body), body.len, &info);
    str_fini(&path);
    str_fini(&more);
    str_fini(&body);
    return err;
}

int get_follow(struct get *get, const struct get_target *target, const char *version,
               const struct get_follow *follow)
{
    /* A name is watched as a collection of one. */
    struct get_target collection = {.kind = target->kind};
    struct str selector = {0};
    struct follower f = {.get = get, .follow = follow, .version = xstrdup(version), .target = target};
    const char *fields = get->field_selector;
    int status = 0;
    if (target->name) {
        /* The object's own version may be too old to begin at; 0 begins now, with the object as it is. */
        free(f.version);
        f.version = xstrdup("0");
        str_addf(&selector, "metadata.name=%s", target->name);
        get->field_selector = str_text(&selector);
    }
    arena_init(&f.arena, 2 * JSON_OBJECT_CAP);
    do
        f.changes = 0;
    while (watch_once(&f, &collection, &status) == ERR_OK && f.version && f.changes);
    get->field_selector = fields;
    arena_fini(&f.arena);
    str_fini(&selector);
    free(f.version);
    return status;
}
