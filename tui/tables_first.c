/* Every row on the screen at once: pods from Tables without objects. */
#include "tui/tables_first.h"

#include "api-client/decode.h"
#include "api-client/json.h"
#include "api-client/split.h"
#include "base/vec.h"
#include "base/xmalloc.h"

#include <stdlib.h>

enum { PARALLEL = 4, NAMESPACES_MAX = 100, ROW_CAP = 1024 * 1024 };

#define TABLE_TYPE "application/json;as=Table;v=v1;g=meta.k8s.io"
#define METADATA_TYPE "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io,application/json"

/* One namespace's Table on its way. */
struct table_read {
    struct tables_first *owner;
    struct request *request; /* NULL: this place is free */
    struct split *split;
    uint32_t namespace_;
    struct arena columns_arena;
    const cJSON *columns; /* NULL until the first row */
};

struct tables_first {
    struct client *client;
    struct store *store;
    void (*on_rows)(void *user);
    void (*on_done)(void *user);
    void *user;
    struct request *namespaces;
    struct str namespaces_body;
    VEC(uint32_t) queue; /* namespaces to read */
    size_t next;
    struct table_read reads[PARALLEL];
    struct arena arena;
};

static void end_read(struct table_read *read)
{
    split_free(read->split);
    arena_fini(&read->columns_arena);
    *read = (struct table_read){.owner = read->owner};
}

void tables_first_stop(struct tables_first *t)
{
    if (!t)
        return;
    request_cancel(t->namespaces);
    for (int i = 0; i < PARALLEL; i++) {
        request_cancel(t->reads[i].request);
        end_read(&t->reads[i]);
    }
    str_fini(&t->namespaces_body);
    free(t->queue.data);
    arena_fini(&t->arena);
    free(t);
}

/* The column definitions stand before the rows: what has come of the envelope so far, closed, is JSON. */
static void read_columns(struct table_read *read)
{
    size_t len;
    const char *text = split_envelope(read->split, &len);
    struct str closed = {0};
    cJSON *table;
    str_add_bytes(&closed, text, len);
    str_add(&closed, "]}");
    if (json_parse(&read->columns_arena, str_text(&closed), closed.len, &table, NULL) == ERR_OK)
        read->columns = json_get(table, "columnDefinitions");
    str_fini(&closed);
}

static enum err on_row(void *user, const char *json, size_t len)
{
    struct table_read *read = user;
    struct tables_first *t = read->owner;
    cJSON *row;
    struct pod pod;
    if (!read->columns)
        read_columns(read);
    if (!read->columns)
        return ERR_PARSE;
    arena_reset(&t->arena);
    int64_t now = client_now(t->client);
    if (json_parse(&t->arena, json, len, &row, NULL) == ERR_OK &&
        decode_pod_row(t->store, read->columns, row, store_text(t->store, read->namespace_), now, &pod) ==
            ERR_OK)
        store_pod_put(t->store, &pod, now);
    return ERR_OK;
}

static enum err on_table_data(void *user, const char *bytes, size_t len)
{
    struct table_read *read = user;
    enum err err = split_feed(read->split, bytes, len, NULL);
    read->owner->on_rows(read->owner->user);
    return err;
}

static void start_reads(struct tables_first *t);

static void on_table_done(void *user, enum err err, const struct response *response,
                          const struct err_info *info)
{
    struct table_read *read = user;
    (void)err, (void)response, (void)info; /* the objects' list meets the same problem and tells it */
    end_read(read);
    start_reads(read->owner);
}

static void start_read(struct table_read *read, uint32_t namespace_)
{
    struct tables_first *t = read->owner;
    struct str path = {0};
    str_add(&path, "/api/v1/namespaces/");
    url_add_escaped(&path, store_text(t->store, namespace_));
    str_add(&path, "/pods?includeObject=None&resourceVersion=0");
    read->namespace_ = namespace_;
    read->split = split_new(SPLIT_ITEMS, ROW_CAP, on_row, read);
    arena_init(&read->columns_arena, ROW_CAP);
    read->request = client_request(t->client, &(struct request_spec){.path = str_text(&path),
                                                                     .accept = TABLE_TYPE,
                                                                     .on_data = on_table_data,
                                                                     .on_done = on_table_done,
                                                                     .user = read});
    str_fini(&path);
}

static void start_reads(struct tables_first *t)
{
    bool busy = false;
    for (int i = 0; i < PARALLEL; i++) {
        if (!t->reads[i].request && t->next < t->queue.len)
            start_read(&t->reads[i], t->queue.data[t->next++]);
        busy = busy || t->reads[i].request;
    }
    if (!busy)
        t->on_done(t->user);
}

static enum err on_namespaces_data(void *user, const char *bytes, size_t len)
{
    struct tables_first *t = user;
    str_add_bytes(&t->namespaces_body, bytes, len);
    return t->namespaces_body.len < ROW_CAP ? ERR_OK : ERR_TOO_BIG;
}

/* With very many namespaces the requests would cost more than they save. */
static void queue_namespaces(struct tables_first *t)
{
    cJSON *list;
    if (json_parse(&t->arena, str_text(&t->namespaces_body), t->namespaces_body.len, &list, NULL) != ERR_OK)
        return;
    const cJSON *items = json_get(list, "items");
    if (json_count(items) > NAMESPACES_MAX)
        return;
    json_each(item, items) if (json_text(item, "metadata.name")) * vec_push(&t->queue) =
        intern_id(&t->store->strings, json_text(item, "metadata.name"));
}

static void on_namespaces_done(void *user, enum err err, const struct response *response,
                               const struct err_info *info)
{
    struct tables_first *t = user;
    (void)response, (void)info;
    t->namespaces = NULL;
    if (err == ERR_OK)
        queue_namespaces(t);
    start_reads(t);
}

struct tables_first *tables_first_start(struct client *client, struct store *store, const char *namespace_,
                                        void (*on_rows)(void *user), void (*on_done)(void *user), void *user)
{
    struct tables_first *t = xcalloc(1, sizeof(*t));
    *t = (struct tables_first){
        .client = client, .store = store, .on_rows = on_rows, .on_done = on_done, .user = user};
    arena_init(&t->arena, JSON_OBJECT_CAP);
    for (int i = 0; i < PARALLEL; i++)
        t->reads[i].owner = t;
    if (namespace_) {
        *vec_push(&t->queue) = intern_id(&store->strings, namespace_);
        start_reads(t);
    } else {
        t->namespaces = client_request(client, &(struct request_spec){.path = "/api/v1/namespaces",
                                                                      .accept = METADATA_TYPE,
                                                                      .on_data = on_namespaces_data,
                                                                      .on_done = on_namespaces_done,
                                                                      .user = t});
    }
    return t;
}
