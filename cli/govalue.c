/* Values as Go prints them. */
#include "cli/govalue.h"

#include "api-client/json_sort.h"
#include "api-client/print_common.h"

#include <stdlib.h>

enum { NESTING_MOST = 32 };

static void add_value(struct str *out, const cJSON *value, int depth);

static void add_array(struct str *out, const cJSON *array, int depth)
{
    str_add_char(out, '[');
    json_each(item, array)
    {
        str_add(out, item == array->child ? "" : " ");
        add_value(out, item, depth + 1);
    }
    str_add_char(out, ']');
}

static void add_map(struct str *out, const cJSON *object, int depth)
{
    const cJSON **members = json_sorted_members(object, json_by_name);
    str_add(out, "map[");
    for (size_t i = 0; members[i]; i++) {
        str_addf(out, "%s%s:", i ? " " : "", members[i]->string);
        add_value(out, members[i], depth + 1);
    }
    str_add_char(out, ']');
    free(members);
}

static void add_value(struct str *out, const cJSON *value, int depth)
{
    if (cJSON_IsString(value))
        str_add(out, value->valuestring);
    else if (cJSON_IsNumber(value) || cJSON_IsRaw(value))
        print_json_number(out, value);
    else if (cJSON_IsBool(value))
        str_add(out, cJSON_IsTrue(value) ? "true" : "false");
    else if (cJSON_IsNull(value))
        str_add(out, depth ? "<nil>" : "");
    else if (value && depth < NESTING_MOST)
        (cJSON_IsArray(value) ? add_array : add_map)(out, value, depth);
}

void govalue_add(struct str *out, const cJSON *value)
{
    add_value(out, value, 0);
}
