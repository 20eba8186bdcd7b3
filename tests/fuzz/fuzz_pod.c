/* Any bytes as a Pod and as a row of a Table of pods: decoded, kept, judged, shown. */
#include "api-client/decode.h"
#include "model/health.h"
#include "model/podstatus.h"
#include "model/podview.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const int64_t now = INT64_C(1795413600000);

static void look_at(struct store *store, const struct pod *pod)
{
    struct str text = {0};
    podstatus_add_ready(&text, pod);
    podstatus_add_restarts(&text, pod, now);
    podstatus_add_gates(&text, pod);
    str_add(&text, pod_status(store, pod));
    for (unsigned i = 0; i < pod->container_count; i++)
        health_of_container(store, pod, &pod->containers[i], now, &text);
    str_fini(&text);
}

static void keep(struct store *store, struct pod *pod)
{
    const struct pod *kept = store_pod_put(store, pod, now);
    if (kept->health >= HEALTH_COUNT || !kept->why || !kept->name)
        abort();
    look_at(store, kept);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct store store;
    struct pod pod;
    cJSON *json;
    arena_init(&arena, 4 * 1024 * 1024);
    store_init(&store);
    struct podview *view = podview_new(&store);
    if (json_parse(&arena, (const char *)data, size, &json, NULL) == ERR_OK) {
        if (decode_pod_row(&store, json_get(json, "columnDefinitions"), json, "a", now, &pod) == ERR_OK)
            keep(&store, &pod);
        if (decode_pod(&store, json, now, &pod) == ERR_OK)
            keep(&store, &pod);
        while (podview_step(view, 10))
            ;
        health_recheck(&store, 10, now + HEALTH_LATELY_MS);
    }
    podview_free(view);
    store_fini(&store);
    arena_fini(&arena);
    return 0;
}
