/* The verdict on a pod: what concerns it as a whole, then its worst container, then what is left to say. */
#include "model/health_rules.h"

#include <string.h>

enum { MESSAGE_BYTES = 200, SLOW_START_MS = 2 * 60 * 1000 };

typedef enum health verdict_fn(const struct case_file *c, struct str *why);

/* "This rule has nothing to say". */
#define NO_VERDICT HEALTH_COUNT

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

void health_add_line(struct str *why, const char *text, size_t most)
{
    size_t start = why->len;
    while (is_space(*text))
        text++;
    for (; *text && why->len - start < most; text++)
        if (!is_space(*text))
            str_add_char(why, *text);
        else if (!is_space(text[1]) && text[1])
            str_add_char(why, ' ');
    if (!*text)
        return;
    size_t len = why->len;
    while (len > start && ((unsigned char)*text & 0xC0) == 0x80)
        text--, len--;
    str_cut(why, len);
    str_add(why, "...");
}

static void add_message(const struct case_file *c, struct str *why)
{
    if (*c->pod->message) {
        str_add(why, ": ");
        health_add_line(why, c->pod->message, MESSAGE_BYTES);
    }
}

static enum health node_lost(const struct case_file *c, struct str *why)
{
    if (strcmp(store_text(c->store, c->pod->reason), "NodeLost") != 0 &&
        (c->pod->phase != PHASE_UNKNOWN || !c->pod->node))
        return NO_VERDICT;
    str_addf(why, "node %s does not report", store_text(c->store, c->pod->node));
    return HEALTH_UNKNOWN;
}

/* deletionTimestamp lies the grace after the request. */
static enum health terminating(const struct case_file *c, struct str *why)
{
    char age[TIME_TEXT];
    const struct pod *pod = c->pod;
    if (pod->deleted == TIME_NONE)
        return NO_VERDICT;
    int64_t asked = pod->deleted - (pod->grace_s > 0 ? pod->grace_s * 1000LL : 0);
    str_addf(why, "terminating since %s", time_since(age, asked, c->now));
    if (c->now <= pod->deleted) {
        str_addf(why, ", %s of grace left", time_age(age, pod->deleted - c->now));
        return HEALTH_CHANGING;
    }
    str_add(why, pod->finalizers ? ", held by a finalizer" : ", grace is over");
    return pod->finalizers ? HEALTH_WARNING : HEALTH_CHANGING;
}

static enum health succeeded(const struct case_file *c, struct str *why)
{
    (void)why;
    return c->pod->phase == PHASE_SUCCEEDED ? HEALTH_DONE : NO_VERDICT;
}

static enum health evicted(const struct case_file *c, struct str *why)
{
    if (c->pod->phase != PHASE_FAILED || !c->pod->reason)
        return NO_VERDICT;
    str_add(why, store_text(c->store, c->pod->reason));
    add_message(c, why);
    return HEALTH_BROKEN;
}

static enum health unschedulable(const struct case_file *c, struct str *why)
{
    if (c->pod->scheduled != TRI_FALSE)
        return NO_VERDICT;
    bool gated = strcmp(store_text(c->store, c->pod->scheduled_reason), "SchedulingGated") == 0;
    str_add(why, gated ? "held by a scheduling gate" : "cannot be scheduled");
    if (!gated)
        add_message(c, why);
    return gated ? HEALTH_CHANGING : HEALTH_BROKEN;
}

/* "app", "init db", "sidecar proxy". */
static void add_name(const struct case_file *c, struct str *why)
{
    static const char *const roles[] = {[CONTAINER_MAIN] = "",
                                        [CONTAINER_INIT] = "init ",
                                        [CONTAINER_SIDECAR] = "sidecar ",
                                        [CONTAINER_EPHEMERAL] = "ephemeral "};
    str_addf(why, "%s%s", roles[c->container->role], store_text(c->store, c->container->name));
}

/* Whether a sentence about a container reads on from its name ("app is not ready") or needs a colon. */
static bool reads_on(const char *sentence)
{
    return str_starts(sentence, "is ") || str_starts(sentence, "restarted ") ||
           str_starts(sentence, "runs ") || str_starts(sentence, "failed, ");
}

