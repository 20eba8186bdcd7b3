/* kubectl's READY, STATUS and RESTARTS. */
#include "model/podstatus.h"

#include <stdio.h>

enum { STATUS_TEXT = 300 };

/* What the rules gather on their way. */
struct reckoning {
    int64_t restarts, sidecar_restarts;
    int64_t last, sidecar_last; /* newest end of an earlier life */
    int32_t ready;
    bool running; /* a container is running and ready */
};

static bool is_init(const struct container *c)
{
    return c->order && (c->role == CONTAINER_INIT || c->role == CONTAINER_SIDECAR);
}

static bool is_main(const struct container *c)
{
    return c->order && c->role == CONTAINER_MAIN;
}

static bool succeeded(const struct container *c)
{
    return c->state.state == RUN_TERMINATED && c->state.exit_code == 0;
}

static bool sidecar_started(const struct container *c)
{
    return c->role == CONTAINER_SIDECAR && c->started == TRI_TRUE;
}

/* The first init container in the order of statuses that is neither over nor a started sidecar; NULL. */
static const struct container *find_blocking(const struct pod *pod)
{
    const struct container *first = NULL;
    for (unsigned i = 0; i < pod->container_count; i++) {
        const struct container *c = &pod->containers[i];
        if (is_init(c) && !succeeded(c) && !sidecar_started(c) && (!first || c->order < first->order))
            first = c;
    }
    return first;
}

static void note_end(int64_t *last, const struct container *c)
{
    if (c->last.state == RUN_TERMINATED && c->last.finished_at > *last)
        *last = c->last.finished_at;
}

/* Init containers up to the blocking one: what comes later has not had its turn. */
static void reckon_init(struct reckoning *r, const struct pod *pod, const struct container *blocking)
{
    for (unsigned i = 0; i < pod->container_count; i++) {
        const struct container *c = &pod->containers[i];
        if (!is_init(c) || (blocking && c->order > blocking->order))
            continue;
        r->restarts += c->restarts;
        note_end(&r->last, c);
        if (c->role == CONTAINER_SIDECAR) {
            r->sidecar_restarts += c->restarts;
            note_end(&r->sidecar_last, c);
        }
        if (!succeeded(c) && sidecar_started(c) && c->ready == TRI_TRUE)
            r->ready++;
    }
}

static bool gives_reason(const struct container *c)
{
    return c->state.state == RUN_TERMINATED || (c->state.state == RUN_WAITING && c->state.reason);
}

/* The container whose state names the pod's status: the first in the order of statuses that has a reason. */
static const struct container *reckon_main(struct reckoning *r, const struct pod *pod)
{
    const struct container *speaker = NULL;
    r->restarts = r->sidecar_restarts;
    r->last = r->sidecar_last;
    for (unsigned i = 0; i < pod->container_count; i++) {
        const struct container *c = &pod->containers[i];
        if (!is_main(c))
            continue;
        r->restarts += c->restarts;
        note_end(&r->last, c);
        if (gives_reason(c) && (!speaker || c->order < speaker->order))
            speaker = c;
        if (c->state.state == RUN_RUNNING && c->ready == TRI_TRUE) {
            r->running = true;
            r->ready++;
        }
    }
    return speaker;
}

/* "Completed", "Signal:9", "ExitCode:3"; false if the state says nothing. */
static bool state_words(char *out, const char *prefix, const struct store *store, const struct container *c)
{
    if (c->state.reason)
        snprintf(out, STATUS_TEXT, "%s%s", prefix, store_text(store, c->state.reason));
    else if (c->state.state != RUN_TERMINATED)
        return false;
    else if (c->state.signal)
        snprintf(out, STATUS_TEXT, "%sSignal:%d", prefix, c->state.signal);
    else
        snprintf(out, STATUS_TEXT, "%sExitCode:%d", prefix, c->state.exit_code);
    return true;
}

