/* Objects as text, as kubectl writes them. */
#ifndef API_CLIENT_PRINT_H
#define API_CLIENT_PRINT_H

#include "api-client/json.h"
#include "base/str.h"

/* kubectl -o yaml of one object or List: keys in go-yaml's order, by libyaml's emitter, ending with a line
 * feed. managedFields of the object and of a List's items are left out unless wanted. Bytes that are no UTF-8
 * come out as U+FFFD. */
void print_yaml(struct str *out, const cJSON *object, bool managed_fields);
/* kubectl -o json: keys sorted, four spaces, < > & escaped as Go does, ending with a line feed. */
void print_json(struct str *out, const cJSON *object, bool managed_fields);
/* Any value as Go's encoding/json writes it on one line, without a line feed. */
void print_json_line(struct str *out, const cJSON *value);

/*
 * json_parse for what is going to be printed: cJSON keeps numbers as doubles, so whole numbers too long for
 * one become nodes of type cJSON_Raw that hold their digits. The functions above know them.
 */
enum err print_parse(struct arena *arena, const char *text, size_t len, cJSON **out, struct err_info *info);

/* The List that kubectl makes of several objects: {apiVersion, items: [], kind: List, metadata:
 * {resourceVersion: ""}}; *items is where they go (cJSON_AddItemToArray). Both live in the arena; NULL when
 * its cap is reached. */
cJSON *print_list(struct arena *arena, cJSON **items);

#endif
