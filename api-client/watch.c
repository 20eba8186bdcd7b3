/*
 * One resource kept in step with the server: list in pages, then watch, again and again.
 *
 *   list --end--> watch --cut--> (wait) --> watch from the last resourceVersion
 *     ^             |410
 *     +-------------+            watch forbidden or unknown: list every few seconds (polling)
 */
#include "api-client/watch.h"

#include "api-client/split.h"
#include "base/str.h"
#include "base/time.h"
#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

enum {
    PAGE = 500,
    ELEMENT_CAP = 16 * 1024 * 1024,
    POLL_MS = 5000,
    REFUSED_MS = 60000, /* until a 403 or 404 is tried again */
    BACKOFF_FIRST_MS = 500,
    BACKOFF_MAX_MS = 30000,
    WATCH_MIN_S = 300, /* the server ends a watch after this to twice this: client-go's choice */
    STEADY_MS = 5000   /* a watch that lived so long proves the server well */
};

struct watch {
    struct client *client;
    struct watch_spec spec; /* texts owned */
    struct request *request;
    struct split *split;
    struct arena arena;
    struct timer *timer;
    char *resource_version, *continue_; /* "" while there is none */
    enum watch_state state;
    int64_t since, retry_at; /* retry_at: steady time, 0 none */
    enum err err;
    struct err_info problem;
    size_t listed;
    int64_t remaining;
    unsigned failures;
    int64_t watch_began;
    enum err in_band; /* an ERROR event's meaning */
    bool watching, list_begun, stopped;
};

static void start_list(struct watch *w);
static void start_watch(struct watch *w);

const char *watch_state_word(enum watch_state state)
{
    static const char *const words[] = {
        [WATCH_CONNECTING] = "connecting", [WATCH_LISTING] = "catching up", [WATCH_LIVE] = "live",
        [WATCH_POLLING] = "polling",       [WATCH_STALE] = "stale",         [WATCH_FORBIDDEN] = "forbidden",
        [WATCH_MISSING] = "not there",
    };
    return (unsigned)state < sizeof(words) / sizeof(words[0]) ? words[state] : "unknown";
}

static void set_state(struct watch *w, enum watch_state state, enum err err, const struct err_info *info)
{
    bool same = w->state == state && w->err == err && (!info || strcmp(w->problem.text, info->text) == 0);
    if (w->state != state)
        w->since = client_now(w->client);
    w->state = state;
    w->err = err;
    if (info && err != ERR_OK)
        w->problem = *info;
    else
        w->problem.text[0] = '\0';
    if (!same && w->spec.on_state)
        w->spec.on_state(w->spec.user);
}

static void set_text(char **to, const char *text)
{
    char *copy = xstrdup(text ? text : "");
    free(*to);
    *to = copy;
}

/* Waiting. */

static void on_timer(void *user)
{
    struct watch *w = user;
    w->retry_at = 0;
    if (*w->resource_version && w->state != WATCH_POLLING)
        start_watch(w);
    else
        start_list(w);
}

static void wait_ms(struct watch *w, int64_t ms)
{
    w->retry_at = time_steady() + ms;
    timer_start(w->timer, (uint64_t)ms, 0);
}

/* Twice as long with each failure, up to the most, plus up to half of it by chance so that clients do not
 * come back all at once; longer if the server asks for it. */
static void wait_after_failure(struct watch *w, int64_t server_asks_ms)
{
    int64_t ms = BACKOFF_FIRST_MS << (w->failures < 6 ? w->failures : 6);
    if (ms > BACKOFF_MAX_MS)
        ms = BACKOFF_MAX_MS;
    w->failures++;
    ms = ms / 2 + random() % (ms / 2 + 1);
    wait_ms(w, server_asks_ms > ms ? server_asks_ms : ms);
}

/* Objects. */

static enum err lost(struct watch *w, const struct err_info *info)
{
    if (w->spec.on_lost)
        w->spec.on_lost(w->spec.user, info);
    return w->stopped ? ERR_CANCELLED : ERR_OK;
}

