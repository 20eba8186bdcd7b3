/* describe's containers. */
#include "api-client/describe_parts.h"
#include "api-client/json_sort.h"

#include <stdlib.h>
#include <string.h>

/* The last status of that name, as a map built from the array would have it. */
static const cJSON *status_of(const cJSON *statuses, const char *name)
{
    const cJSON *found = NULL;
    json_each_element(status, statuses)
    {
        if (str_equal(json_text(status, "name"), name))
            found = status;
    }
    return found;
}

static void add_ports(struct describe_text *w, const char *title, const cJSON *ports, const char *member)
{
    struct str text = {0};
    json_each_element(port, ports)
    {
        str_addf(&text, "%s%lld/%s", text.len ? ", " : "", (long long)json_int(port, member, 0),
                 json_text_or_empty(port, "protocol"));
    }
    describe_add(w, 2, "%s%s:\t%s\n", title, strchr(str_text(&text), ',') ? "s" : "",
                 text.len ? str_text(&text) : "<none>");
    str_fini(&text);
}

void describe_seccomp(struct describe_text *w, int level, int deeper, const cJSON *security_context)
{
    const cJSON *profile = describe_object(security_context, "seccompProfile");
    if (!profile)
        return;
    const char *type = json_text_or_empty(profile, "type");
    describe_add(w, level, "SeccompProfile:\t%s\n", type);
    if (str_equal(type, "Localhost"))
        describe_add(w, level + deeper, "LocalhostProfile:\t%s\n",
                     json_text_or_empty(profile, "localhostProfile"));
}

static void add_basics(struct describe_text *w, const cJSON *container, const cJSON *status)
{
    const cJSON *ports = json_get(container, "ports");
    describe_add(w, 1, "%s:\n", json_text_or_empty(container, "name"));
    if (status)
        describe_add(w, 2, "Container ID:\t%s\n", json_text_or_empty(status, "containerID"));
    describe_add(w, 2, "Image:\t%s\n", json_text_or_empty(container, "image"));
    if (status)
        describe_add(w, 2, "Image ID:\t%s\n", json_text_or_empty(status, "imageID"));
    add_ports(w, "Port", ports, "containerPort");
    add_ports(w, "Host Port", ports, "hostPort");
    describe_seccomp(w, 2, 1, describe_object(container, "securityContext"));
}

static void add_words(struct describe_text *w, const char *title, const cJSON *words)
{
    if (!json_elements(words))
        return;
    describe_add(w, 2, "%s:\n", title);
    json_each_element(word, words)
    {
        describe_add_lines(w, 3, "", "", describe_string(word));
    }
}

static void add_if_any(struct describe_text *w, const char *title, const char *text)
{
    if (*text)
        describe_add(w, 3, "%s:\t%s\n", title, text);
}

static void add_terminated(struct describe_text *w, const cJSON *end)
{
    char buf[TIME_TEXT];
    add_if_any(w, "Reason", json_text_or_empty(end, "reason"));
    add_if_any(w, "Message", json_text_or_empty(end, "message"));
    describe_add(w, 3, "Exit Code:\t%lld\n", (long long)json_int(end, "exitCode", 0));
    if (json_int(end, "signal", 0) > 0)
        describe_add(w, 3, "Signal:\t%lld\n", (long long)json_int(end, "signal", 0));
    describe_add(w, 3, "Started:\t%s\n", describe_time(buf, end, "startedAt"));
    describe_add(w, 3, "Finished:\t%s\n", describe_time(buf, end, "finishedAt"));
}

static void add_running(struct describe_text *w, const cJSON *running)
{
    char buf[TIME_TEXT];
    describe_add(w, 3, "Started:\t%s\n", describe_time(buf, running, "startedAt"));
}

static void add_waiting(struct describe_text *w, const cJSON *waiting)
{
    add_if_any(w, "Reason", json_text_or_empty(waiting, "reason"));
}

static void add_state(struct describe_text *w, const char *title, const cJSON *state)
{
    static const struct {
        const char *member, *word;
        void (*add)(struct describe_text *w, const cJSON *state);
    } states[] = {{"running", "Running", add_running},
                  {"waiting", "Waiting", add_waiting},
                  {"terminated", "Terminated", add_terminated}};
    for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
        const cJSON *found = describe_object(state, states[i].member);
        if (found) {
            describe_add(w, 2, "%s:\t%s\n", title, states[i].word);
            states[i].add(w, found);
            return;
        }
    }
    describe_add(w, 2, "%s:\tWaiting\n", title);
}

