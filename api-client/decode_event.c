/* Events of core/v1 and events.k8s.io/v1 into one form. */
#include "api-client/decode.h"

#include "api-client/decode_container.h"
#include "base/str.h"
#include "base/xmalloc.h"

#include <string.h>

enum { MESSAGE_MAX = 4096 };

/* The first of several paths that holds a text; NULL if none does. */
static const char *first_text(const cJSON *object, const char *const *paths)
{
    for (; *paths; paths++) {
        const char *text = json_text(object, *paths);
        if (text && *text)
            return text;
    }
    return NULL;
}

static int64_t first_time(const cJSON *object, const char *const *paths)
{
    for (; *paths; paths++) {
        int64_t time = json_time(object, *paths);
        if (time != TIME_NONE)
            return time;
    }
    return TIME_NONE;
}

#define TEXT(...) first_text(object, (const char *const[]){__VA_ARGS__, NULL})
#define TIME(...) first_time(object, (const char *const[]){__VA_ARGS__, NULL})

static int32_t decode_count(const cJSON *object)
{
    int32_t count = decode_int32(object, "series.count", 1, -1);
    if (count < 0)
        count = decode_int32(object, "count", 1, -1);
    return count < 0 ? decode_int32(object, "deprecatedCount", 1, -1) : count;
}

static char *cut_copy(const char *text)
{
    size_t len = text ? strnlen(text, MESSAGE_MAX + 1) : 0;
    if (len > MESSAGE_MAX)
        for (len = MESSAGE_MAX; len && ((unsigned char)text[len] & 0xC0) == 0x80;)
            len--;
    return xstrndup(text ? text : "", len);
}

enum err decode_event(struct store *store, const cJSON *object, struct event *event)
{
    const char *name = json_text(object, "metadata.name");
    *event = (struct event){0};
    if (!name || !*name)
        return ERR_PARSE;
    const char *uid = TEXT("involvedObject.uid", "regarding.uid");
    event->name = cut_copy(name);
    event->message = cut_copy(TEXT("message", "note"));
    event->object_name = cut_copy(TEXT("involvedObject.name", "regarding.name"));
    event->namespace_ = store_word(store, json_text(object, "metadata.namespace"));
    event->reason = store_word(store, json_text(object, "reason"));
    event->object_kind = store_word(store, TEXT("involvedObject.kind", "regarding.kind"));
    event->source = store_word(store, TEXT("source.component", "deprecatedSource.component",
                                           "reportingComponent", "reportingController"));
    event->field_path = store_word(store, TEXT("involvedObject.fieldPath", "regarding.fieldPath"));
    event->object_uid_hash = uid ? hash_bytes(uid, strlen(uid)) : 0;
    event->first =
        TIME("firstTimestamp", "deprecatedFirstTimestamp", "eventTime", "metadata.creationTimestamp");
    event->last = TIME("series.lastObservedTime", "lastTimestamp", "deprecatedLastTimestamp", "eventTime",
                       "metadata.creationTimestamp");
    event->count = decode_count(object);
    event->warning = str_equal(json_text(object, "type"), "Warning");
    return ERR_OK;
}
