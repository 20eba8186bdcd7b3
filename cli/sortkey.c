/* Values to sort by. */
#include "cli/sortkey.h"

#include "api-client/quantity.h"
#include "base/str.h"
#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

void sortkeys_clear(struct sortkeys *keys)
{
    for (size_t i = 0; i < keys->list.len; i++)
        free(keys->list.data[i].text);
    keys->list.len = 0;
}

void sortkeys_fini(struct sortkeys *keys)
{
    sortkeys_clear(keys);
    free(keys->list.data);
    *keys = (struct sortkeys){0};
}

void sortkeys_add(struct sortkeys *keys, const cJSON *value)
{
    struct sortkey *key = vec_push(&keys->list);
    *key = (struct sortkey){.type = KEY_ABSENT};
    if (cJSON_IsNumber(value)) {
        key->type = KEY_NUMBER;
        key->number = (long double)value->valuedouble;
    } else if (cJSON_IsBool(value)) {
        key->type = KEY_NUMBER;
        key->number = cJSON_IsTrue(value);
    } else if (cJSON_IsString(value)) {
        key->type = quantity_parse(value->valuestring, &key->number) ? KEY_QUANTITY : KEY_TEXT;
        key->text = xstrdup(value->valuestring);
    }
}

bool sortkeys_any(const struct sortkeys *keys)
{
    for (size_t i = 0; i < keys->list.len; i++)
        if (keys->list.data[i].type != KEY_ABSENT)
            return true;
    return false;
}

int sortkey_compare(const struct sortkey *a, const struct sortkey *b)
{
    if (a->type == KEY_ABSENT || b->type == KEY_ABSENT)
        return (a->type != KEY_ABSENT) - (b->type != KEY_ABSENT);
    if (a->type == b->type && a->type != KEY_TEXT)
        return (a->number > b->number) - (a->number < b->number);
    if (a->text && b->text)
        return strcmp(a->text, b->text);
    return (a->text != NULL) - (b->text != NULL);
}

struct numbered {
    const struct sortkey *key;
    size_t place;
};

static int by_key(const void *x, const void *y)
{
    const struct numbered *a = x, *b = y;
    int order = sortkey_compare(a->key, b->key);
    return order ? order : (a->place > b->place) - (a->place < b->place);
}

size_t *sortkeys_order(const struct sortkeys *keys)
{
    size_t len = keys->list.len;
    struct numbered *rows = xcalloc(len + 1, sizeof(*rows));
    size_t *order = xcalloc(len + 1, sizeof(*order));
    for (size_t i = 0; i < len; i++)
        rows[i] = (struct numbered){&keys->list.data[i], i};
    qsort(rows, len, sizeof(*rows), by_key);
    for (size_t i = 0; i < len; i++)
        order[i] = rows[i].place;
    free(rows);
    return order;
}
