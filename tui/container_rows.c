/* The rows of the containers pane, in words. */
#include "tui/container_rows.h"

#include "base/str.h"

#include <stdlib.h>

static const char *const kind_words[PROBE_KINDS] = {"startup", "readiness", "liveness"};

void container_rows_build(struct container_rows *rows, const struct pod *pod)
{
    rows->rows.len = 0;
    for (uint16_t i = 0; pod && i < pod->container_count; i++) {
        *vec_push(&rows->rows) = (struct container_row){i, -1};
        for (int kind = 0; kind < PROBE_KINDS; kind++)
            if (pod->containers[i].probe[kind])
                *vec_push(&rows->rows) = (struct container_row){i, (int8_t)kind};
    }
}

void container_rows_fini(struct container_rows *rows)
{
    free(rows->rows.data);
    *rows = (struct container_rows){0};
}

static void add_ago(struct str *text, const char *before, int64_t then, int64_t now)
{
    char age[TIME_TEXT];
    if (then != TIME_NONE)
        str_addf(text, "%s%s", before, time_age(age, now - then));
}

/* "exit 3 Error", "signal 9 OOMKilled", "Completed". */
static void add_end(struct str *text, const struct store *store, const struct container_state *state)
{
    bool well = !state->signal && !state->exit_code && state->reason; /* its reason says it all */
    if (state->signal)
        str_addf(text, "signal %d ", state->signal);
    else if (!well)
        str_addf(text, "exit %d ", state->exit_code);
    str_add(text, store_text(store, state->reason));
}

/* The container's own row. */

static void container_name(const struct store *store, const struct container *c, struct str *text,
                           enum theme_role *role)
{
    static const char *const marks[] = {[CONTAINER_INIT] = "init ",
                                        [CONTAINER_SIDECAR] = "sidecar ",
                                        [CONTAINER_EPHEMERAL] = "debug ",
                                        [CONTAINER_MAIN] = ""};
    str_add(text, c->role <= CONTAINER_EPHEMERAL ? marks[c->role] : "");
    str_add(text, store_text(store, c->name));
    *role = ROLE_STRONG;
}

static void running_state(const struct container *c, int64_t now, struct str *text, enum theme_role *role)
{
    bool ready = c->ready == TRI_TRUE || c->role == CONTAINER_INIT || c->role == CONTAINER_EPHEMERAL;
    bool starting = c->probe[PROBE_STARTUP] && c->started != TRI_TRUE;
    str_add(text, starting ? "starting" : "running");
    add_ago(text, " ", c->state.started_at, now);
    *role = starting ? ROLE_BUSY : ready ? ROLE_GOOD : ROLE_UNREADY;
}

static void container_state(const struct store *store, const struct container *c, int64_t now,
                            struct str *text, enum theme_role *role)
{
    const char *reason = store_text(store, c->state.reason);
    switch (c->state.state) {
    case RUN_RUNNING:
        running_state(c, now, text, role);
        break;
    case RUN_WAITING:
        str_add(text, *reason ? reason : "waiting");
        *role = *reason && !str_equal(reason, "ContainerCreating") && !str_equal(reason, "PodInitializing")
                    ? ROLE_BAD
                    : ROLE_BUSY;
        break;
    case RUN_TERMINATED:
        add_end(text, store, &c->state);
        add_ago(text, " ", c->state.finished_at, now);
        *role = c->state.exit_code || c->state.signal ? ROLE_BAD : ROLE_DONE;
        break;
    default:
        str_add(text, c->has_status ? "unknown" : "not started");
        *role = ROLE_UNKNOWN;
    }
}

static void tri_cell(uint8_t value, const char *yes, const char *no, struct str *text, enum theme_role *role)
{
    str_add(text, value == TRI_TRUE ? yes : value == TRI_FALSE ? no : "?");
    *role = value == TRI_TRUE ? ROLE_GOOD : value == TRI_FALSE ? ROLE_UNREADY : ROLE_UNKNOWN;
}

static void container_ready(const struct container *c, struct str *text, enum theme_role *role)
{
    if (c->role == CONTAINER_INIT || c->role == CONTAINER_EPHEMERAL) {
        str_add(text, "-");
        *role = ROLE_DIM;
        return;
    }
    tri_cell(c->ready, "yes", "no", text, role);
    if (c->state.state == RUN_TERMINATED && c->state.exit_code == 0)
        *role = ROLE_DONE;
}

static void container_restarts(const struct container *c, struct str *text, enum theme_role *role)
{
    if (!c->has_status)
        str_add(text, "?");
    else
        str_addf(text, "%d", c->restarts);
    *role = c->restarts > 0 ? ROLE_WARN : ROLE_DIM;
}

