/* What the files of the view share. */
#ifndef MODEL_PODVIEW_PARTS_H
#define MODEL_PODVIEW_PARTS_H

#include "base/vec.h"
#include "model/filter.h"
#include "model/podview.h"

/* What the view knows of a pod, by id. `key` orders the rows: a number, or the address of an interned text.
 */
struct podview_mark {
    uint64_t key;
    uint8_t health; /* as it was counted */
    bool in_rows, pending, leaves;
};

/* A sort of everything, in slices: runs of one slice each, then merged two by two. */
struct podview_build {
    bool scanning, merging;
    uint32_t scan_at;
    VEC(uint32_t) ids, merged;
    VEC(size_t) ends;   /* where each sorted run of ids ends */
    size_t run;         /* the pair of runs being merged starts here */
    size_t left, right; /* the next of each */
    VEC(size_t) merged_ends;
};

struct podview {
    struct store *store;
    struct filter *filter;
    enum podview_sort sort;
    bool descending;
    VEC(uint32_t) rows;
    VEC(struct podview_mark) marks;
    VEC(uint32_t) pending;
    size_t counts[HEALTH_COUNT];
    struct podview_build build;
};

/* What a pod is sorted by. */
uint64_t podview_key(const struct podview *view, const struct pod *pod);
/* Orders two ids by their remembered keys, then by namespace and name. */
int podview_compare(const struct podview *view, uint32_t a, uint32_t b);
void podview_sort_ids(const struct podview *view, uint32_t *ids, size_t count);

/* Makes sure there is a mark for every slot. */
void podview_make_marks(struct podview *view);

void podview_build_start(struct podview *view);
void podview_build_fini(struct podview *view);
/* Does one slice; false when the build is complete and has become the rows. */
bool podview_build_step(struct podview *view, size_t budget);

#endif