static void on_too_big(void *user, size_t len)
{
    struct err_info info;
    err_set(&info, ERR_TOO_BIG, "%s: an object of %zu bytes was let go", ((struct watch *)user)->spec.path,
            len);
    lost(user, &info);
}

static enum err parse(struct watch *w, const char *json, size_t len, cJSON **object)
{
    struct err_info info;
    arena_reset(&w->arena);
    enum err err = json_parse(&w->arena, json, len, object, &info);
    if (err != ERR_OK) {
        err_prefix(&info, err, "%s: an object was let go: ", w->spec.path);
        lost(w, &info);
    }
    return err;
}

static enum err on_item(void *user, const char *json, size_t len)
{
    struct watch *w = user;
    cJSON *object;
    if (parse(w, json, len, &object) == ERR_OK) {
        w->listed++;
        w->spec.on_object(w->spec.user, CHANGE_LISTED, object);
    }
    return w->stopped ? ERR_CANCELLED : ERR_OK;
}

/* An ERROR event carries a Status: 410 means that the resourceVersion is too old. */
static enum err on_error_event(struct watch *w, const cJSON *status)
{
    bool gone = json_int(status, "code", 0) == 410 || str_equal(json_text(status, "reason"), "Expired");
    w->in_band = gone ? ERR_GONE : ERR_SERVER;
    err_set(&w->problem, w->in_band, "%s: %s", client_target(w->client)->server,
            json_text_or_empty(status, "message"));
    return ERR_CANCELLED;
}

static enum err on_line(void *user, const char *json, size_t len)
{
    static const struct {
        const char *type;
        enum watch_change change;
    } changes[] = {{"ADDED", CHANGE_ADDED}, {"MODIFIED", CHANGE_MODIFIED}, {"DELETED", CHANGE_DELETED}};
    struct watch *w = user;
    cJSON *line;
    if (parse(w, json, len, &line) != ERR_OK)
        return w->stopped ? ERR_CANCELLED : ERR_OK;
    const char *type = json_text_or_empty(line, "type");
    const cJSON *object = json_get(line, "object");
    if (strcmp(type, "ERROR") == 0)
        return on_error_event(w, object);
    if (json_text(object, "metadata.resourceVersion"))
        set_text(&w->resource_version, json_text(object, "metadata.resourceVersion"));
    for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++)
        if (strcmp(type, changes[i].type) == 0)
            w->spec.on_object(w->spec.user, changes[i].change, object);
    return w->stopped ? ERR_CANCELLED : ERR_OK;
}

static enum err on_data(void *user, const char *bytes, size_t len)
{
    struct watch *w = user;
    return split_feed(w->split, bytes, len, &w->problem);
}

/* The list. */

static void add_query(struct watch *w, struct str *path)
{
    if (w->spec.query && *w->spec.query)
        str_addf(path, "&%s", w->spec.query);
}

static void start_request(struct watch *w, const struct str *path, bool streaming,
                          void (*on_head)(void *, const struct response *),
                          void (*on_done)(void *, enum err, const struct response *, const struct err_info *))
{
    split_free(w->split);
    w->split =
        split_new(streaming ? SPLIT_LINES : SPLIT_ITEMS, ELEMENT_CAP, streaming ? on_line : on_item, w);
    split_on_too_big(w->split, on_too_big);
    w->request = client_request(w->client, &(struct request_spec){.path = str_text(path),
                                                                  .accept = w->spec.accept,
                                                                  .streaming = streaming,
                                                                  .on_head = on_head,
                                                                  .on_data = on_data,
                                                                  .on_done = on_done,
                                                                  .user = w});
}

