/* Pods made from short JSON, for the tests of the model. */
#ifndef TESTS_SUPPORT_PODTEST_H
#define TESTS_SUPPORT_PODTEST_H

#include "api-client/json.h"
#include "base/arena.h"
#include "model/store.h"

struct podtest {
    struct store store;
    struct arena arena;
    int64_t now; /* what tests call now: 2026-11-23T06:00:00Z */
};

void podtest_init(struct podtest *t);
void podtest_fini(struct podtest *t);
/* JSON with ' in place of ", for reading's sake. Lives until the next call. NULL if it is not JSON. */
cJSON *podtest_json(struct podtest *t, const char *json);
/* Decodes it as a Pod and puts it; NULL if it does not decode. */
struct pod *podtest_put(struct podtest *t, const char *json);
/* Puts a plain running pod of one ready container. */
struct pod *podtest_put_plain(struct podtest *t, const char *namespace_, const char *name);

#endif
