/* The pods kept in step: one watch, or one for each namespace that may be read. */
#include "tui/pod_watches.h"

#include "api-client/decode.h"
#include "api-client/prune.h"
#include "base/xmalloc.h"

#include <stdlib.h>

/* With more namespaces than this the connections would cost more than the picture is worth. */
enum { NAMESPACES_MAX = 64, BODY_MAX = 16 * 1024 * 1024 };

#define METADATA_TYPE "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io,application/json"

/* One watch. */
struct part {
    struct pod_watches *owner;
    struct watch *watch;
    uint32_t namespace_; /* 0: all */
    uint32_t round;      /* of its running list: no two lists of all parts share one */
};

struct pod_watches {
    struct pod_watches_spec spec;
    char *namespace_;
    struct part *parts[NAMESPACES_MAX];
    size_t count;
    uint32_t round;             /* of full lists, over all parts */
    struct request *namespaces; /* asked for when all are forbidden */
    struct str body;
    bool divided; /* one part for each namespace */
    struct err_info lost;
    struct str problem;
};

/* What a watch brings. */

static void on_list_begin(void *user)
{
    struct part *part = user;
    part->round = ++part->owner->round;
}

static void on_pod(void *user, enum watch_change change, const cJSON *object)
{
    struct part *part = user;
    struct pod_watches *w = part->owner;
    struct store *store = w->spec.store;
    int64_t now = client_now(w->spec.client);
    struct pod pod;
    if (change == CHANGE_DELETED) {
        store_pod_remove(store, intern_id(&store->strings, json_text(object, "metadata.namespace")),
                         json_text_or_empty(object, "metadata.name"));
    } else if (decode_pod(store, object, now, &pod) == ERR_OK) {
        struct pod *kept = store_pod_put(store, &pod, now);
        if (change == CHANGE_LISTED)
            store_pod_seen(store, kept->id, part->round);
    }
    w->spec.on_pods(w->spec.user);
}

static void on_list_end(void *user)
{
    struct part *part = user;
    struct pod_watches *w = part->owner;
    store_pods_sweep(w->spec.store, part->namespace_, part->round);
    w->spec.on_pods(w->spec.user);
    w->spec.on_state(w->spec.user);
}

static void on_lost(void *user, const struct err_info *info)
{
    struct pod_watches *w = ((struct part *)user)->owner;
    w->lost = *info;
    w->spec.on_state(w->spec.user);
}

static void divide(struct pod_watches *w);

static void on_state(void *user)
{
    struct part *part = user;
    struct pod_watches *w = part->owner;
    if (!w->divided && !part->namespace_ && watch_state(part->watch) == WATCH_FORBIDDEN)
        divide(w);
    w->spec.on_state(w->spec.user);
}

static void add_part(struct pod_watches *w, const char *namespace_)
{
    struct part *part = xcalloc(1, sizeof(*part));
    struct str path = {0};
    part->owner = w;
    part->namespace_ = namespace_ ? intern_id(&w->spec.store->strings, namespace_) : 0;
    str_add(&path, "/api/v1");
    if (namespace_) {
        str_add(&path, "/namespaces/");
        url_add_escaped(&path, namespace_);
    }
    str_add(&path, "/pods");
    w->parts[w->count++] = part;
    part->watch = watch_start(w->spec.client, &(struct watch_spec){.path = str_text(&path),
                                                                   .leave_out = prune_pod,
                                                                   .from_cache = true,
                                                                   .on_list_begin = on_list_begin,
                                                                   .on_object = on_pod,
                                                                   .on_list_end = on_list_end,
                                                                   .on_lost = on_lost,
                                                                   .on_state = on_state,
                                                                   .user = part});
    str_fini(&path);
}

/* From one watch for all to one for each namespace. The first one stays: it asks again once a minute, and
 * when the right is given some day it has everything. */

static bool has_part(const struct pod_watches *w, uint32_t namespace_)
{
    for (size_t i = 0; i < w->count; i++)
        if (w->parts[i]->namespace_ == namespace_)
            return true;
    return false;
}

static void add_namespace(struct pod_watches *w, const char *name)
{
    if (name && *name && w->count < NAMESPACES_MAX && !has_part(w, intern_id(&w->spec.store->strings, name)))
        add_part(w, name);
}

static enum err on_namespaces_data(void *user, const char *bytes, size_t len)
{
    struct pod_watches *w = user;
    str_add_bytes(&w->body, bytes, len);
    return w->body.len > BODY_MAX ? ERR_TOO_BIG : ERR_OK;
}

