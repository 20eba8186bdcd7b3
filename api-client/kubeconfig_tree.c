/* A YAML document as a small tree that knows its lines. */
#include "api-client/kubeconfig_tree.h"

#include "base/str.h"
#include "base/vec.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <yaml.h>

/* Looking up through merge keys is bounded too: lists of maps that merge lists of maps multiply. */
enum { DEPTH_MAX = 64, ANCHORS_MAX = 256, LOOKUPS_MAX = 1000 };

struct level {
    struct conf_node *node, *last;
    const char *key; /* of the member that comes next, NULL while the key itself is awaited */
    const char *anchor;
};

struct anchor {
    const char *name;
    const struct conf_node *node;
};

struct reader {
    yaml_parser_t yaml;
    struct arena *arena;
    struct level levels[DEPTH_MAX];
    int depth;
    VEC(struct anchor) anchors;
    struct conf_node *root;
    struct err_info *info;
};

static enum err too_big(struct reader *r)
{
    return err_set(r->info, ERR_TOO_BIG, "it holds more than a kubeconfig can");
}

static int line_of(const yaml_event_t *event)
{
    return (int)event->start_mark.line + 1;
}

static const struct conf_node *anchored(const struct reader *r, const char *name)
{
    for (size_t i = r->anchors.len; i-- > 0;)
        if (str_equal(r->anchors.data[i].name, name))
            return r->anchors.data[i].node;
    return NULL;
}

/* Hangs a complete or opened node where the document is now. */
static enum err attach(struct reader *r, struct conf_node *node)
{
    if (r->depth == 0) {
        r->root = node;
        return ERR_OK;
    }
    struct level *level = &r->levels[r->depth - 1];
    if (level->node->type == CONF_MAP && !level->key) {
        if (node->type != CONF_SCALAR)
            return err_set(r->info, ERR_PARSE, "line %d: a key is not a word", node->line);
        level->key = node->text;
        return ERR_OK;
    }
    node->key = level->key;
    level->key = NULL;
    if (level->last)
        level->last->next = node;
    else
        level->node->first = node;
    level->last = node;
    return ERR_OK;
}

static struct conf_node *new_node(struct reader *r, const yaml_event_t *event, enum conf_type type)
{
    struct conf_node *node = arena_alloc(r->arena, sizeof(*node));
    if (node)
        *node = (struct conf_node){.type = type, .line = line_of(event), .text = ""};
    return node;
}

static enum err remember(struct reader *r, const char *anchor, const struct conf_node *node)
{
    if (!anchor)
        return ERR_OK;
    if (r->anchors.len >= ANCHORS_MAX)
        return too_big(r);
    *vec_push(&r->anchors) = (struct anchor){anchor, node};
    return ERR_OK;
}

static enum err copy_anchor(struct reader *r, const yaml_char_t *name, const char **out)
{
    *out = NULL;
    if (!name)
        return ERR_OK;
    *out = arena_strndup(r->arena, (const char *)name, strlen((const char *)name));
    return *out ? ERR_OK : too_big(r);
}

static enum err on_scalar(struct reader *r, const yaml_event_t *event)
{
    const char *value = (const char *)event->data.scalar.value;
    size_t len = event->data.scalar.length;
    if (memchr(value, 0, len))
        return err_set(r->info, ERR_PARSE, "line %d: a zero byte inside a text", line_of(event));
    struct conf_node *node = new_node(r, event, CONF_SCALAR);
    const char *text = node ? arena_strndup(r->arena, value, len) : NULL;
    const char *anchor;
    if (!text || copy_anchor(r, event->data.scalar.anchor, &anchor) != ERR_OK)
        return too_big(r);
    node->text = text;
    node->plain = event->data.scalar.plain_implicit;
    enum err err = remember(r, anchor, node);
    return err ? err : attach(r, node);
}

static enum err on_open(struct reader *r, const yaml_event_t *event, enum conf_type type,
                        const yaml_char_t *anchor)
{
    struct conf_node *node = new_node(r, event, type);
    const char *name;
    if (!node || copy_anchor(r, anchor, &name) != ERR_OK || r->depth == DEPTH_MAX)
        return too_big(r);
    enum err err = attach(r, node);
    if (!err)
        r->levels[r->depth++] = (struct level){.node = node, .anchor = name};
    return err;
}

/* An anchor counts only when what it names is complete, so that no alias can make a circle. */
static enum err on_close(struct reader *r)
{
    const struct level *level = &r->levels[--r->depth];
    return remember(r, level->anchor, level->node);
}

static enum err on_alias(struct reader *r, const yaml_event_t *event)
{
    const char *name = (const char *)event->data.alias.anchor;
    const struct conf_node *target = anchored(r, name);
    if (!target)
        return err_set(r->info, ERR_PARSE, "line %d: *%s names nothing", line_of(event), name);
    struct conf_node *node = new_node(r, event, target->type);
    if (!node)
        return too_big(r);
    node->text = target->text;
    node->plain = target->plain;
    node->first = target->first;
    return attach(r, node);
}

