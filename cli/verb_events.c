/* events: what `kubectl events` prints. */
#include "api-client/print.h"
#include "cli/complain.h"
#include "cli/event_rows.h"
#include "cli/get.h"
#include "cli/get_follow.h"
#include "cli/verbs.h"

#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

static const struct flag flags[] = {
    {"all-namespaces", 'A', FLAG_BOOL, NULL, "Look at all namespaces"},
    {"chunk-size", 0, FLAG_INT, "N", "Events to ask for at once (500); 0: all"},
    {"for", 0, FLAG_TEXT, "KIND/NAME", "Only events about this object"},
    {"no-headers", 0, FLAG_BOOL, NULL, "No line of titles"},
    {"output", 'o', FLAG_TEXT, "json|yaml|name", "How to print"},
    {"show-managed-fields", 0, FLAG_BOOL, NULL, "Keep managedFields in JSON and YAML"},
    {"types", 0, FLAG_LIST, "Normal|Warning", "Only events of these types"},
    {"watch", 'w', FLAG_BOOL, NULL, "Print what there is, then each event as it comes"},
    {NULL, 0, FLAG_BOOL, NULL, NULL},
};

struct events {
    struct get get;
    const char *const *types;
    const char *output;
    struct str field_selector;
    struct event_rows rows;
    struct arena arena;
    cJSON *list, *items; /* of the output as JSON or YAML */
    size_t found;
    char *version; /* owned: of the list */
    struct err_info info;
};

static bool wanted(const struct events *e, const cJSON *event)
{
    const char *const *type = e->types;
    while (*type && strcasecmp(*type, json_text_or_empty(event, "type")) != 0)
        type++;
    return *type || !*e->types;
}

/* "pod/web", "deployment.v1.apps/shop" */
static int read_for(struct events *e, const char *text)
{
    const char *slash = strchr(text, '/');
    struct kind kind;
    if (!slash || slash == text || !slash[1] || strchr(slash + 1, '/'))
        return complain("--for must be in resource/name form");
    char *word = xstrndup(text, (size_t)(slash - text));
    int status = kinds_find(&e->get.kinds, word, &kind);
    free(word);
    if (status)
        return status;
    str_addf(&e->field_selector,
             "involvedObject.kind=%s,involvedObject.apiVersion=%s%s%s,involvedObject.name=%s", kind.kind,
             kind.group, *kind.group ? "/" : "", kind.version, slash + 1);
    e->get.field_selector = str_text(&e->field_selector);
    return 0;
}

static int check(const struct events *e)
{
    for (const char *const *type = e->types; *type; type++)
        if (strcasecmp(*type, "Normal") != 0 && strcasecmp(*type, "Warning") != 0)
            return complain("valid --types are Normal or Warning");
    if (e->output && *e->output && !str_equal(e->output, "json") && !str_equal(e->output, "yaml") &&
        !str_equal(e->output, "name"))
        return complain(
            "unable to match a printer suitable for the output format \"%s\", allowed formats are: "
            "json,name,yaml",
            e->output);
    return 0;
}

static int open_events(struct events *e, const struct args *args, struct session *session)
{
    const char *object = args_text(args, "for");
    *e = (struct events){
        .get = {.args = args,
                .session = session,
                .all_namespaces = args_bool(args, "all-namespaces"),
                .managed_fields = args_bool(args, "show-managed-fields"),
                .chunk = args_int(args, "chunk-size", 500)},
        .types = args_list(args, "types"),
        .output = args_text(args, "output"),
    };
    kinds_init(&e->get.kinds, session->client);
    arena_init(&e->arena, 8 * JSON_OBJECT_CAP);
    event_rows_init(&e->rows, e->get.all_namespaces, isatty(STDOUT_FILENO));
    return check(e) || (object && *object && read_for(e, object));
}

static void close_events(struct events *e)
{
    event_rows_fini(&e->rows);
    str_fini(&e->field_selector);
    arena_fini(&e->arena);
    free(e->version);
    get_fini(&e->get);
}

/* As rows. */

static enum err on_row(void *user, const char *json, size_t len)
{
    struct events *e = user;
    cJSON *event = NULL;
    arena_reset(&e->arena);
    enum err err = json_parse(&e->arena, json, len, &event, &e->info);
    if (err == ERR_OK && wanted(e, event))
        event_rows_add(&e->rows, event, client_now(e->get.session->client));
    return err;
}

static void on_change(void *user, const char *type, cJSON *event)
{
    struct events *e = user;
    if (str_equal(type, "DELETED") || !wanted(e, event))
        return;
    event_rows_add(&e->rows, event, client_now(e->get.session->client));
    event_rows_write(&e->rows, false, stdout);
}

static void on_page(void *user, const cJSON *page)
{
    struct events *e = user;
    free(e->version);
    e->version = xstrdup(json_text(page, "metadata.resourceVersion"));
}