/* The worst container with something to say; the first of equals. */
static enum health worst_container(const struct case_file *c, struct str *why)
{
    enum health worst = HEALTH_GOOD;
    struct str said = {0}, sentence = {0};
    for (unsigned i = 0; i < c->pod->container_count; i++) {
        struct case_file one = *c;
        one.container = &c->pod->containers[i];
        str_clear(&sentence);
        if (one.container->role == CONTAINER_EPHEMERAL)
            continue;
        enum health health = health_container_rules(&one, &sentence);
        if (health >= worst || health == HEALTH_UNKNOWN || !sentence.len)
            continue;
        worst = health;
        str_clear(&said);
        add_name(&one, &said);
        str_addf(&said, "%s%s", reads_on(str_text(&sentence)) ? " " : ": ", str_text(&sentence));
    }
    str_add(why, worst == HEALTH_CHANGING && str_ends(str_text(&said), ": ContainerCreating")
                     ? ""
                     : str_text(&said));
    bool told = why->len > 0;
    str_fini(&said);
    str_fini(&sentence);
    return told ? worst : NO_VERDICT;
}

static enum health failed_untold(const struct case_file *c, struct str *why)
{
    if (c->pod->phase != PHASE_FAILED)
        return NO_VERDICT;
    str_add(why, "failed");
    add_message(c, why);
    return HEALTH_BROKEN;
}

static enum health gate_closed(const struct case_file *c, struct str *why)
{
    if (c->pod->phase != PHASE_RUNNING || !c->pod->gate)
        return NO_VERDICT;
    str_addf(why, "readiness gate %s is %s", store_text(c->store, c->pod->gate),
             c->pod->gate_missing ? "not set" : "not True");
    return HEALTH_UNREADY;
}

static enum health waits_for_scheduler(const struct case_file *c, struct str *why)
{
    if (c->pod->phase != PHASE_PENDING || c->pod->node)
        return NO_VERDICT;
    str_add(why, "waits for the scheduler");
    return HEALTH_CHANGING;
}

/* What holds it up (a volume, the network) only its events say. */
static enum health creating(const struct case_file *c, struct str *why)
{
    char age[TIME_TEXT];
    if (c->pod->phase != PHASE_PENDING)
        return NO_VERDICT;
    bool slow = c->pod->created != TIME_NONE && c->now - c->pod->created > SLOW_START_MS;
    str_addf(why, "%s for %s%s", *c->pod->status ? c->pod->status : "Pending",
             time_since(age, c->pod->created, c->now), slow ? ", see its events" : "");
    return slow ? HEALTH_WARNING : HEALTH_CHANGING;
}

/* A pod that runs and is not ready never looks healthy, whatever its containers say. */
static enum health not_ready(const struct case_file *c, struct str *why)
{
    if (c->pod->phase != PHASE_RUNNING ||
        (c->pod->ready_condition == TRI_TRUE && c->pod->ready >= c->pod->total))
        return NO_VERDICT;
    if (c->pod->ready < c->pod->total)
        str_addf(why, "%d of %d containers ready", c->pod->ready, c->pod->total);
    else /* what the node controller does to the pods of a node that no longer reports */
        str_addf(why, "not ready, though its containers are: node %s may be lost",
                 store_text(c->store, c->pod->node));
    return HEALTH_UNREADY;
}

static enum health fine(const struct case_file *c, struct str *why)
{
    (void)why;
    return c->pod->phase == PHASE_RUNNING ? HEALTH_GOOD : HEALTH_UNKNOWN;
}

static verdict_fn *const about_pod[] = {node_lost, terminating, succeeded, evicted, unschedulable};
static verdict_fn *const about_rest[] = {failed_untold, waits_for_scheduler, creating, gate_closed,
                                         not_ready};

static enum health first_verdict(verdict_fn *const *rules, size_t count, const struct case_file *c,
                                 struct str *why)
{
    enum health health = NO_VERDICT;
    for (size_t i = 0; i < count && health == NO_VERDICT; i++)
        health = rules[i](c, why);
    return health;
}

