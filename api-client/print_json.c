/* kubectl -o json: Go's encoding/json with sorted keys and four spaces. */
#include "api-client/json_sort.h"
#include "api-client/print.h"
#include "api-client/print_common.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

struct json_printer {
    struct str *out;
    bool managed_fields;
    bool one_line;
};

static void add_code_point(struct str *out, uint32_t cp)
{
    static const char shorts[] = "\b\f\n\r\t\"\\", letters[] = "bfnrt\"\\";
    const char *found = cp && cp < 0x80 ? strchr(shorts, (int)cp) : NULL;
    if (found)
        str_addf(out, "\\%c", letters[found - shorts]);
    else if (cp < ' ' || cp == '<' || cp == '>' || cp == '&' || cp == 0x2028 || cp == 0x2029)
        str_addf(out, "\\u%04x", (unsigned)cp);
    else
        utf8_add(out, cp);
}

static void add_string(struct str *out, const char *text)
{
    size_t left = strlen(text);
    str_add_char(out, '"');
    while (left) {
        uint32_t cp;
        size_t took = utf8_decode(text, left, &cp);
        add_code_point(out, cp);
        text += took;
        left -= took;
    }
    str_add_char(out, '"');
}

static void add_value(const struct json_printer *p, const cJSON *value, int depth, int path);

static void new_line(const struct json_printer *p, int depth)
{
    if (p->one_line)
        return;
    str_add_char(p->out, '\n');
    str_add_repeat(p->out, ' ', 4 * (size_t)depth);
}

static void add_object(const struct json_printer *p, const cJSON *object, int depth, int path)
{
    const cJSON **members = json_sorted_members(object, json_by_name);
    bool any = false;
    str_add_char(p->out, '{');
    for (size_t i = 0; members[i]; i++) {
        if (!p->managed_fields && print_left_out(path, members[i]))
            continue;
        str_add(p->out, any ? "," : "");
        any = true;
        new_line(p, depth + 1);
        add_string(p->out, members[i]->string);
        str_add(p->out, p->one_line ? ":" : ": ");
        add_value(p, members[i], depth + 1, print_step(path, members[i]));
    }
    if (any)
        new_line(p, depth);
    str_add_char(p->out, '}');
    free(members);
}

static void add_array(const struct json_printer *p, const cJSON *array, int depth, int path)
{
    str_add_char(p->out, '[');
    json_each(item, array)
    {
        str_add(p->out, item != array->child ? "," : "");
        new_line(p, depth + 1);
        add_value(p, item, depth + 1, print_step(path, item));
    }
    if (array->child)
        new_line(p, depth);
    str_add_char(p->out, ']');
}

static void add_value(const struct json_printer *p, const cJSON *value, int depth, int path)
{
    if (cJSON_IsObject(value))
        add_object(p, value, depth, path);
    else if (cJSON_IsArray(value))
        add_array(p, value, depth, path);
    else if (cJSON_IsString(value))
        add_string(p->out, value->valuestring);
    else if (cJSON_IsNumber(value) || cJSON_IsRaw(value))
        print_json_number(p->out, value);
    else
        str_add(p->out, cJSON_IsBool(value) ? (cJSON_IsTrue(value) ? "true" : "false") : "null");
}

void print_json(struct str *out, const cJSON *object, bool managed_fields)
{
    struct json_printer p = {.out = out, .managed_fields = managed_fields};
    add_value(&p, object, 0, PRINT_TOP);
    str_add_char(out, '\n');
}

void print_json_line(struct str *out, const cJSON *value)
{
    struct json_printer p = {.out = out, .managed_fields = true, .one_line = true};
    add_value(&p, value, 0, PRINT_TOP);
}