static void on_namespaces_done(void *user, enum err err, const struct response *response,
                               const struct err_info *info)
{
    struct pod_watches *w = user;
    struct arena arena;
    cJSON *list;
    const char *name;
    (void)response, (void)info;
    w->namespaces = NULL;
    arena_init(&arena, JSON_OBJECT_CAP);
    if (err == ERR_OK && json_parse(&arena, str_text(&w->body), w->body.len, &list, NULL) == ERR_OK)
        json_each(item, json_get(list, "items")) add_namespace(w, json_text(item, "metadata.name"));
    for (size_t i = 0; (name = w->spec.fallback(w->spec.user, i)); i++)
        add_namespace(w, name);
    arena_fini(&arena);
    w->spec.on_state(w->spec.user);
}

static void divide(struct pod_watches *w)
{
    w->divided = true;
    w->namespaces = client_request(w->spec.client, &(struct request_spec){.path = "/api/v1/namespaces",
                                                                          .accept = METADATA_TYPE,
                                                                          .on_data = on_namespaces_data,
                                                                          .on_done = on_namespaces_done,
                                                                          .user = w});
}

struct pod_watches *pod_watches_start(const struct pod_watches_spec *spec)
{
    struct pod_watches *w = xcalloc(1, sizeof(*w));
    w->spec = *spec;
    w->namespace_ = xstrdup(spec->namespace_);
    add_part(w, w->namespace_);
    return w;
}

void pod_watches_stop(struct pod_watches *w)
{
    if (!w)
        return;
    request_cancel(w->namespaces);
    for (size_t i = 0; i < w->count; i++) {
        watch_stop(w->parts[i]->watch);
        free(w->parts[i]);
    }
    str_fini(&w->body);
    str_fini(&w->problem);
    free(w->namespace_);
    free(w);
}

/* All of them as one. */

/* Which of two states says more about the whole: what is being tried or is broken before what is well, and
 * what is well before what is refused. */
static int weight(enum watch_state state)
{
    static const int weights[] = {
        [WATCH_STALE] = 6, [WATCH_CONNECTING] = 5, [WATCH_LISTING] = 4,   [WATCH_POLLING] = 3,
        [WATCH_LIVE] = 2,  [WATCH_MISSING] = 1,    [WATCH_FORBIDDEN] = 0,
    };
    return weights[state];
}

static const struct part *leading(const struct pod_watches *w)
{
    const struct part *best = w->parts[0];
    for (size_t i = 1; i < w->count; i++)
        if (weight(watch_state(w->parts[i]->watch)) > weight(watch_state(best->watch)))
            best = w->parts[i];
    return best;
}

enum watch_state pod_watches_state(const struct pod_watches *w)
{
    return watch_state(leading(w)->watch);
}

int64_t pod_watches_since(const struct pod_watches *w)
{
    return watch_state_since(leading(w)->watch);
}

static size_t count_forbidden(const struct pod_watches *w)
{
    size_t n = 0;
    for (size_t i = 0; i < w->count; i++)
        n += w->parts[i]->namespace_ && watch_state(w->parts[i]->watch) == WATCH_FORBIDDEN;
    return n;
}

/* "not all namespaces may be read: shown is what is in a, b". */
static void add_what_is_shown(struct pod_watches *w)
{
    const char *before = "only some namespaces may be read; shown: ";
    for (size_t i = 0; i < w->count; i++)
        if (w->parts[i]->namespace_ && watch_state(w->parts[i]->watch) != WATCH_FORBIDDEN) {
            str_addf(&w->problem, "%s%s", before, store_text(w->spec.store, w->parts[i]->namespace_));
            before = ", ";
        }
    if (count_forbidden(w))
        str_addf(&w->problem, "; %zu forbidden", count_forbidden(w));
}

const char *pod_watches_problem(struct pod_watches *w)
{
    const struct part *part = leading(w);
    str_clear(&w->problem);
    str_add(&w->problem, watch_problem(part->watch));
    if (!w->problem.len && w->divided)
        add_what_is_shown(w);
    if (!w->problem.len)
        str_add(&w->problem, w->lost.text);
    return str_text(&w->problem);
}

int64_t pod_watches_retry_in(const struct pod_watches *w)
{
    return watch_retry_in(leading(w)->watch);
}

void pod_watches_retry(struct pod_watches *w)
{
    for (size_t i = 0; i < w->count; i++)
        watch_retry(w->parts[i]->watch);
}

size_t pod_watches_listed(const struct pod_watches *w)
{
    size_t n = 0;
    for (size_t i = 0; i < w->count; i++)
        n += watch_listed(w->parts[i]->watch);
    return n;
}

int64_t pod_watches_remaining(const struct pod_watches *w)
{
    return w->count == 1 ? watch_remaining(w->parts[0]->watch) : -1;
}
