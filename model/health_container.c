/* The verdict on one container, from its own state: the worst rules first. */
#include "model/health_rules.h"

#include <string.h>

enum { REASON_BYTES = 160 };

typedef bool rule_fn(const struct case_file *c, struct str *why);

static const char *reason(const struct case_file *c)
{
    return store_text(c->store, c->container->state.reason);
}

static bool is_one_of(const char *word, const char *const *words)
{
    for (; *words; words++)
        if (strcmp(word, *words) == 0)
            return true;
    return false;
}

static bool waits(const struct case_file *c)
{
    return c->container->state.state == RUN_WAITING;
}

static bool is_running(const struct case_file *c)
{
    return c->container->state.state == RUN_RUNNING;
}

static bool has_ended(const struct case_file *c)
{
    return c->container->state.state == RUN_TERMINATED;
}

/* "exit 3", "signal 9", "OOMKilled, exit 137": how a life ended. */
static void add_end(const struct case_file *c, const struct container_state *state, struct str *why)
{
    const char *word = store_text(c->store, state->reason);
    if (*word && strcmp(word, "Error") != 0 && strcmp(word, "Completed") != 0)
        str_addf(why, "%s, ", word);
    if (state->signal)
        str_addf(why, "signal %d", state->signal);
    else
        str_addf(why, "exit %d", state->exit_code);
}

/* "back-off 5m0s" of the kubelet's "back-off 5m0s restarting failed container=...". */
static void add_back_off(const struct case_file *c, struct str *why)
{
    static const char words[] = "back-off ";
    const char *at = strstr(c->container->message, words);
    if (!at)
        return;
    size_t len = strcspn(at + sizeof(words) - 1, " ");
    if (len && len < 16)
        str_addf(why, ", back-off %.*s", (int)len, at + sizeof(words) - 1);
}

static void add_message(const struct case_file *c, struct str *why)
{
    if (*c->container->message) {
        str_add(why, ": ");
        health_add_line(why, c->container->message, REASON_BYTES);
    }
}

static bool image_fails(const struct case_file *c, struct str *why)
{
    static const char *const words[] = {
        "ErrImagePull",      "ImagePullBackOff",          "RegistryUnavailable", "ImageInspectError",
        "ErrImageNeverPull", "SignatureValidationFailed", "InvalidImageName",    NULL};
    if (!waits(c) || !is_one_of(reason(c), words))
        return false;
    const char *image = store_text(c->store, c->container->image);
    if (strcmp(reason(c), "InvalidImageName") == 0)
        str_addf(why, "\"%s\" is no image name", image);
    else if (strcmp(reason(c), "ErrImageNeverPull") == 0)
        str_addf(why, "image %s is not on the node, and may not be pulled", image);
    else
        str_addf(why, "cannot pull image %s", image);
    if (strcmp(reason(c), "ErrImagePull") == 0)
        add_message(c, why);
    return true;
}

static bool cannot_create(const struct case_file *c, struct str *why)
{
    static const char *const words[] = {
        "CreateContainerConfigError", "CreateContainerError", "RunContainerError", "PreCreateHookError",
        "PreStartHookError",          "PostStartHookError",   "StartError",        NULL};
    if (!waits(c) || !is_one_of(reason(c), words))
        return false;
    str_add(why, reason(c));
    add_message(c, why);
    return true;
}

static bool crash_loop(const struct case_file *c, struct str *why)
{
    if (!waits(c) || strcmp(reason(c), "CrashLoopBackOff") != 0)
        return false;
    str_add(why, "crash loop");
    if (c->container->last.state == RUN_TERMINATED) {
        str_add(why, ", ");
        add_end(c, &c->container->last, why);
    }
    add_back_off(c, why);
    return true;
}

static bool waits_for_other_reason(const struct case_file *c, struct str *why)
{
    static const char *const calm[] = {"", "ContainerCreating", "PodInitializing", NULL};
    if (!waits(c) || is_one_of(reason(c), calm))
        return false;
    str_add(why, reason(c));
    add_message(c, why);
    return true;
}

static bool failed(const struct case_file *c, struct str *why)
{
    if (!has_ended(c) || (c->container->state.exit_code == 0 && !c->container->state.signal))
        return false;
    str_add(why, "failed, ");
    add_end(c, &c->container->state, why);
    return true;
}

static bool completed(const struct case_file *c, struct str *why)
{
    (void)why;
    return has_ended(c);
}

static bool init_runs(const struct case_file *c, struct str *why)
{
    char age[TIME_TEXT];
    if (c->container->role != CONTAINER_INIT || !is_running(c))
        return false;
    str_addf(why, "runs for %s, the pod waits for it",
             time_since(age, c->container->state.started_at, c->now));
    return true;
}

static bool init_runs_long(const struct case_file *c, struct str *why)
{
    int64_t since = c->container->state.started_at;
    return since != TIME_NONE && c->now - since > HEALTH_LATELY_MS && init_runs(c, why);
}

static const struct probe_spec *probe(const struct case_file *c, enum probe_kind kind)
{
    return store_probe(c->store, c->container->probe[kind]);
}

/* "readiness GET :8080/ready" */
static void add_probe(const struct case_file *c, enum probe_kind kind, struct str *why)
{
    str_addf(why, "%s ", probe_kind_word(kind));
    health_add_line(why, store_text(c->store, probe(c, kind)->words), REASON_BYTES);
}

