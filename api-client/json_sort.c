/* Elements and members of a JSON value in another order. */
#include "api-client/json_sort.h"
#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

struct placed {
    const cJSON *item;
    size_t place;
};

static int compare_placed(const void *left, const void *right, void *order)
{
    const struct placed *a = left, *b = right;
    json_order_fn *compare = order;
    int by = (*compare)(a->item, b->item);
    return by ? by : a->place < b->place ? -1 : 1;
}

static const cJSON **sorted(const cJSON *first, size_t size, json_order_fn order)
{
    size_t count = 0;
    struct placed *placed = xcalloc(size + 1, sizeof(*placed));
    const cJSON **items = xcalloc(size + 1, sizeof(void *));
    for (const cJSON *item = first; item && count < size; item = item->next, count++)
        placed[count] = (struct placed){.item = item, .place = count};
    qsort_r(placed, count, sizeof(*placed), compare_placed, &order);
    for (size_t i = 0; i < count; i++)
        items[i] = placed[i].item;
    free(placed);
    return items;
}

const cJSON **json_sorted(const cJSON *array, json_order_fn order)
{
    bool any = cJSON_IsArray(array);
    return sorted(any ? array->child : NULL, any ? (size_t)json_count(array) : 0, order);
}

const cJSON **json_sorted_members(const cJSON *object, json_order_fn order)
{
    bool any = cJSON_IsObject(object);
    return sorted(any ? object->child : NULL, any ? (size_t)json_count(object) : 0, order);
}

int json_by_name(const cJSON *a, const cJSON *b)
{
    return strcmp(a->string, b->string);
}
