/*
 * Whether a string may stand in YAML without quotes, by the rules of go-yaml v2's resolver (YAML 1.1): not
 * when a reader would take it for null, a bool, a number or a time.
 */
#ifndef API_CLIENT_YAML_PLAIN_H
#define API_CLIENT_YAML_PLAIN_H

#include <stdbool.h>

bool yaml_plain_is_string(const char *text);
/* go-yaml's order of keys: digits by their value, what is no letter before letters. <0, 0, >0. */
int yaml_compare_keys(const char *a, const char *b);

#endif
