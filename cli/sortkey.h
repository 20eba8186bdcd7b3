/*
 * Values to sort rows by, as kubectl --sort-by compares them: numbers by size, texts that are both quantities
 * ("64Mi", "1500m") by size, other texts byte by byte, what is absent first. Equal ones keep their order.
 */
#ifndef CLI_SORTKEY_H
#define CLI_SORTKEY_H

#include "api-client/json.h"
#include "base/vec.h"

struct sortkey {
    char *text; /* owned; NULL: no text */
    long double number;
    enum { KEY_ABSENT, KEY_NUMBER, KEY_QUANTITY, KEY_TEXT } type;
};

/* All zeros is an empty list. */
struct sortkeys {
    VEC(struct sortkey) list;
};

void sortkeys_fini(struct sortkeys *keys);
void sortkeys_clear(struct sortkeys *keys);
/* The next row's value, NULL if it has none. */
void sortkeys_add(struct sortkeys *keys, const cJSON *value);
/* Has any row a value? */
bool sortkeys_any(const struct sortkeys *keys);
/* The rows' numbers in order; the caller frees it. */
size_t *sortkeys_order(const struct sortkeys *keys);
/* Under 0, 0 or over 0; for tests. */
int sortkey_compare(const struct sortkey *a, const struct sortkey *b);

#endif
