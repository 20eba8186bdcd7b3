/* Pods and events in the server's JSON, from few words. */
#ifndef TESTS_SUPPORT_FAKE_PODS_H
#define TESTS_SUPPORT_FAKE_PODS_H

#include "tests/support/fake_api.h"

/* One container "app" with a readiness and a liveness probe. */
struct fake_pod {
    const char *name;
    const char *namespace_; /* NULL: "shop" */
    bool ready;
    int restarts;
    const char *waiting; /* CrashLoopBackOff, ...; NULL: it runs */
    const char *message; /* of what it waits for */
    const char *phase;   /* NULL: Running */
    int containers;      /* 0: one */
    const char *label;   /* of app=; NULL: the name */
};

void fake_put_pod(struct fake_api *api, const struct fake_pod *pod);
/* An event about a pod of namespace "shop", now. */
void fake_put_event(struct fake_api *api, const char *pod, const char *reason, const char *message);
void fake_put_namespace(struct fake_api *api, const char *name);
/* Namespaces shop and other; in shop: api (ready), web (runs, not ready), crash (crash loop); one event and
 * a log for web. */
void fake_put_shop(struct fake_api *api);

#endif
