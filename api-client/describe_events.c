/* describe's events. */
#include "api-client/client.h"
#include "api-client/describe.h"
#include "api-client/describe_parts.h"
#include "api-client/json_sort.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* An event without a last time (series) stands first, as time's zero does. */
static int by_last_time(const cJSON *a, const cJSON *b)
{
    int64_t x = json_time(a, "lastTimestamp"), y = json_time(b, "lastTimestamp");
    return x < y ? -1 : x > y;
}

/* "3m (x5 over 12m)" or "3m". */
static void add_interval(struct str *out, const cJSON *event, int64_t now)
{
    char last[TIME_TEXT], first[TIME_TEXT];
    int64_t began = json_time(event, "eventTime");
    int64_t count = json_int(event, "count", 0);
    time_since(first, began != TIME_NONE ? began : json_time(event, "firstTimestamp"), now);
    if (describe_object(event, "series")) {
        count = json_int(event, "series.count", 0);
        time_since(last, json_time(event, "series.lastObservedTime"), now);
    } else if (count > 1) {
        time_since(last, json_time(event, "lastTimestamp"), now);
    } else {
        str_add(out, first);
        return;
    }
    str_addf(out, "%s (x%lld over %s)", last, (long long)count, first);
}

static void add_event(struct describe_text *w, const cJSON *event, int64_t now)
{
    struct str interval = {0};
    const char *source = json_text_or_empty(event, "source.component");
    const char *message = json_text_or_empty(event, "message");
    while (isspace((unsigned char)*message))
        message++;
    size_t len = strlen(message);
    while (len && isspace((unsigned char)message[len - 1]))
        len--;
    add_interval(&interval, event, now);
    describe_add(w, 1, "%s\t%s\t%s\t%s\t%.*s\n", json_text_or_empty(event, "type"),
                 json_text_or_empty(event, "reason"), str_text(&interval),
                 *source ? source : json_text_or_empty(event, "reportingComponent"), (int)len, message);
    str_fini(&interval);
}

void describe_events(struct describe_text *w, const cJSON *events, int64_t now)
{
    if (!json_elements(events)) {
        describe_add(w, 0, "Events:\t<none>\n");
        return;
    }
    describe_text_break(w);
    describe_add(w, 0, "Events:\n  Type\tReason\tAge\tFrom\tMessage\n");
    describe_add(w, 1, "----\t------\t----\t----\t-------\n");
    const cJSON **sorted = json_sorted(events, by_last_time);
    for (size_t i = 0; sorted[i]; i++)
        add_event(w, sorted[i], now);
    free(sorted);
}

void describe_add_events_path(struct str *path, const cJSON *pod)
{
    const char *namespace_ = json_text_or_empty(pod, "metadata.namespace");
    const char *uid = json_text_or_empty(pod, "metadata.uid");
    const cJSON *mirrored = json_get(json_at(pod, "metadata.annotations"), "kubernetes.io/config.mirror");
    struct str selector = {0};
    if (cJSON_IsString(mirrored))
        uid = mirrored->valuestring;
    str_addf(&selector, "involvedObject.name=%s", json_text_or_empty(pod, "metadata.name"));
    str_addf(&selector, ",involvedObject.namespace=%s", namespace_);
    if (*uid)
        str_addf(&selector, ",involvedObject.uid=%s", uid);
    str_add(path, "/api/v1/namespaces/");
    url_add_escaped(path, namespace_);
    str_add(path, "/events?fieldSelector=");
    url_add_escaped(path, str_text(&selector));
    str_fini(&selector);
}
