/* How bad a pod is, and why, in the shortest true sentence. Pure: values in, verdict out. */
#ifndef MODEL_HEALTH_H
#define MODEL_HEALTH_H

#include "base/str.h"
#include "model/pod.h"

/* Ordered: the worst first, so that sorting by this number puts what is broken on top. */
enum health {
    HEALTH_BROKEN,   /* crash loop, image error, failed, unschedulable, config missing */
    HEALTH_UNREADY,  /* runs but takes no traffic: looks unhealthy at a glance */
    HEALTH_WARNING,  /* about to break, or restarted lately */
    HEALTH_CHANGING, /* starting, initialising, terminating */
    HEALTH_UNKNOWN,  /* node lost, or only a Table row so far that does not say */
    HEALTH_GOOD,
    HEALTH_DONE, /* completed */
    HEALTH_COUNT
};

struct store;

/* Decides health and appends the sentence to why ("" when there is nothing to say). `now` is server time. */
enum health health_of_pod(const struct store *store, const struct pod *pod, int64_t now, struct str *why);

/* One word for a health: "broken", "not ready", ... and one ASCII character, for monochrome screens. */
const char *health_word(enum health health);
char health_mark(enum health health);

#endif
