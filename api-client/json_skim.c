/* One value out of a JSON text. */
#include "api-client/json_skim.h"

#include <string.h>

static const char *skip_space(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r'))
        at++;
    return at;
}

/* Behind the closing quote of the string whose opening quote is at; NULL if it does not end. */
static const char *skip_string(const char *at, const char *end)
{
    for (at++; at < end; at++)
        if (*at == '\\')
            at++;
        else if (*at == '"')
            return at + 1;
    return NULL;
}

/* Behind an object or array; NULL if it does not end. */
static const char *skip_nested(const char *at, const char *end)
{
    size_t depth = 0;
    while (at < end) {
        if (*at == '"') {
            at = skip_string(at, end);
            if (!at)
                return NULL;
            continue;
        }
        depth += *at == '{' || *at == '[';
        depth -= *at == '}' || *at == ']';
        at++;
        if (depth == 0)
            return at;
    }
    return NULL;
}

static const char *skip_value(const char *at, const char *end)
{
    if (at >= end)
        return NULL;
    if (*at == '"')
        return skip_string(at, end);
    if (*at == '{' || *at == '[')
        return skip_nested(at, end);
    while (at < end && *at != ',' && *at != '}' && *at != ']')
        at++;
    return at;
}

/* Goes to where the value of a member begins. Its end is not looked for: it may be far behind what is wanted.
 */
static bool enter(struct json_span *in, const char *key, size_t key_len)
{
    const char *end = in->at + in->len, *at = skip_space(in->at, end);
    if (at >= end || *at++ != '{')
        return false;
    for (;;) {
        const char *name = skip_space(at, end);
        if (name >= end || *name != '"' || !(at = skip_string(name, end)))
            return false;
        bool found = (size_t)(at - name) == key_len + 2 && memcmp(name + 1, key, key_len) == 0;
        at = skip_space(at, end);
        if (at >= end || *at++ != ':')
            return false;
        at = skip_space(at, end);
        if (found) {
            *in = (struct json_span){at, (size_t)(end - at)};
            return true;
        }
        if (!(at = skip_value(at, end)))
            return false;
        at = skip_space(at, end);
        if (at >= end || *at++ != ',')
            return false;
    }
}

bool json_skim_at(const char *text, size_t len, const char *path, struct json_span *value)
{
    struct json_span in = {text, len};
    for (size_t name; *path; path += name + (path[name] == '.')) {
        name = strcspn(path, ".");
        if (!enter(&in, path, name))
            return false;
    }
    const char *end = skip_value(in.at, in.at + in.len);
    if (!end)
        return false;
    *value = (struct json_span){in.at, (size_t)(end - in.at)};
    return true;
}

bool json_skim_string(const struct json_span *value, struct json_span *text)
{
    if (value->len < 2 || value->at[0] != '"' || memchr(value->at, '\\', value->len))
        return false;
    *text = (struct json_span){value->at + 1, value->len - 2};
    return true;
}