/* What the list's own object says: where to go on, and from where to watch. */
static enum err read_envelope(struct watch *w, struct err_info *info)
{
    size_t len;
    cJSON *list;
    const char *text = split_envelope(w->split, &len);
    enum err err = split_end(w->split, info);
    arena_reset(&w->arena);
    if (err == ERR_OK)
        err = json_parse(&w->arena, text, len, &list, info);
    if (err != ERR_OK)
        return err_prefix(info, err, "%s: ", w->spec.path);
    if (!json_get(list, "metadata"))
        return err_set(info, ERR_PARSE, "%s%s: the answer is no list of the Kubernetes API",
                       client_target(w->client)->server, w->spec.path);
    set_text(&w->continue_, json_text(list, "metadata.continue"));
    set_text(&w->resource_version, json_text(list, "metadata.resourceVersion"));
    w->remaining = json_int(list, "metadata.remainingItemCount", -1);
    return ERR_OK;
}

static void list_page(struct watch *w);

static void on_list_failed(struct watch *w, enum err err, const struct response *response,
                           const struct err_info *info)
{
    set_text(&w->continue_, "");
    set_text(&w->resource_version, "");
    if (err == ERR_FORBIDDEN || err == ERR_NOT_FOUND) {
        set_state(w, err == ERR_FORBIDDEN ? WATCH_FORBIDDEN : WATCH_MISSING, err, info);
        wait_ms(w, REFUSED_MS);
        return;
    }
    if (err == ERR_GONE) { /* the pages grew too old while they were read: from the beginning */
        wait_after_failure(w, -1);
        return;
    }
    bool never = w->since == TIME_NONE || w->state == WATCH_CONNECTING;
    set_state(w, never ? WATCH_CONNECTING : WATCH_STALE, err, info);
    wait_after_failure(w, response->retry_after_ms);
}

static void on_list_done(void *user, enum err err, const struct response *response,
                         const struct err_info *info)
{
    struct watch *w = user;
    struct err_info own = *info;
    w->request = NULL;
    if (err == ERR_OK)
        err = read_envelope(w, &own);
    if (err != ERR_OK) {
        on_list_failed(w, err, response, &own);
        return;
    }
    if (*w->continue_) {
        set_state(w, WATCH_LISTING, ERR_OK, NULL);
        list_page(w);
        return;
    }
    w->failures = 0;
    w->list_begun = false;
    w->spec.on_list_end(w->spec.user);
    if (w->stopped)
        return;
    if (w->state == WATCH_POLLING)
        wait_ms(w, POLL_MS);
    else
        start_watch(w);
}

/* The list begins when its answer does: until then what is known stays as it is. */
static void on_list_head(void *user, const struct response *response)
{
    struct watch *w = user;
    if (response->status != 200 || w->list_begun)
        return;
    w->list_begun = true;
    w->listed = 0;
    w->spec.on_list_begin(w->spec.user);
    if (!w->stopped && w->state != WATCH_POLLING)
        set_state(w, WATCH_LISTING, ERR_OK, NULL);
}

static void list_page(struct watch *w)
{
    struct str path = {0};
    str_add(&path, w->spec.path);
    if (w->spec.page_size < 0)
        str_add(&path, "?resourceVersion=0");
    else
        str_addf(&path, "?limit=%d", w->spec.page_size ? w->spec.page_size : PAGE);
    if (*w->continue_) {
        str_add(&path, "&continue=");
        url_add_escaped(&path, w->continue_);
    }
    add_query(w, &path);
    start_request(w, &path, false, on_list_head, on_list_done);
    str_fini(&path);
}

static void start_list(struct watch *w)
{
    w->watching = false;
    w->list_begun = false;
    w->remaining = -1;
    set_text(&w->continue_, "");
    list_page(w);
}

/* The watch. */

static void on_watch_head(void *user, const struct response *response)
{
    struct watch *w = user;
    if (response->status != 200)
        return;
    w->watch_began = time_steady();
    set_state(w, WATCH_LIVE, ERR_OK, NULL);
}

static void poll_instead(struct watch *w, enum err err, const struct err_info *info)
{
    struct err_info words;
    err_set(&words, err, "the server gives no watch (%s); asking every %d s instead", info->text,
            POLL_MS / 1000);
    set_state(w, WATCH_POLLING, err, &words);
    wait_ms(w, POLL_MS);
}

