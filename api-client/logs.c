/*
 * The walk from request to request:
 *
 *     look (GET pod) -> previous (only after a restart) -> current -> look ... -> wait -> look
 *
 * Every answer leads to one of: the next request, a pause before looking again, the end.
 */
#include "api-client/logs.h"

#include "api-client/logs_lines.h"
#include "api-client/logs_pod.h"
#include "base/xmalloc.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum step { STEP_LOOK, STEP_PREVIOUS, STEP_CURRENT, STEP_WAIT, STEP_END };
enum { DELAY_FIRST = 100, DELAY_MOST = 10 * 1000, DELAY_TOLD = 60 * 1000, STALE_AFTER = 5 * 1000 };
enum { TRIES_MOST = 6 };
#define POD_MOST ((size_t)16 * 1024 * 1024)

struct log_stream {
    struct client *client;
    struct log_spec spec; /* its texts are owned */
    struct log_lines lines;
    struct request *request; /* the one under way, or NULL */
    struct timer *timer;
    struct str body, problem;
    struct log_pod pod; /* what was seen last */
    char uid[64];       /* the pod's at first sight */
    int64_t restarts;   /* of the instance being read; -1: not known yet */
    int64_t opened;     /* server time when the first answer came; TIME_NONE before */
    int64_t began;      /* steady time at which the request under way was made */
    int64_t bytes;      /* given to the user */
    unsigned delay, tries;
    int error_status;
    enum step step;
    bool live, paused, told;
    bool blind;     /* the pod may not be read */
    bool moved_on;  /* the first instance is left behind */
    bool dead;      /* the instance had ended before the request under way */
    bool drained;   /* everything that the instance wrote was read */
    bool cut;       /* to be noted when lines come again */
    bool any_lines; /* in the request under way */
};

static void look(struct log_stream *log);
static void read_log(struct log_stream *log, enum step step);

static void say_state(struct log_stream *log, bool live, const char *problem)
{
    bool same = log->live == live && str_equal(str_text(&log->problem), problem);
    log->live = live;
    str_clear(&log->problem);
    str_add(&log->problem, problem);
    if (!same && log->spec.on_state)
        log->spec.on_state(log->spec.user);
}

static void say_note(struct log_stream *log, const char *words)
{
    if (log->spec.on_note)
        log->spec.on_note(log->spec.user, words);
}

/* The end; the stream may be gone afterwards. */
static void end(struct log_stream *log, enum err err, const struct err_info *info)
{
    static const struct err_info none = {.text = ""};
    log->step = STEP_END;
    timer_stop(log->timer);
    log_lines_end(&log->lines);
    say_state(log, false, err == ERR_OK || !info ? "" : info->text);
    if (log->spec.on_end)
        log->spec.on_end(log->spec.user, err, info ? info : &none);
}

/* Looks again in a while, longer each time. */
static void look_later(struct log_stream *log)
{
    unsigned most = log->told ? DELAY_TOLD : DELAY_MOST;
    log->delay = log->delay ? log->delay * 2 : DELAY_FIRST;
    if (log->delay > most)
        log->delay = most;
    log->step = STEP_WAIT;
    /* A little more or less, so that many streams do not come back at once. */
    timer_start(log->timer, log->delay + (uint64_t)(time_steady() ^ (intptr_t)log) % (log->delay / 4 + 1), 0);
}

/* The pod's status comes behind: lines that were taken for the old instance's may be the new one's already,
 * and are not to be read again. A place within the second in which the new one began is kept too: it loses
 * nothing, since what the new one writes comes later. */
static bool is_in_newest(const struct log_stream *log)
{
    int64_t second;
    return log->pod.started != TIME_NONE && log_lines_place(&log->lines, &second) &&
           second * 1000 >= log->pod.started;
}

/* A note, and what is needed to go on with the container's next instance. */
static void next_instance(struct log_stream *log)
{
    bool begun = is_in_newest(log);
    int64_t lost = log->pod.restarts - log->restarts - 1;
    struct str words = {0};
    if (!begun)
        log_lines_end(&log->lines);
    str_addf(&words, "container %s restarted, restart %" PRId64, log->spec.container, log->pod.restarts);
    if (*log->pod.ended)
        str_addf(&words, " (before: %s)", log->pod.ended);
    if (lost > 0)
        str_addf(&words, "; the log of %" PRId64 " more between is gone", lost);
    say_note(log, str_text(&words));
    str_fini(&words);
    log->restarts = log->pod.restarts;
    log->moved_on = true;
    log->drained = false;
    log->delay = 0;
    if (!begun)
        log_lines_forget(&log->lines);
}

