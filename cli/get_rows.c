/* Tables as rows of text. */
#include "cli/get_rows.h"

#include "api-client/json_skim.h"
#include "api-client/json_sort.h"
#include "base/xmalloc.h"
#include "cli/govalue.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Cells of a kept row: these first, then one per label column, the labels, and the server's. */
enum { CELL_EVENT, CELL_NAMESPACE, CELL_LABELS, COLUMNS_MOST = 48 };

void get_rows_init(struct get_rows *rows, const struct get *get, const struct kind *kind)
{
    *rows = (struct get_rows){.get = get, .kind = kind, .name_column = -1, .event = "ADDED"};
    tableprint_init(&rows->print, isatty(STDOUT_FILENO));
    arena_init(&rows->arena, JSON_OBJECT_CAP);
    kind_add_word(&rows->prefix, kind);
    str_add_char(&rows->prefix, '/');
    while (get->label_columns[rows->label_count] && rows->label_count < COLUMNS_MOST / 3)
        rows->label_count++;
}

static void forget_columns(struct get_rows *rows)
{
    for (size_t i = 0; i < rows->columns.len; i++)
        free(rows->columns.data[i].title);
    rows->columns.len = 0;
}

void get_rows_fini(struct get_rows *rows)
{
    forget_columns(rows);
    free(rows->columns.data);
    sortkeys_fini(&rows->keys);
    tableprint_fini(&rows->print);
    str_fini(&rows->prefix);
    arena_fini(&rows->arena);
    free(rows->version);
}

static void add_cell(struct get_rows *rows, const char *text)
{
    tableprint_cell(&rows->print, text, strlen(text));
}

/* "a=1,b=2", by key. */
static void add_labels(struct get_rows *rows, const cJSON *labels)
{
    struct str text = {0};
    const cJSON **sorted = json_sorted_members(labels, json_by_name);
    for (const cJSON **label = sorted; *label; label++)
        if (cJSON_IsString(*label))
            str_addf(&text, "%s%s=%s", text.len ? "," : "", (*label)->string, (*label)->valuestring);
    add_cell(rows, text.len ? str_text(&text) : "<none>");
    free(sorted);
    str_fini(&text);
}

static void add_server_cells(struct get_rows *rows, const cJSON *cells)
{
    struct str text = {0};
    int column = 0;
    json_each(cell, cells)
    {
        str_clear(&text);
        govalue_add(&text, cell);
        tableprint_cell(&rows->print, str_text(&text), text.len);
        if (++column == COLUMNS_MOST)
            break;
    }
    str_fini(&text);
}

static const char *label_value(const cJSON *labels, const char *key)
{
    const cJSON *label = json_get(labels, key);
    return cJSON_IsString(label) ? label->valuestring : "";
}

/* The cells before the server's. */
static void add_own_cells(struct get_rows *rows, const char *namespace_, size_t len, const cJSON *labels)
{
    char event[16];
    snprintf(event, sizeof(event), "%-8s", rows->event); /* as wide as MODIFIED from the first line on */
    tableprint_row(&rows->print);
    add_cell(rows, rows->get->show_events ? event : "");
    tableprint_cell(&rows->print, namespace_, rows->get->all_namespaces ? len : 0);
    for (size_t i = 0; i < rows->label_count; i++)
        add_cell(rows, label_value(labels, rows->get->label_columns[i]));
    if (rows->get->show_labels)
        add_labels(rows, labels);
    else
        add_cell(rows, "");
}

/* NAME and AGE of an object from a server that makes no Tables. */
static void add_plain_cells(struct get_rows *rows, const cJSON *object)
{
    char age[TIME_TEXT];
    int64_t created = json_time(object, "metadata.creationTimestamp");
    add_cell(rows, json_text_or_empty(object, "metadata.name"));
    add_cell(rows, time_since(age, created, client_now(rows->get->session->client)));
}

void get_rows_add_json(struct get_rows *rows, const cJSON *row)
{
    const cJSON *cells = json_get(row, "cells"), *object = cells ? json_get(row, "object") : row;
    const char *namespace_ = json_text_or_empty(object, "metadata.namespace");
    add_own_cells(rows, namespace_, strlen(namespace_), json_at(object, "metadata.labels"));
    if (cells)
        add_server_cells(rows, cells);
    else
        add_plain_cells(rows, object);
    if (rows->get->sort)
        sortkeys_add(&rows->keys, jsonpath_first(rows->get->sort, object));
}

/* A row's object is kilobytes, of which the namespace is all that is wanted mostly: then only the cells are
 * parsed. False when that will not do. */
