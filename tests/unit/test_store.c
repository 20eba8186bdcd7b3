/* Pods and events in slots. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/xmalloc.h"
#include "model/eventlist.h"
#include "tests/support/podtest.h"

static void put_row(struct podtest *t, const char *name, const char *status)
{
    struct pod pod;
    pod_init(&pod);
    pod.name = name;
    pod.namespace_ = store_word(&t->store, "a");
    pod.status = store_text(&t->store, store_word(&t->store, status));
    pod.source = POD_FROM_TABLE;
    pod_pack(&pod);
    store_pod_put(&t->store, &pod, t->now);
}

static void a_table_row_never_replaces_an_object(void **state)
{
    (void)state;
    struct podtest t;
    podtest_init(&t);
    put_row(&t, "one", "Pending");
    uint32_t a = store_word(&t.store, "a");
    assert_int_equal(store_pod_find(&t.store, a, "one")->source, POD_FROM_TABLE);
    struct pod *pod = podtest_put_plain(&t, "a", "one");
    assert_string_equal(pod->status, "Running");
    assert_int_equal(pod->changed, TIME_NONE); /* the object only says more of the same pod */
    put_row(&t, "one", "Pending");
    assert_string_equal(store_pod_find(&t.store, a, "one")->status, "Running");
    assert_int_equal(t.store.pod_count, 1);
    podtest_fini(&t);
}

static void mark_and_id_survive_a_change_but_not_a_successor(void **state)
{
    (void)state;
    struct podtest t;
    podtest_init(&t);
    podtest_put_plain(&t, "a", "zero");
    struct pod *pod = podtest_put_plain(&t, "a", "one");
    uint32_t id = pod->id;
    pod->marked = true;
    pod = podtest_put_plain(&t, "a", "one");
    assert_int_equal(pod->id, id);
    assert_true(pod->marked);
    assert_int_equal(pod->changed, TIME_NONE);
    pod = podtest_put(
        &t, "{'metadata':{'namespace':'a','name':'one','uid':'other'},'status':{'phase':'Failed'}}");
    assert_int_equal(pod->id, id);
    assert_false(pod->marked);
    assert_int_equal(pod->changed, t.now);
    podtest_fini(&t);
}

static void changes_hold_each_id_once(void **state)
{
    (void)state;
    struct podtest t;
    podtest_init(&t);
    uint32_t id = podtest_put_plain(&t, "a", "one")->id;
    podtest_put_plain(&t, "a", "one");
    store_pod_remove(&t.store, store_word(&t.store, "a"), "one");
    assert_int_equal(podtest_put_plain(&t, "a", "two")->id, id); /* nobody holds the store */
    assert_int_equal(t.store.changes.len, 1);
    store_changes_clear(&t.store);
    podtest_put_plain(&t, "a", "two");
    assert_int_equal(t.store.changes.len, 1);
    podtest_fini(&t);
}

static void a_sweep_removes_what_a_list_did_not_name(void **state)
{
    (void)state;
    struct podtest t;
    podtest_init(&t);
    store_pod_seen(&t.store, podtest_put_plain(&t, "a", "kept")->id, 2);
    store_pod_seen(&t.store, podtest_put_plain(&t, "a", "gone")->id, 1);
    store_pod_seen(&t.store, podtest_put_plain(&t, "b", "elsewhere")->id, 1);
    assert_int_equal(store_pods_sweep(&t.store, store_word(&t.store, "a"), 2), 1);
    assert_null(store_pod_find(&t.store, store_word(&t.store, "a"), "gone"));
    assert_int_equal(store_pods_sweep(&t.store, 0, 2), 1);
    assert_int_equal(t.store.pod_count, 1);
    assert_non_null(store_pod_find(&t.store, store_word(&t.store, "a"), "kept"));
    podtest_fini(&t);
}

/* Against a plain array of what must be there. */
static void the_index_finds_all_and_only_what_is_there(void **state)
{
    (void)state;
    enum { NAMES = 200 };
    static bool there[NAMES];
    struct slotindex index = {0};
    uint32_t seed = 3;
    for (int i = 0; i < 20000; i++) {
        seed = seed * 1664525u + 1013904223u;
        uint32_t name = (seed >> 8) % NAMES, hash = (name % 37) * 2654435761u; /* many share a hash */
        if (there[name])
            slotindex_remove(&index, hash, name);
        else
            slotindex_add(&index, hash, name);
        there[name] = !there[name];
    }
    for (uint32_t name = 0; name < NAMES; name++) {
        struct slotindex_walk walk = {.hash = (name % 37) * 2654435761u};
        uint32_t slot;
        while ((slot = slotindex_next(&index, &walk)) != UINT32_MAX && slot != name)
            assert_true(there[slot]);
        assert_int_equal(slot == name, there[name]);
    }
    slotindex_fini(&index);
}

