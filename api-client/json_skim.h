/*
 * One value out of a JSON text, without parsing the rest: reading stops where it is found. For rows of which
 * a few bytes are wanted and kilobytes are not. What is skipped is not checked.
 */
#ifndef API_CLIENT_JSON_SKIM_H
#define API_CLIENT_JSON_SKIM_H

#include <stdbool.h>
#include <stddef.h>

/* Borrowed from the text that was skimmed. */
struct json_span {
    const char *at;
    size_t len;
};

/* The value along a path of members' names, separated by dots, from the object that the text begins with;
 * false if it was not found before the text's end. Keys with escapes are not recognised. */
bool json_skim_at(const char *text, size_t len, const char *path, struct json_span *value);
/* The text of a span that is a string without escapes; false for anything else. */
bool json_skim_string(const struct json_span *value, struct json_span *text);

#endif
