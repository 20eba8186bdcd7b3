/* Pods made from short JSON, for the tests of the model. */
#include "tests/support/podtest.h"

#include "api-client/decode.h"
#include "base/str.h"
#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

void podtest_init(struct podtest *t)
{
    store_init(&t->store);
    arena_init(&t->arena, JSON_OBJECT_CAP);
    t->now = time_parse("2026-11-23T06:00:00Z");
}

void podtest_fini(struct podtest *t)
{
    store_fini(&t->store);
    arena_fini(&t->arena);
}

cJSON *podtest_json(struct podtest *t, const char *json)
{
    char *text = xstrdup(json);
    cJSON *out;
    for (char *at = text; (at = strchr(at, '\'')) != NULL;)
        *at = '"';
    arena_reset(&t->arena);
    json_parse(&t->arena, text, strlen(text), &out, NULL);
    free(text);
    return out;
}

struct pod *podtest_put(struct podtest *t, const char *json)
{
    struct pod pod;
    if (decode_pod(&t->store, podtest_json(t, json), t->now, &pod) != ERR_OK)
        return NULL;
    return store_pod_put(&t->store, &pod, t->now);
}

struct pod *podtest_put_plain(struct podtest *t, const char *namespace_, const char *name)
{
    struct str json = {0};
    str_addf(
        &json,
        "{'metadata':{'namespace':'%s','name':'%s','uid':'%s-1','creationTimestamp':'2026-11-23T05:00:00Z'},"
        "'spec':{'nodeName':'node-1','containers':[{'name':'app','image':'app:1'}]},"
        "'status':{'phase':'Running','podIPs':[{'ip':'10.0.0.7'}],"
        "'conditions':[{'type':'Ready','status':'True'}],"
        "'containerStatuses':[{'name':'app','ready':true,'started':true,'restartCount':0,"
        "'state':{'running':{'startedAt':'2026-11-23T05:00:01Z'}}}]}}",
        namespace_, name, name);
    struct pod *pod = podtest_put(t, str_text(&json));
    str_fini(&json);
    return pod;
}
