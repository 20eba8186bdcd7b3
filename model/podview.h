/*
 * A live list of pods: filtered, sorted, and never long at work.
 *
 * It is the reader of store->changes: podview_changed takes them (cheap, at any time), podview_step works
 * on them in pieces. What it sorts by is remembered per pod, so the order is whole at every moment even
 * while pods change under it. A row is a pod's id; ids of removed pods stay at their row, with store_pod_at
 * answering NULL, until the next step. A view holds its store (store_hold).
 */
#ifndef MODEL_PODVIEW_H
#define MODEL_PODVIEW_H

#include "base/err.h"
#include "model/health.h"
#include "model/store.h"

enum podview_sort {
    PODVIEW_BY_HEALTH, /* the worst first; equals by namespace and name, as everywhere below */
    PODVIEW_BY_NAMESPACE,
    PODVIEW_BY_NAME,
    PODVIEW_BY_READY, /* the smallest part ready first */
    PODVIEW_BY_STATUS,
    PODVIEW_BY_RESTARTS, /* the fewest first */
    PODVIEW_BY_AGE,      /* the youngest first */
    PODVIEW_BY_IP,
    PODVIEW_BY_NODE
};

/* Pods handled in one step, so that it takes a few milliseconds with any number of pods. */
enum { PODVIEW_BUDGET = 4000 };
enum { PODVIEW_NOTHING = UINT32_MAX };

struct podview;

struct podview *podview_new(struct store *store);
/* Before store_fini. NULL is allowed. */
void podview_free(struct podview *view);
/* The store was cleared: ids start anew. Order and filter stay. */
void podview_reset(struct podview *view);

/* Takes store->changes and clears them. */
void podview_changed(struct podview *view);
/* Brings at most `budget` pods to their places; true when more is to do. */
bool podview_step(struct podview *view, size_t budget);

/* Sorts anew in the following steps; until then the rows are as they were. */
void podview_sort_by(struct podview *view, enum podview_sort sort, bool descending);
/* The filter's text (model/filter.h), "" for none. ERR_USAGE leaves the filter that was. */
enum err podview_filter(struct podview *view, const char *text, struct err_info *info);

size_t podview_count(const struct podview *view);
/* The id at a row, PODVIEW_NOTHING beyond the last. */
uint32_t podview_at(const struct podview *view, size_t row);
/* Where a pod is; false when it is not among the rows. */
bool podview_find(const struct podview *view, uint32_t id, size_t *row);
/* How many rows there are of one health. */
size_t podview_health_count(const struct podview *view, enum health health);
/* The first row of the worst health; false when nothing is worse than unknown. */
bool podview_worst(const struct podview *view, uint32_t *id);
/* The same, but the next such row after `row`, round and round: for a key pressed again. */
bool podview_next_worst(const struct podview *view, size_t row, uint32_t *id);

#endif