static void on_watch_done(void *user, enum err err, const struct response *response,
                          const struct err_info *info)
{
    struct watch *w = user;
    enum err in_band = w->in_band;
    struct err_info said = in_band != ERR_OK ? w->problem : *info;
    w->request = NULL;
    w->in_band = ERR_OK;
    if (w->watch_began && time_steady() - w->watch_began > STEADY_MS)
        w->failures = 0;
    if (err == ERR_GONE || in_band == ERR_GONE) {
        set_state(w, WATCH_LISTING, ERR_OK, NULL);
        start_list(w);
    } else if (err == ERR_FORBIDDEN || response->status == 405) {
        poll_instead(w, err, info);
    } else if (err == ERR_OK && time_steady() - w->watch_began > STEADY_MS) {
        start_watch(w); /* its time was up */
    } else {
        if (err != ERR_OK || in_band != ERR_OK)
            set_state(w, WATCH_STALE, in_band != ERR_OK ? in_band : err, &said);
        wait_after_failure(w, response->retry_after_ms);
    }
}

static void start_watch(struct watch *w)
{
    struct str path = {0};
    w->watching = true;
    w->watch_began = 0;
    w->in_band = ERR_OK;
    str_addf(&path,
             "%s?watch=true&allowWatchBookmarks=true&timeoutSeconds=%ld&resourceVersion=", w->spec.path,
             WATCH_MIN_S + random() % WATCH_MIN_S);
    url_add_escaped(&path, w->resource_version);
    add_query(w, &path);
    start_request(w, &path, true, on_watch_head, on_watch_done);
    str_fini(&path);
}

/* Life. */

struct watch *watch_start(struct client *client, const struct watch_spec *spec)
{
    struct watch *w = xcalloc(1, sizeof(*w));
    w->client = client;
    w->spec = *spec;
    w->spec.path = xstrdup(spec->path);
    w->spec.query = xstrdup(spec->query);
    w->spec.accept = xstrdup(spec->accept);
    w->resource_version = xstrdup("");
    w->continue_ = xstrdup("");
    w->since = client_now(client);
    w->remaining = -1;
    arena_init(&w->arena, JSON_OBJECT_CAP);
    w->timer = timer_new(client_loop(client), on_timer, w);
    start_list(w);
    return w;
}

static void free_watch(void *user)
{
    struct watch *w = user;
    timer_free(w->timer);
    split_free(w->split);
    arena_fini(&w->arena);
    free((char *)(uintptr_t)w->spec.path);
    free((char *)(uintptr_t)w->spec.query);
    free((char *)(uintptr_t)w->spec.accept);
    free(w->resource_version);
    free(w->continue_);
    free(w);
}

/* It may be its own callback that stops it: the memory goes in the next turn. */
void watch_stop(struct watch *w)
{
    if (!w || w->stopped)
        return;
    w->stopped = true;
    request_cancel(w->request);
    w->request = NULL;
    timer_free(w->timer);
    w->timer = timer_new(client_loop(w->client), free_watch, w);
    timer_start(w->timer, 0, 0);
}

void watch_retry(struct watch *w)
{
    if (!w->retry_at)
        return;
    w->failures = 0;
    timer_start(w->timer, 0, 0);
}

enum watch_state watch_state(const struct watch *w)
{
    return w->state;
}

int64_t watch_state_since(const struct watch *w)
{
    return w->since;
}

const char *watch_problem(const struct watch *w)
{
    return w->problem.text;
}

enum err watch_error(const struct watch *w)
{
    return w->err;
}

int64_t watch_retry_in(const struct watch *w)
{
    if (!w->retry_at)
        return -1;
    int64_t left = w->retry_at - time_steady();
    return left > 0 ? left : 0;
}

size_t watch_listed(const struct watch *w)
{
    return w->listed;
}

int64_t watch_remaining(const struct watch *w)
{
    return w->remaining;
}
