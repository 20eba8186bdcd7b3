/* The columns of the pods pane. */
#include "tui/pod_columns.h"

#include "model/health.h"
#include "model/podstatus.h"

enum theme_role health_role(uint8_t health)
{
    static const enum theme_role roles[HEALTH_COUNT] = {
        [HEALTH_BROKEN] = ROLE_BAD,    [HEALTH_UNREADY] = ROLE_UNREADY, [HEALTH_WARNING] = ROLE_WARN,
        [HEALTH_CHANGING] = ROLE_BUSY, [HEALTH_UNKNOWN] = ROLE_UNKNOWN, [HEALTH_GOOD] = ROLE_GOOD,
        [HEALTH_DONE] = ROLE_DONE,
    };
    return health < HEALTH_COUNT ? roles[health] : ROLE_UNKNOWN;
}

/* Meaning never rests on colour alone: the first cell is a character for the health. */
static void mark_cell(const struct store *store, const struct pod *pod, int64_t now, struct str *text,
                      enum theme_role *role)
{
    (void)store, (void)now;
    str_add_char(text, health_mark(pod->health));
    *role = health_role(pod->health);
}

static void namespace_cell(const struct store *store, const struct pod *pod, int64_t now, struct str *text,
                           enum theme_role *role)
{
    (void)now;
    str_add(text, store_text(store, pod->namespace_));
    *role = ROLE_DIM;
}

static void name_cell(const struct store *store, const struct pod *pod, int64_t now, struct str *text,
                      enum theme_role *role)
{
    (void)store, (void)now;
    str_add(text, pod->name);
    *role = pod->health == HEALTH_DONE ? ROLE_DONE : ROLE_STRONG;
}

static void ready_cell(const struct store *store, const struct pod *pod, int64_t now, struct str *text,
                       enum theme_role *role)
{
    (void)store, (void)now;
    podstatus_add_ready(text, pod);
    *role = pod->ready == pod->total ? ROLE_TEXT : health_role(pod->health);
}

static void status_cell(const struct store *store, const struct pod *pod, int64_t now, struct str *text,
                        enum theme_role *role)
{
    (void)now;
    (void)store;
    str_add(text, pod->status);
    *role = health_role(pod->health);
}

static void restarts_cell(const struct store *store, const struct pod *pod, int64_t now, struct str *text,
                          enum theme_role *role)
{
    (void)store;
    podstatus_add_restarts(text, pod, now);
    *role = pod->restarts > 0 ? ROLE_WARN : ROLE_TEXT;
}

static void age_cell(const struct store *store, const struct pod *pod, int64_t now, struct str *text,
                     enum theme_role *role)
{
    char age[TIME_TEXT];
    (void)store, (void)role;
    str_add(text, time_since(age, pod->created, now));
}

static void ip_cell(const struct store *store, const struct pod *pod, int64_t now, struct str *text,
                    enum theme_role *role)
{
    (void)store, (void)now;
    str_add(text, *pod->ip ? pod->ip : "-");
    *role = ROLE_DIM;
}

static void node_cell(const struct store *store, const struct pod *pod, int64_t now, struct str *text,
                      enum theme_role *role)
{
    (void)now;
    str_add(text, pod->node ? store_text(store, pod->node) : "-");
    *role = ROLE_DIM;
}

/* Passing, failing or absent, for one probe kind: over all containers, the worst counts. */
static void probe_cell(const struct pod *pod, enum probe_kind kind, struct str *text, enum theme_role *role)
{
    bool any = false, bad = false, waiting = false;
    for (int i = 0; i < pod->container_count; i++) {
        const struct container *c = &pod->containers[i];
        if (!c->probe[kind])
            continue;
        any = true;
        bool running = c->state.state == RUN_RUNNING;
        waiting = waiting || !running || (kind != PROBE_STARTUP && c->started != TRI_TRUE);
        bad = bad || (kind == PROBE_READINESS && running && c->started == TRI_TRUE && c->ready != TRI_TRUE);
    }
    *role = bad ? ROLE_UNREADY : waiting ? ROLE_BUSY : any ? ROLE_GOOD : ROLE_DIM;
    str_add(text, bad ? "!" : waiting ? "~" : any ? "+" : "-");
}

static void probes_cell(const struct store *store, const struct pod *pod, int64_t now, struct str *text,
                        enum theme_role *role)
{
    enum theme_role worst = ROLE_DIM, one;
    (void)store, (void)now;
    if (pod->source != POD_FROM_OBJECT) {
        str_add(text, "?");
        *role = ROLE_UNKNOWN;
        return;
    }
    for (int kind = 0; kind < PROBE_KINDS; kind++) {
        probe_cell(pod, (enum probe_kind)kind, text, &one);
        if (one == ROLE_UNREADY || worst == ROLE_DIM || (one == ROLE_BUSY && worst == ROLE_GOOD))
            worst = worst == ROLE_UNREADY ? worst : one;
    }
    *role = worst;
}

static void why_cell(const struct store *store, const struct pod *pod, int64_t now, struct str *text,
                     enum theme_role *role)
{
    (void)now;
    (void)store;
    str_add(text, pod->why);
    *role = pod->health == HEALTH_GOOD || pod->health == HEALTH_DONE ? ROLE_DIM : health_role(pod->health);
}

const struct pod_column pod_columns[] = {
    /* title, help, sort, min, max, priority, right, only_all, cell */
    {"", "health: one character and its colour", PODVIEW_BY_HEALTH, 1, 1, 0, false, false, mark_cell},
    {"NAMESPACE", "the pod's namespace", PODVIEW_BY_NAMESPACE, 6, 24, 0, false, true, namespace_cell},
    {"NAME", "the pod's name", PODVIEW_BY_NAME, 12, 63, 0, false, false, name_cell},
    {"READY", "containers ready of those that should be", PODVIEW_BY_READY, 5, 7, 0, false, false,
     ready_cell},
    {"STATUS", "as kubectl says it", PODVIEW_BY_STATUS, 9, 26, 0, false, false, status_cell},
    {"SRL", "startup, readiness and liveness probe: + well, ! failing, ~ waiting, - none", PODVIEW_BY_HEALTH,
     3, 3, 4, false, false, probes_cell},
    {"RESTARTS", "restarts, and when the last was", PODVIEW_BY_RESTARTS, 8, 16, 2, false, false,
     restarts_cell},
    {"AGE", "since the pod was created", PODVIEW_BY_AGE, 3, 6, 1, true, false, age_cell},
    {"IP", "the pod's address", PODVIEW_BY_IP, 9, 15, 6, false, false, ip_cell},
    {"NODE", "where it runs", PODVIEW_BY_NODE, 5, 24, 5, false, false, node_cell},
    {"WHY", "the shortest true sentence", PODVIEW_BY_HEALTH, 20, 200, 0, false, false, why_cell},
};
const int pod_column_count = sizeof(pod_columns) / sizeof(pod_columns[0]);