static void add_status(struct describe_text *w, const cJSON *status)
{
    const cJSON *last = describe_object(status, "lastState");
    add_state(w, "State", describe_object(status, "state"));
    if (describe_object(last, "terminated"))
        add_state(w, "Last State", last);
    describe_add(w, 2, "Ready:\t%s\n", json_bool(status, "ready", false) ? "True" : "False");
    describe_add(w, 2, "Restart Count:\t%lld\n", (long long)json_int(status, "restartCount", 0));
}

static void add_quantities(struct describe_text *w, int level, const char *title, const cJSON *quantities)
{
    char buf[DESCRIBE_NUMBER];
    const cJSON **sorted = json_sorted_members(quantities, json_by_name);
    if (sorted[0])
        describe_add(w, level, "%s:\n", title);
    for (size_t i = 0; sorted[i]; i++)
        describe_add(w, level + 1, "%s:\t%s\n", sorted[i]->string, describe_scalar(buf, sorted[i]));
    free(sorted);
}

void describe_resources(struct describe_text *w, int level, const cJSON *resources)
{
    add_quantities(w, level, "Limits", describe_object(resources, "limits"));
    add_quantities(w, level, "Requests", describe_object(resources, "requests"));
}

static int by_mount_path(const cJSON *a, const cJSON *b)
{
    return strcmp(json_text_or_empty(a, "mountPath"), json_text_or_empty(b, "mountPath"));
}

static int by_device_path(const cJSON *a, const cJSON *b)
{
    return strcmp(json_text_or_empty(a, "devicePath"), json_text_or_empty(b, "devicePath"));
}

static void add_mount(struct describe_text *w, const cJSON *mount)
{
    struct str flags = {0};
    const char *sub_path = json_text_or_empty(mount, "subPath");
    str_add(&flags, json_bool(mount, "readOnly", false) ? "ro" : "rw");
    if (*sub_path) {
        str_add(&flags, ",path=");
        describe_go_quote(&flags, sub_path);
    }
    describe_add(w, 3, "%s from %s (%s)\n", json_text_or_empty(mount, "mountPath"),
                 json_text_or_empty(mount, "name"), str_text(&flags));
    str_fini(&flags);
}

static void add_mounts(struct describe_text *w, const cJSON *container)
{
    const cJSON **mounts = json_sorted(json_get(container, "volumeMounts"), by_mount_path);
    const cJSON **devices = json_sorted(json_get(container, "volumeDevices"), by_device_path);
    const char *none = mounts[0] ? "" : "\t<none>";
    describe_add(w, 2, "Mounts:%s\n", none);
    for (size_t i = 0; mounts[i]; i++)
        add_mount(w, mounts[i]);
    /* kubectl says "<none>" here too when there are devices but no mounts. */
    if (devices[0])
        describe_add(w, 2, "Devices:%s\n", none);
    for (size_t i = 0; devices[i]; i++)
        describe_add(w, 3, "%s from %s\n", json_text_or_empty(devices[i], "devicePath"),
                     json_text_or_empty(devices[i], "name"));
    free(mounts);
    free(devices);
}

static void add_container(struct describe_text *w, const cJSON *pod, const cJSON *container,
                          const cJSON *status)
{
    add_basics(w, container, status);
    add_words(w, "Command", json_get(container, "command"));
    add_words(w, "Args", json_get(container, "args"));
    if (status)
        add_status(w, status);
    describe_resources(w, 2, describe_object(container, "resources"));
    describe_probes(w, container);
    describe_environment(w, pod, container);
    add_mounts(w, container);
}

void describe_containers(struct describe_text *w, const char *title, const cJSON *pod,
                         const cJSON *containers, const cJSON *statuses)
{
    bool any = json_elements(containers) != NULL;
    describe_add(w, 0, "%s:%s\n", title, any ? "" : " <none>");
    json_each_element(container, containers)
    {
        add_container(w, pod, container, status_of(statuses, json_text(container, "name")));
    }
}
