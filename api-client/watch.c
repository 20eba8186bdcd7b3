/* One resource kept in step: what the state is called, and when the next try is. */
#include "api-client/watch_parts.h"

#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

enum {
    BACKOFF_MS = 1000, /* halved at most by jitter */
    BACKOFF_MAX_MS = 30 * 1000,
    FORBIDDEN_MS = 60 * 1000,
    POLL_MS = 5 * 1000,
    POLLS_PER_WATCH = 12,      /* rights may be given meanwhile: watch is tried again after so many polls */
    PRUNED_KEEP = 1024 * 1024, /* memory that one huge object took is given back */
    SHORT_WAIT_MS = 100        /* Retry-After: 0 */
};

const char *watch_state_word(enum watch_state state)
{
    static const char *const words[] = {
        [WATCH_CONNECTING] = "connecting", [WATCH_LISTING] = "catching up", [WATCH_LIVE] = "live",
        [WATCH_POLLING] = "polling",       [WATCH_STALE] = "stale",         [WATCH_FORBIDDEN] = "forbidden",
        [WATCH_MISSING] = "not there",
    };
    return (unsigned)state < sizeof(words) / sizeof(words[0]) ? words[state] : "unknown";
}

void watch_enter(struct watch *watch)
{
    watch->inside++;
}

static void watch_free(struct watch *watch)
{
    timer_free(watch->timer);
    arena_fini(&watch->arena);
    prune_free(watch->prune);
    str_fini(&watch->pruned);
    str_fini(&watch->version);
    str_fini(&watch->page);
    free((char *)(uintptr_t)watch->spec.path);
    free((char *)(uintptr_t)watch->spec.query);
    free((char *)(uintptr_t)watch->spec.accept);
    free(watch);
}

void watch_leave(struct watch *watch)
{
    if (--watch->inside > 0 || !watch->stopped)
        return;
    watch_drop_request(watch);
    watch_free(watch);
}

void watch_drop_request(struct watch *watch)
{
    request_cancel(watch->request);
    split_free(watch->split);
    watch->request = NULL;
    watch->split = NULL;
}

void watch_set_state(struct watch *watch, enum watch_state state, enum err err, const char *problem)
{
    if (watch->stopped || (watch->state == state && strcmp(watch->problem.text, problem) == 0))
        return;
    if (watch->state != state)
        watch->since = client_now(watch->client);
    watch->state = state;
    watch->err = err;
    err_set(&watch->problem, err, "%s", problem);
    if (watch->spec.on_state)
        watch->spec.on_state(watch->spec.user);
}

void watch_begin(struct watch *watch, enum watch_step step)
{
    if (watch->stopped)
        return;
    watch_drop_request(watch);
    timer_stop(watch->timer);
    watch->retry_at = TIME_NONE;
    watch->step = step;
    if (step == STEP_LIST)
        watch_list_begin(watch);
    else if (step == STEP_PAGE)
        watch_list_page(watch);
    else
        watch_stream_begin(watch, step == STEP_INITIAL);
}

/* Half to all of a time that doubles with each failure: clients that lost one server together do not come
 * back together. */
static int64_t backoff(unsigned failures)
{
    int64_t whole = BACKOFF_MS;
    for (unsigned i = 1; i < failures && whole < BACKOFF_MAX_MS; i++)
        whole *= 2;
    if (whole > BACKOFF_MAX_MS)
        whole = BACKOFF_MAX_MS;
    return whole / 2 + (int64_t)arc4random_uniform((uint32_t)(whole / 2) + 1);
}

void watch_begin_later(struct watch *watch, enum watch_step step, int64_t wait_ms)
{
    if (watch->stopped)
        return;
    watch_drop_request(watch);
    if (wait_ms < 0)
        wait_ms = backoff(watch->failures);
    watch->step = step;
    watch->retry_at = time_steady() + wait_ms;
    timer_start(watch->timer, (uint64_t)wait_ms, 0);
}

static void on_timer(void *user)
{
    struct watch *watch = user;
    watch_enter(watch);
    if (watch->retry_at == TIME_NONE)
        watch_stream_overdue(watch);
    else
        watch_begin(watch, watch->step);
    watch_leave(watch);
}

void watch_failed(struct watch *watch, enum watch_step next, enum err err, const struct response *response,
                  const struct err_info *info)
{
    int64_t wait = response ? response->retry_after_ms : -1;
    enum watch_state state = watch->synced ? WATCH_STALE : WATCH_CONNECTING;
    watch->failures++;
    if (wait >= 0 && wait < SHORT_WAIT_MS)
        wait = SHORT_WAIT_MS;
    if (err == ERR_FORBIDDEN || err == ERR_NOT_FOUND) {
        state = err == ERR_FORBIDDEN ? WATCH_FORBIDDEN : WATCH_MISSING;
        wait = FORBIDDEN_MS;
    }
    watch_begin_later(watch, next, wait);
    watch_set_state(watch, state, err, info->text);
}

