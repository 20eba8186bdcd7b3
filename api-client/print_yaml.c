/* kubectl -o yaml, by libyaml's emitter, of which go-yaml is a translation. */
#include "api-client/json_sort.h"
#include "api-client/print.h"
#include "api-client/print_common.h"
#include "api-client/yaml_plain.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

struct yaml_printer {
    yaml_emitter_t emitter;
    struct str *out;
    struct str scratch;
    bool managed_fields;
    bool failed;
};

static int append(void *user, unsigned char *bytes, size_t len)
{
    struct yaml_printer *p = user;
    str_add_bytes(p->out, bytes, len);
    return 1;
}

/* The emitter takes the event over, whatever comes of it. */
static void emit(struct yaml_printer *p, yaml_event_t *event, int made)
{
    p->failed = p->failed || !made || !yaml_emitter_emit(&p->emitter, event);
}

static void emit_scalar(struct yaml_printer *p, const char *text, size_t len, yaml_scalar_style_t style)
{
    yaml_event_t event;
    int made =
        yaml_scalar_event_initialize(&event, NULL, NULL, (const yaml_char_t *)text, (int)len, 1, 1, style);
    emit(p, &event, made);
}

static void emit_string(struct yaml_printer *p, const char *text)
{
    yaml_scalar_style_t style = YAML_DOUBLE_QUOTED_SCALAR_STYLE;
    str_clear(&p->scratch);
    print_valid(&p->scratch, text);
    text = str_text(&p->scratch);
    if (strchr(text, '\n'))
        style = YAML_LITERAL_SCALAR_STYLE;
    else if (yaml_plain_is_string(text))
        style = YAML_PLAIN_SCALAR_STYLE;
    emit_scalar(p, text, p->scratch.len, style);
}

static void emit_value(struct yaml_printer *p, const cJSON *value, int path);

static int by_yaml_key(const cJSON *a, const cJSON *b)
{
    return yaml_compare_keys(a->string, b->string);
}

static void emit_object(struct yaml_printer *p, const cJSON *object, int path)
{
    yaml_event_t event;
    const cJSON **members = json_sorted_members(object, by_yaml_key);
    emit(p, &event, yaml_mapping_start_event_initialize(&event, NULL, NULL, 1, YAML_BLOCK_MAPPING_STYLE));
    for (size_t i = 0; members[i] && !p->failed; i++) {
        if (!p->managed_fields && print_left_out(path, members[i]))
            continue;
        emit_string(p, members[i]->string);
        emit_value(p, members[i], print_step(path, members[i]));
    }
    if (!p->failed)
        emit(p, &event, yaml_mapping_end_event_initialize(&event));
    free(members);
}

static void emit_array(struct yaml_printer *p, const cJSON *array, int path)
{
    yaml_event_t event;
    emit(p, &event, yaml_sequence_start_event_initialize(&event, NULL, NULL, 1, YAML_BLOCK_SEQUENCE_STYLE));
    for (const cJSON *item = array->child; item && !p->failed; item = item->next)
        emit_value(p, item, print_step(path, item));
    if (!p->failed)
        emit(p, &event, yaml_sequence_end_event_initialize(&event));
}

static void emit_number(struct yaml_printer *p, const cJSON *number)
{
    str_clear(&p->scratch);
    print_yaml_number(&p->scratch, number);
    emit_scalar(p, str_text(&p->scratch), p->scratch.len, YAML_PLAIN_SCALAR_STYLE);
}

static void emit_value(struct yaml_printer *p, const cJSON *value, int path)
{
    if (p->failed)
        return;
    if (cJSON_IsObject(value))
        emit_object(p, value, path);
    else if (cJSON_IsArray(value))
        emit_array(p, value, path);
    else if (cJSON_IsString(value))
        emit_string(p, value->valuestring);
    else if (cJSON_IsNumber(value) || cJSON_IsRaw(value))
        emit_number(p, value);
    else if (cJSON_IsBool(value))
        emit_scalar(p, cJSON_IsTrue(value) ? "true" : "false", cJSON_IsTrue(value) ? 4 : 5,
                    YAML_PLAIN_SCALAR_STYLE);
    else
        emit_scalar(p, "null", 4, YAML_PLAIN_SCALAR_STYLE);
}

/* The stream's end is not told: libyaml would write "..." after a text that ends with empty lines, which
 * go-yaml does not. The document's end has written everything out. */
static void emit_document(struct yaml_printer *p, const cJSON *object)
{
    yaml_event_t event;
    emit(p, &event, yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING));
    emit(p, &event, yaml_document_start_event_initialize(&event, NULL, NULL, NULL, 1));
    emit_value(p, object, PRINT_TOP);
    if (!p->failed)
        emit(p, &event, yaml_document_end_event_initialize(&event, 1));
}

void print_yaml(struct str *out, const cJSON *object, bool managed_fields)
{
    struct yaml_printer p = {.out = out, .managed_fields = managed_fields};
    p.failed = !yaml_emitter_initialize(&p.emitter);
    yaml_emitter_set_output(&p.emitter, append, &p);
    yaml_emitter_set_unicode(&p.emitter, 1);
    emit_document(&p, object);
    yaml_emitter_delete(&p.emitter);
    str_fini(&p.scratch);
}
