/*
 * A line that is one JSON object, as a person reads it: level, time, message, then key=value.
 *
 * A scanner for one line, not a JSON library: the model knows none. What is nested stays JSON.
 */
#ifndef MODEL_LOGJSON_H
#define MODEL_LOGJSON_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

/* Replaces *out with the readable form; false (out then empty) when the line is no JSON object. */
bool log_json_readable(struct str *out, const char *line, size_t len);

#endif
