/* The text of one pod, fetched: the object, then for describe its events, then the words. */
#include "tui/pod_text.h"

#include "api-client/describe.h"
#include "api-client/json.h"
#include "api-client/print.h"
#include "base/xmalloc.h"

#include <stdlib.h>

enum { BODY_MAX = 64 * 1024 * 1024 };

struct pod_text {
    struct client *client;
    enum pod_text_kind kind;
    char *namespace_, *name;
    void (*done)(void *user, enum err err, const struct str *text, const struct err_info *info);
    void *user;
    struct request *request;
    struct str pod, events;
    struct str *body; /* where the running request's bytes go */
    struct arena arena;
};

void pod_text_cancel(struct pod_text *f)
{
    if (!f)
        return;
    request_cancel(f->request);
    str_fini(&f->pod);
    str_fini(&f->events);
    arena_fini(&f->arena);
    free(f->namespace_);
    free(f->name);
    free(f);
}

static void finish(struct pod_text *f, enum err err, const struct str *text, const struct err_info *info)
{
    static const struct str nothing;
    f->request = NULL;
    f->done(f->user, err, text ? text : &nothing, info);
    pod_text_cancel(f);
}

/* Events that could not be had leave the description whole but for them. */
static const cJSON *events_array(struct pod_text *f)
{
    cJSON *list;
    if (!f->events.len || json_parse(&f->arena, str_text(&f->events), f->events.len, &list, NULL) != ERR_OK)
        return NULL;
    return json_get(list, "items");
}

static void finish_with_text(struct pod_text *f)
{
    struct str text = {0};
    struct err_info info;
    cJSON *pod;
    enum err err = json_parse(&f->arena, str_text(&f->pod), f->pod.len, &pod, &info);
    if (err == ERR_OK && f->kind == POD_TEXT_DESCRIBE)
        describe_pod(&text, pod, events_array(f), client_now(f->client));
    else if (err == ERR_OK)
        print_yaml(&text, pod, false);
    finish(f, err, &text, &info);
    str_fini(&text);
}

static enum err on_data(void *user, const char *bytes, size_t len)
{
    struct pod_text *f = user;
    str_add_bytes(f->body, bytes, len);
    return f->body->len > BODY_MAX ? ERR_TOO_BIG : ERR_OK;
}

static void on_events_done(void *user, enum err err, const struct response *response,
                           const struct err_info *info)
{
    struct pod_text *f = user;
    (void)response, (void)info;
    if (err != ERR_OK)
        str_clear(&f->events);
    f->request = NULL;
    finish_with_text(f);
}

static void fetch(struct pod_text *f, const char *path, struct str *body,
                  void (*on_done)(void *, enum err, const struct response *, const struct err_info *))
{
    f->body = body;
    f->request = client_request(
        f->client, &(struct request_spec){.path = path, .on_data = on_data, .on_done = on_done, .user = f});
}

/* By uid too: a pod of the same name that was deleted has left its events behind. */
static void add_event_selector(struct pod_text *f, struct str *selector)
{
    cJSON *pod;
    str_addf(selector, "involvedObject.name=%s,involvedObject.namespace=%s", f->name, f->namespace_);
    if (json_parse(&f->arena, str_text(&f->pod), f->pod.len, &pod, NULL) == ERR_OK &&
        json_text(pod, "metadata.uid"))
        str_addf(selector, ",involvedObject.uid=%s", json_text(pod, "metadata.uid"));
    arena_reset(&f->arena);
}

static void fetch_events(struct pod_text *f)
{
    struct str path = {0}, selector = {0};
    add_event_selector(f, &selector);
    str_add(&path, "/api/v1/namespaces/");
    url_add_escaped(&path, f->namespace_);
    str_add(&path, "/events?fieldSelector=");
    url_add_escaped(&path, str_text(&selector));
    fetch(f, str_text(&path), &f->events, on_events_done);
    str_fini(&path);
    str_fini(&selector);
}

static void on_pod_done(void *user, enum err err, const struct response *response,
                        const struct err_info *info)
{
    struct pod_text *f = user;
    (void)response;
    f->request = NULL;
    if (err != ERR_OK)
        finish(f, err, NULL, info);
    else if (f->kind == POD_TEXT_DESCRIBE)
        fetch_events(f);
    else
        finish_with_text(f);
}

struct pod_text *
pod_text_fetch(struct client *client, enum pod_text_kind kind, const char *namespace_, const char *name,
               void (*done)(void *user, enum err err, const struct str *text, const struct err_info *info),
               void *user)
{
    struct pod_text *f = xcalloc(1, sizeof(*f));
    struct str path = {0};
    *f = (struct pod_text){.client = client, .kind = kind, .done = done, .user = user};
    f->namespace_ = xstrdup(namespace_);
    f->name = xstrdup(name);
    arena_init(&f->arena, JSON_OBJECT_CAP);
    str_add(&path, "/api/v1/namespaces/");
    url_add_escaped(&path, namespace_);
    str_add(&path, "/pods/");
    url_add_escaped(&path, name);
    fetch(f, str_text(&path), &f->pod, on_pod_done);
    str_fini(&path);
    return f;
}
