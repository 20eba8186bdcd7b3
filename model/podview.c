/* A live list of pods: changes taken in batches, each batch sorted and merged into the rows. */
#include "model/podview_parts.h"

#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

struct podview *podview_new(struct store *store)
{
    struct podview *view = xcalloc(1, sizeof(*view));
    view->store = store;
    store_hold(store);
    podview_build_start(view);
    return view;
}

void podview_free(struct podview *view)
{
    if (!view)
        return;
    store_release(view->store);
    filter_free(view->filter);
    podview_build_fini(view);
    free(view->rows.data);
    free(view->marks.data);
    free(view->pending.data);
    free(view);
}

void podview_reset(struct podview *view)
{
    view->rows.len = view->marks.len = view->pending.len = 0;
    memset(view->counts, 0, sizeof(view->counts));
    podview_build_start(view);
}

void podview_make_marks(struct podview *view)
{
    size_t have = view->marks.len, want = view->store->pods.len;
    if (have >= want)
        return;
    vec_reserve(&view->marks, want - have);
    memset(view->marks.data + have, 0, (want - have) * sizeof(*view->marks.data));
    view->marks.len = want;
}

void podview_changed(struct podview *view)
{
    podview_make_marks(view);
    for (size_t i = 0; i < view->store->changes.len; i++) {
        uint32_t id = view->store->changes.data[i];
        if (view->marks.data[id].pending)
            continue;
        view->marks.data[id].pending = true;
        *vec_push(&view->pending) = id;
    }
    store_changes_clear(view->store);
}

static void count_out(struct podview *view, struct podview_mark *mark)
{
    view->counts[mark->health]--;
}

static void count_in(struct podview *view, struct podview_mark *mark, const struct pod *pod)
{
    mark->health = pod->health;
    view->counts[mark->health]++;
}

/* What is to become of one changed pod. True when it must be (re)placed among the rows. */
static bool sort_out(struct podview *view, uint32_t id, bool *leaves)
{
    struct podview_mark *mark = &view->marks.data[id];
    const struct pod *pod = store_pod_at(view->store, id);
    bool wanted = pod && filter_matches(view->filter, view->store, pod);
    uint64_t key = wanted ? podview_key(view, pod) : 0;
    bool stays = mark->in_rows && wanted && key == mark->key;
    mark->pending = false;
    if (mark->in_rows)
        count_out(view, mark);
    if (wanted)
        count_in(view, mark, pod);
    mark->leaves = mark->in_rows && !stays;
    *leaves = *leaves || mark->leaves;
    return wanted && !stays;
}

/* The rows without those that leave. Keys may change only after this. */
static void drop_leaving(struct podview *view)
{
    size_t kept = 0;
    for (size_t i = 0; i < view->rows.len; i++) {
        struct podview_mark *mark = &view->marks.data[view->rows.data[i]];
        if (mark->leaves)
            mark->leaves = mark->in_rows = false;
        else
            view->rows.data[kept++] = view->rows.data[i];
    }
    view->rows.len = kept;
}

/* How many of the first `count` rows come before the pod. */
static size_t place_of(const struct podview *view, uint32_t id, size_t count)
{
    size_t low = 0;
    while (low < count) {
        size_t middle = low + (count - low) / 2;
        if (podview_compare(view, view->rows.data[middle], id) < 0)
            low = middle + 1;
        else
            count = middle;
    }
    return low;
}

/* From the last to the first, so that each row moves once. */
static void merge_in(struct podview *view, const uint32_t *batch, size_t count)
{
    size_t end = view->rows.len;
    vec_reserve(&view->rows, count);
    view->rows.len += count;
    for (size_t left = count; left > 0; left--) {
        size_t at = place_of(view, batch[left - 1], end);
        memmove(view->rows.data + at + left, view->rows.data + at, (end - at) * sizeof(*view->rows.data));
        view->rows.data[at + left - 1] = batch[left - 1];
        end = at;
    }
}

static void take_keys(struct podview *view, const uint32_t *batch, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct podview_mark *mark = &view->marks.data[batch[i]];
        mark->key = podview_key(view, &view->store->pods.data[batch[i]]);
        mark->in_rows = true;
    }
}

/* Works on the last `count` of the pending; the part of them to be placed is moved to the front. */
static void place_pending(struct podview *view, size_t count)
{
    size_t placed = 0;
    bool leaves = false;
    uint32_t *batch = view->pending.data + (view->pending.len - count);
    for (size_t i = 0; i < count; i++)
        if (sort_out(view, batch[i], &leaves))
            batch[placed++] = batch[i];
    view->pending.len -= count;
    if (leaves)
        drop_leaving(view);
    take_keys(view, batch, placed);
    podview_sort_ids(view, batch, placed);
    merge_in(view, batch, placed);
}

/* Slots may be used again only when no row and nothing pending speaks of their old pods. */
static void let_slots_go(struct podview *view)
{
    if (!view->pending.len && !view->store->changes.len)
        store_reap(view->store);
}

bool podview_step(struct podview *view, size_t budget)
{
    podview_changed(view);
    if (view->build.scanning || view->build.merging) {
        if (podview_build_step(view, budget))
            return true;
        return view->pending.len > 0;
    }
    if (view->pending.len)
        place_pending(view, view->pending.len < budget ? view->pending.len : budget);
    let_slots_go(view);
    return view->pending.len > 0;
}

void podview_sort_by(struct podview *view, enum podview_sort sort, bool descending)
{
    if (view->sort == sort && view->descending == descending)
        return;
    view->sort = sort;
    view->descending = descending;
    podview_build_start(view);
}

enum err podview_filter(struct podview *view, const char *text, struct err_info *info)
{
    struct filter *filter;
    enum err err = filter_parse(text, &filter, info);
    if (err)
        return err;
    filter_free(view->filter);
    view->filter = filter;
    podview_build_start(view);
    return ERR_OK;
}

size_t podview_count(const struct podview *view)
{
    return view->rows.len;
}

uint32_t podview_at(const struct podview *view, size_t row)
{
    return row < view->rows.len ? view->rows.data[row] : (uint32_t)PODVIEW_NOTHING;
}

/* While a build runs, the keys are those of the order to come. */
static bool find_by_walking(const struct podview *view, uint32_t id, size_t *row)
{
    for (size_t i = 0; i < view->rows.len; i++)
        if (view->rows.data[i] == id) {
            *row = i;
            return true;
        }
    return false;
}

bool podview_find(const struct podview *view, uint32_t id, size_t *row)
{
    if (id >= view->marks.len || !view->marks.data[id].in_rows)
        return false;
    if (view->build.scanning || view->build.merging)
        return find_by_walking(view, id, row);
    *row = place_of(view, id, view->rows.len);
    return *row < view->rows.len && view->rows.data[*row] == id;
}

size_t podview_health_count(const struct podview *view, enum health health)
{
    return (unsigned)health < HEALTH_COUNT ? view->counts[health] : 0;
}

bool podview_next_worst(const struct podview *view, size_t row, uint32_t *id)
{
    int worst = 0;
    while (worst < HEALTH_UNKNOWN && !view->counts[worst])
        worst++;
    if (worst == HEALTH_UNKNOWN)
        return false;
    for (size_t i = 1; i <= view->rows.len; i++) {
        uint32_t there = view->rows.data[(row + i) % view->rows.len];
        if (view->marks.data[there].health == worst) {
            *id = there;
            return true;
        }
    }
    return false;
}

bool podview_worst(const struct podview *view, uint32_t *id)
{
    return view->rows.len && podview_next_worst(view, view->rows.len - 1, id);
}