static void say_none(const struct events *e)
{
    if (e->get.all_namespaces)
        fputs("No events found.\n", stderr);
    else
        fprintf(stderr, "No events found in %s namespace.\n", e->get.session->namespace_);
}

static int print_rows(struct events *e, const struct get_target *target, bool watch)
{
    struct get_reader reader = {.on_element = on_row, .on_page = on_page, .user = e};
    if (!get_read(&e->get, target, &reader))
        return get_say_errors(&e->get);
    if (!e->rows.list.len && !watch) {
        say_none(e);
        return 0;
    }
    if (!args_bool(e->get.args, "no-headers"))
        event_rows_titles(&e->rows);
    event_rows_write(&e->rows, true, stdout);
    if (!watch)
        return 0;
    fflush(stdout);
    return get_follow(&e->get, target, e->version, &(struct get_follow){.on_change = on_change, .user = e});
}

/* As objects: one EventList. */

static enum err on_object(void *user, const char *json, size_t len)
{
    struct events *e = user;
    cJSON *event = NULL;
    enum err err = print_parse(&e->arena, json, len, &event, &e->info);
    if (err != ERR_OK || !wanted(e, event))
        return err;
    get_add_type(&e->arena, kind_known("events"), event);
    cJSON_AddItemToArray(e->items, event);
    e->found++;
    return ERR_OK;
}

static void print_list_of(const struct events *e)
{
    struct str text = {0};
    if (str_equal(e->output, "name"))
        json_each(event, e->items) str_addf(&text, "event/%s\n", json_text_or_empty(event, "metadata.name"));
    else if (str_equal(e->output, "json"))
        print_json(&text, e->list, e->get.managed_fields);
    else
        print_yaml(&text, e->list, e->get.managed_fields);
    fwrite(str_text(&text), 1, text.len, stdout);
    str_fini(&text);
}

static int print_objects(struct events *e, const struct get_target *target)
{
    json_use(&e->arena);
    e->list = cJSON_CreateObject();
    cJSON_AddStringToObject(e->list, "kind", "EventList");
    cJSON_AddStringToObject(e->list, "apiVersion", "v1");
    cJSON_AddObjectToObject(e->list, "metadata");
    e->items = cJSON_AddArrayToObject(e->list, "items");
    if (!get_read(&e->get, target, &(struct get_reader){.on_element = on_object, .user = e}))
        return get_say_errors(&e->get);
    if (e->found)
        print_list_of(e);
    else
        say_none(e);
    return 0;
}

/* With -w each event is a document of its own. */

static void write_document(struct events *e, const cJSON *event)
{
    struct str text = {0};
    if (str_equal(e->output, "name"))
        str_addf(&text, "event/%s\n", json_text_or_empty(event, "metadata.name"));
    else if (str_equal(e->output, "json"))
        print_json(&text, event, e->get.managed_fields);
    else {
        str_add(&text, e->found ? "---\n" : "");
        print_yaml(&text, event, e->get.managed_fields);
    }
    e->found++;
    fwrite(str_text(&text), 1, text.len, stdout);
    str_fini(&text);
}

static enum err on_listed(void *user, const char *json, size_t len)
{
    struct events *e = user;
    cJSON *event = NULL;
    arena_reset(&e->arena);
    enum err err = print_parse(&e->arena, json, len, &event, &e->info);
    if (err != ERR_OK || !wanted(e, event))
        return err;
    get_add_type(&e->arena, kind_known("events"), event);
    write_document(e, event);
    return ERR_OK;
}

static void on_followed(void *user, const char *type, cJSON *event)
{
    struct events *e = user;
    if (!str_equal(type, "DELETED") && wanted(e, event))
        write_document(e, event);
}

static int watch_objects(struct events *e, const struct get_target *target)
{
    struct get_reader reader = {.on_element = on_listed, .on_page = on_page, .user = e};
    if (!get_read(&e->get, target, &reader))
        return get_say_errors(&e->get);
    fflush(stdout);
    return get_follow(&e->get, target, e->version, &(struct get_follow){.on_change = on_followed, .user = e});
}

static int run(const struct args *args)
{
    struct session session;
    struct events events;
    struct get_target target = {.kind = *kind_known("events")};
    if (session_open(args, &session))
        return 1;
    int status = open_events(&events, args, &session);
    if (!status && events.output && *events.output)
        status = (args_bool(args, "watch") ? watch_objects : print_objects)(&events, &target);
    else if (!status)
        status = print_rows(&events, &target, args_bool(args, "watch"));
    close_events(&events);
    session_close(&session);
    return status;
}

const struct verb verb_events = {
    .name = "events",
    .usage = "events [--for KIND/NAME] [--types=Normal,Warning] [flags]",
    .help = "Print events, the latest last.",
    .flags = flags,
    .run = run,
};
