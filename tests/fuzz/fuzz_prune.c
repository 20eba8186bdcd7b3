/* Any bytes: no crash, and what was JSON stays JSON. */
#include "api-client/json.h"
#include "api-client/prune.h"

#include <stdint.h>
#include <stdlib.h>

static bool is_json(const char *text, size_t len, cJSON **out)
{
    static struct arena arena;
    if (!arena.cap)
        arena_init(&arena, 64 * 1024 * 1024);
    arena_reset(&arena);
    return json_parse(&arena, text, len, out, NULL) == ERR_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const paths[] = {"a b", "c d e", "f +g", NULL};
    static struct prune *prune;
    static struct str out;
    cJSON *object;
    if (!prune)
        prune = prune_new(paths);
    if (!size)
        return 0;
    bool wrapped = data[0] & 1;
    const char *text = (const char *)data + 1;
    bool good = prune_run(prune, text, size - 1, wrapped, &out);
    if (!good || !is_json(text, size - 1, &object)) /* cJSON takes more for JSON than JSON is */
        return 0;
    if (!is_json(str_text(&out), out.len, &object))
        abort();
    return 0;
}
