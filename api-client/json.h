/*
 * JSON by cJSON, in an arena.
 *
 * cJSON's allocation hooks are set once (json_init) to the arena that json_parse names, so a tree costs a
 * bump per node and dies with arena_reset; cJSON_Delete is never called. All questions tolerate NULL and
 * wrong types: what a server sends is never trusted.
 */
#ifndef API_CLIENT_JSON_H
#define API_CLIENT_JSON_H

#include "base/arena.h"
#include "base/err.h"
#include "base/time.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A cap for one Kubernetes object: a 5 MB annotation passes, a 100 MB line does not. */
#define JSON_OBJECT_CAP ((size_t)64 * 1024 * 1024)

/* ERR_PARSE names the offset, ERR_TOO_BIG when the arena's cap is reached. *out lives in the arena. */
enum err json_parse(struct arena *arena, const char *text, size_t len, cJSON **out, struct err_info *info);
/* Creating nodes (cJSON_CreateObject, ...) needs an arena too: between these two they come from it. */
void json_use(struct arena *arena);

/* The member of that name (case-sensitive), NULL if absent or parent is no object. */
cJSON *json_get(const cJSON *parent, const char *name);
/* Along a path of names separated by dots: json_at(pod, "metadata.name"). A name may not hold a dot. */
cJSON *json_at(const cJSON *parent, const char *path);
/* The text at a path; NULL if absent or no string. */
const char *json_text(const cJSON *parent, const char *path);
/* The text at a path; "" if absent or no string. */
const char *json_text_or_empty(const cJSON *parent, const char *path);
/* The whole number at a path, `otherwise` if absent, no number, or out of int64's range. */
int64_t json_int(const cJSON *parent, const char *path, int64_t otherwise);
bool json_bool(const cJSON *parent, const char *path, bool otherwise);
/* The RFC 3339 time at a path, TIME_NONE if absent or no time. */
int64_t json_time(const cJSON *parent, const char *path);
/* Items of an array or members of an object; 0 for anything else. */
int json_count(const cJSON *array);

/* The first element of an array; NULL for an empty one and for anything else. */
const cJSON *json_elements(const cJSON *array);

/* `json_each(item, array)`: nothing for NULL or a value without children. */
#define json_each(item, array) \
    for (const cJSON *item = (array) ? (array)->child : NULL; item; item = item->next)

/* `json_each_element(item, array)`: the elements of an array, nothing for any other value. */
#define json_each_element(item, array) for (const cJSON *item = json_elements(array); item; item = item->next)

#endif
