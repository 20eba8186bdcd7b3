/* Elements and members of a JSON value in another order than the server's. */
#ifndef API_CLIENT_JSON_SORT_H
#define API_CLIENT_JSON_SORT_H

#include "api-client/json.h"

typedef int (*json_order_fn)(const cJSON *a, const cJSON *b);

/* The elements of an array in an order (equal ones keep theirs), or the members of an object; nothing for any
 * other value. NULL-terminated; the caller frees it. */
const cJSON **json_sorted(const cJSON *array, json_order_fn order);
const cJSON **json_sorted_members(const cJSON *object, json_order_fn order);
/* Members by name, byte for byte. */
int json_by_name(const cJSON *a, const cJSON *b);

#endif
