/* Strings that repeat, kept once. */
#include "base/intern.h"

#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

uint32_t hash_bytes(const void *bytes, size_t len)
{
    const unsigned char *p = bytes;
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ p[i]) * 16777619u;
    return hash;
}

void intern_init(struct intern *in)
{
    *in = (struct intern){.slot_count = 64};
    in->slots = xcalloc(in->slot_count, sizeof(*in->slots));
    in->texts = xcalloc(in->slot_count, sizeof(*in->texts));
    in->texts[0] = xstrdup("");
    in->count = 1;
}

void intern_fini(struct intern *in)
{
    for (uint32_t i = 0; i < in->count; i++)
        free(in->texts[i]);
    free(in->texts);
    free(in->slots);
    *in = (struct intern){0};
}

/* The slot that holds the text, or the free one where it belongs. Slots hold ids, 0 is free. */
static uint32_t *find_slot(const struct intern *in, const char *text, size_t len)
{
    uint32_t mask = in->slot_count - 1;
    for (uint32_t i = hash_bytes(text, len) & mask;; i = (i + 1) & mask) {
        const char *there = in->texts[in->slots[i]];
        if (!in->slots[i] || (strncmp(there, text, len) == 0 && there[len] == '\0'))
            return &in->slots[i];
    }
}

static void grow(struct intern *in)
{
    in->slot_count *= 2;
    in->texts = xreallocarray(in->texts, in->slot_count, sizeof(*in->texts));
    free(in->slots);
    in->slots = xcalloc(in->slot_count, sizeof(*in->slots));
    for (uint32_t id = 1; id < in->count; id++)
        *find_slot(in, in->texts[id], strlen(in->texts[id])) = id;
}

uint32_t intern_id_n(struct intern *in, const char *text, size_t len)
{
    if (!text || !(len = strnlen(text, len)))
        return 0;
    uint32_t *slot = find_slot(in, text, len);
    uint32_t known = *slot;
    if (known)
        return known;
    if (in->count * 2 >= in->slot_count) {
        grow(in);
        slot = find_slot(in, text, len);
    }
    in->texts[in->count] = xstrndup(text, len);
    return *slot = in->count++;
}

uint32_t intern_id(struct intern *in, const char *text)
{
    return text ? intern_id_n(in, text, strlen(text)) : 0;
}

uint32_t intern_find(const struct intern *in, const char *text)
{
    return text && *text ? *find_slot(in, text, strlen(text)) : 0;
}

const char *intern_text(const struct intern *in, uint32_t id)
{
    return id < in->count ? in->texts[id] : "";
}