static void wait_for_start(struct log_stream *log)
{
    struct str words = {0};
    str_addf(&words, "container %s waits to start", log->spec.container);
    if (*log->pod.reason)
        str_addf(&words, ": %s", log->pod.reason);
    say_state(log, false, str_text(&words));
    str_fini(&words);
    look_later(log);
}

/* Everything the instance wrote was read: another one may come. */
static void instance_over(struct log_stream *log)
{
    if (!log->spec.follow || log->spec.one_instance || !log->pod.comes_again) {
        end(log, ERR_OK, NULL);
        return;
    }
    log_lines_end(&log->lines);
    struct str words = {0};
    str_addf(&words, "container %s ended", log->spec.container);
    if (*log->pod.ended)
        str_addf(&words, ": %s", log->pod.ended);
    if (str_text(&log->problem)[0] == '\0')
        say_note(log, str_text(&words));
    str_add(&words, "; waiting for its restart");
    say_state(log, false, str_text(&words));
    str_fini(&words);
    look_later(log);
}

/* The instance that is to be read is the newest one. */
static void go_on(struct log_stream *log)
{
    if (!log->pod.had_one) {
        wait_for_start(log);
    } else if (log->pod.run == LOG_RUN_RUNNING || !log->drained) {
        log->dead = log->pod.run != LOG_RUN_RUNNING;
        read_log(log, STEP_CURRENT);
    } else {
        instance_over(log);
    }
}

static void decide(struct log_stream *log)
{
    struct err_info info;
    bool replaced = *log->uid && strcmp(log->uid, log->pod.uid) != 0;
    if (!*log->uid)
        memcpy(log->uid, log->pod.uid, sizeof(log->uid));
    if (replaced) {
        end(log,
            err_set(&info, ERR_NOT_FOUND, "pod %s was replaced by another of the same name", log->spec.pod),
            &info);
    } else if (!log->pod.exists) {
        end(log,
            err_set(&info, ERR_NOT_FOUND, "container %s is not valid for pod %s", log->spec.container,
                    log->spec.pod),
            &info);
    } else if (log->restarts < 0 || log->restarts == log->pod.restarts) {
        log->restarts = log->pod.restarts;
        go_on(log);
    } else if (log->spec.one_instance) {
        read_log(log, STEP_PREVIOUS);
    } else if (log->drained) {
        next_instance(log);
        go_on(log);
    } else {
        read_log(log, STEP_PREVIOUS);
    }
}

static enum err look_data(void *user, const char *bytes, size_t len)
{
    struct log_stream *log = user;
    if (log->body.len + len > POD_MOST)
        return ERR_TOO_BIG;
    str_add_bytes(&log->body, bytes, len);
    return ERR_OK;
}

static enum err parse_pod(struct log_stream *log, struct err_info *info)
{
    struct arena arena;
    cJSON *pod;
    arena_init(&arena, JSON_OBJECT_CAP);
    enum err err = json_parse(&arena, str_text(&log->body), log->body.len, &pod, info);
    if (err == ERR_OK)
        log_pod_read(pod, log->spec.container, &log->pod);
    arena_fini(&arena);
    str_fini(&log->body);
    return err;
}

static void keep_error(struct log_stream *log, const struct response *response)
{
    size_t len = 0;
    const char *body = request_error_body(log->request, &len);
    log->error_status = response ? response->status : 0;
    str_clear(&log->body);
    if (body)
        str_add_bytes(&log->body, body, len);
}

/* Without the pod: what follows the place reached, be it in the instance before or in the newest. */
static void read_blind(struct log_stream *log)
{
    int64_t second;
    read_log(log, log_lines_place(&log->lines, &second) ? STEP_PREVIOUS : STEP_CURRENT);
}

static void look_done(void *user, enum err err, const struct response *response, const struct err_info *said)
{
    struct log_stream *log = user;
    struct err_info info;
    if (said)
        info = *said;
    if (err == ERR_OK)
        err = parse_pod(log, &info);
    else
        keep_error(log, response);
    log->request = NULL;
    if (err == ERR_OK) {
        decide(log);
    } else if (err == ERR_FORBIDDEN) {
        log->blind = true;
        read_blind(log);
    } else if (err == ERR_NOT_FOUND) {
        end(log, err, &info);
    } else {
        say_state(log, false, info.text);
        look_later(log);
    }
}

static void look(struct log_stream *log)
{
    struct str path = {0};
    log_add_pod_path(&path, log->spec.namespace_, log->spec.pod);
    log->step = STEP_LOOK;
    str_clear(&log->body);
    log->request = client_request(log->client, &(struct request_spec){
                                                   .path = str_text(&path),
                                                   .on_data = look_data,
                                                   .on_done = look_done,
                                                   .user = log,
                                               });
    str_fini(&path);
}

