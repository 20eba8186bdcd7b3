/* The events of one object, merged and in order. */
#include "model/eventlist.h"

#include <stdlib.h>
#include <string.h>

struct wanted {
    uint32_t kind, namespace_, uid_hash;
    const char *name;
};

static bool is_about(const struct event *event, const struct wanted *w)
{
    return event->name && (!w->kind || event->object_kind == w->kind) &&
           (!w->namespace_ || event->namespace_ == w->namespace_) &&
           (!w->uid_hash || !event->object_uid_hash || event->object_uid_hash == w->uid_hash) &&
           (!w->name || strcmp(event->object_name, w->name) == 0);
}

static int compare_numbers(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

/* Orders what says the same next to each other. */
static int compare_words(const struct event *a, const struct event *b)
{
    int order = compare_numbers(a->reason, b->reason);
    if (!order)
        order = compare_numbers(a->field_path, b->field_path);
    if (!order)
        order = compare_numbers(a->source, b->source);
    if (!order)
        order = compare_numbers(a->warning, b->warning);
    if (!order)
        order = compare_numbers(a->namespace_, b->namespace_);
    if (!order)
        order = compare_numbers(a->object_kind, b->object_kind);
    if (!order)
        order = strcmp(a->object_name, b->object_name);
    return order ? order : strcmp(a->message, b->message);
}

static int by_words(const void *a, const void *b)
{
    const struct eventlist_row *left = a, *right = b;
    return compare_words(left->event, right->event);
}

/* Ties by first time and name, so that the order never wavers. */
static int by_time(const void *a, const void *b)
{
    const struct eventlist_row *left = a, *right = b;
    if (left->last != right->last)
        return left->last < right->last ? -1 : 1;
    if (left->first != right->first)
        return left->first < right->first ? -1 : 1;
    return strcmp(left->event->name, right->event->name);
}

static void merge(struct eventlist_row *into, const struct eventlist_row *row)
{
    if (row->last > into->last ||
        (row->last == into->last && strcmp(row->event->name, into->event->name) > 0))
        into->event = row->event;
    if (row->first != TIME_NONE && (into->first == TIME_NONE || row->first < into->first))
        into->first = row->first;
    if (row->last > into->last)
        into->last = row->last;
    into->count += row->count;
}

static void merge_equals(struct eventlist *list)
{
    size_t kept = 0;
    qsort(list->rows.data, list->rows.len, sizeof(*list->rows.data), by_words);
    for (size_t i = 0; i < list->rows.len; i++)
        if (kept && by_words(&list->rows.data[kept - 1], &list->rows.data[i]) == 0)
            merge(&list->rows.data[kept - 1], &list->rows.data[i]);
        else
            list->rows.data[kept++] = list->rows.data[i];
    list->rows.len = kept;
}

void eventlist_fill(struct eventlist *list, const struct store *store, const char *kind, uint32_t namespace_,
                    const char *name, uint32_t uid_hash)
{
    struct wanted wanted = {.namespace_ = namespace_, .uid_hash = uid_hash, .name = name};
    list->rows.len = 0;
    if (kind && !(wanted.kind = intern_find(&store->strings, kind)))
        return; /* a word never heard: no event has it */
    for (size_t i = 0; i < store->events.len; i++) {
        const struct event *event = &store->events.data[i];
        if (is_about(event, &wanted))
            *vec_push(&list->rows) = (struct eventlist_row){.event = event,
                                                            .first = event->first,
                                                            .last = event->last,
                                                            .count = event->count > 0 ? event->count : 1};
    }
    if (list->rows.len < 2)
        return;
    merge_equals(list);
    qsort(list->rows.data, list->rows.len, sizeof(*list->rows.data), by_time);
}

void eventlist_fini(struct eventlist *list)
{
    free(list->rows.data);
    *list = (struct eventlist){0};
}

void eventlist_add_age(struct str *out, const struct eventlist_row *row, int64_t now)
{
    char age[TIME_TEXT];
    str_add(out, time_since(age, row->count > 1 ? row->last : row->first, now));
    if (row->count > 1)
        str_addf(out, " (x%lld over %s)", (long long)row->count, time_since(age, row->first, now));
}
