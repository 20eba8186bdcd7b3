/* The namespaces there are, as far as they may be known. */
#include "tui/namespace_list.h"

#include "api-client/json.h"
#include "base/xmalloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BODY_MAX = 16 * 1024 * 1024 };

#define METADATA_TYPE "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io,application/json"

void namespace_list_init(struct namespace_list *list, struct cluster *cluster, void (*on_change)(void *user),
                         void *user)
{
    *list = (struct namespace_list){.cluster = cluster, .on_change = on_change, .user = user};
}

void namespace_list_forget(struct namespace_list *list)
{
    request_cancel(list->request);
    list->request = NULL;
    for (size_t i = 0; i < list->names.len; i++)
        free(list->names.data[i]);
    list->names.len = 0;
    list->problem[0] = '\0';
    str_clear(&list->body);
}

void namespace_list_fini(struct namespace_list *list)
{
    namespace_list_forget(list);
    free(list->names.data);
    str_fini(&list->body);
}

/* Keeps the list sorted and each name once. */
static void add(struct namespace_list *list, const char *name)
{
    size_t at = 0;
    if (!name || !*name)
        return;
    while (at < list->names.len && strcmp(list->names.data[at], name) < 0)
        at++;
    if (at < list->names.len && strcmp(list->names.data[at], name) == 0)
        return;
    vec_push(&list->names);
    memmove(&list->names.data[at + 1], &list->names.data[at], (list->names.len - 1 - at) * sizeof(char *));
    list->names.data[at] = xstrdup(name);
}

static void add_known(struct namespace_list *list)
{
    const struct kubeconfig *config = cluster_config(list->cluster);
    const struct store *store = cluster_store(list->cluster);
    uint32_t last = 0;
    for (size_t i = 0; config && i < kubeconfig_context_count(config); i++)
        if (str_equal(kubeconfig_context(config, i).name, cluster_context(list->cluster)))
            add(list, kubeconfig_context(config, i).namespace_);
    add(list, cluster_namespace(list->cluster));
    for (size_t i = 0; i < store->pods.len; i++) {
        const struct pod *pod = store_pod_at(store, (uint32_t)i);
        if (pod && pod->namespace_ != last)
            add(list, store_text(store, last = pod->namespace_));
    }
}

static enum err on_data(void *user, const char *bytes, size_t len)
{
    struct namespace_list *list = user;
    str_add_bytes(&list->body, bytes, len);
    return list->body.len > BODY_MAX ? ERR_TOO_BIG : ERR_OK;
}

static void on_done(void *user, enum err err, const struct response *response, const struct err_info *info)
{
    struct namespace_list *list = user;
    struct arena arena;
    cJSON *object;
    (void)response;
    list->request = NULL;
    list->problem[0] = '\0';
    arena_init(&arena, JSON_OBJECT_CAP);
    if (err != ERR_OK)
        snprintf(list->problem, sizeof(list->problem), "%.255s", info->text);
    else if (json_parse(&arena, str_text(&list->body), list->body.len, &object, NULL) == ERR_OK)
        json_each(item, json_get(object, "items")) add(list, json_text(item, "metadata.name"));
    arena_fini(&arena);
    list->on_change(list->user);
}

void namespace_list_refresh(struct namespace_list *list)
{
    struct client *client = cluster_client(list->cluster);
    add_known(list);
    if (!client || list->request)
        return;
    str_clear(&list->body);
    list->request = client_request(client, &(struct request_spec){.path = "/api/v1/namespaces",
                                                                  .accept = METADATA_TYPE,
                                                                  .on_data = on_data,
                                                                  .on_done = on_done,
                                                                  .user = list});
}
