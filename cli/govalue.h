/* Decoded JSON as Go's fmt prints it with %v: what kubectl puts into cells. */
#ifndef CLI_GOVALUE_H
#define CLI_GOVALUE_H

#include "api-client/json.h"
#include "base/str.h"

/* "text", 3, true, [a b], map[k:v] by key; null is nothing, <nil> inside of another value. */
void govalue_add(struct str *out, const cJSON *value);

#endif