static void container_last(const struct store *store, const struct container *c, int64_t now,
                           struct str *text, enum theme_role *role)
{
    if (c->state.state != RUN_RUNNING && *c->message) {
        str_add(text, c->message);
        *role = ROLE_WARN;
        return;
    }
    if (c->last.state != RUN_TERMINATED)
        return;
    str_add(text, "last: ");
    add_end(text, store, &c->last);
    add_ago(text, ", ", c->last.finished_at, now);
    if (c->last.finished_at != TIME_NONE)
        str_add(text, " ago");
    *role = ROLE_WARN;
}

/* What keeps a container from running comes before its image, what ended it last comes behind. */
static void container_what(const struct store *store, const struct container *c, int64_t now,
                           struct str *text, enum theme_role *role)
{
    struct str last = {0};
    *role = ROLE_DIM;
    container_last(store, c, now, &last, role);
    bool first = c->state.state != RUN_RUNNING && last.len;
    str_addf(text, "%s%s%s", first ? str_text(&last) : store_text(store, c->image), last.len ? "  " : "",
             first ? store_text(store, c->image) : str_text(&last));
    str_fini(&last);
}

static void container_own_cell(const struct store *store, const struct container *c,
                               enum container_column column, int64_t now, struct str *text,
                               enum theme_role *role)
{
    switch (column) {
    case CC_NAME:
        container_name(store, c, text, role);
        break;
    case CC_STATE:
        container_state(store, c, now, text, role);
        break;
    case CC_READY:
        container_ready(c, text, role);
        break;
    case CC_RESTARTS:
        container_restarts(c, text, role);
        break;
    case CC_WHAT:
        container_what(store, c, now, text, role);
        break;
    case CC_COUNT:
        break;
    }
}

/* A probe's row. */

struct probe_state {
    const char *words;
    enum theme_role role;
};

/* What can be known from the pod's status alone: it holds ready and started, but no result of a probe. */
static struct probe_state probe_state(const struct pod *pod, const struct container *c, enum probe_kind kind)
{
    if (c->state.state != RUN_RUNNING)
        return (struct probe_state){"waits: container", ROLE_DIM};
    if (kind == PROBE_STARTUP)
        return c->started == TRI_TRUE ? (struct probe_state){"passed", ROLE_GOOD}
                                      : (struct probe_state){"not yet passed", ROLE_BUSY};
    if (c->probe[PROBE_STARTUP] && c->started != TRI_TRUE)
        return (struct probe_state){"waits: startup", ROLE_BUSY};
    if (kind == PROBE_READINESS)
        return c->ready == TRI_TRUE ? (struct probe_state){"passing", ROLE_GOOD}
                                    : (struct probe_state){"failing", ROLE_UNREADY};
    if (pod->deleted != TIME_NONE)
        return (struct probe_state){"stopped", ROLE_DIM};
    return (struct probe_state){"running", ROLE_TEXT};
}

static void probe_timing(const struct probe_spec *p, enum probe_kind kind, struct str *text)
{
    static const char *const duty[PROBE_KINDS] = {"restart", "not ready", "restart"};
    str_addf(text, "every %ds x%d, timeout %ds", p->period_s, p->failure_threshold, p->timeout_s);
    if (p->initial_delay_s)
        str_addf(text, ", after %ds", p->initial_delay_s);
    str_addf(text, ", then %s", duty[kind]);
    if (p->success_threshold > 1)
        str_addf(text, ", back after %dx", p->success_threshold);
    if (p->termination_grace_s >= 0)
        str_addf(text, ", grace %ds", p->termination_grace_s);
}

static void probe_row_cell(const struct store *store, const struct pod *pod, const struct container *c,
                           enum probe_kind kind, enum container_column column, struct str *text,
                           enum theme_role *role)
{
    const struct probe_spec *p = store_probe(store, c->probe[kind]);
    struct probe_state state = probe_state(pod, c, kind);
    if (!p)
        return;
    if (p->port_undeclared)
        state = (struct probe_state){"port undeclared", ROLE_BAD};
    *role = ROLE_DIM;
    if (column == CC_NAME) {
        str_addf(text, "  %s", kind_words[kind]);
        *role = ROLE_TEXT;
    } else if (column == CC_STATE) {
        str_add(text, state.words);
        *role = state.role;
    } else if (column == CC_WHAT) {
        str_addf(text, "%s  ", store_text(store, p->words));
        probe_timing(p, kind, text);
        if (p->headers)
            str_addf(text, ", headers %s", store_text(store, p->headers));
        *role = ROLE_TEXT;
    }
}

void container_cell(const struct store *store, const struct pod *pod, struct container_row row,
                    enum container_column column, int64_t now, struct str *text, enum theme_role *role)
{
    *role = ROLE_TEXT;
    if (!pod || row.container >= pod->container_count)
        return;
    const struct container *c = &pod->containers[row.container];
    if (row.probe < 0)
        container_own_cell(store, c, column, now, text, role);
    else
        probe_row_cell(store, pod, c, (enum probe_kind)row.probe, column, text, role);
}