static bool runs_unready(const struct case_file *c)
{
    return is_running(c) && c->container->ready != TRI_TRUE;
}

/* The startup probe holds back the other two. */
static bool is_starting(const struct case_file *c)
{
    return runs_unready(c) && c->container->started != TRI_TRUE && probe(c, PROBE_STARTUP);
}

static bool port_blocks(const struct case_file *c, struct str *why)
{
    if (!runs_unready(c))
        return false;
    enum probe_kind kind = is_starting(c) ? PROBE_STARTUP : PROBE_READINESS;
    if (!probe(c, kind) || !probe(c, kind)->port_undeclared)
        return false;
    add_probe(c, kind, why);
    str_add(why, " can never pass: no port of that name");
    return true;
}

static bool startup_fails_again(const struct case_file *c, struct str *why)
{
    if (!is_starting(c) || c->container->restarts == 0)
        return false;
    str_addf(why, "not started after %d restart%s: ", c->container->restarts,
             c->container->restarts == 1 ? "" : "s");
    add_probe(c, PROBE_STARTUP, why);
    return true;
}

static bool startup_pends(const struct case_file *c, struct str *why)
{
    char age[TIME_TEXT];
    if (!is_starting(c))
        return false;
    str_addf(why, "starting for %s: ", time_since(age, c->container->state.started_at, c->now));
    add_probe(c, PROBE_STARTUP, why);
    return true;
}

/* Until the first readiness probe is over, not ready means nothing yet. */
static bool first_check_due(const struct case_file *c, struct str *why)
{
    const struct probe_spec *spec = probe(c, PROBE_READINESS);
    if (!runs_unready(c) || !spec || c->container->restarts || c->container->state.started_at == TIME_NONE)
        return false;
    int64_t budget = (int64_t)spec->initial_delay_s + (int64_t)spec->period_s * spec->success_threshold;
    if (c->now - c->container->state.started_at > budget * 1000)
        return false;
    str_add(why, "just started, first checks: ");
    add_probe(c, PROBE_READINESS, why);
    return true;
}

static bool readiness_fails(const struct case_file *c, struct str *why)
{
    if (!runs_unready(c))
        return false;
    str_add(why, "is not ready");
    if (probe(c, PROBE_READINESS)) {
        str_add(why, ": ");
        add_probe(c, PROBE_READINESS, why);
    }
    return true;
}

static bool liveness_port_undeclared(const struct case_file *c, struct str *why)
{
    const struct probe_spec *spec = probe(c, PROBE_LIVENESS);
    if (!is_running(c) || !spec || !spec->port_undeclared)
        return false;
    add_probe(c, PROBE_LIVENESS, why);
    str_add(why, " is never checked: no port of that name");
    return true;
}

static bool restarted_lately(const struct case_file *c, struct str *why)
{
    const struct container_state *last = &c->container->last;
    char age[TIME_TEXT];
    if (!is_running(c) || last->state != RUN_TERMINATED || last->finished_at == TIME_NONE ||
        c->now - last->finished_at > HEALTH_LATELY_MS)
        return false;
    str_addf(why, "restarted %s ago after ", time_since(age, last->finished_at, c->now));
    add_end(c, last, why);
    return true;
}

static bool runs(const struct case_file *c, struct str *why)
{
    (void)why;
    return is_running(c);
}

static bool waits_calmly(const struct case_file *c, struct str *why)
{
    if (waits(c))
        str_add(why, reason(c));
    return waits(c);
}

static const struct {
    enum health health;
    rule_fn *holds;
} rules[] = {
    {HEALTH_BROKEN, image_fails},
    {HEALTH_BROKEN, cannot_create},
    {HEALTH_BROKEN, crash_loop},
    {HEALTH_BROKEN, failed},
    {HEALTH_BROKEN, waits_for_other_reason},
    {HEALTH_DONE, completed},
    {HEALTH_WARNING, init_runs_long},
    {HEALTH_CHANGING, init_runs},
    {HEALTH_UNREADY, port_blocks},
    {HEALTH_UNREADY, startup_fails_again},
    {HEALTH_CHANGING, startup_pends},
    {HEALTH_CHANGING, first_check_due},
    {HEALTH_UNREADY, readiness_fails},
    {HEALTH_WARNING, liveness_port_undeclared},
    {HEALTH_WARNING, restarted_lately},
    {HEALTH_GOOD, runs},
    {HEALTH_CHANGING, waits_calmly},
};

/* The kubelet says of an ephemeral container neither ready nor started: it runs, or it is over. */
static enum health judge_ephemeral(const struct case_file *c, struct str *why)
{
    if (is_running(c))
        return HEALTH_GOOD;
    if (has_ended(c))
        return HEALTH_DONE;
    return image_fails(c, why) || cannot_create(c, why) ? HEALTH_WARNING : HEALTH_CHANGING;
}

enum health health_container_rules(const struct case_file *c, struct str *why)
{
    if (!c->container->has_status)
        return HEALTH_UNKNOWN;
    if (c->container->role == CONTAINER_EPHEMERAL)
        return judge_ephemeral(c, why);
    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
        if (rules[i].holds(c, why))
            return rules[i].health;
    return HEALTH_UNKNOWN;
}

enum health health_of_container(const struct store *store, const struct pod *pod,
                                const struct container *container, int64_t now, struct str *why)
{
    struct case_file c = {.store = store, .pod = pod, .container = container, .now = now};
    return health_container_rules(&c, why);
}
