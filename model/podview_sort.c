/* What the view sorts by. */
#include "model/podview_parts.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

static uint64_t text_key(const char *text)
{
    return (uint64_t)(uintptr_t)text;
}

static uint64_t health_key(const struct store *store, const struct pod *pod)
{
    (void)store;
    return pod->health;
}

/* Namespace and name are what equals are sorted by. */
static uint64_t no_key(const struct store *store, const struct pod *pod)
{
    (void)store, (void)pod;
    return 0;
}

static uint64_t ready_key(const struct store *store, const struct pod *pod)
{
    (void)store;
    if (pod->ready < 0 || pod->total < 0)
        return 0;
    uint64_t part = pod->total ? (uint64_t)pod->ready * 1000000 / (uint64_t)pod->total : 1000000;
    return 1 + (part << 16) + (uint64_t)(pod->total & 0xFFFF);
}

static uint64_t status_key(const struct store *store, const struct pod *pod)
{
    return text_key(pod_status(store, pod));
}

static uint64_t restarts_key(const struct store *store, const struct pod *pod)
{
    (void)store;
    return (uint64_t)((int64_t)pod->restarts + 1);
}

static uint64_t age_key(const struct store *store, const struct pod *pod)
{
    (void)store;
    return pod->created == TIME_NONE ? UINT64_MAX : (uint64_t)INT64_MAX - (uint64_t)pod->created;
}

/* IPv4 by its number, then IPv6 by its host part; pods without an address last. */
static uint64_t ip_key(const struct store *store, const struct pod *pod)
{
    struct in_addr v4;
    struct in6_addr v6;
    uint64_t key = 0;
    (void)store;
    if (inet_pton(AF_INET, pod->ip, &v4) == 1)
        return ntohl(v4.s_addr);
    if (inet_pton(AF_INET6, pod->ip, &v6) != 1)
        return UINT64_MAX;
    for (int i = 8; i < 16; i++)
        key = key << 8 | v6.s6_addr[i];
    return (UINT64_C(1) << 63) | key >> 1;
}

static uint64_t node_key(const struct store *store, const struct pod *pod)
{
    return text_key(store_text(store, pod->node));
}

static const struct {
    uint64_t (*key)(const struct store *store, const struct pod *pod);
    bool is_text; /* the key is the address of an interned text */
} sorts[] = {
    [PODVIEW_BY_HEALTH] = {health_key, false}, [PODVIEW_BY_NAMESPACE] = {no_key, false},
    [PODVIEW_BY_NAME] = {no_key, false},       [PODVIEW_BY_READY] = {ready_key, false},
    [PODVIEW_BY_STATUS] = {status_key, true},  [PODVIEW_BY_RESTARTS] = {restarts_key, false},
    [PODVIEW_BY_AGE] = {age_key, false},       [PODVIEW_BY_IP] = {ip_key, false},
    [PODVIEW_BY_NODE] = {node_key, true},
};

uint64_t podview_key(const struct podview *view, const struct pod *pod)
{
    return sorts[view->sort].key(view->store, pod);
}

static int compare_keys(bool is_text, uint64_t a, uint64_t b)
{
    if (a == b)
        return 0;
    if (is_text)
        return strcmp((const char *)(uintptr_t)a, (const char *)(uintptr_t)b);
    return a < b ? -1 : 1;
}

static int compare_names(const struct podview *view, const struct pod *a, const struct pod *b)
{
    int by_name = 0;
    if (view->sort == PODVIEW_BY_NAME && (by_name = strcmp(a->name, b->name)) != 0)
        return by_name;
    if (a->namespace_ != b->namespace_)
        return strcmp(store_text(view->store, a->namespace_), store_text(view->store, b->namespace_));
    return view->sort == PODVIEW_BY_NAME ? 0 : strcmp(a->name, b->name);
}

/* Slots of removed pods keep their names while the view holds the store. */
int podview_compare(const struct podview *view, uint32_t a, uint32_t b)
{
    int order = compare_keys(sorts[view->sort].is_text, view->marks.data[a].key, view->marks.data[b].key);
    if (order)
        return view->descending ? -order : order;
    order = compare_names(view, &view->store->pods.data[a], &view->store->pods.data[b]);
    bool names_lead = view->sort == PODVIEW_BY_NAME || view->sort == PODVIEW_BY_NAMESPACE;
    if (order)
        return view->descending && names_lead ? -order : order;
    return (a > b) - (a < b);
}

static int compare_ids(const void *a, const void *b, void *view)
{
    return podview_compare(view, *(const uint32_t *)a, *(const uint32_t *)b);
}

void podview_sort_ids(const struct podview *view, uint32_t *ids, size_t count)
{
    struct podview *user = (struct podview *)(uintptr_t)view; /* qsort_r passes no const */
    if (count > 1)
        qsort_r(ids, count, sizeof(*ids), compare_ids, user);
}
