/* Any bytes as a JSONPath and as a template of them, over an object; and as JSON of which one value is
 * wanted. */
#include "api-client/json_skim.h"
#include "base/xmalloc.h"
#include "cli/jsonpath.h"
#include "cli/template.h"

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
    struct template *template = NULL;
    struct str out = {0};
    struct json_span span, text;
    cJSON *root = NULL;
    char *copy = xstrndup((const char *)data, size);
    arena_init(&arena, 1 << 20);
    if (json_parse(&arena, object, strlen(object), &root, &info) == ERR_OK &&
        jsonpath_parse(copy, &path, &info) == ERR_OK)
        jsonpath_find(path, root, &values);
    if (root && template_parse(copy, &template, &info) == ERR_OK)
        template_write(template, root, &out);
    if (json_skim_at((const char *)data, size, "object.metadata.namespace", &span) &&
        json_skim_string(&span, &text) && text.len && memchr(text.at, '\\', text.len))
        abort();
    free(values.list.data);
    jsonpath_free(path);
    template_free(template);
    str_fini(&out);
    arena_fini(&arena);
    free(copy);
    return 0;
}
