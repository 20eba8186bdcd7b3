/* A pod as this program keeps it: one block of memory for what differs from pod to pod. */
#include "model/pod.h"

#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

/* What `why` points to when there is nothing to say; never written, never freed. */
static char no_why[1];

const char *probe_kind_word(enum probe_kind kind)
{
    static const char *const words[PROBE_KINDS] = {
        [PROBE_STARTUP] = "startup", [PROBE_READINESS] = "readiness", [PROBE_LIVENESS] = "liveness"};
    return (unsigned)kind < PROBE_KINDS ? words[kind] : "";
}

void pod_init(struct pod *pod)
{
    *pod = (struct pod){.name = "",
                        .ip = "",
                        .owner = "",
                        .message = "",
                        .status = "",
                        .why = no_why,
                        .created = TIME_NONE,
                        .deleted = TIME_NONE,
                        .last_restart = TIME_NONE,
                        .not_ready_since = TIME_NONE,
                        .changed = TIME_NONE,
                        .ready = -1,
                        .total = -1,
                        .restarts = -1,
                        .grace_s = -1};
}

/* Bytes of text that are kept: never half a character. */
static size_t kept_length(const char *text, size_t most)
{
    size_t len = text ? strnlen(text, most + 1) : 0;
    if (len <= most)
        return len;
    for (len = most; len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80;)
        len--;
    return len;
}

/* With at NULL only counts; else copies the text to *at and makes *text point there. Returns the bytes. */
static size_t pack_text(const char **text, size_t most, char *at)
{
    if (!*text)
        return 0;
    size_t len = kept_length(*text, most);
    if (at) {
        memcpy(at, *text, len);
        at[len] = '\0';
        *text = at;
    }
    return len + 1;
}

/* A container without a message shares the zero byte at the block's end of containers. */
static size_t pack_message(const char **text, const char *empty, char *at)
{
    if (*text && **text)
        return pack_text(text, POD_TEXT_MAX, at);
    if (at)
        *text = empty;
    return 0;
}

/* Both passes of packing: counts while base is NULL, else fills it. Returns the bytes after containers. */
static size_t pack_texts(struct pod *pod, char *base)
{
    size_t used = 1; /* the shared empty text */
    const char **texts[] = {&pod->name, &pod->ip, &pod->owner, &pod->message};
#define AT (base ? base + used : NULL)
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        used += pack_message(texts[i], base, AT);
    used += pack_text(&pod->labels, POD_LABELS_MAX, AT);
    for (unsigned i = 0; i < pod->container_count; i++) {
        used += pack_message(&pod->containers[i].message, base, AT);
        used += pack_message(&pod->containers[i].last_message, base, AT);
    }
#undef AT
    return used;
}

void pod_pack(struct pod *pod)
{
    size_t containers = pod->container_count * sizeof(*pod->containers);
    char *block = xmalloc(containers + pack_texts(pod, NULL));
    if (containers)
        memcpy(block, pod->containers, containers);
    pod->containers = (void *)block;
    block[containers] = '\0';
    pack_texts(pod, block + containers);
    pod->packed = true;
}

void pod_set_why(struct pod *pod, const char *why)
{
    char *old = pod->why;
    size_t len = kept_length(why, POD_TEXT_MAX);
    pod->why = len ? xstrndup(why, len) : no_why;
    if (old != no_why)
        free(old);
}

void pod_fini(struct pod *pod)
{
    if (pod->packed)
        free(pod->containers);
    if (pod->why != no_why)
        free(pod->why);
    pod_init(pod);
    pod->name = NULL;
}

const struct container *pod_container(const struct pod *pod, uint32_t name_id)
{
    for (unsigned i = 0; i < pod->container_count; i++)
        if (pod->containers[i].name == name_id)
            return &pod->containers[i];
    return NULL;
}
