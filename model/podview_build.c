/* Sorting all pods anew without a long turn: sorted runs of one slice each, merged two by two in slices. */
#include "model/podview_parts.h"

#include <stdlib.h>

/* Copying a row while merging is this much cheaper than filtering and sorting a pod. */
enum { MERGE_BONUS = 8 };

void podview_build_start(struct podview *view)
{
    struct podview_build *b = &view->build;
    b->scanning = true;
    b->merging = false;
    b->scan_at = 0;
    b->ids.len = b->merged.len = b->ends.len = b->merged_ends.len = 0;
}

void podview_build_fini(struct podview *view)
{
    free(view->build.ids.data);
    free(view->build.merged.data);
    free(view->build.ends.data);
    free(view->build.merged_ends.data);
    view->build = (struct podview_build){0};
}

static void start_round(struct podview_build *b)
{
    b->run = 0;
    b->left = 0;
    b->right = b->ends.len ? b->ends.data[0] : 0;
    b->merged.len = b->merged_ends.len = 0;
    vec_reserve(&b->merged, b->ids.len + 1);
}

/* One sorted run of what passes the filter among the next slots. */
static void scan_slice(struct podview *view, size_t budget)
{
    struct podview_build *b = &view->build;
    size_t start = b->ids.len;
    podview_make_marks(view);
    for (; budget && b->scan_at < view->store->pods.len; budget--, b->scan_at++) {
        const struct pod *pod = store_pod_at(view->store, b->scan_at);
        if (!pod || !filter_matches(view->filter, view->store, pod))
            continue;
        view->marks.data[pod->id].key = podview_key(view, pod);
        *vec_push(&b->ids) = pod->id;
    }
    if (b->ids.len > start) {
        podview_sort_ids(view, b->ids.data + start, b->ids.len - start);
        *vec_push(&b->ends) = b->ids.len;
    }
    if (b->scan_at < view->store->pods.len)
        return;
    b->scanning = false;
    b->merging = true;
    start_round(b);
}

static size_t run_end(const struct podview_build *b, size_t run)
{
    return run < b->ends.len ? b->ends.data[run] : b->ids.len;
}

/* Merges the pair of runs at hand as far as the budget goes; true when the pair is done. */
static bool merge_pair(const struct podview *view, struct podview_build *b, size_t *budget)
{
    size_t left_end = run_end(b, b->run), right_end = run_end(b, b->run + 1);
    for (; *budget && (b->left < left_end || b->right < right_end); (*budget)--) {
        bool from_left =
            b->right == right_end ||
            (b->left < left_end && podview_compare(view, b->ids.data[b->left], b->ids.data[b->right]) <= 0);
        *vec_push(&b->merged) = b->ids.data[from_left ? b->left++ : b->right++];
    }
    return b->left == left_end && b->right == right_end;
}

static void next_pair(struct podview_build *b)
{
    size_t right_end = run_end(b, b->run + 1);
    *vec_push(&b->merged_ends) = right_end;
    b->run += 2;
    b->left = right_end;
    b->right = run_end(b, b->run);
}

/* The merged runs are the ids of the next round. */
static void next_round(struct podview_build *b)
{
    struct podview_build old = *b;
    b->ids.data = old.merged.data, b->ids.len = old.merged.len, b->ids.size = old.merged.size;
    b->merged.data = old.ids.data, b->merged.size = old.ids.size;
    b->ends.data = old.merged_ends.data, b->ends.len = old.merged_ends.len,
    b->ends.size = old.merged_ends.size;
    b->merged_ends.data = old.ends.data, b->merged_ends.size = old.ends.size;
    start_round(b);
}

static void merge_slice(struct podview *view, size_t budget)
{
    struct podview_build *b = &view->build;
    while (budget && b->ends.len > 1) {
        if (b->run >= b->ends.len)
            next_round(b);
        else if (merge_pair(view, b, &budget))
            next_pair(b);
    }
    b->merging = b->ends.len > 1;
}

/* What was built becomes the rows, without the pods that went meanwhile. */
static void take_over(struct podview *view)
{
    struct podview_build *b = &view->build;
    for (size_t i = 0; i < view->marks.len; i++)
        view->marks.data[i].in_rows = view->marks.data[i].leaves = false;
    for (int health = 0; health < HEALTH_COUNT; health++)
        view->counts[health] = 0;
    view->rows.len = 0;
    vec_reserve(&view->rows, b->ids.len + 1);
    for (size_t i = 0; i < b->ids.len; i++) {
        const struct pod *pod = store_pod_at(view->store, b->ids.data[i]);
        if (!pod)
            continue;
        view->rows.data[view->rows.len++] = pod->id;
        view->marks.data[pod->id].in_rows = true;
        view->marks.data[pod->id].health = pod->health;
        view->counts[pod->health]++;
    }
    podview_build_fini(view);
}

bool podview_build_step(struct podview *view, size_t budget)
{
    struct podview_build *b = &view->build;
    if (b->scanning)
        scan_slice(view, budget);
    else
        merge_slice(view, budget * MERGE_BONUS);
    if (b->merging && b->ends.len <= 1)
        b->merging = false;
    if (b->scanning || b->merging)
        return true;
    take_over(view);
    return false;
}
