#include "model/logjson.h"

#include "base/utf8.h"

#include <ctype.h>
#include <string.h>

enum { FIELDS_MOST = 128, DEPTH_MOST = 64 };

struct piece {
    const char *text;
    size_t len;
};

/* One member of the object: name and value as they stand in the line (strings with their quotes). */
struct field {
    struct piece name, value;
    bool used;
};

static size_t skip_space(const char *text, size_t len, size_t at)
{
    while (at < len && isspace((unsigned char)text[at]))
        at++;
    return at;
}

/* The end of the string that starts at `at` (its quote), 0 if it does not end. */
static size_t string_end(const char *text, size_t len, size_t at)
{
    for (at++; at < len; at++) {
        if (text[at] == '\\')
            at++;
        else if (text[at] == '"')
            return at + 1;
    }
    return 0;
}

static size_t nested_end(const char *text, size_t len, size_t at)
{
    int depth = 0;
    while (at < len) {
        if (text[at] == '"') {
            at = string_end(text, len, at);
            if (!at)
                return 0;
            continue;
        }
        if (text[at] == '{' || text[at] == '[')
            depth++;
        else if (text[at] == '}' || text[at] == ']')
            depth--;
        at++;
        if (depth == 0)
            return at;
        if (depth > DEPTH_MOST)
            return 0;
    }
    return 0;
}

/* The end of the value that starts at `at`; 0 if it is none. */
static size_t value_end(const char *text, size_t len, size_t at)
{
    if (at >= len)
        return 0;
    if (text[at] == '"')
        return string_end(text, len, at);
    if (text[at] == '{' || text[at] == '[')
        return nested_end(text, len, at);
    size_t end = at;
    while (end < len && (isalnum((unsigned char)text[end]) || (text[end] && strchr("+-.", text[end]))))
        end++;
    return end > at ? end : 0;
}

/* One `"name": value`; returns where it ends, 0 if it is none. */
static size_t read_field(const char *text, size_t len, size_t at, struct field *field)
{
    if (at >= len || text[at] != '"')
        return 0;
    size_t end = string_end(text, len, at);
    if (!end)
        return 0;
    field->name = (struct piece){text + at + 1, end - at - 2};
    at = skip_space(text, len, end);
    if (at >= len || text[at] != ':')
        return 0;
    at = skip_space(text, len, at + 1);
    end = value_end(text, len, at);
    field->value = (struct piece){text + at, end ? end - at : 0};
    field->used = false;
    return end;
}

/* The members of the object that the line is; -1 if it is none. */
static int read_fields(const char *text, size_t len, struct field *fields)
{
    int count = 0;
    size_t at = skip_space(text, len, 0);
    if (at >= len || text[at] != '{')
        return -1;
    for (at++;;) {
        at = skip_space(text, len, at);
        if (at < len && text[at] == '}' && count == 0)
            break;
        if (count == FIELDS_MOST || !(at = read_field(text, len, at, &fields[count])))
            return -1;
        count++;
        at = skip_space(text, len, at);
        if (at >= len || (text[at] != ',' && text[at] != '}'))
            return -1;
        if (text[at] == '}')
            break;
        at++;
    }
    return skip_space(text, len, at + 1) == len ? count : -1;
}

static int hex4(const char *text)
{
    int value = 0;
    for (int i = 0; i < 4; i++) {
        int c = tolower((unsigned char)text[i]);
        if (!isxdigit(c))
            return -1;
        value = value * 16 + (c <= '9' ? c - '0' : c - 'a' + 10);
    }
    return value;
}

/* "\uXXXX" (pairs of surrogates too) at text: appends it, returns its length. */
static size_t add_escaped_unicode(struct str *out, const char *text, size_t len)
{
    int high = len >= 6 ? hex4(text + 2) : -1;
    if (high < 0) {
        str_add_char(out, '?');
        return len < 2 ? len : 2;
    }
    if (high >= 0xd800 && high < 0xdc00 && len >= 12 && text[6] == '\\' && text[7] == 'u') {
        int low = hex4(text + 8);
        if (low >= 0xdc00 && low < 0xe000) {
            utf8_add(out, 0x10000 + ((uint32_t)(high - 0xd800) << 10) + (uint32_t)(low - 0xdc00));
            return 12;
        }
    }
    utf8_add(out, high >= 0xd800 && high < 0xe000 ? UTF8_BAD : (uint32_t)high);
    return 6;
}

static void add_unescaped(struct str *out, struct piece p)
{
    static const char codes[] = "nrtbf", chars[] = "\n\r\t\b\f";
    for (size_t i = 0; i < p.len;) {
        if (p.text[i] != '\\' || i + 1 == p.len) {
            str_add_char(out, p.text[i++]);
        } else if (p.text[i + 1] == 'u') {
            i += add_escaped_unicode(out, p.text + i, p.len - i);
        } else {
            const char *code = strchr(codes, p.text[i + 1]);
            str_add_char(out, code && *code ? chars[code - codes] : p.text[i + 1]);
            i += 2;
        }
    }
}

static bool is_string(struct piece value)
{
    return value.len >= 2 && value.text[0] == '"';
}

static struct piece inside(struct piece value)
{
    return is_string(value) ? (struct piece){value.text + 1, value.len - 2} : value;
}

/* The first field of those names that is there and not used: used from now on. */
static struct field *take(struct field *fields, int count, const char *const *names)
{
    for (; *names; names++) {
        for (int i = 0; i < count; i++) {
            const struct piece *name = &fields[i].name;
            if (!fields[i].used && name->len == strlen(*names) &&
                memcmp(name->text, *names, name->len) == 0) {
                fields[i].used = true;
                return &fields[i];
            }
        }
    }
    return NULL;
}

static void add_leading(struct str *out, const struct field *field, bool capitals)
{
    if (!field || !inside(field->value).len)
        return;
    if (out->len)
        str_add_char(out, ' ');
    size_t at = out->len;
    add_unescaped(out, inside(field->value));
    for (; capitals && at < out->len; at++)
        out->data[at] = (char)toupper((unsigned char)out->data[at]);
}

static bool needs_quotes(struct piece value)
{
    for (size_t i = 0; i < value.len; i++) {
        if (value.text[i] == ' ' || value.text[i] == '=' || value.text[i] == '\\')
            return true;
    }
    return value.len == 0;
}

static void add_rest(struct str *out, const struct field *field)
{
    str_add(out, out->len ? " " : "");
    add_unescaped(out, field->name);
    str_add_char(out, '=');
    if (!is_string(field->value) || needs_quotes(inside(field->value)))
        str_add_bytes(out, field->value.text, field->value.len);
    else
        add_unescaped(out, inside(field->value));
}

bool log_json_readable(struct str *out, const char *line, size_t len)
{
    static const char *const levels[] = {"level", "severity", "lvl", "log.level", "loglevel", NULL};
    static const char *const times[] = {"time", "ts", "timestamp", "@timestamp", "t", NULL};
    static const char *const messages[] = {"msg", "message", "event", "log", NULL};
    struct field fields[FIELDS_MOST];
    str_clear(out);
    int count = read_fields(line, len, fields);
    if (count <= 0)
        return false;
    add_leading(out, take(fields, count, levels), true);
    add_leading(out, take(fields, count, times), false);
    add_leading(out, take(fields, count, messages), false);
    for (int i = 0; i < count; i++) {
        if (!fields[i].used)
            add_rest(out, &fields[i]);
    }
    return true;
}