static enum err on_event(struct reader *r, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return on_scalar(r, event);
    case YAML_MAPPING_START_EVENT:
        return on_open(r, event, CONF_MAP, event->data.mapping_start.anchor);
    case YAML_SEQUENCE_START_EVENT:
        return on_open(r, event, CONF_LIST, event->data.sequence_start.anchor);
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        return on_close(r);
    case YAML_ALIAS_EVENT:
        return on_alias(r, event);
    default:
        return ERR_OK;
    }
}

/* libyaml says an offset where the bytes are no UTF-8, a mark elsewhere. */
static enum err broken(struct reader *r, const char *text, size_t len)
{
    const yaml_parser_t *yaml = &r->yaml;
    size_t line = yaml->problem_mark.line + 1;
    if (yaml->error == YAML_READER_ERROR) {
        line = 1;
        for (size_t i = 0; i < yaml->problem_offset && i < len; i++)
            line += text[i] == '\n';
    }
    if (yaml->error == YAML_MEMORY_ERROR)
        return too_big(r);
    return err_set(r->info, ERR_PARSE, "line %zu: %s", line, yaml->problem ? yaml->problem : "not YAML");
}

static enum err read_document(struct reader *r, const char *text, size_t len)
{
    for (;;) {
        yaml_event_t event;
        if (!yaml_parser_parse(&r->yaml, &event))
            return broken(r, text, len);
        yaml_event_type_t type = event.type;
        enum err err = on_event(r, &event);
        yaml_event_delete(&event);
        if (err)
            return err;
        if (type == YAML_DOCUMENT_END_EVENT || type == YAML_STREAM_END_EVENT)
            return ERR_OK;
    }
}

enum err conf_parse(struct arena *arena, const char *text, size_t len, struct conf_node **out,
                    struct err_info *info)
{
    *out = NULL;
    struct reader r = {.arena = arena, .info = info};
    if (!yaml_parser_initialize(&r.yaml))
        return too_big(&r);
    yaml_parser_set_input_string(&r.yaml, (const unsigned char *)text, len);
    enum err err = read_document(&r, text, len);
    yaml_parser_delete(&r.yaml);
    free(r.anchors.data);
    if (!err && !conf_null(r.root))
        *out = r.root;
    return err;
}

static bool one_of(const char *text, const char *const *words)
{
    for (; *words; words++)
        if (strcasecmp(text, *words) == 0)
            return true;
    return false;
}

bool conf_null(const struct conf_node *node)
{
    static const char *const nulls[] = {"", "~", "null", NULL};
    return !node || (node->type == CONF_SCALAR && node->plain && one_of(node->text, nulls));
}

static const struct conf_node *get(const struct conf_node *parent, const char *key, int *lookups);

/* What "<<" brings: a map, or a list of maps of which the first that knows the key wins. */
static const struct conf_node *get_merged(const struct conf_node *from, const char *key, int *lookups)
{
    if (from->type == CONF_MAP)
        return get(from, key, lookups);
    const struct conf_node *found = NULL;
    for (const struct conf_node *map = from->first; map && !found && *lookups > 0; map = map->next)
        found = get(map, key, lookups);
    return found;
}

static const struct conf_node *get(const struct conf_node *parent, const char *key, int *lookups)
{
    const struct conf_node *found = NULL, *merged = NULL;
    if (!parent || parent->type != CONF_MAP || --*lookups < 0)
        return NULL;
    conf_each(member, parent)
    {
        if (str_equal(member->key, key))
            found = member;
        else if (str_equal(member->key, "<<"))
            merged = member;
    }
    return !found && merged ? get_merged(merged, key, lookups) : found;
}

const struct conf_node *conf_get(const struct conf_node *parent, const char *key)
{
    int lookups = LOOKUPS_MAX;
    const struct conf_node *found = get(parent, key, &lookups);
    return conf_null(found) ? NULL : found;
}

const char *conf_text(const struct conf_node *parent, const char *key)
{
    const struct conf_node *node = conf_get(parent, key);
    return node && node->type == CONF_SCALAR && node->text[0] ? node->text : NULL;
}

int conf_bool(const struct conf_node *parent, const char *key)
{
    static const char *const yes[] = {"true", "yes", "on", "y", NULL};
    static const char *const no[] = {"false", "no", "off", "n", NULL};
    const struct conf_node *node = conf_get(parent, key);
    if (!node)
        return -1;
    if (node->type != CONF_SCALAR || !node->plain)
        return -2;
    if (one_of(node->text, yes))
        return 1;
    return one_of(node->text, no) ? 0 : -2;
}
