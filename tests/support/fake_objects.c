/* What the tests' API server holds. */
#include "tests/support/fake_objects.h"

#include "base/xmalloc.h"

#include <cjson/cJSON.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a request asks for. */

static void add_unescaped(char *out, size_t size, const char *text, size_t len)
{
    size_t n = 0;
    for (size_t i = 0; i < len && n + 1 < size; i++) {
        char hex[3] = {text[i], 0, 0};
        if (text[i] == '%' && i + 2 < len && isxdigit((unsigned char)text[i + 1])) {
            hex[0] = text[i + 1], hex[1] = text[i + 2];
            out[n++] = (char)strtol(hex, NULL, 16);
            i += 2;
        } else {
            out[n++] = text[i];
        }
    }
    out[n] = '\0';
}

/* A parameter's value, "" for none. */
static void read_parameter(const char *line, const char *name, char *out, size_t size)
{
    const char *at = strchr(line, '?');
    size_t len = strlen(name);
    out[0] = '\0';
    for (; at; at = strpbrk(at, "& ")) {
        at++;
        if (strncmp(at, name, len) == 0 && at[len] == '=') {
            at += len + 1;
            add_unescaped(out, size, at, strcspn(at, "& "));
            return;
        }
    }
}

static bool read_flag(const char *line, const char *name)
{
    char value[8];
    read_parameter(line, name, value, sizeof(value));
    return str_equal(value, "true") || str_equal(value, "1");
}

/* The next part of a path into out; returns what follows it. */
static const char *read_part(const char *at, char *out, size_t size)
{
    size_t len = strcspn(at, "/? ");
    add_unescaped(out, size, at, len);
    at += len;
    return *at == '/' ? at + 1 : at;
}

bool fake_query_read(struct fake_query *query, const char *line, bool table)
{
    char version[32], last[16];
    const char *at = strstr(line, " /api/v1/");
    *query = (struct fake_query){.table = table};
    if (!at)
        return false;
    at = read_part(at + strlen(" /api/v1/"), query->kind, sizeof(query->kind));
    if (str_equal(query->kind, "namespaces") && *at != ' ' && *at != '?') {
        at = read_part(at, query->namespace_, sizeof(query->namespace_));
        at = read_part(at, query->kind, sizeof(query->kind));
    }
    at = read_part(at, query->name, sizeof(query->name));
    read_part(at, last, sizeof(last));
    query->log = str_equal(last, "log");
    query->watch = read_flag(line, "watch");
    query->follow = read_flag(line, "follow");
    query->previous = read_flag(line, "previous");
    read_parameter(line, "container", query->container, sizeof(query->container));
    read_parameter(line, "fieldSelector", query->field, sizeof(query->field));
    read_parameter(line, "resourceVersion", version, sizeof(version));
    query->version = atoi(version);
    return str_equal(query->kind, "pods") || str_equal(query->kind, "events") ||
           str_equal(query->kind, "namespaces");
}

/* Changes. */

void fake_objects_fini(struct fake_objects *objects)
{
    for (size_t i = 0; i < objects->changes.len; i++) {
        free(objects->changes.data[i].name);
        free(objects->changes.data[i].json);
    }
    for (size_t i = 0; i < objects->logs.len; i++) {
        free(objects->logs.data[i].pod);
        free(objects->logs.data[i].container);
        str_fini(&objects->logs.data[i].lines);
    }
    free(objects->changes.data);
    free(objects->logs.data);
}

static struct fake_change *find(const struct fake_objects *objects, const char *kind, const char *namespace_,
                                const char *name)
{
    for (size_t i = 0; i < objects->changes.len; i++) {
        struct fake_change *c = &objects->changes.data[i];
        if (c->last && str_equal(c->kind, kind) && str_equal(c->namespace_, namespace_) &&
            str_equal(c->name, name))
            return c;
    }
    return NULL;
}

/* The object with its place in the row of changes as its version. */
static char *with_version(const char *json, size_t version)
{
    static const char place[] = "\"resourceVersion\":\"0\"";
    const char *at = strstr(json, place);
    struct str out = {0};
    str_add_bytes(&out, json, at ? (size_t)(at - json) : strlen(json));
    if (at)
        str_addf(&out, "\"resourceVersion\":\"%zu\"%s", version, at + strlen(place));
    return str_take(&out);
}

static void add_change(struct fake_objects *objects, const char *kind, const char *namespace_,
                       const char *name, const char *json, const char *type)
{
    char *text = with_version(json, objects->changes.len + 1), *named = xstrdup(name);
    struct fake_change *old = find(objects, kind, namespace_, name);
    if (old)
        old->last = false;
    struct fake_change *c = vec_push(&objects->changes);
    *c = (struct fake_change){.name = named, .json = text, .type = type, .last = true};
    snprintf(c->kind, sizeof(c->kind), "%s", kind);
    snprintf(c->namespace_, sizeof(c->namespace_), "%s", namespace_);
}

void fake_objects_put(struct fake_objects *objects, const char *kind, const char *namespace_,
                      const char *name, const char *json)
{
    bool known = find(objects, kind, namespace_, name) != NULL;
    add_change(objects, kind, namespace_, name, json, known ? "MODIFIED" : "ADDED");
}

