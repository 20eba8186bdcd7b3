/* get: objects of any kind, as kubectl prints them. */
#include "cli/complain.h"
#include "cli/get.h"
#include "cli/verbs.h"

#include <stdlib.h>
#include <string.h>

enum { CHUNK_DEFAULT = 500 };

static const struct flag flags[] = {
    {"all-namespaces", 'A', FLAG_BOOL, NULL, "Look at all namespaces"},
    {"chunk-size", 0, FLAG_INT, "N", "Objects to ask for at once (500); 0: all"},
    {"field-selector", 0, FLAG_TEXT, "SELECTOR", "Only objects with these fields (status.phase=Running)"},
    {"ignore-not-found", 0, FLAG_BOOL, NULL, "What is not there is no error"},
    {"label-columns", 'L', FLAG_LIST, "LABELS", "These labels as columns of their own"},
    {"no-headers", 0, FLAG_BOOL, NULL, "No line of titles"},
    {"output", 'o', FLAG_TEXT, "wide|json|yaml|name|custom-columns=|jsonpath=", "How to print"},
    {"output-watch-events", 0, FLAG_BOOL, NULL, "With -w: a column that says what happened"},
    {"selector", 'l', FLAG_TEXT, "SELECTOR", "Only objects with these labels (app=shop,tier!=db)"},
    {"show-kind", 0, FLAG_BOOL, NULL, "The kind before the name"},
    {"show-labels", 0, FLAG_BOOL, NULL, "All labels as the last column"},
    {"show-managed-fields", 0, FLAG_BOOL, NULL, "Keep managedFields in JSON and YAML"},
    {"sort-by", 0, FLAG_TEXT, "PATH", "Sort by a field (.metadata.name)"},
    {"watch", 'w', FLAG_BOOL, NULL, "Print what there is, then each change"},
    {"watch-only", 0, FLAG_BOOL, NULL, "Print changes alone"},
    {NULL, 0, FLAG_BOOL, NULL, NULL},
};

static const struct {
    const char *name;
    enum get_format format;
} formats[] = {
    {"", GET_HUMAN}, {"wide", GET_WIDE}, {"json", GET_JSON}, {"yaml", GET_YAML}, {"name", GET_NAME},
};

/* "custom-columns=..." or "jsonpath=..." */
static bool read_template(struct get *get, const char *output)
{
    const char *equal = strchr(output, '=');
    if (str_starts(output, "custom-columns="))
        get->format = GET_COLUMNS;
    else if (str_starts(output, "jsonpath="))
        get->format = GET_JSONPATH;
    else
        return false;
    get->template = equal + 1;
    return true;
}

static int read_format(struct get *get)
{
    const char *output = args_text(get->args, "output");
    for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
        if (str_equal(output, formats[i].name)) {
            get->format = formats[i].format;
            return 0;
        }
    return read_template(get, output)
               ? 0
               : complain(
                     "unable to match a printer suitable for the output format \"%s\", allowed formats are: "
                     "custom-columns,json,jsonpath,name,wide,yaml",
                     output);
}

static int read_sort(struct get *get)
{
    struct err_info info;
    const char *text = args_text(get->args, "sort-by");
    if (!text || !*text || get->watch)
        return 0;
    get->sort_text = text;
    return jsonpath_parse(text, &get->sort, &info) == ERR_OK ? 0 : complain("%s", info.text);
}

static const char *or_null(const char *text)
{
    return text && *text ? text : NULL;
}

int get_open(struct get *get, const struct args *args, struct session *session)
{
    *get = (struct get){
        .args = args,
        .session = session,
        .all_namespaces = args_bool(args, "all-namespaces"),
        .no_headers = args_bool(args, "no-headers"),
        .show_kind = args_bool(args, "show-kind"),
        .show_labels = args_bool(args, "show-labels"),
        .ignore_not_found = args_bool(args, "ignore-not-found"),
        .watch = args_bool(args, "watch") || args_bool(args, "watch-only"),
        .watch_only = args_bool(args, "watch-only"),
        .show_events = args_bool(args, "output-watch-events"),
        .managed_fields = args_bool(args, "show-managed-fields"),
        .selector = or_null(args_text(args, "selector")),
        .field_selector = or_null(args_text(args, "field-selector")),
        .label_columns = args_list(args, "label-columns"),
        .chunk = args_int(args, "chunk-size", CHUNK_DEFAULT),
    };
    kinds_init(&get->kinds, session->client);
    if (get->show_events && !get->watch)
        return complain("--output-watch-events option can only be used with --watch or --watch-only");
    return read_format(get) || read_sort(get) || get_words(get);
}

void get_fini(struct get *get)
{
    for (size_t i = 0; i < get->pieces.len; i++)
        free(get->pieces.data[i]);
    free(get->pieces.data);
    free(get->targets.data);
    jsonpath_free(get->sort);
    str_fini(&get->errors);
    str_fini(&get->warning);
    kinds_fini(&get->kinds);
}

int get_run(struct get *get)
{
    if (get->watch)
        return get_watch_run(get);
    if (get->format == GET_COLUMNS || get->format == GET_JSONPATH)
        return get_custom_run(get);
    return get->format == GET_HUMAN || get->format == GET_WIDE ? get_table_run(get) : get_objects_run(get);
}

static int run(const struct args *args)
{
    struct session session;
    struct get get;
    if (session_open(args, &session))
        return 1;
    int status = get_open(&get, args, &session) || get_run(&get);
    get_fini(&get);
    session_close(&session);
    return status;
}

const struct verb verb_get = {
    .name = "get",
    .usage = "get KIND[,KIND...] [NAME...] | KIND/NAME... [flags]",
    .help = "Print pods, events, nodes, namespaces or any other kind.",
    .flags = flags,
    .run = run,
    .words = "KIND",
};
