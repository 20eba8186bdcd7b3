#include "cli/logs_pick.h"

#include <stdio.h>
#include <string.h>

static const struct logs_kind kinds[] = {
    {" pod pods po ", "", "/api/v1", "pods", "*v1.Pod", true},
    {" deployment deployments deploy ", "apps", "/apis/apps/v1", "deployments", "*v1.Deployment", true},
    {" replicaset replicasets rs ", "apps", "/apis/apps/v1", "replicasets", "*v1.ReplicaSet", true},
    {" statefulset statefulsets sts ", "apps", "/apis/apps/v1", "statefulsets", "*v1.StatefulSet", true},
    {" daemonset daemonsets ds ", "apps", "/apis/apps/v1", "daemonsets", "*v1.DaemonSet", true},
    {" replicationcontroller replicationcontrollers rc ", "", "/api/v1", "replicationcontrollers",
     "*v1.ReplicationController", true},
    {" job jobs ", "batch", "/apis/batch/v1", "jobs", "*v1.Job", true},
    {" service services svc ", "", "/api/v1", "services", "*v1.Service", true},
    {" cronjob cronjobs cj ", "batch", "/apis/batch/v1", "cronjobs", "*v1.CronJob", false},
    {" node nodes no ", "", "/api/v1", "nodes", "*v1.Node", false},
    {" configmap configmaps cm ", "", "/api/v1", "configmaps", "*v1.ConfigMap", false},
    {" secret secrets ", "", "/api/v1", "secrets", "*v1.Secret", false},
    {" serviceaccount serviceaccounts sa ", "", "/api/v1", "serviceaccounts", "*v1.ServiceAccount", false},
    {" endpoints ep ", "", "/api/v1", "endpoints", "*v1.Endpoints", false},
};

const struct logs_kind *logs_kind(const char *name)
{
    char word[80];
    const char *dot = strchr(name, '.');
    size_t len = dot ? (size_t)(dot - name) : strlen(name);
    if (len == 0 || len > 60 || strchr(name, ' '))
        return NULL;
    snprintf(word, sizeof(word), " %.*s ", (int)len, name);
    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
        if (strcasestr(kinds[i].names, word) && (!dot || str_ends(name, kinds[i].group)))
            return &kinds[i];
    }
    return NULL;
}

static void add_term(struct str *selector, const char *before, const char *key)
{
    str_add(selector, selector->len ? "," : "");
    str_add(selector, before);
    str_add(selector, key);
}

static void add_labels(struct str *selector, const cJSON *labels)
{
    json_each(label, labels)
    {
        if (!label->string || !cJSON_IsString(label))
            continue;
        add_term(selector, "", label->string);
        str_addf(selector, "=%s", label->valuestring);
    }
}

static void add_expressions(struct str *selector, const cJSON *expressions)
{
    json_each(e, expressions)
    {
        const char *op = json_text_or_empty(e, "operator"), *key = json_text_or_empty(e, "key");
        bool among = str_equal(op, "In") || str_equal(op, "NotIn");
        add_term(selector, str_equal(op, "DoesNotExist") ? "!" : "", key);
        if (!among)
            continue;
        str_add(selector, str_equal(op, "In") ? " in (" : " notin (");
        const char *comma = "";
        json_each(value, json_get(e, "values"))
        {
            str_addf(selector, "%s%s", comma, cJSON_IsString(value) ? value->valuestring : "");
            comma = ",";
        }
        str_add(selector, ")");
    }
}

bool logs_selector(const cJSON *object, struct str *selector)
{
    const cJSON *given = json_at(object, "spec.selector");
    const cJSON *labels = json_get(given, "matchLabels"), *expressions = json_get(given, "matchExpressions");
    if (labels || expressions) {
        add_labels(selector, labels);
        add_expressions(selector, expressions);
    } else {
        add_labels(selector, given);
    }
    return selector->len > 0;
}

/* What the order is made of: larger is better, compared one after the other. */
enum { WEIGHTS = 6 };

