/* Discovery: what kinds the server has. One request per group, in the server's own order of preference. */
#include "cli/kind_discover.h"

#include "api-client/json.h"
#include "cli/complain.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { KINDS_CAP = 32 * 1024 * 1024, KINDS_MOST = 5000 };

void kinds_init(struct kinds *kinds, struct client *client)
{
    *kinds = (struct kinds){.client = client};
    arena_init(&kinds->arena, KINDS_CAP);
}

void kinds_fini(struct kinds *kinds)
{
    free(kinds->found.data);
    free(kinds->all.data);
    arena_fini(&kinds->arena);
}

static const char *joined(struct arena *arena, const cJSON *list)
{
    struct str text = {0};
    json_each(item, list)
    {
        if (cJSON_IsString(item))
            str_addf(&text, "%s%s", text.len ? "," : "", item->valuestring);
    }
    const char *kept = arena_strndup(arena, str_text(&text), text.len);
    str_fini(&text);
    return kept ? kept : "";
}

static const char *lower(struct arena *arena, const char *text)
{
    char *copy = arena_strndup(arena, text, strlen(text));
    for (char *c = copy; c && *c; c++)
        *c = (char)tolower((unsigned char)*c);
    return copy ? copy : "";
}

static bool has(const cJSON *list, const char *word)
{
    json_each(item, list)
    {
        if (cJSON_IsString(item) && str_equal(item->valuestring, word))
            return true;
    }
    return false;
}

/* One element of an APIResourceList; sub-resources ("pods/log") are no kinds. */
static void add_resource(struct kinds *kinds, const cJSON *resource, const char *group, const char *version)
{
    const char *plural = json_text_or_empty(resource, "name");
    const char *singular = json_text_or_empty(resource, "singularName");
    const char *name = json_text_or_empty(resource, "kind");
    if (!*plural || strchr(plural, '/') || kinds->found.len >= KINDS_MOST)
        return;
    struct kind kind = {
        .plural = plural,
        .singular = *singular ? singular : lower(&kinds->arena, name),
        .shorts = joined(&kinds->arena, json_get(resource, "shortNames")),
        .kind = name,
        .group = group,
        .version = version,
        .namespaced = json_bool(resource, "namespaced", false),
        .listable = has(json_get(resource, "verbs"), "list"),
    };
    *vec_push(&kinds->found) = kind;
    if (has(json_get(resource, "categories"), "all") && kind.listable)
        *vec_push(&kinds->all) = kind;
}

static enum err fetch(struct kinds *kinds, const char *path, cJSON **out, struct err_info *info,
                      struct str *body)
{
    str_clear(body);
    enum err err = client_fetch(kinds->client, &(struct request_spec){.path = path}, body, NULL, info);
    return err ? err : json_parse(&kinds->arena, str_text(body), body->len, out, info);
}

static enum err ask_group(struct kinds *kinds, const char *group, const char *version, struct err_info *info,
                          struct str *body)
{
    struct str path = {0};
    cJSON *list = NULL;
    str_addf(&path, *group ? "/apis/" : "/api/");
    if (*group) {
        url_add_escaped(&path, group);
        str_add_char(&path, '/');
    }
    url_add_escaped(&path, version);
    enum err err = fetch(kinds, str_text(&path), &list, info, body);
    json_each(resource, json_get(list, "resources")) add_resource(kinds, resource, group, version);
    str_fini(&path);
    return err;
}

/* A group that does not answer (its server is down) takes no other with it. */
static int ask(struct kinds *kinds)
{
    struct str body = {0};
    struct err_info info;
    cJSON *groups = NULL;
    if (kinds->asked)
        return 0;
    enum err err = ask_group(kinds, "", "v1", &info, &body);
    if (err == ERR_OK)
        err = fetch(kinds, "/apis", &groups, &info, &body);
    if (err != ERR_OK)
        complain_answer(err, str_text(&body), body.len, &info);
    json_each(group, json_get(groups, "groups"))
        ask_group(kinds, json_text_or_empty(group, "name"),
                  json_text_or_empty(group, "preferredVersion.version"), &info, &body);
    str_fini(&body);
    kinds->asked = err == ERR_OK;
    return err != ERR_OK;
}

int kinds_find(struct kinds *kinds, const char *word, struct kind *out)
{
    const struct kind *kind = kind_known(word);
    if (!kind) {
        if (*word && ask(kinds))
            return 1;
        kind = kind_among(kinds->found.data, *word ? kinds->found.len : 0, word);
    }
    if (!kind)
        return complain("the server doesn't have a resource type \"%.*s\"", (int)strcspn(word, "."), word);
    *out = *kind;
    return 0;
}

int kinds_all(struct kinds *kinds)
{
    return ask(kinds);
}