void log_add_pod_path(struct str *path, const char *namespace_, const char *pod)
{
    str_add(path, "/api/v1/namespaces/");
    url_add_escaped(path, namespace_);
    str_add(path, "/pods/");
    url_add_escaped(path, pod);
}

/* From where: the place reached, or what the user asked for while nothing was given. */
static void add_start(struct log_stream *log, struct str *path)
{
    char text[TIME_TEXT];
    int64_t second;
    bool placed = log_lines_place(&log->lines, &second);
    if (!placed && log->spec.tail_lines == 0 && log->opened != TIME_NONE) {
        second = log->opened / 1000;
        placed = !log->moved_on;
    }
    if (placed) {
        str_add(path, "&sinceTime=");
        url_add_escaped(path, time_format(text, second * 1000));
        return;
    }
    if (log->moved_on)
        return;
    if (log->spec.tail_lines >= 0)
        str_addf(path, "&tailLines=%" PRId64, log->spec.tail_lines);
    if (log->spec.since_seconds > 0)
        str_addf(path, "&sinceSeconds=%" PRId64, log->spec.since_seconds);
    if (log->spec.since_time) {
        str_add(path, "&sinceTime=");
        url_add_escaped(path, log->spec.since_time);
    }
}

static void log_head(void *user, const struct response *response)
{
    struct log_stream *log = user;
    if (response->status < 200 || response->status > 299)
        return;
    if (log->opened == TIME_NONE)
        log->opened = client_now(log->client);
    if (log->step != STEP_CURRENT)
        return;
    if (log->cut)
        say_note(log, "the connection was cut and taken up again");
    log->cut = false;
    say_state(log, true, "");
}

static enum err log_data(void *user, const char *bytes, size_t len)
{
    struct log_stream *log = user;
    log->any_lines = true;
    log_lines_add(&log->lines, bytes, len);
    bool enough = log->spec.limit_bytes > 0 && log->bytes >= log->spec.limit_bytes;
    return enough ? ERR_CANCELLED : ERR_OK;
}

/* The text of a line goes to the user, as far as the limit of bytes. */
static void give_line(void *user, const char *line, size_t len, int64_t when, const char *stamp, bool partial)
{
    struct log_stream *log = user;
    int64_t limit = log->spec.limit_bytes;
    if (limit > 0) {
        int64_t room = limit - log->bytes;
        if (room <= 0)
            return;
        if ((int64_t)len >= room) {
            len = (size_t)room;
            partial = true;
        }
    }
    log->bytes += (int64_t)len + (partial ? 0 : 1);
    log->spec.on_line(log->spec.user, line, len, when, stamp, partial);
}

/* An answer of the previous instance's log came to its end, or there is none. */
static void previous_done(struct log_stream *log)
{
    if (log->spec.one_instance) {
        end(log, ERR_OK, NULL);
        return;
    }
    if (log->blind) {
        log->dead = false;
        read_log(log, STEP_CURRENT);
        return;
    }
    next_instance(log);
    go_on(log);
}

/* The answer was whole. A follow that ended may have been ended by the container, or by a server that goes
 * down: the pod knows. */
static void complete(struct log_stream *log)
{
    log->tries = 0;
    if (log->step == STEP_PREVIOUS && log->spec.follow) {
        previous_done(log);
        return;
    }
    if (!log->spec.follow || (log->blind && log->spec.one_instance)) {
        end(log, ERR_OK, NULL);
        return;
    }
    log->drained = log->dead;
    if (log->any_lines || time_steady() - log->began > STALE_AFTER)
        log->delay = 0;
    if (log->drained && !log->blind)
        instance_over(log);
    else
        look_later(log);
}

/* Is a failure the end? A follow goes on trying, and asks the pod whether it is gone: a kubelet that does not
 * know a new pod yet says 404 too. What was read once, and kubectl's follow, go on only when they got going.
 */
static bool is_end(const struct log_stream *log, enum err err, int status)
{
    if (err == ERR_FORBIDDEN || (err == ERR_NOT_FOUND && log->blind))
        return true;
    if (log->spec.follow && !log->spec.one_instance)
        return false;
    bool refused = status >= 400 && status < 500 && status != 429;
    return log->opened == TIME_NONE || refused || (!log->spec.follow && log->tries >= TRIES_MOST);
}

static void failed(struct log_stream *log, enum err err, int status, const struct err_info *info)
{
    bool enough = log->spec.limit_bytes > 0 && log->bytes >= log->spec.limit_bytes;
    log->tries++;
    if (enough) {
        end(log, ERR_OK, NULL);
    } else if (log->step == STEP_PREVIOUS && log->spec.follow && (status == 400 || status == 404)) {
        previous_done(log);
    } else if (is_end(log, err, status)) {
        end(log, err, info);
    } else {
        log->cut = log->cut || log->live;
        if (log->any_lines)
            log->delay = 0;
        say_state(log, false, info ? info->text : err_words(err));
        look_later(log);
    }
}

