/* Walking along a path: each step turns the values so far into the next ones. */
#include "cli/jsonpath.h"

#include "base/str.h"
#include "cli/jsonpath_parts.h"

#include <stdlib.h>
#include <string.h>

static void add(struct jsonpath_values *values, const cJSON *value)
{
    if (value && values->list.len < JSONPATH_VALUES_MAX)
        *vec_push(&values->list) = value;
}

static void step_name(const struct jsonpath_step *step, const cJSON *from, struct jsonpath_values *to)
{
    add(to, json_get(from, step->name));
}

static void step_all(const struct jsonpath_step *step, const cJSON *from, struct jsonpath_values *to)
{
    (void)step;
    if (cJSON_IsArray(from) || cJSON_IsObject(from))
        json_each(child, from) add(to, child);
}

/* Numbers under zero count from the end. */
static void step_slice(const struct jsonpath_step *step, const cJSON *from, struct jsonpath_values *to)
{
    if (!cJSON_IsArray(from))
        return;
    long count = json_count(from), i = 0;
    long start = step->start < 0 ? step->start + count : step->start;
    long end = step->open_end                                       ? count
               : step->end < 0 || (step->single && step->start < 0) ? step->end + count
                                                                    : step->end;
    json_each(child, from)
    {
        if (i >= start && i < end && (i - start) % step->stride == 0)
            add(to, child);
        i++;
    }
}

static void step_depth(const struct jsonpath_step *step, const cJSON *from, struct jsonpath_values *to)
{
    add(to, from);
    if (cJSON_IsArray(from) || cJSON_IsObject(from))
        json_each(child, from) step_depth(step, child, to);
}

static int compare_values(const cJSON *value, const struct jsonpath_step *step)
{
    if (cJSON_IsNumber(value) && step->literal_is_number)
        return (value->valuedouble > step->number) - (value->valuedouble < step->number);
    if (cJSON_IsString(value) && !step->literal_is_number)
        return strcmp(value->valuestring, step->literal);
    if (cJSON_IsBool(value))
        return strcmp(cJSON_IsTrue(value) ? "true" : "false", step->literal);
    return 2; /* never equal, and no order */
}

static bool passes(const struct jsonpath_step *step, const cJSON *element)
{
    const cJSON *value = jsonpath_first(step->filter, element);
    if (!value || step->test == JSONPATH_THERE)
        return value != NULL;
    int order = compare_values(value, step);
    switch (step->test) {
    case JSONPATH_EQUAL:
        return order == 0;
    case JSONPATH_UNEQUAL:
        return order != 0;
    case JSONPATH_LESS:
        return order < 0;
    case JSONPATH_LESS_EQUAL:
        return order <= 0;
    case JSONPATH_MORE:
        return order == 1 || (order > 0 && cJSON_IsString(value));
    default:
        return order >= 0 && order != 2;
    }
}

static void step_filter(const struct jsonpath_step *step, const cJSON *from, struct jsonpath_values *to)
{
    if (!cJSON_IsArray(from))
        return;
    json_each(child, from)
    {
        if (passes(step, child))
            add(to, child);
    }
}

static void (*const walk[])(const struct jsonpath_step *, const cJSON *, struct jsonpath_values *) = {
    [JSONPATH_NAME] = step_name,   [JSONPATH_ALL] = step_all,       [JSONPATH_SLICE] = step_slice,
    [JSONPATH_DEPTH] = step_depth, [JSONPATH_FILTER] = step_filter,
};

void jsonpath_find(const struct jsonpath *path, const cJSON *root, struct jsonpath_values *values)
{
    struct jsonpath_values now = {0}, next = {0};
    add(&now, root);
    for (size_t s = 0; s < path->steps.len; s++) {
        const struct jsonpath_step *step = &path->steps.data[s];
        next.list.len = 0;
        for (size_t i = 0; i < now.list.len; i++)
            walk[step->kind](step, now.list.data[i], &next);
        struct jsonpath_values swap = now;
        now = next;
        next = swap;
    }
    for (size_t i = 0; i < now.list.len; i++)
        add(values, now.list.data[i]);
    free(now.list.data);
    free(next.list.data);
}

const cJSON *jsonpath_first(const struct jsonpath *path, const cJSON *root)
{
    struct jsonpath_values values = {0};
    jsonpath_find(path, root, &values);
    const cJSON *first = values.list.len ? values.list.data[0] : NULL;
    free(values.list.data);
    return first;
}
