/* describe's pod: the order of its parts, and those that are small. */
#include "api-client/describe.h"
#include "api-client/describe_parts.h"
#include "api-client/podqos.h"

static void add_if_any(struct describe_text *w, const char *title, const char *text)
{
    if (*text)
        describe_add(w, 0, "%s:\t%s\n", title, text);
}

static void add_where(struct describe_text *w, const cJSON *pod)
{
    char buf[TIME_TEXT];
    const char *node = json_text_or_empty(pod, "spec.nodeName");
    if (*node)
        describe_add(w, 0, "Node:\t%s/%s\n", node, json_text_or_empty(pod, "status.hostIP"));
    else
        describe_add(w, 0, "Node:\t<none>\n");
    if (cJSON_IsString(json_at(pod, "status.startTime")))
        describe_add(w, 0, "Start Time:\t%s\n", describe_time(buf, pod, "status.startTime"));
}

static void add_identity(struct describe_text *w, const cJSON *pod)
{
    describe_add(w, 0, "Name:\t%s\n", json_text_or_empty(pod, "metadata.name"));
    describe_add(w, 0, "Namespace:\t%s\n", json_text_or_empty(pod, "metadata.namespace"));
    if (cJSON_IsNumber(json_at(pod, "spec.priority")))
        describe_add(w, 0, "Priority:\t%lld\n", (long long)json_int(pod, "spec.priority", 0));
    add_if_any(w, "Priority Class Name", json_text_or_empty(pod, "spec.priorityClassName"));
    add_if_any(w, "Runtime Class Name", json_text_or_empty(pod, "spec.runtimeClassName"));
    add_if_any(w, "Service Account", json_text_or_empty(pod, "spec.serviceAccountName"));
    add_where(w, pod);
    describe_add_labels(w, "Labels", json_at(pod, "metadata.labels"));
    describe_add_annotations(w, "Annotations", json_at(pod, "metadata.annotations"));
}

static void add_phase(struct describe_text *w, const cJSON *pod, int64_t now)
{
    char buf[TIME_TEXT];
    const char *phase = json_text_or_empty(pod, "status.phase");
    bool over = str_equal(phase, "Failed") || str_equal(phase, "Succeeded");
    if (cJSON_IsString(json_at(pod, "metadata.deletionTimestamp")) && !over) {
        describe_add(w, 0, "Status:\tTerminating (lasts %s)\n",
                     time_since(buf, json_time(pod, "metadata.deletionTimestamp"), now));
        describe_add(w, 0, "Termination Grace Period:\t%llds\n",
                     (long long)json_int(pod, "metadata.deletionGracePeriodSeconds", 0));
    } else {
        describe_add(w, 0, "Status:\t%s\n", phase);
    }
    add_if_any(w, "Reason", json_text_or_empty(pod, "status.reason"));
    add_if_any(w, "Message", json_text_or_empty(pod, "status.message"));
    describe_seccomp(w, 0, 0, json_at(pod, "spec.securityContext"));
}

static void add_addresses(struct describe_text *w, const cJSON *pod)
{
    const cJSON *addresses = json_at(pod, "status.podIPs");
    bool any = json_elements(addresses) != NULL;
    describe_add(w, 0, "IP:\t%s\n", json_text_or_empty(pod, "status.podIP"));
    describe_add(w, 0, "IPs:%s\n", any ? "" : "\t<none>");
    json_each_element(address, addresses)
    {
        describe_add(w, 1, "IP:\t%s\n", json_text_or_empty(address, "ip"));
    }
}

static void add_controller(struct describe_text *w, const cJSON *pod)
{
    json_each_element(owner, json_at(pod, "metadata.ownerReferences"))
    {
        if (json_bool(owner, "controller", false)) {
            describe_add(w, 0, "Controlled By:\t%s/%s\n", json_text_or_empty(owner, "kind"),
                         json_text_or_empty(owner, "name"));
            return;
        }
    }
}

static void add_containers(struct describe_text *w, const cJSON *pod)
{
    const cJSON *init = json_at(pod, "spec.initContainers");
    const cJSON *ephemeral = json_at(pod, "spec.ephemeralContainers");
    if (json_elements(init))
        describe_containers(w, "Init Containers", pod, init, json_at(pod, "status.initContainerStatuses"));
    describe_containers(w, "Containers", pod, json_at(pod, "spec.containers"),
                        json_at(pod, "status.containerStatuses"));
    if (json_elements(ephemeral))
        describe_containers(w, "Ephemeral Containers", pod, ephemeral,
                            json_at(pod, "status.ephemeralContainerStatuses"));
}

static const char *condition_status(const cJSON *conditions, const char *type)
{
    json_each_element(condition, conditions)
    {
        if (str_equal(json_text(condition, "type"), type))
            return json_text_or_empty(condition, "status");
    }
    return "<none>";
}

static void add_gates(struct describe_text *w, const cJSON *gates, const cJSON *conditions)
{
    if (!json_elements(gates))
        return;
    describe_add(w, 0, "Readiness Gates:\n  Type\tStatus\n");
    json_each_element(gate, gates)
    {
        const char *type = json_text_or_empty(gate, "conditionType");
        describe_add(w, 1, "%s \t%s \n", type, condition_status(conditions, type));
    }
}

static void add_conditions(struct describe_text *w, const cJSON *conditions)
{
    if (!json_elements(conditions))
        return;
    describe_add(w, 0, "Conditions:\n  Type\tStatus\n");
    json_each_element(condition, conditions)
    {
        describe_add(w, 1, "%s \t%s \n", json_text_or_empty(condition, "type"),
                     json_text_or_empty(condition, "status"));
    }
}

static void add_scheduling(struct describe_text *w, const cJSON *pod)
{
    describe_add(w, 0, "QoS Class:\t%s\n", podqos_class(pod));
    describe_add_labels(w, "Node-Selectors", json_at(pod, "spec.nodeSelector"));
    describe_tolerations(w, json_at(pod, "spec.tolerations"));
    describe_topology_spread(w, json_at(pod, "spec.topologySpreadConstraints"));
}

void describe_pod(struct str *out, const cJSON *pod, const cJSON *events, int64_t now)
{
    struct describe_text w;
    const cJSON *conditions = json_at(pod, "status.conditions");
    const cJSON *resources = json_at(pod, "spec.resources");
    describe_text_init(&w, out);
    add_identity(&w, pod);
    add_phase(&w, pod, now);
    add_addresses(&w, pod);
    add_controller(&w, pod);
    add_if_any(&w, "NominatedNodeName", json_text_or_empty(pod, "status.nominatedNodeName"));
    if (cJSON_IsObject(resources)) {
        describe_add(&w, 0, "Resources:\n");
        describe_resources(&w, 1, resources);
    }
    add_containers(&w, pod);
    add_gates(&w, json_at(pod, "spec.readinessGates"), conditions);
    add_conditions(&w, conditions);
    describe_volumes(&w, json_at(pod, "spec.volumes"));
    add_scheduling(&w, pod);
    if (events)
        describe_events(&w, events, now);
    describe_text_fini(&w);
}