void watch_list_is_coming(struct watch *watch)
{
    watch->listing = true;
    watch->listed = 0;
    watch->remaining = -1;
    if (watch->state != WATCH_POLLING || watch->polls == 0)
        watch_set_state(watch, WATCH_LISTING, ERR_OK, "");
    if (watch->spec.on_list_begin && !watch->stopped)
        watch->spec.on_list_begin(watch->spec.user);
}

void watch_poll(struct watch *watch)
{
    watch->polls = watch->polls > POLLS_PER_WATCH ? 1 : watch->polls + 1;
    watch->failures = 0;
    if (!watch->synced) {
        watch_begin(watch, STEP_LIST);
        return;
    }
    watch_begin_later(watch, STEP_LIST, POLL_MS);
    watch_set_state(watch, WATCH_POLLING, ERR_OK, "watching is not allowed or not known: asking every 5 s");
}

/* Rights may be given meanwhile: now and then watch is tried again. With initial events the watch goes on. */
void watch_list_complete(struct watch *watch)
{
    bool streaming = watch->step == STEP_INITIAL;
    watch->listing = false;
    watch->synced = true;
    watch->unpaged = watch->consistent = false;
    watch->remaining = -1;
    if (watch->spec.on_list_end)
        watch->spec.on_list_end(watch->spec.user);
    if (watch->stopped)
        return;
    if (streaming) {
        watch->step = STEP_WATCH;
        watch_set_state(watch, WATCH_LIVE, ERR_OK, "");
    } else if (watch->polls == 0 || watch->polls > POLLS_PER_WATCH) {
        watch_begin(watch, STEP_WATCH);
    } else {
        watch_poll(watch);
    }
}

enum err watch_parse(struct watch *watch, const char *json, size_t len, bool event, cJSON **out,
                     struct err_info *info)
{
    if (watch->pruned.size > PRUNED_KEEP)
        str_fini(&watch->pruned);
    if (prune_run(watch->prune, json, len, event, &watch->pruned))
        return json_parse(&watch->arena, watch->pruned.data, watch->pruned.len, out, info);
    return json_parse(&watch->arena, json, len, out, info);
}

void watch_lose(struct watch *watch, const char *what, const struct err_info *info)
{
    struct err_info copy = *info;
    err_prefix(&copy, ERR_PARSE, "%s of %s was left out: ", what, watch->spec.path);
    if (!watch->stopped && watch->spec.on_lost)
        watch->spec.on_lost(watch->spec.user, &copy);
}

void watch_lose_big(void *user, size_t len)
{
    struct watch *watch = user;
    struct err_info info;
    err_set(&info, ERR_TOO_BIG, "it has %zu bytes", len);
    watch_lose(watch, "an object", &info);
}

void watch_add_path(const struct watch *watch, struct str *path)
{
    str_addf(path, "%s?", watch->spec.path);
    if (watch->spec.query && *watch->spec.query)
        str_addf(path, "%s&", watch->spec.query);
}

struct watch *watch_start(struct client *client, const struct watch_spec *spec)
{
    struct watch *watch = xcalloc(1, sizeof(*watch));
    watch->client = client;
    watch->spec = *spec;
    watch->spec.path = xstrdup(spec->path);
    watch->spec.query = xstrdup(spec->query);
    watch->spec.accept = xstrdup(spec->accept);
    watch->since = client_now(client);
    watch->remaining = -1;
    arena_init(&watch->arena, JSON_OBJECT_CAP);
    watch->prune = prune_new(spec->leave_out ? spec->leave_out : prune_any);
    watch->timer = timer_new(client_loop(client), on_timer, watch);
    watch_enter(watch);
    watch_begin(watch, spec->initial_events ? STEP_INITIAL : STEP_LIST);
    watch->inside--; /* nobody could stop it yet: nobody has it */
    return watch;
}

void watch_stop(struct watch *watch)
{
    if (!watch || watch->stopped)
        return;
    watch_enter(watch);
    watch->stopped = true;
    request_cancel(watch->request);
    watch->request = NULL;
    timer_stop(watch->timer);
    watch_leave(watch);
}

enum watch_state watch_state(const struct watch *watch)
{
    return watch->state;
}

int64_t watch_state_since(const struct watch *watch)
{
    return watch->since;
}

const char *watch_problem(const struct watch *watch)
{
    return watch->problem.text;
}

enum err watch_error(const struct watch *watch)
{
    return watch->err;
}

int64_t watch_retry_in(const struct watch *watch)
{
    if (watch->retry_at == TIME_NONE)
        return -1;
    int64_t left = watch->retry_at - time_steady();
    return left > 0 ? left : 0;
}

void watch_retry(struct watch *watch)
{
    if (watch->retry_at == TIME_NONE)
        return;
    watch_enter(watch);
    watch->failures = 0;
    watch_begin(watch, watch->step);
    watch_leave(watch);
}

size_t watch_listed(const struct watch *watch)
{
    return watch->listed;
}

int64_t watch_remaining(const struct watch *watch)
{
    return watch->remaining;
}
