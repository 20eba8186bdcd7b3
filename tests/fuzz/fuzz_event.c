/* Any bytes as an Event, kept and listed. */
#include "api-client/decode.h"
#include "model/eventlist.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct store store;
    struct event event;
    struct eventlist list = {0};
    struct str age = {0};
    cJSON *json;
    arena_init(&arena, 4 * 1024 * 1024);
    store_init(&store);
    if (json_parse(&arena, (const char *)data, size, &json, NULL) == ERR_OK &&
        decode_event(&store, json, &event) == ERR_OK) {
        store_event_put(&store, &event);
        eventlist_fill(&list, &store, NULL, 0, NULL, 0);
        if (list.rows.len != 1)
            abort();
        eventlist_add_age(&age, &list.rows.data[0], INT64_C(1795413600000));
    }
    str_fini(&age);
    eventlist_fini(&list);
    store_fini(&store);
    arena_fini(&arena);
    return 0;
}
