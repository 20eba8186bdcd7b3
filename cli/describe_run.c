/* `describe pod` against a server. */
#include "cli/describe_run.h"
#include "api-client/describe.h"
#include "api-client/json.h"
#include "base/utf8.h"
#include "cli/complain.h"

#include <string.h>
#include <strings.h>

/* A page of pods and the events of one, each parsed in an arena of its own. */
struct run {
    struct client *client;
    const struct describe_spec *spec;
    FILE *out, *wrong;
    bool terminal;
    struct arena pods, events;
    struct str body; /* of the last answer */
    size_t described;
    int status;
};

static const char usage_slash[] =
    "there is no need to specify a resource type as a separate argument when passing arguments in "
    "resource/name "
    "form (e.g. 'podprobe describe pod/NAME' instead of 'podprobe describe pod pod/NAME')";

static void fail(struct run *run, const char *words)
{
    struct str line = {0};
    utf8_add_safe(&line, words, strlen(words), 0);
    fprintf(run->wrong, "%s\n", str_text(&line));
    str_fini(&line);
    run->status = 1;
}

static void fail_usage(struct run *run, const char *words)
{
    fprintf(run->wrong, "error: %s\n", words);
    run->status = 1;
}

/* The server's own words where it gave any, else the client's sentence. */
static void fail_request(struct run *run, enum err err, const struct err_info *info)
{
    struct str line = {0};
    complain_answer_text(&line, err, str_text(&run->body), run->body.len, info);
    fail(run, str_text(&line));
    str_fini(&line);
}

/* Reads one answer and parses it in the arena. */
static enum err fetch(struct run *run, struct arena *arena, const char *path, cJSON **answer,
                      struct err_info *info)
{
    str_clear(&run->body);
    enum err err = client_fetch(run->client, &(struct request_spec){.path = path}, &run->body, NULL, info);
    if (err)
        return err;
    err = json_parse(arena, str_text(&run->body), run->body.len, answer, info);
    return err ? err_prefix(info, err, "reading %s: ", path) : ERR_OK;
}

static void add_namespace_path(struct str *path, const struct describe_spec *spec)
{
    str_add(path, "/api/v1/");
    if (!spec->all_namespaces) {
        str_add(path, "namespaces/");
        url_add_escaped(path, spec->namespace_);
        str_add_char(path, '/');
    }
    str_add(path, "pods");
}

static void add_parameter(struct str *path, const char *name, const char *value)
{
    str_addf(path, "%c%s=", strchr(str_text(path), '?') ? '&' : '?', name);
    url_add_escaped(path, value);
}

/* One page of the list that a path names. */
static enum err fetch_page(struct run *run, struct arena *arena, const char *list, const char *next,
                           cJSON **answer, struct err_info *info)
{
    struct str path = {0};
    char limit[24];
    str_add(&path, list);
    if (run->spec->chunk > 0) {
        snprintf(limit, sizeof(limit), "%lld", (long long)run->spec->chunk);
        add_parameter(&path, "limit", limit);
    }
    if (next)
        add_parameter(&path, "continue", next);
    enum err err = fetch(run, arena, str_text(&path), answer, info);
    str_fini(&path);
    return err;
}

static const char *next_page(const cJSON *answer)
{
    const char *next = json_text_or_empty(answer, "metadata.continue");
    return *next ? next : NULL;
}

/* All events about a pod: an array in the arena, empty when they cannot be had, as kubectl has it. */
static const cJSON *fetch_events(struct run *run, const cJSON *pod)
{
    struct str path = {0};
    struct err_info info;
    cJSON *page = NULL;
    arena_reset(&run->events);
    json_use(&run->events);
    cJSON *all = cJSON_CreateArray();
    describe_add_events_path(&path, pod);
    const char *next = NULL;
    do {
        if (fetch_page(run, &run->events, str_text(&path), next, &page, &info)) {
            fprintf(run->wrong, "events are missing: %s\n", info.text);
            break;
        }
        cJSON *items = json_get(page, "items");
        while (items && items->child)
            cJSON_AddItemToArray(all, cJSON_DetachItemViaPointer(items, items->child));
        next = next_page(page);
    } while (next);
    str_fini(&path);
    return all;
}

static void write_text(const struct run *run, const struct str *text)
{
    struct str safe = {0};
    if (run->terminal)
        utf8_add_safe(&safe, str_text(text), text->len, 1);
    const struct str *shown = run->terminal ? &safe : text;
    fwrite(str_text(shown), 1, shown->len, run->out);
    str_fini(&safe);
}

static void describe_one(struct run *run, const cJSON *pod)
{
    struct str text = {0};
    const cJSON *events = run->spec->no_events ? NULL : fetch_events(run, pod);
    describe_pod(&text, pod, events, client_now(run->client));
    write_text(run, &text);
    str_fini(&text);
    run->described++;
}

static void describe_between(struct run *run, const cJSON *pod)
{
    if (run->described)
        fputs("\n\n", run->out);
    describe_one(run, pod);
}

/* Pods of a page whose names begin so; each is followed by an empty line where a beginning was asked for. */
static void describe_page(struct run *run, const cJSON *page, const char *prefix)
{
    const cJSON *items = json_get(page, "items");
    json_each_element(pod, items)
    {
        if (!prefix) {
            describe_between(run, pod);
        } else if (str_starts(json_text_or_empty(pod, "metadata.name"), prefix)) {
            describe_one(run, pod);
            fputs("\n", run->out);
        }
    }
}

