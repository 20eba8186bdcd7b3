/* A pod's quality of service class (kubectl pkg/util/qos). */
#include "api-client/podqos.h"
#include "api-client/quantity.h"
#include "base/str.h"

static const char *const counted[] = {"cpu", "memory"};
enum { COUNTED = 2 };

/* Sums over all containers, or what the pod as a whole says; 0 where none does. */
struct sums {
    long double requests[COUNTED], limits[COUNTED];
    bool unlimited; /* one that lacks a limit */
};

static long double amount(const cJSON *list, const char *name)
{
    long double value = 0;
    const cJSON *item = json_get(list, name);
    if (cJSON_IsNumber(item))
        value = item->valuedouble;
    else if (!cJSON_IsString(item) || !quantity_parse(item->valuestring, &value))
        return 0;
    return value > 0 ? value : 0;
}

static void add_resources(struct sums *sums, const cJSON *resources)
{
    for (int i = 0; i < COUNTED; i++) {
        long double limit = amount(json_get(resources, "limits"), counted[i]);
        sums->limits[i] += limit;
        sums->requests[i] += amount(json_get(resources, "requests"), counted[i]);
        sums->unlimited = sums->unlimited || limit == 0;
    }
}

static void add_containers(struct sums *sums, const cJSON *containers)
{
    json_each_element(container, containers)
    {
        add_resources(sums, json_get(container, "resources"));
    }
}

const char *podqos_class(const cJSON *pod)
{
    const char *said = json_text_or_empty(pod, "status.qosClass");
    struct sums sums = {.unlimited = false};
    bool any = false, equal = true;
    if (*said)
        return said;
    if (cJSON_IsObject(json_at(pod, "spec.resources"))) {
        add_resources(&sums, json_at(pod, "spec.resources"));
    } else {
        add_containers(&sums, json_at(pod, "spec.containers"));
        add_containers(&sums, json_at(pod, "spec.initContainers"));
    }
    for (int i = 0; i < COUNTED; i++) {
        any = any || sums.requests[i] > 0 || sums.limits[i] > 0;
        equal = equal && sums.requests[i] == sums.limits[i];
    }
    return !any ? "BestEffort" : equal && !sums.unlimited ? "Guaranteed" : "Burstable";
}
