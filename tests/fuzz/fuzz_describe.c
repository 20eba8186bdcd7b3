/* Any JSON as a pod with its events, described and printed: nothing a server sends may crash or run away. */
#include "api-client/describe.h"
#include "api-client/print.h"

#include <stddef.h>
#include <stdint.h>

enum { FUZZ_CAP = 16 * 1024 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct str out = {0};
    cJSON *object;
    arena_init(&arena, FUZZ_CAP);
    if (print_parse(&arena, (const char *)data, size, &object, NULL) == ERR_OK) {
        const cJSON *pod = json_get(object, "pod");
        describe_pod(&out, pod ? pod : object, json_get(object, "events"), 1795413840000);
        print_yaml(&out, object, true);
        print_json(&out, object, false);
    }
    str_fini(&out);
    arena_fini(&arena);
    return 0;
}
