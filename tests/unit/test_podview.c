/* The live list of pods: always the same as sorting and filtering everything from the start. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/filter.h"
#include "model/podview.h"
#include "tests/support/podtest.h"

/* A small generator of its own: the same numbers on every run. */
static uint32_t seed;

static uint32_t roll(uint32_t below)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % below;
}

static void put_random(struct podtest *t, uint32_t names)
{
    static const char *const states[] = {"Running", "CrashLoopBackOff", "Completed", "Pending",
                                         "ErrImagePull"};
    struct pod pod;
    char name[32], ip[32];
    pod_init(&pod);
    snprintf(name, sizeof(name), "pod-%u", roll(names));
    snprintf(ip, sizeof(ip), "10.0.%u.%u", roll(4), roll(250));
    if (!roll(9))
        *ip = '\0';
    pod.name = name;
    pod.ip = ip;
    pod.namespace_ = store_word(&t->store, roll(2) ? "east" : "west");
    pod.status = store_text(&t->store, store_word(&t->store, states[roll(5)]));
    pod.node = store_word(&t->store, roll(3) ? "node-b" : "node-a");
    pod.health = (uint8_t)roll(HEALTH_COUNT);
    pod.ready = (int32_t)roll(3);
    pod.total = pod.ready + (int32_t)roll(2);
    pod.restarts = (int32_t)roll(4);
    pod.created = roll(20) ? t->now - roll(10000) * 1000LL : TIME_NONE;
    pod.source = POD_FROM_OBJECT;
    pod_pack(&pod);
    store_pod_put(&t->store, &pod, t->now);
}

static void remove_random(struct podtest *t, uint32_t names)
{
    char name[32];
    snprintf(name, sizeof(name), "pod-%u", roll(names));
    store_pod_remove(&t->store, store_word(&t->store, roll(2) ? "east" : "west"), name);
}

static int sign(int64_t n)
{
    return (n > 0) - (n < 0);
}

/* The order said a second way, over the pods themselves. */
static int expected_order(const struct store *store, const struct pod *a, const struct pod *b,
                          enum podview_sort sort)
{
    int64_t ready_a = a->total ? a->ready * 1000000LL / a->total : 1000000;
    int64_t ready_b = b->total ? b->ready * 1000000LL / b->total : 1000000;
    switch (sort) {
    case PODVIEW_BY_HEALTH:
        return sign(a->health - b->health);
    case PODVIEW_BY_READY:
        return ready_a != ready_b ? sign(ready_a - ready_b) : sign(a->total - b->total);
    case PODVIEW_BY_STATUS:
        return sign(strcmp(a->status, b->status));
    case PODVIEW_BY_RESTARTS:
        return sign(a->restarts - b->restarts);
    case PODVIEW_BY_AGE:
        if (a->created == TIME_NONE || b->created == TIME_NONE)
            return (a->created == TIME_NONE) - (b->created == TIME_NONE);
        return sign(b->created - a->created);
    case PODVIEW_BY_NODE:
        return sign(strcmp(store_text(store, a->node), store_text(store, b->node)));
    case PODVIEW_BY_NAME:
        return sign(strcmp(a->name, b->name));
    default:
        return 0;
    }
}

static int names_order(const struct store *store, const struct pod *a, const struct pod *b)
{
    int order = strcmp(store_text(store, a->namespace_), store_text(store, b->namespace_));
    return sign(order ? order : strcmp(a->name, b->name));
}

struct expectation {
    enum podview_sort sort;
    bool descending;
    const char *filter;
};

static void check(struct podtest *t, struct podview *view, const struct expectation *e)
{
    struct filter *filter = NULL;
    size_t count = 0, healths[HEALTH_COUNT] = {0};
    assert_int_equal(filter_parse(e->filter, &filter, NULL), ERR_OK);
    for (uint32_t id = 0; id < t->store.pods.len; id++) {
        const struct pod *pod = store_pod_at(&t->store, id);
        size_t row;
        bool wanted = pod && filter_matches(filter, &t->store, pod);
        assert_int_equal(podview_find(view, id, &row), wanted);
        if (!wanted)
            continue;
        assert_int_equal(podview_at(view, row), id);
        healths[pod->health]++;
        count++;
    }
    assert_int_equal(podview_count(view), count);
    for (int h = 0; h < HEALTH_COUNT; h++)
        assert_int_equal(podview_health_count(view, (enum health)h), healths[h]);
    for (size_t row = 1; row < count; row++) {
        const struct pod *a = store_pod_at(&t->store, podview_at(view, row - 1));
        const struct pod *b = store_pod_at(&t->store, podview_at(view, row));
        bool names_lead = e->sort == PODVIEW_BY_NAMESPACE || e->sort == PODVIEW_BY_NAME;
        int order = expected_order(&t->store, a, b, e->sort);
        if (!order && names_lead)
            order = names_order(&t->store, a, b);
        order = e->descending ? -order : order;
        if (!order && e->sort != PODVIEW_BY_IP)
            order = names_order(&t->store, a, b);
        assert_true(order <= 0);
    }
    filter_free(filter);
}

static void settle(struct podview *view, size_t budget)
{
    for (int steps = 0; podview_step(view, budget); steps++)
        assert_true(steps < 10000);
}

