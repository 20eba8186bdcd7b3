/* What the printers share. */
#ifndef API_CLIENT_PRINT_COMMON_H
#define API_CLIENT_PRINT_COMMON_H

#include "api-client/json.h"
#include "base/str.h"

/* Appends text, every byte that is no UTF-8 as U+FFFD, as Go's decoder has it. */
void print_valid(struct str *out, const char *text);
/* Whether a number is one that Go keeps as an int64. */
bool print_is_whole(const cJSON *number);
/* Appends a number as Go's encoding/json writes an int64 or a float64. */
void print_json_number(struct str *out, const cJSON *number);
/* Appends a number as go-yaml writes it. */
void print_yaml_number(struct str *out, const cJSON *number);
/* Whether this member is left out: managedFields in the metadata of an object or of a List's items. `path` is
 * 0 at the top, and what print_step makes of it further in. */
bool print_left_out(int path, const cJSON *member);
enum { PRINT_TOP, PRINT_ITEMS, PRINT_METADATA, PRINT_BELOW };
int print_step(int path, const cJSON *child);

#endif
