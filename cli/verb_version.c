/* version: podprobe's and the server's, as `kubectl version` prints them. */
#include "api-client/json.h"
#include "api-client/print.h"
#include "base/utf8.h"
#include "cli/args.h"
#include "cli/complain.h"
#include "cli/session.h"
#include "cli/verbs.h"

#include <stdio.h>
#include <string.h>

enum { VERSION_ARENA = 1024 * 1024 };

static const struct flag flags[] = {
    {"client", 0, FLAG_BOOL, NULL, "Only podprobe's version: no server is asked"},
    {"output", 'o', FLAG_TEXT, "json|yaml", "As JSON or YAML"},
    {NULL, 0, FLAG_BOOL, NULL, NULL},
};

/* "0.1.0": major and minor are what the dots part. */
static void add_client(cJSON *root)
{
    cJSON *client = cJSON_AddObjectToObject(root, "clientVersion");
    char major[16] = "", minor[16] = "";
    (void)sscanf(PODPROBE_VERSION, "%15[0-9].%15[0-9]", major, minor);
    cJSON_AddStringToObject(client, "gitVersion", "v" PODPROBE_VERSION);
    cJSON_AddStringToObject(client, "major", major);
    cJSON_AddStringToObject(client, "minor", minor);
}

static void print_object(const cJSON *root, bool yaml)
{
    struct str out = {0};
    yaml ? print_yaml(&out, root, true) : print_json(&out, root, true);
    fwrite(str_text(&out), 1, out.len, stdout);
    str_fini(&out);
}

/* server may be NULL: it was not asked, or did not say. */
static void print(struct arena *arena, cJSON *server, const char *format)
{
    struct str safe = {0};
    if (format) {
        json_use(arena);
        cJSON *root = cJSON_CreateObject();
        add_client(root);
        if (server)
            cJSON_AddItemToObject(root, "serverVersion", server);
        print_object(root, str_equal(format, "yaml"));
        return;
    }
    printf("Client Version: v%s\n", PODPROBE_VERSION);
    if (server) {
        const char *version = json_text_or_empty(server, "gitVersion");
        utf8_add_safe(&safe, version, strlen(version), 0);
        printf("Server Version: %s\n", str_text(&safe));
        str_fini(&safe);
    }
}

static int ask_server(const struct args *args, struct arena *arena, cJSON **server)
{
    struct session session;
    struct str body = {0};
    struct err_info info;
    if (session_open(args, &session))
        return 1;
    int status = session_fetch(&session, "/version", NULL, &body);
    if (!status && json_parse(arena, str_text(&body), body.len, server, &info) != ERR_OK)
        status = complain("the server's version cannot be read: %s", info.text);
    str_fini(&body);
    session_close(&session);
    return status;
}

static int run(const struct args *args)
{
    const char *format = args_text(args, "output");
    struct arena arena;
    cJSON *server = NULL;
    if (args_count(args))
        return complain_usage(&verb_version, "extra arguments: [%s]", args_word(args, 0));
    if (format && !*format)
        format = NULL;
    if (format && !str_equal(format, "json") && !str_equal(format, "yaml"))
        return complain("--output must be 'yaml' or 'json'");
    arena_init(&arena, VERSION_ARENA);
    int status = args_bool(args, "client") ? 0 : ask_server(args, &arena, &server);
    print(&arena, server, format);
    arena_fini(&arena);
    return status;
}

const struct verb verb_version = {
    .name = "version",
    .usage = "version [--client] [-o json|yaml] [flags]",
    .help = "Print podprobe's version and the server's.",
    .flags = flags,
    .run = run,
};
