/* The cluster as an exec plugin is told about it (client.authentication.k8s.io/v1 Cluster). */
#include "api-client/json.h"
#include "api-client/kubeconfig_build.h"
#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

/* An environment variable holds at most 128 KiB on Linux; what is built to fill it stays small too. */
#define JSON_CAP ((size_t)4 * 1024 * 1024)
enum { ENV_MAX = 100 * 1024 };

static bool add_text(cJSON *object, const char *name, const char *text)
{
    return !text || cJSON_AddStringToObject(object, name, text);
}

static bool add_base64(struct arena *arena, cJSON *object, const char *name, const char *text)
{
    if (!text)
        return true;
    size_t len = strlen(text);
    char *encoded = arena_alloc(arena, len / 3 * 4 + 8);
    if (!encoded)
        return false;
    EVP_EncodeBlock((unsigned char *)encoded, (const unsigned char *)text, (int)len);
    return add_text(object, name, encoded);
}

static cJSON *scalar_json(const struct conf_node *node)
{
    char *end;
    if (conf_null(node))
        return cJSON_CreateNull();
    if (node->plain && (str_equal(node->text, "true") || str_equal(node->text, "false")))
        return cJSON_CreateBool(node->text[0] == 't');
    double number = strtod(node->text, &end);
    bool decimal = node->text[strspn(node->text, "0123456789+-.eE")] == '\0';
    return node->plain && *end == '\0' && decimal ? cJSON_CreateNumber(number)
                                                  : cJSON_CreateString(node->text);
}

/* NULL when the arena is full: aliases can make a small file a huge tree. */
static cJSON *node_json(const struct conf_node *node)
{
    if (node->type == CONF_SCALAR)
        return scalar_json(node);
    cJSON *out = node->type == CONF_MAP ? cJSON_CreateObject() : cJSON_CreateArray();
    conf_each(child, node)
    {
        cJSON *item = out ? node_json(child) : NULL;
        if (!item)
            return NULL;
        if (node->type == CONF_MAP ? !cJSON_AddItemToObject(out, child->key, item)
                                   : !cJSON_AddItemToArray(out, item))
            return NULL;
    }
    return out;
}

/* What the kubeconfig reserves for the plugin under the cluster's extensions. */
static bool add_config(const struct target_build *b, cJSON *object)
{
    conf_each(item, conf_get(build_body(b->cluster), "extensions"))
    {
        const struct conf_node *extension = conf_get(item, "extension");
        if (!extension || !str_equal(conf_text(item, "name"), "client.authentication.k8s.io/exec"))
            continue;
        cJSON *json = node_json(extension);
        return json && cJSON_AddItemToObject(object, "config", json);
    }
    return true;
}

static char *print_cluster(const struct target_build *b, struct arena *arena)
{
    const struct target *target = b->target;
    cJSON *object = cJSON_CreateObject();
    bool good = object && add_text(object, "server", target->server) &&
                add_text(object, "tls-server-name", target->tls_server_name) &&
                add_base64(arena, object, "certificate-authority-data", target->ca_pem) &&
                add_text(object, "proxy-url", target->proxy_url) && add_config(b, object);
    if (good && target->insecure)
        good = cJSON_AddTrueToObject(object, "insecure-skip-tls-verify");
    if (good && target->disable_compression)
        good = cJSON_AddTrueToObject(object, "disable-compression");
    return good ? cJSON_PrintUnformatted(object) : NULL;
}

enum err build_exec_cluster(const struct target_build *b, char **out)
{
    struct arena arena;
    arena_init(&arena, JSON_CAP);
    json_use(&arena);
    char *text = print_cluster(b, &arena);
    enum err err = ERR_OK;
    if (!text || strlen(text) > ENV_MAX)
        err = build_refuse(b, b->user, "exec",
                           "the cluster's certificates and extensions are too big to hand to the plugin: "
                           "leave out provideClusterInfo");
    else
        *out = xstrdup(text);
    json_use(NULL);
    arena_fini(&arena);
    return err;
}
