/* Any bytes as a JSONPath, walked over an object; and as JSON of which one value is wanted. */
#include "api-client/json_skim.h"
#include "base/xmalloc.h"
#include "cli/jsonpath.h"

#include <stdlib.h>
#include <string.h>

static const char object[] =
    "{\"metadata\":{\"name\":\"a\",\"labels\":{\"b.c/d\":\"x\"}},\"spec\":{\"containers\":["
    "{\"name\":\"c1\",\"n\":1},{\"name\":\"c2\",\"n\":[2,{\"name\":true}]}]},\"x\":null}";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct jsonpath *path = NULL;
    struct jsonpath_values values = {0};
    struct err_info info;
    struct json_span span, text;
    cJSON *root = NULL;
    char *copy = xstrndup((const char *)data, size);
    arena_init(&arena, 1 << 20);
    if (json_parse(&arena, object, strlen(object), &root, &info) == ERR_OK &&
        jsonpath_parse(copy, &path, &info) == ERR_OK)
        jsonpath_find(path, root, &values);
    if (json_skim_at((const char *)data, size, "object.metadata.namespace", &span) &&
        json_skim_string(&span, &text) && text.len && memchr(text.at, '\\', text.len))
        abort();
    free(values.list.data);
    jsonpath_free(path);
    arena_fini(&arena);
    free(copy);
    return 0;
}