static int64_t ready_since(const cJSON *pod)
{
    json_each(condition, json_at(pod, "status.conditions"))
    {
        if (str_equal(json_text(condition, "type"), "Ready") &&
            str_equal(json_text(condition, "status"), "True"))
            return json_time(condition, "lastTransitionTime");
    }
    return INT64_MAX;
}

static int64_t most_restarts(const cJSON *pod)
{
    int64_t most = 0;
    json_each(status, json_at(pod, "status.containerStatuses"))
    {
        int64_t n = json_int(status, "restartCount", 0);
        most = n > most ? n : most;
    }
    return most;
}

static void weigh(const cJSON *pod, int64_t weights[WEIGHTS])
{
    const char *phase = json_text_or_empty(pod, "status.phase");
    int64_t ready = ready_since(pod), created = json_time(pod, "metadata.creationTimestamp");
    weights[0] = *json_text_or_empty(pod, "spec.nodeName") != '\0';
    weights[1] = str_equal(phase, "Pending") ? 0 : str_equal(phase, "Unknown") ? 1 : 2;
    weights[2] = ready != INT64_MAX;
    weights[3] = ready == TIME_NONE || ready == INT64_MAX ? INT64_MIN : -ready;
    weights[4] = most_restarts(pod);
    weights[5] = created == TIME_NONE ? INT64_MIN : -created;
}

static bool better(const cJSON *a, const cJSON *b)
{
    int64_t x[WEIGHTS], y[WEIGHTS];
    weigh(a, x);
    weigh(b, y);
    for (int i = 0; i < WEIGHTS; i++) {
        if (x[i] != y[i])
            return x[i] > y[i];
    }
    return false;
}

const cJSON *logs_best_pod(const cJSON *list)
{
    const cJSON *best = NULL;
    json_each(pod, json_get(list, "items"))
    {
        if (!best || better(pod, best))
            best = pod;
    }
    return best;
}

static const char *const groups[] = {"spec.initContainers", "spec.containers", "spec.ephemeralContainers"};

void logs_each_container(const cJSON *pod, void (*fn)(void *user, const char *name), void *user)
{
    for (int i = 0; i < 3; i++) {
        json_each(container, json_at(pod, groups[i]))
        {
            if (json_text(container, "name"))
                fn(user, json_text(container, "name"));
        }
    }
}

static const char *find(const cJSON *pod, const char *name)
{
    for (int i = 0; i < 3; i++) {
        json_each(container, json_at(pod, groups[i]))
        {
            if (str_equal(json_text(container, "name"), name))
                return json_text(container, "name");
        }
    }
    return NULL;
}

bool logs_has_container(const cJSON *pod, const char *name)
{
    return find(pod, name) != NULL;
}

/* "web, log, prepare (init)"; returns how many. */
static int add_names(const cJSON *pod, struct str *names)
{
    static const struct {
        int group;
        const char *mark;
    } order[] = {{1, ""}, {0, " (init)"}, {2, " (ephem)"}};
    int count = 0;
    for (int i = 0; i < 3; i++) {
        json_each(container, json_at(pod, groups[order[i].group]))
        {
            str_addf(names, "%s%s%s", count++ ? ", " : "", json_text_or_empty(container, "name"),
                     order[i].mark);
        }
    }
    return count;
}

const char *logs_default_container(const cJSON *pod, struct str *said)
{
    const cJSON *annotations = json_at(pod, "metadata.annotations");
    const cJSON *note = json_get(annotations, "kubectl.kubernetes.io/default-container");
    const char *wanted = cJSON_IsString(note) ? note->valuestring : "";
    if (*wanted && find(pod, wanted))
        return find(pod, wanted);
    if (*wanted)
        str_addf(said, "Default container name \"%s\" not found in pod %s\n", wanted,
                 json_text_or_empty(pod, "metadata.name"));
    const cJSON *main = json_at(pod, groups[1]);
    const char *first = main ? json_text(main->child, "name") : NULL;
    struct str names = {0};
    if (add_names(pod, &names) > 1 && first)
        str_addf(said, "Defaulted container \"%s\" out of: %s\n", first, str_text(&names));
    str_fini(&names);
    return first;
}