static void texts_are_cut_between_characters(void **state)
{
    (void)state;
    struct podtest t;
    struct pod pod;
    char message[POD_TEXT_MAX + 10];
    podtest_init(&t);
    memset(message, 'x', sizeof(message));
    memcpy(message + POD_TEXT_MAX - 1, "\xEA\xB0\x80", 4);
    pod_init(&pod);
    pod.name = "one";
    pod.message = message;
    pod_pack(&pod);
    assert_int_equal(strlen(pod.message), POD_TEXT_MAX - 1);
    assert_null(pod.labels);
    assert_string_equal(pod.owner, "");
    pod_fini(&pod);
    podtest_fini(&t);
}

static void equal_probes_are_one(void **state)
{
    (void)state;
    struct podtest t;
    podtest_init(&t);
    struct probe_spec spec = {.words = store_word(&t.store, "tcp :80"), .period_s = 10};
    uint32_t id = store_probe_id(&t.store, &spec);
    assert_int_equal(store_probe_id(&t.store, &spec), id);
    spec.period_s = 11;
    assert_int_not_equal(store_probe_id(&t.store, &spec), id);
    assert_int_equal(store_probe(&t.store, id)->period_s, 10);
    assert_null(store_probe(&t.store, 0));
    assert_null(store_probe(&t.store, 99));
    podtest_fini(&t);
}

static void put_event(struct podtest *t, const char *name, const char *object, const char *message,
                      int64_t first_s, int64_t last_s, int32_t count)
{
    struct event event = {.name = xstrdup(name),
                          .message = xstrdup(message),
                          .object_name = xstrdup(object),
                          .namespace_ = store_word(&t->store, "a"),
                          .object_kind = store_word(&t->store, "Pod"),
                          .first = t->now - first_s * 1000,
                          .last = t->now - last_s * 1000,
                          .count = count};
    store_event_put(&t->store, &event);
}

static void events_are_merged_and_sorted(void **state)
{
    (void)state;
    struct podtest t;
    struct eventlist list = {0};
    struct str age = {0};
    podtest_init(&t);
    put_event(&t, "e1", "one", "Readiness probe failed", 180, 60, 8);
    put_event(&t, "e2", "one", "Pulled", 10, 10, -1);
    put_event(&t, "e3", "one", "Readiness probe failed", 100, 20, 4);
    put_event(&t, "e4", "two", "Readiness probe failed", 100, 20, 4);
    uint32_t a = store_word(&t.store, "a");
    eventlist_fill(&list, &t.store, "Pod", a, "one", 0);
    assert_int_equal(list.rows.len, 2);
    eventlist_add_age(&age, &list.rows.data[0], t.now);
    assert_string_equal(str_text(&age), "20s (x12 over 3m)");
    str_clear(&age);
    eventlist_add_age(&age, &list.rows.data[1], t.now);
    assert_string_equal(str_text(&age), "10s");
    store_event_remove(&t.store, a, "e2");
    eventlist_fill(&list, &t.store, "Pod", a, NULL, 0);
    assert_int_equal(list.rows.len, 2);
    eventlist_fill(&list, &t.store, "Node", a, NULL, 0);
    assert_int_equal(list.rows.len, 0);
    eventlist_fini(&list);
    str_fini(&age);
    podtest_fini(&t);
}

static void an_event_of_the_same_name_replaces(void **state)
{
    (void)state;
    struct podtest t;
    struct eventlist list = {0};
    podtest_init(&t);
    put_event(&t, "e1", "one", "old", 9, 9, 1);
    put_event(&t, "e1", "one", "new", 9, 1, 2);
    eventlist_fill(&list, &t.store, NULL, 0, NULL, 0);
    assert_int_equal(list.rows.len, 1);
    assert_string_equal(list.rows.data[0].event->message, "new");
    assert_int_equal(t.store.event_count, 1);
    eventlist_fini(&list);
    podtest_fini(&t);
}

static void the_longest_unseen_events_go_first(void **state)
{
    (void)state;
    struct podtest t;
    char name[32];
    podtest_init(&t);
    for (int i = 0; i <= STORE_EVENTS_MAX; i++) {
        snprintf(name, sizeof(name), "e%d", i);
        put_event(&t, name, "one", "m", STORE_EVENTS_MAX - i, STORE_EVENTS_MAX - i, 1);
    }
    assert_true(t.store.event_count <= STORE_EVENTS_MAX);
    assert_true(t.store.event_count > STORE_EVENTS_MAX / 2);
    for (size_t i = 0; i < t.store.events.len; i++)
        if (t.store.events.data[i].name)
            assert_string_not_equal(t.store.events.data[i].name, "e0");
    podtest_fini(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_row_never_replaces_an_object),
        cmocka_unit_test(mark_and_id_survive_a_change_but_not_a_successor),
        cmocka_unit_test(changes_hold_each_id_once),
        cmocka_unit_test(a_sweep_removes_what_a_list_did_not_name),
        cmocka_unit_test(the_index_finds_all_and_only_what_is_there),
        cmocka_unit_test(texts_are_cut_between_characters),
        cmocka_unit_test(equal_probes_are_one),
        cmocka_unit_test(events_are_merged_and_sorted),
        cmocka_unit_test(an_event_of_the_same_name_replaces),
        cmocka_unit_test(the_longest_unseen_events_go_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
