/* describe's environment of a container. */
#include "api-client/describe_parts.h"
#include "api-client/quantity.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *go_bool(bool value)
{
    return value ? "true" : "false";
}

/* kubectl resolves a pod's name and namespace and leaves the rest to the node. */
static const char *field_value(const cJSON *pod, const cJSON *ref)
{
    const char *version = json_text_or_empty(ref, "apiVersion");
    const char *path = json_text_or_empty(ref, "fieldPath");
    const char *slash = strchr(version, '/');
    if (slash && strchr(slash + 1, '/'))
        return "";
    if (!str_equal(path, "metadata.name") && !str_equal(path, "metadata.namespace"))
        return "";
    return json_text_or_empty(pod, path);
}

static void add_field(struct describe_text *w, const char *name, const cJSON *pod, const cJSON *ref)
{
    describe_add(w, 3, "%s:\t%s (%s:%s)\n", name, field_value(pod, ref),
                 json_text_or_empty(ref, "apiVersion"), json_text_or_empty(ref, "fieldPath"));
}

/* "limits.cpu" is container.resources.limits["cpu"]: a resource's name may hold dots. */
static const char *quantity_of(char buf[DESCRIBE_NUMBER], const cJSON *container, const char *resource)
{
    const char *dot = strchr(resource, '.');
    char list[16];
    if (!dot || dot - resource >= (int)sizeof(list))
        return "";
    snprintf(list, sizeof(list), "%.*s", (int)(dot - resource), resource);
    const cJSON *quantities = json_get(describe_object(container, "resources"), list);
    return describe_scalar(buf, json_get(quantities, dot + 1));
}

static bool known_resource(const char *resource)
{
    static const char *const names[] = {"cpu", "memory", "ephemeral-storage"};
    const char *dot = strchr(resource, '.');
    if (!str_starts(resource, "limits.") && !str_starts(resource, "requests."))
        return false;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (str_equal(dot + 1, names[i]))
            return true;
    return str_starts(dot + 1, "hugepages-");
}

/* How many divisors the container's quantity is, rounded up. */
static void resource_value(char text[DESCRIBE_NUMBER], const cJSON *container, const cJSON *ref)
{
    char buf[DESCRIBE_NUMBER], by_buf[DESCRIBE_NUMBER];
    const char *resource = json_text_or_empty(ref, "resource");
    text[0] = '\0';
    if (!known_resource(resource))
        return;
    const char *quantity = quantity_of(buf, container, resource);
    const char *divisor = describe_scalar(by_buf, json_get(ref, "divisor"));
    bool cpu = str_ends(resource, ".cpu");
    long double by = cpu ? quantity_milli(divisor) : quantity_whole(divisor);
    if (by == 0)
        by = cpu ? 1000 : 1;
    long double value = ceill((cpu ? quantity_milli(quantity) : quantity_whole(quantity)) / by);
    if (value == 0 && (str_equal(resource, "limits.cpu") || str_equal(resource, "limits.memory")))
        snprintf(text, DESCRIBE_NUMBER, "node allocatable");
    else if (fabsl(value) < 9.2e18L)
        snprintf(text, DESCRIBE_NUMBER, "%.0Lf", value);
}

static void add_resource(struct describe_text *w, const char *name, const cJSON *container, const cJSON *ref)
{
    char value[DESCRIBE_NUMBER];
    resource_value(value, container, ref);
    describe_add(w, 3, "%s:\t%s (%s)\n", name, value, json_text_or_empty(ref, "resource"));
}

static void add_key(struct describe_text *w, const char *name, const char *of, const cJSON *ref)
{
    describe_add(w, 3, "%s:\t<set to the key '%s' %s '%s'>\tOptional: %s\n", name,
                 json_text_or_empty(ref, "key"), of, json_text_or_empty(ref, "name"),
                 go_bool(json_bool(ref, "optional", false)));
}

static void add_value_from(struct describe_text *w, const char *name, const cJSON *pod,
                           const cJSON *container, const cJSON *from)
{
    const cJSON *ref;
    if ((ref = describe_object(from, "fieldRef")))
        add_field(w, name, pod, ref);
    else if ((ref = describe_object(from, "resourceFieldRef")))
        add_resource(w, name, container, ref);
    else if ((ref = describe_object(from, "secretKeyRef")))
        add_key(w, name, "in secret", ref);
    else if ((ref = describe_object(from, "configMapKeyRef")))
        add_key(w, name, "of config map", ref);
}

static void add_variable(struct describe_text *w, const cJSON *pod, const cJSON *container,
                         const cJSON *variable)
{
    const char *name = json_text_or_empty(variable, "name");
    const cJSON *from = describe_object(variable, "valueFrom");
    if (from) {
        add_value_from(w, name, pod, container, from);
        return;
    }
    struct str first = {0};
    str_addf(&first, "%s:\t", name);
    describe_add_lines(w, 3, str_text(&first), "\t", json_text_or_empty(variable, "value"));
    str_fini(&first);
}

static void add_source(struct describe_text *w, const cJSON *source)
{
    const cJSON *config = describe_object(source, "configMapRef");
    const cJSON *secret = describe_object(source, "secretRef");
    const cJSON *ref = config ? config : secret;
    const char *kind = config ? "ConfigMap" : secret ? "Secret" : "";
    const char *prefix = json_text_or_empty(source, "prefix");
    describe_add(w, 3, "%s\t%s", json_text_or_empty(ref, "name"), kind);
    if (*prefix)
        describe_add(w, 0, " with prefix '%s'", prefix);
    describe_add(w, 0, "\tOptional: %s\n", go_bool(json_bool(ref, "optional", false)));
}

static void add_sources(struct describe_text *w, const cJSON *sources)
{
    if (!json_elements(sources))
        return;
    describe_add(w, 2, "Environment Variables from:\n");
    json_each_element(source, sources)
    {
        add_source(w, source);
    }
}

void describe_environment(struct describe_text *w, const cJSON *pod, const cJSON *container)
{
    const cJSON *variables = json_get(container, "env");
    add_sources(w, json_get(container, "envFrom"));
    describe_add(w, 2, "Environment:%s\n", json_elements(variables) ? "" : "\t<none>");
    json_each_element(variable, variables)
    {
        add_variable(w, pod, container, variable);
    }
}