static void init_words(char *out, const struct store *store, const struct pod *pod,
                       const struct container *blocking)
{
    unsigned of = 0;
    bool waits_for_turn = blocking->state.state == RUN_WAITING &&
                          str_equal(store_text(store, blocking->state.reason), "PodInitializing");
    if (blocking->state.state != RUN_RUNNING && !waits_for_turn && state_words(out, "Init:", store, blocking))
        return;
    for (unsigned i = 0; i < pod->container_count; i++)
        of += pod->containers[i].role == CONTAINER_INIT || pod->containers[i].role == CONTAINER_SIDECAR;
    snprintf(out, STATUS_TEXT, "Init:%d/%u", blocking->order - 1, of);
}

static const char *phase_word(uint8_t phase)
{
    static const char *const words[] = {[PHASE_UNKNOWN] = "Unknown",
                                        [PHASE_PENDING] = "Pending",
                                        [PHASE_RUNNING] = "Running",
                                        [PHASE_SUCCEEDED] = "Succeeded",
                                        [PHASE_FAILED] = "Failed"};
    return words[phase <= PHASE_FAILED ? phase : PHASE_UNKNOWN];
}

/* The words before containers and deletion have a say. */
static void first_words(char *out, const struct store *store, const struct pod *pod, const char *phase)
{
    const char *words = phase ? phase : phase_word(pod->phase);
    if (pod->reason)
        words = store_text(store, pod->reason);
    if (str_equal(store_text(store, pod->scheduled_reason), "SchedulingGated"))
        words = "SchedulingGated";
    snprintf(out, STATUS_TEXT, "%s", words);
}

/* The words that a deletion puts over all others. */
static void last_words(char *out, const struct store *store, const struct pod *pod)
{
    bool over = pod->phase == PHASE_SUCCEEDED || pod->phase == PHASE_FAILED;
    if (pod->deleted == TIME_NONE)
        return;
    if (str_equal(store_text(store, pod->reason), "NodeLost"))
        snprintf(out, STATUS_TEXT, "Unknown");
    else if (!over)
        snprintf(out, STATUS_TEXT, "Terminating");
}

void podstatus_decide(struct store *store, struct pod *pod, const char *phase)
{
    char words[STATUS_TEXT];
    struct reckoning r = {.last = TIME_NONE, .sidecar_last = TIME_NONE};
    const struct container *blocking = find_blocking(pod);
    first_words(words, store, pod, phase);
    reckon_init(&r, pod, blocking);
    if (blocking)
        init_words(words, store, pod, blocking);
    if (!blocking || pod->initialized == TRI_TRUE) {
        const struct container *speaker = reckon_main(&r, pod);
        if (speaker)
            state_words(words, "", store, speaker);
        if (r.running && str_equal(words, "Completed"))
            snprintf(words, sizeof(words), pod->ready_condition == TRI_TRUE ? "Running" : "NotReady");
    }
    last_words(words, store, pod);
    pod->status = store_text(store, store_word(store, words));
    pod->ready = r.ready;
    pod->restarts = r.restarts > INT32_MAX ? INT32_MAX : (int32_t)r.restarts;
    pod->last_restart = r.last;
}

void podstatus_add_ready(struct str *out, const struct pod *pod)
{
    if (pod->ready < 0 || pod->total < 0)
        str_add(out, "?");
    else
        str_addf(out, "%d/%d", pod->ready, pod->total);
}

void podstatus_add_restarts(struct str *out, const struct pod *pod, int64_t now)
{
    char age[TIME_TEXT];
    if (pod->restarts < 0)
        str_add(out, "?");
    else if (pod->restarts == 0 || pod->last_restart == TIME_NONE)
        str_addf(out, "%d", pod->restarts);
    else
        str_addf(out, "%d (%s ago)", pod->restarts, time_since(age, pod->last_restart, now));
}

void podstatus_add_gates(struct str *out, const struct pod *pod)
{
    if (pod->source == POD_FROM_TABLE && pod->gates < 0)
        str_add(out, "?");
    else if (pod->gates <= 0)
        str_add(out, "<none>");
    else
        str_addf(out, "%d/%d", pod->gates_met, pod->gates);
}