static bool add_skimmed(struct get_rows *rows, const char *json, size_t len)
{
    struct json_span cells, value, namespace_ = {"", 0};
    cJSON *parsed = NULL;
    if (rows->get->sort || rows->get->show_labels || rows->label_count ||
        !json_skim_at(json, len, "cells", &cells))
        return false;
    if (rows->get->all_namespaces && rows->kind->namespaced &&
        (!json_skim_at(json, len, "object.metadata.namespace", &value) ||
         !json_skim_string(&value, &namespace_)))
        return false;
    if (json_parse(&rows->arena, cells.at, cells.len, &parsed, NULL) != ERR_OK)
        return false;
    add_own_cells(rows, namespace_.at, namespace_.len, NULL);
    add_server_cells(rows, parsed);
    return true;
}

enum err get_rows_add(void *user, const char *json, size_t len)
{
    struct get_rows *rows = user;
    cJSON *row = NULL;
    arena_reset(&rows->arena);
    if (add_skimmed(rows, json, len))
        return ERR_OK;
    enum err err = json_parse(&rows->arena, json, len, &row, &rows->info);
    if (err == ERR_OK)
        get_rows_add_json(rows, row);
    return err;
}

static char *upper(const char *text)
{
    char *copy = xstrdup(text);
    for (char *c = copy; *c; c++)
        *c = (char)toupper((unsigned char)*c);
    return copy;
}

static void plain_columns(struct get_rows *rows)
{
    rows->name_column = 0;
    *vec_push(&rows->columns) = (struct get_column){.title = xstrdup("NAME")};
    *vec_push(&rows->columns) = (struct get_column){.title = xstrdup("AGE")};
}

void get_rows_page(void *user, const cJSON *table)
{
    struct get_rows *rows = user;
    const cJSON *definitions = json_get(table, "columnDefinitions");
    const char *version = json_text(table, "metadata.resourceVersion");
    if (version) {
        free(rows->version);
        rows->version = xstrdup(version);
    }
    if (!rows->columns.len && !str_equal(json_text(table, "kind"), "Table"))
        plain_columns(rows);
    if (rows->columns.len)
        return;
    json_each(column, definitions)
    {
        if (rows->name_column < 0 && str_equal(json_text(column, "format"), "name"))
            rows->name_column = (int)rows->columns.len;
        if (rows->columns.len < COLUMNS_MOST)
            *vec_push(&rows->columns) =
                (struct get_column){.title = upper(json_text_or_empty(column, "name")),
                                    .wide = json_int(column, "priority", 0) != 0};
    }
}

/* "app.kubernetes.io/name" is titled NAME. */
static void add_label_title(struct get_rows *rows, const char *label)
{
    const char *slash = strrchr(label, '/');
    char *title = upper(slash ? slash + 1 : label);
    tableprint_title(&rows->print, title);
    free(title);
}

static void add_titles(struct get_rows *rows)
{
    const struct get *get = rows->get;
    if (get->show_events)
        tableprint_title(&rows->print, "EVENT");
    if (get->all_namespaces && rows->kind->namespaced)
        tableprint_title(&rows->print, "NAMESPACE");
    for (size_t i = 0; i < rows->columns.len; i++)
        if (!rows->columns.data[i].wide || get->format == GET_WIDE)
            tableprint_title(&rows->print, rows->columns.data[i].title);
    for (size_t i = 0; i < rows->label_count; i++)
        add_label_title(rows, get->label_columns[i]);
    if (get->show_labels)
        tableprint_title(&rows->print, "LABELS");
}

/* Which of the kept cells are shown, in order; ends with -1. */
static void choose(const struct get_rows *rows, int shown[2 * COLUMNS_MOST])
{
    const struct get *get = rows->get;
    int n = 0, server = CELL_LABELS + (int)rows->label_count + 1;
    if (get->show_events)
        shown[n++] = CELL_EVENT;
    if (get->all_namespaces && rows->kind->namespaced)
        shown[n++] = CELL_NAMESPACE;
    for (int i = 0; i < (int)rows->columns.len; i++)
        if (!rows->columns.data[i].wide || get->format == GET_WIDE)
            shown[n++] = server + i;
    for (int i = 0; i < (int)rows->label_count; i++)
        shown[n++] = CELL_LABELS + i;
    if (get->show_labels)
        shown[n++] = CELL_LABELS + (int)rows->label_count;
    shown[n] = -1;
}

void get_rows_write(struct get_rows *rows, bool prefixed)
{
    int shown[2 * COLUMNS_MOST];
    size_t *order = rows->get->sort ? sortkeys_order(&rows->keys) : NULL;
    if (!rows->get->no_headers && !rows->titled)
        add_titles(rows);
    rows->titled = true;
    choose(rows, shown);
    rows->print.prefixed = prefixed && rows->name_column >= 0
                               ? CELL_LABELS + (int)rows->label_count + 1 + rows->name_column
                               : -1;
    rows->print.prefix = str_text(&rows->prefix);
    tableprint_write(&rows->print, shown, order, stdout);
    sortkeys_clear(&rows->keys);
    free(order);
}

void get_rows_drop(struct get_rows *rows)
{
    tableprint_drop(&rows->print);
    sortkeys_clear(&rows->keys);
}
