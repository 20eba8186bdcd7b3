/* get -w: what there is, then each change, as rows or as objects. */
#include "api-client/print.h"
#include "cli/complain.h"
#include "cli/get.h"
#include "cli/get_follow.h"
#include "cli/get_rows.h"

#include "base/xmalloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* As rows. */

static void on_table(void *user, const char *type, cJSON *table)
{
    struct get_rows *rows = user;
    rows->event = type;
    get_rows_page(rows, table);
    json_each(row, json_get(table, "rows")) get_rows_add_json(rows, row);
    get_rows_write(rows, rows->get->show_kind);
}

static int watch_rows(struct get *get, const struct get_target *target)
{
    struct get_rows rows;
    int status;
    get_rows_init(&rows, get, &target->kind);
    struct get_reader reader = {
        .accept = GET_TABLE_ACCEPT, .on_element = get_rows_add, .on_page = get_rows_page, .user = &rows};
    if (get_read(get, target, &reader)) {
        if (get->watch_only)
            get_rows_drop(&rows);
        else if (rows.print.rows.len)
            get_rows_write(&rows, get->show_kind);
        fflush(stdout);
        struct get_follow follow = {.accept = GET_TABLE_ACCEPT, .on_change = on_table, .user = &rows};
        status = get_follow(get, target, rows.version, &follow);
    } else {
        status = get_say_errors(get);
    }
    get_rows_fini(&rows);
    return status;
}

/* As objects: each a document of its own. */

struct documents {
    struct get *get;
    const struct get_target *target;
    struct arena arena;
    struct str text;
    char *version; /* owned: of the list, or the object */
    size_t written;
    struct err_info info;
};

/* {"type": "ADDED", "object": {...}}, JSON on one line. */
static void add_event(struct documents *d, const char *type, cJSON *object)
{
    json_use(&d->arena);
    cJSON *event = cJSON_CreateObject();
    cJSON_AddItemToObject(event, "type", cJSON_CreateString(type));
    cJSON_AddItemReferenceToObject(event, "object", object);
    if (d->get->format == GET_YAML) {
        str_add(&d->text, d->written ? "---\n" : "");
        print_yaml(&d->text, event, d->get->managed_fields);
        return;
    }
    print_json_line(&d->text, event);
    str_add_char(&d->text, '\n');
}

static void write_document(struct documents *d, const char *type, cJSON *object)
{
    str_clear(&d->text);
    if (d->get->format == GET_NAME) {
        kind_add_word(&d->text, &d->target->kind);
        str_addf(&d->text, "/%s\n", json_text_or_empty(object, "metadata.name"));
    } else if (d->get->show_events) {
        add_event(d, type, object);
    } else if (d->get->format == GET_JSON) {
        print_json(&d->text, object, d->get->managed_fields);
    } else {
        str_add(&d->text, d->written ? "---\n" : "");
        print_yaml(&d->text, object, d->get->managed_fields);
    }
    fwrite(str_text(&d->text), 1, d->text.len, stdout);
    d->written++;
}

static void on_document(void *user, const char *type, cJSON *object)
{
    write_document(user, type, object);
}

static enum err on_listed(void *user, const char *json, size_t len)
{
    struct documents *d = user;
    cJSON *object = NULL;
    arena_reset(&d->arena);
    enum err err = print_parse(&d->arena, json, len, &object, &d->info);
    if (err != ERR_OK)
        return err;
    get_add_type(&d->arena, &d->target->kind, object);
    if (d->target->name) {
        free(d->version);
        d->version = xstrdup(json_text(object, "metadata.resourceVersion"));
    }
    if (!d->get->watch_only)
        write_document(d, "ADDED", object);
    return ERR_OK;
}

static void on_list_page(void *user, const cJSON *page)
{
    struct documents *d = user;
    free(d->version);
    d->version = xstrdup(json_text(page, "metadata.resourceVersion"));
}

static int watch_documents(struct get *get, const struct get_target *target)
{
    struct documents d = {.get = get, .target = target};
    int status;
    arena_init(&d.arena, 8 * JSON_OBJECT_CAP);
    struct get_reader reader = {
        .whole = target->name != NULL, .on_element = on_listed, .on_page = on_list_page, .user = &d};
    if (get_read(get, target, &reader)) {
        fflush(stdout);
        status =
            get_follow(get, target, d.version, &(struct get_follow){.on_change = on_document, .user = &d});
    } else {
        status = get_say_errors(get);
    }
    free(d.version);
    str_fini(&d.text);
    arena_fini(&d.arena);
    return status;
}

int get_watch_run(struct get *get)
{
    for (size_t i = 1; i < get->targets.len; i++)
        if (!str_equal(get->targets.data[i].kind.plural, get->targets.data[0].kind.plural))
            return complain("you may only specify a single resource type");
    if (get->targets.len > 1)
        return complain("watch is only supported on individual resources and resource collections");
    if (get->format == GET_COLUMNS || get->format == GET_JSONPATH)
        return complain("-w prints rows, JSON, YAML or names, not custom columns or templates");
    bool rows = get->format == GET_HUMAN || get->format == GET_WIDE;
    return (rows ? watch_rows : watch_documents)(get, &get->targets.data[0]);
}
