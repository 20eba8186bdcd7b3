/* The columns a filter's word can ask for. */
#include "model/filter_field.h"

#include "base/str.h"
#include "model/health.h"

#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct filter_field {
    const char *name;
    /* Either a text, or a number with -1 for unknown, or (both NULL) the images of the containers. */
    const char *(*text)(const struct store *store, const struct pod *pod);
    int64_t (*number)(const struct pod *pod);
};

static const char *name_of(const struct store *store, const struct pod *pod)
{
    (void)store;
    return pod->name;
}

static const char *namespace_of(const struct store *store, const struct pod *pod)
{
    return store_text(store, pod->namespace_);
}

static const char *node_of(const struct store *store, const struct pod *pod)
{
    return store_text(store, pod->node);
}

static const char *ip_of(const struct store *store, const struct pod *pod)
{
    (void)store;
    return pod->ip;
}

static const char *owner_of(const struct store *store, const struct pod *pod)
{
    (void)store;
    return pod->owner;
}

static const char *health_of(const struct store *store, const struct pod *pod)
{
    (void)store;
    return health_word((enum health)pod->health);
}

static int64_t restarts_of(const struct pod *pod)
{
    return pod->restarts;
}

static int64_t ready_of(const struct pod *pod)
{
    return pod->ready;
}

static const struct filter_field fields[] = {
    {"status", pod_status, NULL},      {"node", node_of, NULL},     {"ns", namespace_of, NULL},
    {"namespace", namespace_of, NULL}, {"name", name_of, NULL},     {"ip", ip_of, NULL},
    {"owner", owner_of, NULL},         {"health", health_of, NULL}, {"why", pod_why, NULL},
    {"restarts", NULL, restarts_of},   {"ready", NULL, ready_of},   {"image", NULL, NULL},
};

const struct filter_field *filter_field_find(const char *name, size_t len)
{
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
        if (strlen(fields[i].name) == len && strncasecmp(fields[i].name, name, len) == 0)
            return &fields[i];
    return NULL;
}

bool filter_field_has_order(const struct filter_field *field)
{
    return field->number != NULL;
}

static bool looks_like(const char *text, const char *pattern)
{
    return fnmatch(pattern, text, FNM_CASEFOLD) == 0;
}

/* An image is asked for by any part of it; patterns are for the whole. */
static bool image_is(const struct store *store, const struct pod *pod, const char *value)
{
    bool pattern = strpbrk(value, "*?") != NULL;
    for (unsigned i = 0; i < pod->container_count; i++) {
        const char *image = store_text(store, pod->containers[i].image);
        if (pattern ? looks_like(image, value) : strcasestr(image, value) != NULL)
            return true;
    }
    return false;
}

/* "1/2", "1", or a yes or no. */
static bool ready_is(const struct pod *pod, const char *value)
{
    char cell[32];
    bool all = pod->ready >= pod->total;
    if (pod->ready < 0 || pod->total < 0)
        return false;
    if (strcasecmp(value, "yes") == 0 || strcasecmp(value, "true") == 0)
        return all;
    if (strcasecmp(value, "no") == 0 || strcasecmp(value, "false") == 0)
        return !all;
    snprintf(cell, sizeof(cell), strchr(value, '/') ? "%d/%d" : "%d", pod->ready, pod->total);
    return strcmp(cell, value) == 0;
}

static bool field_is(const struct filter_field *field, const char *value, const struct store *store,
                     const struct pod *pod)
{
    if (field->text)
        return looks_like(field->text(store, pod), value);
    if (field->number == ready_of)
        return ready_is(pod, value);
    if (field->number)
        return field->number(pod) >= 0 && field->number(pod) == strtoll(value, NULL, 10);
    return image_is(store, pod, value);
}

static bool compares(const struct filter_field *field, enum filter_operator operator_, const char *value,
                     const struct pod *pod)
{
    int64_t number = field->number ? field->number(pod) : -1, limit = strtoll(value, NULL, 10);
    if (number < 0)
        return false;
    switch (operator_) {
    case FILTER_GREATER:
        return number > limit;
    case FILTER_LESS:
        return number < limit;
    case FILTER_AT_LEAST:
        return number >= limit;
    default:
        return number <= limit;
    }
}

bool filter_field_holds(const struct filter_field *field, enum filter_operator operator_, const char *value,
                        const struct store *store, const struct pod *pod)
{
    if (operator_ == FILTER_IS)
        return field_is(field, value, store, pod);
    if (operator_ == FILTER_IS_NOT)
        return !field_is(field, value, store, pod);
    return compares(field, operator_, value, pod);
}
