/* get -o custom-columns=TITLE:PATH,... and -o jsonpath=TEMPLATE: whole objects, what is wanted of them
 * printed. */
#include "api-client/print.h"
#include "base/xmalloc.h"
#include "cli/complain.h"
#include "cli/get.h"
#include "cli/govalue.h"
#include "cli/sortkey.h"
#include "cli/tableprint.h"
#include "cli/template.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CUSTOM_ARENA = 1024 * 1024 * 1024, COLUMNS_MOST = 60 };

struct custom_column {
    char *title;
    struct jsonpath *path;
};

struct custom {
    struct get *get;
    const struct kind *kind;
    struct arena arena;
    struct tableprint print;
    VEC(struct custom_column) columns;
    struct sortkeys keys;
    cJSON *list, *items; /* of a template: everything at once */
    struct err_info info;
};

/* "NAME:.metadata.name" */
static int add_column(struct custom *c, const char *text, size_t len)
{
    char *spec = xstrndup(text, len), *colon = strchr(spec, ':');
    struct jsonpath *path = NULL;
    int status = 0;
    if (!colon || colon == spec || !colon[1])
        status = complain("unexpected custom-columns spec: %s, expected <header>:<json-path-expr>", spec);
    else if (jsonpath_parse(colon + 1, &path, &c->info) != ERR_OK)
        status = complain("%s", c->info.text);
    else if (c->columns.len < COLUMNS_MOST)
        *vec_push(&c->columns) =
            (struct custom_column){.title = xstrndup(spec, (size_t)(colon - spec)), .path = path};
    else
        jsonpath_free(path);
    free(spec);
    return status;
}

/* Commas inside of brackets belong to a path. */
static int read_columns(struct custom *c, const char *spec)
{
    if (!*spec)
        return complain("custom-columns format specified but no custom columns given");
    while (*spec) {
        size_t len = 0, depth = 0;
        for (; spec[len] && (spec[len] != ',' || depth); len++) {
            depth += spec[len] == '[';
            depth -= spec[len] == ']' && depth;
        }
        if (add_column(c, spec, len))
            return 1;
        spec += len + (spec[len] == ',');
    }
    return 0;
}

static void add_row(struct custom *c, const cJSON *object)
{
    struct str text = {0};
    tableprint_row(&c->print);
    for (size_t i = 0; i < c->columns.len; i++) {
        struct jsonpath_values values = {0};
        str_clear(&text);
        jsonpath_find(c->columns.data[i].path, object, &values);
        for (size_t v = 0; v < values.list.len; v++) {
            str_add(&text, v ? "," : "");
            govalue_add(&text, values.list.data[v]);
        }
        if (!values.list.len)
            str_add(&text, "<none>");
        tableprint_cell(&c->print, str_text(&text), text.len);
        free(values.list.data);
    }
    str_fini(&text);
}

static enum err on_row(void *user, const char *json, size_t len)
{
    struct custom *c = user;
    cJSON *object = NULL;
    arena_reset(&c->arena);
    enum err err = print_parse(&c->arena, json, len, &object, &c->info);
    if (err != ERR_OK)
        return err;
    get_add_type(&c->arena, c->kind, object);
    add_row(c, object);
    if (c->get->sort)
        sortkeys_add(&c->keys, jsonpath_first(c->get->sort, object));
    return ERR_OK;
}

static enum err on_item(void *user, const char *json, size_t len)
{
    struct custom *c = user;
    cJSON *object = NULL;
    enum err err = print_parse(&c->arena, json, len, &object, &c->info);
    if (err != ERR_OK)
        return err;
    get_add_type(&c->arena, c->kind, object);
    cJSON_AddItemToArray(c->items, object);
    return ERR_OK;
}

static void read_targets(struct custom *c, split_fn on_element)
{
    for (size_t i = 0; i < c->get->targets.len; i++) {
        const struct get_target *target = &c->get->targets.data[i];
        c->kind = &target->kind;
        get_read(c->get, target,
                 &(struct get_reader){.whole = target->name != NULL, .on_element = on_element, .user = c});
    }
}

static void print_columns(struct custom *c)
{
    size_t *order = c->get->sort ? sortkeys_order(&c->keys) : NULL;
    for (size_t i = 0; !c->get->no_headers && i < c->columns.len; i++)
        tableprint_title(&c->print, c->columns.data[i].title);
    tableprint_write(&c->print, NULL, order, stdout);
    free(order);
}

static int print_template(struct custom *c, const char *text)
{
    struct template *template = NULL;
    struct str out = {0};
    if (template_parse(text, &template, &c->info) != ERR_OK)
        return complain("error parsing jsonpath %s, %s", text, c->info.text);
    c->list = print_list(&c->arena, &c->items);
    read_targets(c, on_item);
    bool single = c->get->targets.len == 1 && c->get->targets.data[0].name;
    const cJSON *root = single ? c->items->child : c->list;
    if (root)
        template_write(template, root, &out);
    fwrite(str_text(&out), 1, out.len, stdout);
    str_fini(&out);
    template_free(template);
    return 0;
}

static void custom_fini(struct custom *c)
{
    for (size_t i = 0; i < c->columns.len; i++) {
        free(c->columns.data[i].title);
        jsonpath_free(c->columns.data[i].path);
    }
    free(c->columns.data);
    sortkeys_fini(&c->keys);
    tableprint_fini(&c->print);
    arena_fini(&c->arena);
}

int get_custom_run(struct get *get)
{
    struct custom c = {.get = get};
    int status;
    arena_init(&c.arena, CUSTOM_ARENA);
    tableprint_init(&c.print, isatty(STDOUT_FILENO));
    if (get->format == GET_JSONPATH) {
        status = print_template(&c, get->template);
    } else if (!(status = read_columns(&c, get->template))) {
        read_targets(&c, on_row);
        print_columns(&c);
    }
    custom_fini(&c);
    return status | get_say_errors(get);
}