void fake_objects_remove(struct fake_objects *objects, const char *kind, const char *namespace_,
                         const char *name)
{
    struct fake_change *old = find(objects, kind, namespace_, name);
    if (!old)
        return;
    add_change(objects, kind, namespace_, name, old->json, "DELETED");
    objects->changes.data[objects->changes.len - 1].last = false;
}

/* Answers. A field selector on an involved object's name is honoured; it stands in the object's text. */
static bool passes(const struct fake_change *c, const struct fake_query *query)
{
    static const char field[] = "involvedObject.name=";
    const char *wanted = strstr(query->field, field);
    char text[320];
    if (!str_equal(c->kind, query->kind))
        return false;
    if (*query->namespace_ && !str_equal(c->namespace_, query->namespace_))
        return false;
    if (!wanted)
        return true;
    wanted += strlen(field);
    snprintf(text, sizeof(text), "\"involvedObject\":{\"kind\":\"Pod\",\"name\":\"%.*s\"",
             (int)strcspn(wanted, ","), wanted);
    return strstr(c->json, text) != NULL;
}

bool fake_objects_get(const struct fake_objects *objects, const struct fake_query *query, struct str *out)
{
    const struct fake_change *c = find(objects, query->kind, query->namespace_, query->name);
    if (c)
        str_add(out, c->json);
    return c != NULL;
}

static const char *text_at(const cJSON *object, const char *outer, const char *name)
{
    const cJSON *item = cJSON_GetObjectItem(cJSON_GetObjectItem(object, outer), name);
    return cJSON_IsString(item) ? item->valuestring : "";
}

/* As little of a row as podprobe needs to draw a pod before its object has come. */
static void add_row(struct str *out, const char *json)
{
    cJSON *pod = cJSON_Parse(json), *cells = cJSON_CreateArray();
    cJSON_AddItemToArray(cells, cJSON_CreateString(text_at(pod, "metadata", "name")));
    cJSON_AddItemToArray(cells, cJSON_CreateString("0/1"));
    cJSON_AddItemToArray(cells, cJSON_CreateString(text_at(pod, "status", "phase")));
    cJSON_AddItemToArray(cells, cJSON_CreateString("0"));
    cJSON_AddItemToArray(cells, cJSON_CreateString("1h"));
    char *text = cJSON_PrintUnformatted(cells);
    str_addf(out, "{\"cells\":%s}", text);
    cJSON_free(text);
    cJSON_Delete(cells);
    cJSON_Delete(pod);
}

static void add_list_head(const struct fake_objects *objects, const struct fake_query *query, struct str *out)
{
    static const char *const columns[] = {"Name", "Ready", "Status", "Restarts", "Age"};
    const char *kind = query->table                       ? "Table"
                       : str_equal(query->kind, "pods")   ? "PodList"
                       : str_equal(query->kind, "events") ? "EventList"
                                                          : "NamespaceList";
    str_addf(out, "{\"kind\":\"%s\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"%zu\"},", kind,
             objects->changes.len);
    if (query->table) {
        str_add(out, "\"columnDefinitions\":[");
        for (int i = 0; i < 5; i++)
            str_addf(out, "%s{\"name\":\"%s\",\"type\":\"string\",\"priority\":0}", i ? "," : "", columns[i]);
        str_add(out, "],");
    }
    str_add(out, query->table ? "\"rows\":[" : "\"items\":[");
}

void fake_objects_list(const struct fake_objects *objects, const struct fake_query *query, struct str *out)
{
    bool any = false;
    add_list_head(objects, query, out);
    for (size_t i = 0; i < objects->changes.len; i++) {
        const struct fake_change *c = &objects->changes.data[i];
        if (!c->last || !passes(c, query))
            continue;
        str_add(out, any ? "," : "");
        any = true;
        if (query->table)
            add_row(out, c->json);
        else
            str_add(out, c->json);
    }
    str_add(out, "]}");
}

size_t fake_objects_changes(const struct fake_objects *objects, const struct fake_query *query, size_t sent,
                            struct str *out)
{
    for (; sent < objects->changes.len; sent++) {
        const struct fake_change *c = &objects->changes.data[sent];
        if (passes(c, query))
            str_addf(out, "{\"type\":\"%s\",\"object\":%s}\n", c->type, c->json);
    }
    return sent;
}

/* Logs. */

static struct fake_log *find_log(const struct fake_objects *objects, const char *pod, const char *container,
                                 bool previous)
{
    for (size_t i = 0; i < objects->logs.len; i++) {
        struct fake_log *log = &objects->logs.data[i];
        if (log->previous == previous && str_equal(log->pod, pod) && str_equal(log->container, container))
            return log;
    }
    return NULL;
}

void fake_objects_add_log(struct fake_objects *objects, const char *pod, const char *container, bool previous,
                          const char *lines)
{
    struct fake_log *log = find_log(objects, pod, container, previous);
    if (!log) {
        log = vec_push(&objects->logs);
        *log = (struct fake_log){xstrdup(pod), xstrdup(container), previous, {0}};
    }
    str_add(&log->lines, lines);
}

size_t fake_objects_log(const struct fake_objects *objects, const struct fake_query *query, size_t sent,
                        struct str *out)
{
    const struct fake_log *log = find_log(objects, query->name, query->container, query->previous);
    if (!log)
        return 0;
    str_add_bytes(out, log->lines.data + sent, log->lines.len - sent);
    return log->lines.len;
}