/* Of an object: the pod's own verdict, else the worse of its containers' and the rest. */
static enum health judge_object(const struct case_file *c, struct str *why)
{
    enum health health = first_verdict(about_pod, sizeof(about_pod) / sizeof(about_pod[0]), c, why);
    if (health != NO_VERDICT)
        return health;
    struct str rest = {0};
    enum health of_containers = worst_container(c, why);
    enum health of_rest = first_verdict(about_rest, sizeof(about_rest) / sizeof(about_rest[0]), c, &rest);
    bool starts = of_containers == HEALTH_CHANGING; /* a pod that starts is not ready, and that is no news */
    if (of_rest < of_containers && !starts) {
        str_clear(why);
        str_add(why, str_text(&rest));
        of_containers = of_rest;
    }
    str_fini(&rest);
    return of_containers != NO_VERDICT ? of_containers : fine(c, why);
}

/* STATUS words of a Table row: all that is known until the object comes. */
static const struct {
    const char *word;
    enum health health;
} table_words[] = {
    {"Completed", HEALTH_DONE},
    {"Succeeded", HEALTH_DONE},
    {"Pending", HEALTH_CHANGING},
    {"ContainerCreating", HEALTH_CHANGING},
    {"Terminating", HEALTH_CHANGING},
    {"PodInitializing", HEALTH_CHANGING},
    {"SchedulingGated", HEALTH_CHANGING},
    {"Unknown", HEALTH_UNKNOWN},
    {"NodeLost", HEALTH_UNKNOWN},
    {"NotReady", HEALTH_UNREADY},
    {"", HEALTH_UNKNOWN},
};

static bool init_counts(const char *status)
{
    return str_starts(status, "Init:") && strchr(status, '/');
}

static enum health judge_running_row(const struct pod *pod, struct str *why)
{
    if (pod->total < 0)
        return HEALTH_UNKNOWN;
    if (pod->ready < pod->total)
        str_addf(why, "%d of %d containers ready", pod->ready, pod->total);
    else if (pod->gates_met < pod->gates)
        str_addf(why, "%d of %d readiness gates True", pod->gates_met, pod->gates);
    return why->len ? HEALTH_UNREADY : HEALTH_GOOD;
}

static enum health judge_row(const struct case_file *c, struct str *why)
{
    const struct pod *pod = c->pod;
    if (strcmp(pod->status, "Running") == 0)
        return judge_running_row(pod, why);
    for (size_t i = 0; i < sizeof(table_words) / sizeof(table_words[0]); i++)
        if (strcmp(pod->status, table_words[i].word) == 0)
            return table_words[i].health;
    return init_counts(pod->status) ? HEALTH_CHANGING : HEALTH_BROKEN;
}

enum health health_of_pod(const struct store *store, const struct pod *pod, int64_t now, struct str *why)
{
    struct case_file c = {.store = store, .pod = pod, .now = now};
    return pod->source == POD_FROM_TABLE ? judge_row(&c, why) : judge_object(&c, why);
}

bool health_judge(const struct store *store, struct pod *pod, int64_t now)
{
    struct str why = {0};
    enum health health = health_of_pod(store, pod, now, &why);
    bool differs = health != pod->health || !str_equal(pod->why, str_text(&why));
    pod->health = (uint8_t)health;
    if (differs)
        pod_set_why(pod, str_text(&why));
    str_fini(&why);
    return differs;
}

bool health_recheck(struct store *store, size_t slots, int64_t now)
{
    for (; slots && store->recheck_at < store->pods.len; slots--, store->recheck_at++) {
        struct pod *pod = store_pod_at(store, store->recheck_at);
        bool ages = pod && (pod->health == HEALTH_WARNING || pod->health == HEALTH_CHANGING);
        if (ages && health_judge(store, pod, now))
            store_pod_touch(store, pod);
    }
    if (store->recheck_at < store->pods.len)
        return false;
    store->recheck_at = 0;
    return true;
}

const char *health_word(enum health health)
{
    static const char *const words[HEALTH_COUNT] = {
        [HEALTH_BROKEN] = "broken",     [HEALTH_UNREADY] = "not ready", [HEALTH_WARNING] = "warning",
        [HEALTH_CHANGING] = "changing", [HEALTH_UNKNOWN] = "unknown",   [HEALTH_GOOD] = "healthy",
        [HEALTH_DONE] = "completed"};
    return (unsigned)health < HEALTH_COUNT ? words[health] : "";
}

char health_mark(enum health health)
{
    static const char marks[] = "X!w~?+.";
    return (unsigned)health < HEALTH_COUNT ? marks[health] : ' ';
}
