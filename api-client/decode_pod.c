/* A v1 Pod into the compact form of model/pod.h. */
#include "api-client/decode.h"
#include "api-client/decode_container.h"
#include "base/str.h"
#include "base/xmalloc.h"
#include "model/health.h"
#include "model/podstatus.h"

#include <stdlib.h>
#include <string.h>

static enum tri condition_status(const cJSON *condition)
{
    const char *status = json_text_or_empty(condition, "status");
    return strcmp(status, "True") == 0 ? TRI_TRUE : strcmp(status, "False") == 0 ? TRI_FALSE : TRI_UNKNOWN;
}

static const cJSON *find_condition(const cJSON *object, const char *type)
{
    json_each(condition, json_at(object, "status.conditions"))
    {
        if (str_equal(json_text(condition, "type"), type))
            return condition;
    }
    return NULL;
}

static void decode_conditions(struct store *store, const cJSON *object, struct pod *pod)
{
    const cJSON *scheduled = find_condition(object, "PodScheduled"), *ready = find_condition(object, "Ready");
    pod->scheduled = (uint8_t)condition_status(scheduled);
    pod->scheduled_reason = store_word(store, json_text(scheduled, "reason"));
    pod->initialized = (uint8_t)condition_status(find_condition(object, "Initialized"));
    pod->ready_condition = (uint8_t)condition_status(ready);
    if (ready && pod->ready_condition != TRI_TRUE)
        pod->not_ready_since = json_time(ready, "lastTransitionTime");
    if (!*pod->message && pod->scheduled == TRI_FALSE)
        pod->message = json_text_or_empty(scheduled, "message");
}

static void decode_gates(struct store *store, const cJSON *object, struct pod *pod)
{
    int gates = 0, met = 0;
    json_each(gate, json_at(object, "spec.readinessGates"))
    {
        const char *type = json_text_or_empty(gate, "conditionType");
        const cJSON *condition = find_condition(object, type);
        if (++gates >= INT16_MAX)
            break;
        if (condition_status(condition) == TRI_TRUE) {
            met++;
        } else if (!pod->gate) {
            pod->gate = store_word(store, type);
            pod->gate_missing = !condition;
        }
    }
    pod->gates = (int16_t)gates;
    pod->gates_met = (int16_t)met;
}

/* The three lists of containers, with where their statuses are. */
static const struct {
    const char *specs, *statuses;
    enum container_role role;
} lists[] = {
    {"spec.initContainers", "status.initContainerStatuses", CONTAINER_INIT},
    {"spec.containers", "status.containerStatuses", CONTAINER_MAIN},
    {"spec.ephemeralContainers", "status.ephemeralContainerStatuses", CONTAINER_EPHEMERAL},
};
enum { LISTS = sizeof(lists) / sizeof(lists[0]) };

/* Gives each status to the container of its name; both come in nearly the same order. */
static void decode_statuses(struct store *store, const cJSON *statuses, struct container *containers,
                            unsigned count)
{
    unsigned order = 0, at = 0;
    json_each(status, statuses)
    {
        uint32_t name = store_word(store, json_text(status, "name"));
        if (++order > POD_CONTAINERS_MAX)
            break;
        for (unsigned tried = 0; tried < count; tried++, at++)
            if (containers[at % count].name == name && !containers[at % count].has_status) {
                decode_container_status(store, status, order, &containers[at % count]);
                break;
            }
    }
}

/* Fills pod->containers with memory the caller frees. */
static struct container *decode_containers(struct store *store, const cJSON *object, struct pod *pod)
{
    int most = 0;
    for (int i = 0; i < LISTS; i++)
        most += json_count(json_at(object, lists[i].specs));
    most = most < POD_CONTAINERS_MAX ? most : POD_CONTAINERS_MAX;
    struct container *all = xcalloc((size_t)most + 1, sizeof(*all));
    int count = 0;
    pod->total = 0;
    for (int i = 0; i < LISTS; i++) {
        int first = count;
        json_each(spec, json_at(object, lists[i].specs))
        {
            if (count == most)
                break;
            decode_container(store, spec, lists[i].role, &all[count]);
            pod->total += all[count].role == CONTAINER_MAIN || all[count].role == CONTAINER_SIDECAR;
            count++;
        }
        decode_statuses(store, json_at(object, lists[i].statuses), all + first, (unsigned)(count - first));
    }
    pod->containers = all;
    pod->container_count = (uint16_t)count;
    return all;
}

struct label {
    const char *key, *value;
};

static int by_key(const void *a, const void *b)
{
    const struct label *left = a, *right = b;
    return strcmp(left->key, right->key);
}

/* Formatting would cost more than all else that is done for a label. */
static void add_joined(struct str *out, const char *left, const char *between, const char *right)
{
    str_add(out, left);
    str_add(out, between);
    str_add(out, right);
}

