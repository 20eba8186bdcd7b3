/*
 * The part of kubectl's JSONPath that names values: .a.b, ['a'], [0], [-1], [*], [1:3], a\.b, filters such as
 * [?(@.type=="Ready")], and .. for any depth. With or without braces, with or without a dot in front.
 */
#ifndef CLI_JSONPATH_H
#define CLI_JSONPATH_H

#include "api-client/json.h"
#include "base/err.h"
#include "base/vec.h"

struct jsonpath;

/* ERR_USAGE with what is wrong. *out is the caller's. */
enum err jsonpath_parse(const char *text, struct jsonpath **out, struct err_info *info);
void jsonpath_free(struct jsonpath *path);

struct jsonpath_values {
    VEC(const cJSON *) list;
};

/* Appends what the path names in root, in order, at most JSONPATH_VALUES_MAX values. The caller frees
 * values->list.data. */
enum { JSONPATH_VALUES_MAX = 100000 };
void jsonpath_find(const struct jsonpath *path, const cJSON *root, struct jsonpath_values *values);
/* The first of them; NULL if there is none. */
const cJSON *jsonpath_first(const struct jsonpath *path, const cJSON *root);

#endif
