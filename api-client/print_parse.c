/* JSON for printing: whole numbers that a double cannot hold keep their digits. */
#include "api-client/print.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Marks a string that stands for a number while cJSON parses; as JSON text and as what it reads as. A server
 * that sends such a string itself gets its digits printed without quotes, no more. */
#define MARK_JSON "\"\\u0001int:"
#define MARK "\001int:"

enum { SAFE_DIGITS = 15 /* any whole number of so many digits is a double */ };

static size_t skip_string(const char *text, size_t len, size_t at)
{
    for (at++; at < len && text[at] != '"'; at++)
        at += text[at] == '\\';
    return at < len ? at + 1 : len;
}

static size_t number_end(const char *text, size_t len, size_t at)
{
    while (at < len && text[at] && strchr("+-.eE0123456789", text[at]))
        at++;
    return at;
}

/* A whole number of an int64 that is too long to be sure of. */
static bool is_long_int(const char *number, size_t len)
{
    char digits[32];
    if (len <= SAFE_DIGITS || len >= sizeof(digits) || memchr(number, '.', len) || memchr(number, 'e', len) ||
        memchr(number, 'E', len))
        return false;
    memcpy(digits, number, len);
    digits[len] = '\0';
    char *end;
    errno = 0;
    (void)strtoll(digits, &end, 10);
    return errno == 0 && *end == '\0';
}

/* Copies the text with every long number made a marked string; false when there is none. */
static bool mark_numbers(struct str *out, const char *text, size_t len)
{
    size_t copied = 0, at = 0;
    while (at < len) {
        size_t from = at;
        if (text[at] == '"') {
            at = skip_string(text, len, at);
            continue;
        }
        at = number_end(text, len, at);
        if (at == from) {
            at++;
        } else if (is_long_int(text + from, at - from)) {
            str_add_bytes(out, text + copied, from - copied);
            str_add(out, MARK_JSON);
            str_add_bytes(out, text + from, at - from);
            str_add(out, "\"");
            copied = at;
        }
    }
    if (copied)
        str_add_bytes(out, text + copied, len - copied);
    return copied > 0;
}

static void unmark(cJSON *value)
{
    for (; value; value = value->next) {
        if (cJSON_IsString(value) && str_starts(value->valuestring, MARK)) {
            char *digits = value->valuestring + strlen(MARK);
            if (*digits && strspn(digits, "-0123456789") == strlen(digits)) {
                value->type = cJSON_Raw;
                value->valuestring = digits;
                value->valuedouble = strtod(digits, NULL);
            }
        }
        unmark(value->child);
    }
}

enum err print_parse(struct arena *arena, const char *text, size_t len, cJSON **out, struct err_info *info)
{
    struct str marked = {0};
    bool any = mark_numbers(&marked, text, len);
    enum err err =
        any ? json_parse(arena, marked.data, marked.len, out, info) : json_parse(arena, text, len, out, info);
    if (!err && any)
        unmark(*out);
    str_fini(&marked);
    return err;
}

cJSON *print_list(struct arena *arena, cJSON **items)
{
    json_use(arena);
    cJSON *list = cJSON_CreateObject();
    cJSON *metadata = cJSON_CreateObject();
    *items = cJSON_CreateArray();
    if (!cJSON_AddStringToObject(list, "apiVersion", "v1") || !cJSON_AddItemToObject(list, "items", *items) ||
        !cJSON_AddStringToObject(list, "kind", "List") ||
        !cJSON_AddItemToObject(list, "metadata", metadata) ||
        !cJSON_AddStringToObject(metadata, "resourceVersion", ""))
        return NULL;
    return list;
}