/* Every pod of the namespace or the cluster that the selector and the prefix leave. */
static void describe_list(struct run *run, const char *prefix)
{
    struct str list = {0}, next = {0};
    struct err_info info;
    cJSON *page = NULL;
    add_namespace_path(&list, run->spec);
    if (run->spec->selector)
        add_parameter(&list, "labelSelector", run->spec->selector);
    do {
        arena_reset(&run->pods);
        const char *from = next.len ? str_text(&next) : NULL;
        enum err err = fetch_page(run, &run->pods, str_text(&list), from, &page, &info);
        if (err) {
            fail_request(run, err, &info);
            break;
        }
        str_clear(&next);
        str_add(&next, json_text_or_empty(page, "metadata.continue"));
        describe_page(run, page, prefix);
    } while (next.len);
    str_fini(&list);
    str_fini(&next);
}

/* `alone`: the only name of the command line, which may be a beginning. */
static void describe_name(struct run *run, const char *name, bool alone)
{
    struct str path = {0};
    struct err_info info;
    cJSON *pod = NULL;
    add_namespace_path(&path, run->spec);
    str_add_char(&path, '/');
    url_add_escaped(&path, name);
    arena_reset(&run->pods);
    enum err err = fetch(run, &run->pods, str_text(&path), &pod, &info);
    str_fini(&path);
    if (!err) {
        describe_between(run, pod);
        return;
    }
    struct str missing = {0};
    if (err == ERR_NOT_FOUND && alone) {
        describe_list(run, name);
        str_addf(&missing, "Error from server (NotFound): pods \"%s\" not found", name);
        if (!run->described && !run->status)
            fail(run, str_text(&missing));
    } else {
        fail_request(run, err, &info);
    }
    str_fini(&missing);
}

static bool is_pod(const char *kind, size_t len)
{
    static const char *const names[] = {"pod", "pods", "po"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strlen(names[i]) == len && strncasecmp(kind, names[i], len) == 0)
            return true;
    return false;
}

static void fail_kind(struct run *run, const char *kind, size_t len)
{
    struct str words = {0};
    str_addf(&words,
             "podprobe describes pods, not \"%.*s\"; podprobe get %.*s -o yaml shows what it can read",
             (int)len, kind, (int)len, kind);
    fail_usage(run, str_text(&words));
    str_fini(&words);
}

/* "pod/NAME": false where the word is not of that form, having said so. */
static bool check_pair(struct run *run, const char *word)
{
    const char *slash = strchr(word, '/');
    if (!slash)
        fail_usage(run, usage_slash);
    else if (slash == word || !slash[1] || strchr(slash + 1, '/'))
        fail_usage(run, "arguments in resource/name form must have a single resource and name");
    else if (!is_pod(word, (size_t)(slash - word)))
        fail_kind(run, word, (size_t)(slash - word));
    else
        return true;
    return false;
}

static void describe_pairs(struct run *run)
{
    for (const char *const *word = run->spec->words; *word; word++)
        if (!check_pair(run, *word))
            return;
    for (const char *const *word = run->spec->words; *word; word++)
        describe_name(run, strchr(*word, '/') + 1, false);
}

static bool any_pair(const char *const *words)
{
    for (; *words; words++)
        if (strchr(*words, '/'))
            return true;
    return false;
}

/* "No resources" is no failure. */
static void describe_all(struct run *run)
{
    describe_list(run, NULL);
    if (run->described || run->status)
        return;
    if (run->spec->all_namespaces)
        fprintf(run->wrong, "No resources found\n");
    else
        fprintf(run->wrong, "No resources found in %s namespace.\n", run->spec->namespace_);
}

static void describe_names(struct run *run, const char *const *names)
{
    for (const char *const *name = names; *name; name++) {
        if (!**name) {
            fail_usage(run, "resource name may not be empty");
            return;
        }
    }
    for (const char *const *name = names; *name; name++)
        describe_name(run, *name, !names[1]);
}

static void describe_words(struct run *run)
{
    const struct describe_spec *spec = run->spec;
    const char *const *words = spec->words;
    bool pairs = any_pair(words), named = words[0] && (words[1] || pairs);
    if (!words[0])
        fail_usage(run, "You must specify the type of resource to describe: podprobe describe pod [NAME...]");
    else if (!pairs && !is_pod(words[0], strlen(words[0])))
        fail_kind(run, words[0], strlen(words[0]));
    else if (named && spec->selector)
        fail_usage(run, "name cannot be provided when a selector is specified");
    else if (named && spec->all_namespaces)
        fail_usage(run, "a resource cannot be retrieved by name across all namespaces");
    else if (pairs)
        describe_pairs(run);
    else if (named)
        describe_names(run, words + 1);
    else
        describe_all(run);
}

int describe_run(struct client *client, const struct describe_spec *spec, FILE *out, FILE *wrong,
                 bool terminal)
{
    struct run run = {.client = client, .spec = spec, .out = out, .wrong = wrong, .terminal = terminal};
    arena_init(&run.pods, JSON_OBJECT_CAP * 4);
    arena_init(&run.events, JSON_OBJECT_CAP);
    describe_words(&run);
    arena_fini(&run.pods);
    arena_fini(&run.events);
    str_fini(&run.body);
    if (ferror(out))
        run.status = 1;
    return run.status;
}
