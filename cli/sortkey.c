/* Values to sort by. */
#include "cli/sortkey.h"

#include "api-client/quantity.h"
#include "base/str.h"
#include "base/xmalloc.h"

#include <ctype.h>
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

/* Two runs of digits by their size, then by fewer leading zeros; both are stepped over. */
static int compare_digits(const char **a, const char **b)
{
    size_t zeros_a = strspn(*a, "0"), zeros_b = strspn(*b, "0");
    size_t len_a = strspn(*a + zeros_a, "0123456789"), len_b = strspn(*b + zeros_b, "0123456789");
    int order =
        len_a != len_b ? (len_a > len_b) - (len_a < len_b) : memcmp(*a + zeros_a, *b + zeros_b, len_a);
    *a += zeros_a + len_a;
    *b += zeros_b + len_b;
    return order ? order : (zeros_a > zeros_b) - (zeros_a < zeros_b);
}

/* Digits come before all other characters. */
static int compare_natural(const char *a, const char *b)
{
    while (*a && *b) {
        bool digit_a = isdigit((unsigned char)*a), digit_b = isdigit((unsigned char)*b);
        int order;
        if (digit_a != digit_b)
            return digit_a ? -1 : 1;
        if (digit_a)
            order = compare_digits(&a, &b);
        else
            order = (unsigned char)*a++ - (unsigned char)*b++;
        if (order)
            return order;
    }
    return (*a != 0) - (*b != 0);
}

int sortkey_compare(const struct sortkey *a, const struct sortkey *b)
{
    if (a->type == KEY_ABSENT || b->type == KEY_ABSENT)
        return (a->type != KEY_ABSENT) - (b->type != KEY_ABSENT);
    if (a->type == b->type && a->type != KEY_TEXT)
        return (a->number > b->number) - (a->number < b->number);
    if (a->text && b->text)
        return compare_natural(a->text, b->text);
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