static void rows_are_what_sorting_all_gives(void **state)
{
    (void)state;
    static const struct expectation looks[] = {
        {PODVIEW_BY_HEALTH, false, ""},
        {PODVIEW_BY_NAME, false, ""},
        {PODVIEW_BY_NAME, true, "!pod-1"},
        {PODVIEW_BY_STATUS, false, "east"},
        {PODVIEW_BY_RESTARTS, true, ""},
        {PODVIEW_BY_AGE, false, "restarts>1"},
        {PODVIEW_BY_IP, true, ""},
        {PODVIEW_BY_NODE, false, "status=C*"},
        {PODVIEW_BY_READY, false, "ready=no"},
        {PODVIEW_BY_NAMESPACE, true, ""},
    };
    struct podtest t;
    podtest_init(&t);
    struct podview *view = podview_new(&t.store);
    seed = 7;
    for (size_t look = 0; look < sizeof(looks) / sizeof(looks[0]); look++) {
        podview_sort_by(view, looks[look].sort, looks[look].descending);
        assert_int_equal(podview_filter(view, looks[look].filter, NULL), ERR_OK);
        for (int round = 0; round < 40; round++) {
            for (uint32_t i = 0; i < 1 + roll(60); i++)
                roll(3) ? put_random(&t, 300) : remove_random(&t, 300);
            podview_changed(view);
            if (roll(2)) /* changes may come in the middle of a build or with some still to be placed */
                podview_step(view, 1 + roll(20));
            else
                settle(view, 1 + roll(50));
        }
        settle(view, 16);
        check(&t, view, &looks[look]);
    }
    podview_free(view);
    podtest_fini(&t);
}

static void a_step_is_short_and_says_that_more_is_to_do(void **state)
{
    (void)state;
    struct podtest t;
    char name[32];
    podtest_init(&t);
    struct podview *view = podview_new(&t.store);
    settle(view, 100);
    for (int i = 0; i < 250; i++) {
        snprintf(name, sizeof(name), "p%03d", i);
        podtest_put_plain(&t, "a", name);
    }
    assert_true(podview_step(view, 100));
    assert_int_equal(podview_count(view), 100);
    assert_true(podview_step(view, 100));
    assert_false(podview_step(view, 100));
    assert_int_equal(podview_count(view), 250);
    assert_false(podview_step(view, 100));
    podview_free(view);
    podtest_fini(&t);
}

static void a_removed_pod_keeps_its_slot_until_the_view_has_looked(void **state)
{
    (void)state;
    struct podtest t;
    podtest_init(&t);
    struct podview *view = podview_new(&t.store);
    uint32_t id = podtest_put_plain(&t, "a", "one")->id;
    settle(view, 10);
    store_pod_remove(&t.store, store_word(&t.store, "a"), "one");
    assert_null(store_pod_at(&t.store, id));
    assert_int_equal(podview_at(view, 0), id);
    assert_int_not_equal(podtest_put_plain(&t, "a", "two")->id, id);
    settle(view, 10);
    assert_int_equal(podview_count(view), 1);
    assert_int_equal(podtest_put_plain(&t, "a", "three")->id, id);
    settle(view, 10);
    assert_string_equal(store_pod_at(&t.store, podview_at(view, 0))->name, "three");
    podview_free(view);
    podtest_fini(&t);
}

static void the_worst_is_found_round_and_round(void **state)
{
    (void)state;
    struct podtest t;
    uint32_t id;
    podtest_init(&t);
    struct podview *view = podview_new(&t.store);
    assert_false(podview_worst(view, &id));
    podtest_put_plain(&t, "a", "fine");
    settle(view, 10);
    assert_false(podview_worst(view, &id));
    uint32_t bad[2];
    for (int i = 0; i < 2; i++) {
        struct pod *pod = podtest_put_plain(&t, "a", i ? "bad-2" : "bad-1");
        pod->health = HEALTH_UNREADY;
        bad[i] = pod->id;
    }
    podview_sort_by(view, PODVIEW_BY_NAME, false);
    settle(view, 10);
    assert_true(podview_worst(view, &id));
    assert_int_equal(id, bad[0]);
    assert_true(podview_next_worst(view, 0, &id));
    assert_int_equal(id, bad[1]);
    assert_true(podview_next_worst(view, 1, &id));
    assert_int_equal(id, bad[0]);
    podview_free(view);
    podtest_fini(&t);
}

static void a_bad_filter_changes_nothing(void **state)
{
    (void)state;
    struct podtest t;
    struct err_info info;
    podtest_init(&t);
    struct podview *view = podview_new(&t.store);
    podtest_put_plain(&t, "a", "one");
    assert_int_equal(podview_filter(view, "two", &info), ERR_OK);
    settle(view, 10);
    assert_int_equal(podview_filter(view, "/[/", &info), ERR_USAGE);
    settle(view, 10);
    assert_int_equal(podview_count(view), 0);
    podview_free(view);
    podtest_fini(&t);
}

static void a_cleared_store_starts_anew(void **state)
{
    (void)state;
    struct podtest t;
    podtest_init(&t);
    struct podview *view = podview_new(&t.store);
    podtest_put_plain(&t, "a", "one");
    settle(view, 10);
    store_clear(&t.store);
    podview_reset(view);
    settle(view, 10);
    assert_int_equal(podview_count(view), 0);
    podtest_put_plain(&t, "a", "two");
    settle(view, 10);
    assert_int_equal(podview_count(view), 1);
    podview_free(view);
    podtest_fini(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_what_sorting_all_gives),
        cmocka_unit_test(a_step_is_short_and_says_that_more_is_to_do),
        cmocka_unit_test(a_removed_pod_keeps_its_slot_until_the_view_has_looked),
        cmocka_unit_test(the_worst_is_found_round_and_round),
        cmocka_unit_test(a_bad_filter_changes_nothing),
        cmocka_unit_test(a_cleared_store_starts_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
