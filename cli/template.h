/*
 * Text made from objects by kubectl's JSONPath templates: words as they are, {.path} for values (with blanks
 * between several), {"\n"} for text with escapes, {range .items[*]} ... {end} for each of them.
 */
#ifndef CLI_TEMPLATE_H
#define CLI_TEMPLATE_H

#include "api-client/json.h"
#include "base/err.h"
#include "base/str.h"

struct template;

/* ERR_USAGE with what is wrong. *out is the caller's. */
enum err template_parse(const char *text, struct template **out, struct err_info *info);
void template_free(struct template *template);
/* Appends the text for an object. What is absent gives nothing. Objects and arrays are written as JSON. */
void template_write(const struct template *template, const cJSON *object, struct str *out);

#endif
