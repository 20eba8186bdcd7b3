/*
 * How bad a pod is, and why, in the shortest true sentence. Pure: values in, verdict out.
 *
 * A verdict is a table of rules, each one function; the first that holds decides. Adding one is adding a row.
 */
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

/* A restart counts as "lately" for this long (the kubelet forgets its back-off after as long). */
enum { HEALTH_LATELY_MS = 10 * 60 * 1000 };

/* Decides health and appends the sentence to why ("" when there is nothing to say). `now` is server time. */
enum health health_of_pod(const struct store *store, const struct pod *pod, int64_t now, struct str *why);

/* The same for one container of the pod; the sentence does not name the container. */
enum health health_of_container(const struct store *store, const struct pod *pod,
                                const struct container *container, int64_t now, struct str *why);

/* Sets pod->health and pod->why. Returns whether either differs from what was. */
bool health_judge(const struct store *store, struct pod *pod, int64_t now);

/*
 * Judges again the pods whose verdict time alone changes (starting, terminating, restarted lately), at most
 * `slots` slots of the store per call, going on where the last call ended. What changed is in store->changes.
 * Call it with the clock's tick. Returns true when a round through the store is complete.
 */
bool health_recheck(struct store *store, size_t slots, int64_t now);

/* One word for a health: "broken", "not ready", ... and one ASCII character, for monochrome screens. */
const char *health_word(enum health health);
char health_mark(enum health health);

#endif