/* "a=1,b=2" in the order of the keys; memory of out. */
static const char *decode_labels(const cJSON *labels, struct str *out)
{
    enum { MOST = 256 };
    struct label sorted[MOST];
    size_t count = 0;
    json_each(label, labels)
    {
        if (count < MOST && label->string && cJSON_IsString(label))
            sorted[count++] = (struct label){label->string, label->valuestring};
    }
    if (count > 1)
        qsort(sorted, count, sizeof(sorted[0]), by_key);
    for (size_t i = 0; i < count && out->len < POD_LABELS_MAX; i++) {
        str_add(out, i ? "," : "");
        add_joined(out, sorted[i].key, "=", sorted[i].value);
    }
    return str_text(out);
}

/* The controller among the owners, else the first: "ReplicaSet/try1-5f7". */
static const char *decode_owner(const cJSON *object, struct str *out)
{
    const cJSON *found = NULL;
    json_each(owner, json_at(object, "metadata.ownerReferences"))
    {
        if (!found || json_bool(owner, "controller", false))
            found = owner;
    }
    if (found)
        add_joined(out, json_text_or_empty(found, "kind"), "/", json_text_or_empty(found, "name"));
    return str_text(out);
}

static uint32_t text_hash(const char *text)
{
    return text ? hash_bytes(text, strlen(text)) : 0;
}

/* A static pod's events name the hash of its file, which the mirror pod keeps as an annotation. */
static void decode_identity(struct store *store, const cJSON *object, struct pod *pod)
{
    const cJSON *annotations = json_at(object, "metadata.annotations");
    const cJSON *mirror = json_get(annotations, "kubernetes.io/config.mirror");
    const cJSON *finalizers = json_at(object, "metadata.finalizers");
    pod->namespace_ = store_word(store, json_text(object, "metadata.namespace"));
    pod->uid_hash = text_hash(json_text(object, "metadata.uid"));
    pod->event_uid_hash = cJSON_IsString(mirror) ? text_hash(mirror->valuestring) : pod->uid_hash;
    pod->created = json_time(object, "metadata.creationTimestamp");
    pod->deleted = json_time(object, "metadata.deletionTimestamp");
    pod->finalizers = cJSON_IsArray(finalizers) && finalizers->child;
    pod->grace_s = decode_int32(object, "spec.terminationGracePeriodSeconds", 0, -1);
    pod->grace_s = decode_int32(object, "metadata.deletionGracePeriodSeconds", 0, pod->grace_s);
}

static enum pod_phase decode_phase(const char *word)
{
    static const char *const words[] = {[PHASE_PENDING] = "Pending",
                                        [PHASE_RUNNING] = "Running",
                                        [PHASE_SUCCEEDED] = "Succeeded",
                                        [PHASE_FAILED] = "Failed"};
    for (int phase = PHASE_PENDING; word && phase <= PHASE_FAILED; phase++)
        if (strcmp(word, words[phase]) == 0)
            return (enum pod_phase)phase;
    return PHASE_UNKNOWN;
}

static const char *decode_ip(const cJSON *status)
{
    const cJSON *ips = json_get(status, "podIPs");
    const char *first = cJSON_IsArray(ips) ? json_text(ips->child, "ip") : NULL;
    return first ? first : json_text_or_empty(status, "podIP");
}

static void decode_placement(struct store *store, const cJSON *object, struct pod *pod)
{
    const cJSON *status = json_get(object, "status");
    pod->node = store_word(store, json_text(object, "spec.nodeName"));
    pod->nominated_node = store_word(store, json_text(status, "nominatedNodeName"));
    pod->ip = decode_ip(status);
    pod->reason = store_word(store, json_text(status, "reason"));
    pod->message = json_text_or_empty(status, "message");
    pod->phase = (uint8_t)decode_phase(json_text(status, "phase"));
}

enum err decode_pod(struct store *store, const cJSON *object, int64_t now, struct pod *pod)
{
    struct str labels = {0}, owner = {0};
    const char *name = json_text(object, "metadata.name");
    pod_init(pod);
    if (!name || !*name)
        return ERR_PARSE;
    pod->name = name;
    pod->source = POD_FROM_OBJECT;
    decode_identity(store, object, pod);
    pod->labels = decode_labels(json_at(object, "metadata.labels"), &labels);
    pod->owner = decode_owner(object, &owner);
    decode_placement(store, object, pod);
    decode_conditions(store, object, pod);
    decode_gates(store, object, pod);
    struct container *containers = decode_containers(store, object, pod);
    podstatus_decide(store, pod, json_text(object, "status.phase"));
    pod_pack(pod);
    health_judge(store, pod, now);
    free(containers);
    str_fini(&labels);
    str_fini(&owner);
    return ERR_OK;
}