static void log_done(void *user, enum err err, const struct response *response, const struct err_info *info)
{
    struct log_stream *log = user;
    if (err != ERR_OK)
        keep_error(log, response);
    log->request = NULL;
    timer_stop(log->timer);
    if (err == ERR_OK)
        complete(log);
    else
        failed(log, err, response ? response->status : 0, info);
}

static void read_log(struct log_stream *log, enum step step)
{
    struct str path = {0};
    bool previous = step == STEP_PREVIOUS || log->spec.previous;
    bool follow = log->spec.follow && step == STEP_CURRENT;
    log_add_pod_path(&path, log->spec.namespace_, log->spec.pod);
    str_add(&path, "/log?timestamps=true&container=");
    url_add_escaped(&path, log->spec.container);
    str_add(&path, follow ? "&follow=true" : "");
    str_add(&path, previous ? "&previous=true" : "");
    str_add(&path, log->spec.insecure_backend ? "&insecureSkipTLSVerifyBackend=true" : "");
    add_start(log, &path);
    log->step = step;
    log->any_lines = false;
    log->began = time_steady();
    log_lines_begin(&log->lines);
    log->request = client_request(log->client, &(struct request_spec){
                                                   .path = str_text(&path),
                                                   .accept = "*/*",
                                                   .streaming = follow,
                                                   .on_head = log_head,
                                                   .on_data = log_data,
                                                   .on_done = log_done,
                                                   .user = log,
                                               });
    if (log->paused)
        request_pause(log->request, true);
    str_fini(&path);
}

/* Time to look again; or a stream stayed open although its instance is gone. */
static void on_timer(void *user)
{
    struct log_stream *log = user;
    request_cancel(log->request);
    log->request = NULL;
    if (!log->spec.follow)
        read_log(log, STEP_CURRENT);
    else if (log->blind)
        read_blind(log);
    else
        look(log);
}

struct log_stream *log_open(struct client *client, const struct log_spec *spec)
{
    struct log_stream *log = xcalloc(1, sizeof(*log));
    log->client = client;
    log->spec = *spec;
    log->spec.namespace_ = xstrdup(spec->namespace_);
    log->spec.pod = xstrdup(spec->pod);
    log->spec.container = xstrdup(spec->container);
    log->spec.since_time = xstrdup(spec->since_time);
    log->spec.follow = spec->follow && !spec->previous;
    log->restarts = spec->restarts;
    log->opened = TIME_NONE;
    log->timer = timer_new(client_loop(client), on_timer, log);
    log_lines_init(&log->lines, give_line, log);
    if (log->spec.follow && !spec->one_instance)
        look(log);
    else
        read_log(log, STEP_CURRENT);
    return log;
}

static void free_text(const char *text)
{
    free((void *)(uintptr_t)text);
}

void log_close(struct log_stream *log)
{
    if (!log)
        return;
    request_cancel(log->request);
    timer_free(log->timer);
    log_lines_fini(&log->lines);
    free_text(log->spec.namespace_);
    free_text(log->spec.pod);
    free_text(log->spec.container);
    free_text(log->spec.since_time);
    str_fini(&log->body);
    str_fini(&log->problem);
    free(log);
}

bool log_live(const struct log_stream *log)
{
    return log->live;
}

const char *log_problem(const struct log_stream *log)
{
    return str_text(&log->problem);
}

void log_pause(struct log_stream *log, bool paused)
{
    if (log->paused != paused && log->request && (log->step == STEP_CURRENT || log->step == STEP_PREVIOUS))
        request_pause(log->request, paused);
    log->paused = paused;
}

void log_container_changed(struct log_stream *log, int64_t restarts, bool running)
{
    log->told = true;
    bool another = restarts != log->restarts;
    /* A server that does not answer is not asked more often for that. */
    bool awaited = *log->uid && (log->drained ? another : !log->pod.had_one && running);
    if (log->step == STEP_WAIT && awaited) {
        log->delay = 0;
        timer_start(log->timer, 0, 0);
    } else if (log->step == STEP_CURRENT && log->restarts >= 0 && another && !timer_active(log->timer)) {
        timer_start(log->timer, STALE_AFTER, 0);
    }
}

int log_error_body(const struct log_stream *log, const char **body, size_t *len)
{
    *body = str_text(&log->body);
    *len = log->body.len;
    return log->error_status;
}
