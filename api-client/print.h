/* Objects as text, as kubectl writes them. */
#ifndef API_CLIENT_PRINT_H
#define API_CLIENT_PRINT_H

#include "api-client/json.h"
#include "base/str.h"

/* kubectl -o yaml of one object or List: keys sorted, by libyaml's emitter, ending with a line feed.
 * managedFields are left out unless wanted. */
void print_yaml(struct str *out, const cJSON *object, bool managed_fields);
/* kubectl -o json: keys sorted, four spaces, < > & escaped as Go does, ending with a line feed. */
void print_json(struct str *out, const cJSON *object, bool managed_fields);

#endif
