/* Takes out of a JSON object what its reader will not look at. */
#include "api-client/prune.h"

#include "api-client/split_scan.h"
#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

#define EVERY_OBJECT \
    "metadata managedFields", "metadata annotations kubectl.kubernetes.io/last-applied-configuration"
#define CONTAINERS(kind)                                                                                   \
    "spec " kind " env", "spec " kind " envFrom", "spec " kind " volumeMounts", "spec " kind " resources", \
        "spec " kind " args", "spec " kind " command", "spec " kind " securityContext",                    \
        "spec " kind " lifecycle", "spec " kind " volumeDevices"

const char *const prune_any[] = {
    "metadata managedFields",
    "metadata annotations kubectl.kubernetes.io/last-applied-configuration",
    NULL,
};
const char *const prune_pod[] = {
    "metadata managedFields",
    "metadata annotations +kubernetes.io/config.mirror", /* a static pod's: it is not the server's to delete
                                                          */
    CONTAINERS("containers"),
    CONTAINERS("initContainers"),
    CONTAINERS("ephemeralContainers"),
    "spec volumes",
    "spec affinity",
    "spec tolerations",
    "spec topologySpreadConstraints",
    "spec securityContext",
    "spec hostAliases",
    "spec dnsConfig",
    NULL,
};

/* One name of a path; without children it is what goes, unless it is what stays alone. */
struct node {
    char *name;
    size_t len;
    struct node *children, *next;
    bool stays;     /* "+name" */
    bool others_go; /* one of the children stays: nothing but the children does */
};

struct prune {
    struct node root;
};

static struct node *child_of(struct node *parent, const char *name, size_t len)
{
    for (struct node *n = parent->children; n; n = n->next)
        if (n->len == len && memcmp(n->name, name, len) == 0)
            return n;
    struct node *n = xcalloc(1, sizeof(*n));
    *n = (struct node){.name = xstrndup(name, len), .len = len, .next = parent->children};
    parent->children = n;
    return n;
}

struct prune *prune_new(const char *const *paths)
{
    struct prune *prune = xcalloc(1, sizeof(*prune));
    for (; *paths; paths++) {
        struct node *at = &prune->root;
        for (const char *name = *paths; *name;) {
            size_t len = strcspn(name, " ");
            bool stays = *name == '+';
            at->others_go = at->others_go || stays;
            at = child_of(at, name + stays, len - stays);
            at->stays = at->stays || stays;
            name += len + (name[len] == ' ');
        }
    }
    return prune;
}

static void free_nodes(struct node *node)
{
    while (node) {
        struct node *next = node->next;
        free_nodes(node->children);
        free(node->name);
        free(node);
        node = next;
    }
}

void prune_free(struct prune *prune)
{
    if (prune)
        free_nodes(prune->root.children);
    free(prune);
}

/* One run through the text. Every function that moves `at` returns false where the text is not JSON. */
struct run {
    const char *at, *end;
    const char *kept; /* from here on nothing has been written yet */
    struct str *out;
};

static void skip_space(struct run *run)
{
    while (run->at < run->end && (*run->at == ' ' || (*run->at >= '\t' && *run->at <= '\r')))
        run->at++;
}

static bool take(struct run *run, char c)
{
    skip_space(run);
    if (run->at == run->end || *run->at != c)
        return false;
    run->at++;
    return true;
}

/* From the opening quote to behind the closing one. */
static bool skip_string(struct run *run)
{
    const char *p = run->at + 1;
    while (p < run->end) {
        const char *quote = memchr(p, '"', (size_t)(run->end - p)), *before = quote;
        if (!quote)
            return false;
        while (before > p && before[-1] == '\\')
            before--;
        p = quote + 1;
        if ((quote - before) % 2 == 0) {
            run->at = p;
            return true;
        }
    }
    return false;
}

static bool skip_value(struct run *run)
{
    if (run->at == run->end)
        return false;
    if (*run->at == '"')
        return skip_string(run);
    if (*run->at == '{' || *run->at == '[') {
        struct split_scan scan = {0};
        run->at += split_scan(&scan, run->at, (size_t)(run->end - run->at));
        return scan.depth == 0;
    }
    const char *began = run->at;
    while (run->at < run->end && !strchr(",]} \t\r\n", *run->at))
        run->at++;
    return run->at > began;
}

static void write_to(struct run *run, const char *to)
{
    str_add_bytes(run->out, run->kept, (size_t)(to - run->kept));
    run->kept = to;
}

/* The member from its key to behind its value, with the comma that would be one too many. */
static bool cut_member(struct run *run, const char *key)
{
    if (!skip_value(run))
        return false;
    write_to(run, key);
    if (!take(run, ','))
        while (run->out->len && strchr(" \t\r\n,", run->out->data[run->out->len - 1]))
            str_cut(run->out, run->out->len - 1);
    run->kept = run->at;
    return true;
}

static const struct node *find(const struct node *parent, const char *key, size_t len)
{
    for (const struct node *n = parent->children; n; n = n->next)
        if (n->len == len && memcmp(n->name, key, len) == 0)
            return n;
    return NULL;
}

static bool walk(struct run *run, const struct node *node);

static bool walk_member(struct run *run, const struct node *node)
{
    const char *key = run->at;
    if (*key != '"' || !skip_string(run))
        return false;
    const struct node *below = find(node, key + 1, (size_t)(run->at - key) - 2);
    if (!take(run, ':'))
        return false;
    skip_space(run);
    if (below ? !below->children && !below->stays : node->others_go)
        return cut_member(run, key);
    bool good = below && below->children ? walk(run, below) : skip_value(run);
    if (good)
        take(run, ',');
    return good;
}

static bool walk_object(struct run *run, const struct node *node)
{
    while (!take(run, '}'))
        if (run->at == run->end || !walk_member(run, node))
            return false;
    return true;
}

static bool walk_array(struct run *run, const struct node *node)
{
    while (!take(run, ']')) {
        if (run->at == run->end || !(*run->at == '{' ? walk(run, node) : skip_value(run)))
            return false;
        take(run, ',');
    }
    return true;
}

/* As deep as the paths go and no deeper; an array in an array is passed over. */
static bool walk(struct run *run, const struct node *node)
{
    char c = run->at < run->end ? *run->at : '\0';
    if (c != '{' && c != '[')
        return skip_value(run);
    run->at++;
    return c == '{' ? walk_object(run, node) : walk_array(run, node);
}

bool prune_run(const struct prune *prune, const char *json, size_t len, bool wrapped, struct str *out)
{
    static char object[] = "object";
    struct node below = {.name = object, .len = strlen(object), .children = prune->root.children};
    struct node wrapper = {.children = &below};
    struct run run = {.at = json, .end = json + len, .kept = json, .out = out};
    str_clear(out);
    skip_space(&run);
    if (run.at == run.end || *run.at != '{' || !walk(&run, wrapped ? &wrapper : &prune->root))
        return false;
    write_to(&run, run.end);
    return true;
}
