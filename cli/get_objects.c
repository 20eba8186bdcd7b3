/* get for programs: objects as JSON, YAML or names. Lists are written as they come, one object in memory. */
#include "api-client/print.h"
#include "cli/complain.h"
#include "cli/get.h"
#include "cli/sortkey.h"

#include "base/xmalloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PRINT_ARENA = 512 * 1024 * 1024 };

static const char metadata_accept[] = "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io,"
                                      "application/json";
static const char one_metadata_accept[] = "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io,"
                                          "application/json";

struct waiting {
    char *json; /* owned */
    size_t len;
    const struct kind *kind;
};

struct writer {
    struct get *get;
    const struct kind *kind; /* of what comes now */
    size_t written;
    bool list; /* objects are elements of a List */
    struct arena arena;
    struct str text, line;
    struct err_info info;
    VEC(struct waiting) waiting; /* with --sort-by: all objects, and what they are sorted by */
    struct sortkeys keys;
};

static void flush_text(struct writer *w)
{
    fwrite(str_text(&w->text), 1, w->text.len, stdout);
    str_clear(&w->text);
}

void get_add_type(struct arena *arena, const struct kind *kind, cJSON *object)
{
    struct str version = {0};
    json_use(arena);
    str_addf(&version, "%s%s%s", kind->group, *kind->group ? "/" : "", kind->version);
    if (!json_get(object, "apiVersion"))
        cJSON_AddStringToObject(object, "apiVersion", str_text(&version));
    if (!json_get(object, "kind"))
        cJSON_AddStringToObject(object, "kind", kind->kind);
    str_fini(&version);
}

/* Text moved to the right: a string of JSON holds no line end. */
static void add_indented(struct str *out, const char *text, size_t len)
{
    for (const char *end = text + len; text < end;) {
        const char *line_end = memchr(text, '\n', (size_t)(end - text));
        size_t line = line_end ? (size_t)(line_end - text) : (size_t)(end - text);
        str_add(out, "        ");
        str_add_bytes(out, text, line);
        str_add_char(out, '\n');
        text += line + 1;
    }
}

static void write_json(struct writer *w, const cJSON *object)
{
    print_json(&w->line, object, w->get->managed_fields);
    if (!w->list) {
        str_add_bytes(&w->text, w->line.data, w->line.len);
        return;
    }
    str_add(&w->text, w->written ? ",\n" : "{\n    \"apiVersion\": \"v1\",\n    \"items\": [\n");
    add_indented(&w->text, w->line.data, w->line.len);
    str_cut(&w->text, w->text.len - 1);
}

static const char yaml_begin[] = "apiVersion: v1\nitems:\n";
static const char yaml_end[] = "kind: List\nmetadata:\n  resourceVersion: \"\"\n";

/* An element is written inside of a List of its own, whose ends are taken off: where long texts are folded
 * depends on how deep they stand. */
static void write_yaml(struct writer *w, cJSON *object)
{
    cJSON *items, *list = w->list ? print_list(&w->arena, &items) : NULL;
    if (!list) {
        print_yaml(&w->text, object, w->get->managed_fields);
        return;
    }
    cJSON_AddItemToArray(items, object);
    print_yaml(&w->line, list, w->get->managed_fields);
    if (str_starts(str_text(&w->line), yaml_begin) && str_ends(str_text(&w->line), yaml_end)) {
        str_cut(&w->line, w->line.len - strlen(yaml_end));
        str_drop(&w->line, strlen(yaml_begin));
    }
    str_add(&w->text, w->written ? "" : yaml_begin);
    str_add_bytes(&w->text, w->line.data, w->line.len);
}

static void write_name(struct writer *w, const cJSON *object)
{
    kind_add_word(&w->text, w->kind);
    str_addf(&w->text, "/%s\n", json_text_or_empty(object, "metadata.name"));
}

static void write_object(struct writer *w, cJSON *object)
{
    str_clear(&w->line);
    if (w->get->format == GET_NAME) {
        write_name(w, object);
    } else {
        get_add_type(&w->arena, w->kind, object);
        w->get->format == GET_JSON ? write_json(w, object) : write_yaml(w, object);
    }
    w->written++;
    flush_text(w);
}

static enum err on_object(void *user, const char *json, size_t len)
{
    struct writer *w = user;
    cJSON *object = NULL;
    arena_reset(&w->arena);
    enum err err = print_parse(&w->arena, json, len, &object, &w->info);
    if (err == ERR_OK)
        write_object(w, object);
    return err;
}

static void end_list(struct writer *w)
{
    static const char json_end[] = "\n    ],\n    \"kind\": \"List\",\n    \"metadata\": {\n        "
                                   "\"resourceVersion\": \"\"\n    }\n}\n";
    static const char json_empty[] =
        "{\n    \"apiVersion\": \"v1\",\n    \"items\": [],\n    \"kind\": \"List\",\n    \"metadata\": {\n"
        "        \"resourceVersion\": \"\"\n    }\n}\n";
    if (w->get->format == GET_JSON)
        fputs(w->written ? json_end : json_empty, stdout);
    else if (w->get->format == GET_YAML)
        printf("%s%s", w->written ? "" : "apiVersion: v1\nitems: []\n", yaml_end);
}

/* Objects that are to be sorted wait as text until all are there. */
static enum err keep_object(void *user, const char *json, size_t len)
{
    struct writer *w = user;
    cJSON *object = NULL;
    arena_reset(&w->arena);
    enum err err = json_parse(&w->arena, json, len, &object, &w->info);
    if (err != ERR_OK)
        return err;
    sortkeys_add(&w->keys, jsonpath_first(w->get->sort, object));
    *vec_push(&w->waiting) = (struct waiting){xstrndup(json, len), len, w->kind};
    return ERR_OK;
}

static int write_sorted(struct writer *w)
{
    if (w->waiting.len && !sortkeys_any(&w->keys))
        return complain("couldn't find any field with path \"%s\" in the list of objects", w->get->sort_text);
    size_t *order = sortkeys_order(&w->keys);
    for (size_t i = 0; i < w->waiting.len; i++) {
        const struct waiting *next = &w->waiting.data[order[i]];
        w->kind = next->kind;
        on_object(w, next->json, next->len);
    }
    free(order);
    return 0;
}

static const char *accept_of(const struct get *get, const struct get_target *target)
{
    if (get->format != GET_NAME || get->sort)
        return NULL;
    return target->name ? one_metadata_accept : metadata_accept;
}

static void read_targets(struct writer *w)
{
    struct get *get = w->get;
    for (size_t i = 0; i < get->targets.len; i++) {
        const struct get_target *target = &get->targets.data[i];
        w->kind = &target->kind;
        get_read(get, target,
                 &(struct get_reader){.accept = accept_of(get, target),
                                      .whole = target->name != NULL,
                                      .on_element = get->sort ? keep_object : on_object,
                                      .user = w});
    }
}

static void writer_fini(struct writer *w)
{
    for (size_t i = 0; i < w->waiting.len; i++)
        free(w->waiting.data[i].json);
    free(w->waiting.data);
    sortkeys_fini(&w->keys);
    str_fini(&w->text);
    str_fini(&w->line);
    arena_fini(&w->arena);
}

int get_objects_run(struct get *get)
{
    struct writer w = {.get = get};
    int status = 0;
    arena_init(&w.arena, PRINT_ARENA);
    w.list = get->format != GET_NAME && (get->targets.len != 1 || !get->targets.data[0].name);
    read_targets(&w);
    if (get->sort)
        status = write_sorted(&w);
    if (w.list && !status)
        end_list(&w);
    writer_fini(&w);
    return status | get_say_errors(get);
}
