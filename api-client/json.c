/* JSON by cJSON, in an arena. */
#include "api-client/json.h"

#include <string.h>

static struct arena *current;
static bool cap_reached;

static void *allocate(size_t size)
{
    void *memory = current ? arena_alloc(current, size) : NULL;
    cap_reached = cap_reached || !memory;
    return memory;
}

static void free_nothing(void *memory)
{
    (void)memory; /* the arena's reset frees all at once */
}

void json_use(struct arena *arena)
{
    static bool hooked;
    if (!hooked) {
        cJSON_Hooks hooks = {.malloc_fn = allocate, .free_fn = free_nothing};
        cJSON_InitHooks(&hooks);
        hooked = true;
    }
    current = arena;
    cap_reached = false;
}

/* cJSON stops at the end of the value; what follows it must be white space. */
static bool only_space(const char *from, const char *end)
{
    while (from < end && (*from == ' ' || *from == '\n' || *from == '\r' || *from == '\t'))
        from++;
    return from == end;
}

enum err json_parse(struct arena *arena, const char *text, size_t len, cJSON **out, struct err_info *info)
{
    const char *end = text;
    json_use(arena);
    *out = cJSON_ParseWithLengthOpts(text, len, &end, false);
    if (*out && only_space(end, text + len))
        return ERR_OK;
    *out = NULL;
    if (cap_reached)
        return err_set(info, ERR_TOO_BIG, "a JSON value of %zu bytes needs more than %zu bytes", len,
                       arena->cap);
    return err_set(info, ERR_PARSE, "not JSON at byte %td of %zu", end ? end - text : 0, len);
}

cJSON *json_get(const cJSON *parent, const char *name)
{
    if (cJSON_IsObject(parent))
        for (cJSON *c = parent->child; c; c = c->next)
            if (c->string && strcmp(c->string, name) == 0)
                return c;
    return NULL;
}

/* Whether name is the first part of a path; if so *rest is what follows its dot, NULL at the end. */
static bool leads(const char *name, const char *path, const char **rest)
{
    while (*name && *name == *path && *path != '.')
        name++, path++;
    if (*name || (*path && *path != '.'))
        return false;
    *rest = *path ? path + 1 : NULL;
    return true;
}

static const cJSON *find_first(const cJSON *parent, const char *path, const char **rest)
{
    if (!cJSON_IsObject(parent))
        return NULL;
    for (const cJSON *c = parent->child; c; c = c->next)
        if (c->string && leads(c->string, path, rest))
            return c;
    return NULL;
}

cJSON *json_at(const cJSON *parent, const char *path)
{
    const char *rest = path;
    while (parent && rest)
        parent = find_first(parent, rest, &rest);
    return (cJSON *)(uintptr_t)parent;
}

const char *json_text(const cJSON *parent, const char *path)
{
    return cJSON_GetStringValue(json_at(parent, path));
}

const char *json_text_or_empty(const cJSON *parent, const char *path)
{
    const char *text = json_text(parent, path);
    return text ? text : "";
}

int64_t json_int(const cJSON *parent, const char *path, int64_t otherwise)
{
    const cJSON *item = json_at(parent, path);
    if (!item || !cJSON_IsNumber(item) || !(item->valuedouble >= -9.2e18 && item->valuedouble <= 9.2e18))
        return otherwise;
    return (int64_t)item->valuedouble;
}

bool json_bool(const cJSON *parent, const char *path, bool otherwise)
{
    const cJSON *item = json_at(parent, path);
    return cJSON_IsBool(item) ? cJSON_IsTrue(item) : otherwise;
}

int64_t json_time(const cJSON *parent, const char *path)
{
    return time_parse(json_text(parent, path));
}

int json_count(const cJSON *array)
{
    return cJSON_IsArray(array) || cJSON_IsObject(array) ? cJSON_GetArraySize(array) : 0;
}

const cJSON *json_elements(const cJSON *array)
{
    return cJSON_IsArray(array) ? array->child : NULL;
}
