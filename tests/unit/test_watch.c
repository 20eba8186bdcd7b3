/* Every turn a watch can take, against a scripted server. What it tells is written down as one text. */
#include "api-client/watch.h"

#include "base/str.h"
#include "tests/support/api_server.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define LIST(version, more, items)                                                                           \
    "{\"kind\":\"PodList\",\"metadata\":{\"resourceVersion\":\"" version "\"" more "},\"items\":[" items "]" \
    "}"
#define POD(name, version) "{\"metadata\":{\"name\":\"" name "\",\"resourceVersion\":\"" version "\"}}"
#define EVENT(type, name, version) "{\"type\":\"" type "\",\"object\":" POD(name, version) "}\n"
#define STATUS(code, reason, message) \
    "{\"kind\":\"Status\",\"code\":" #code ",\"reason\":\"" reason "\",\"message\":\"" message "\"}"
#define WATCH "watch=true&allowWatchBookmarks=true&timeoutSeconds="

struct fixture {
    struct loop *loop;
    struct api_server *server;
    struct client *client;
    struct watch *watch;
    struct str told;
    const char *until;
    const char *stop_at; /* stops the watch from inside its own callback */
    bool hurry;          /* waits are cut short */
};

static void tell(struct fixture *f, const char *word, const char *what)
{
    str_addf(&f->told, "%s%s%s;", word, what ? " " : "", what ? what : "");
    if (f->stop_at && strstr(str_text(&f->told), f->stop_at) && f->watch) {
        watch_stop(f->watch);
        f->watch = NULL;
    }
}

static void on_list_begin(void *user)
{
    tell(user, "begin", NULL);
}

static void on_list_end(void *user)
{
    tell(user, "end", NULL);
}

static void on_object(void *user, enum watch_change change, const cJSON *object)
{
    static const char *const words[] = {"listed", "added", "modified", "deleted"};
    const cJSON *cells = json_get(object, "cells");
    tell(user, words[change], cells ? cells->child->valuestring : json_text(object, "metadata.name"));
}

static void on_lost(void *user, const struct err_info *info)
{
    (void)info;
    tell(user, "lost", NULL);
}

static void on_state(void *user)
{
    struct fixture *f = user;
    if (f->watch)
        tell(f, "->", watch_state_word(watch_state(f->watch)));
}

static void begin_spec(struct fixture *f, const struct api_step *steps, struct watch_spec spec)
{
    *f = (struct fixture){.loop = loop_new()};
    f->server = api_server_open(f->loop, steps);
    f->client = client_open(f->loop, api_server_target(f->server));
    spec.path = "/api/v1/pods";
    spec.on_list_begin = on_list_begin;
    spec.on_object = on_object;
    spec.on_list_end = on_list_end;
    spec.on_lost = on_lost;
    spec.on_state = on_state;
    spec.user = f;
    f->watch = watch_start(f->client, &spec);
}

static void begin(struct fixture *f, const struct api_step *steps)
{
    begin_spec(f, steps, (struct watch_spec){0});
}

static bool is_told(void *user)
{
    struct fixture *f = user;
    if (f->hurry && f->watch && watch_retry_in(f->watch) > 0)
        watch_retry(f->watch);
    return strstr(str_text(&f->told), f->until) != NULL;
}

static void wait_for(struct fixture *f, const char *until)
{
    f->until = until;
    loop_until(f->loop, is_told, f);
}

static void finish(struct fixture *f)
{
    watch_stop(f->watch);
    client_close(f->client);
    api_server_close(f->server);
    loop_free(f->loop);
    str_fini(&f->told);
}

static void list_then_watch(void **state)
{
    (void)state;
    const struct api_step steps[] = {
        {"GET /api/v1/pods?labelSelector=a&limit=500 ", 200,
         .body = LIST("7", "", POD("a", "1") "," POD("b", "2"))},
        {"GET /api/v1/pods?labelSelector=a&" WATCH, 200,
         .body = EVENT("ADDED", "c", "8") EVENT("BOOKMARK", "", "9") EVENT("DELETED", "a", "10"),
         .hold = true},
        {"&resourceVersion=11 ", 200, .hold = true},
        {0}};
    struct fixture f;
    begin_spec(&f, steps, (struct watch_spec){.query = "labelSelector=a"});
    wait_for(&f, "deleted a;");
    assert_string_equal(str_text(&f.told),
                        "-> catching up;begin;listed a;listed b;end;-> live;added c;deleted a;");
    assert_non_null(strstr(api_server_heads(f.server), "&resourceVersion=7 "));
    api_server_send(f.server, EVENT("MODIFIED", "b", "11"));
    wait_for(&f, "modified b;");
    assert_int_equal(watch_state(f.watch), WATCH_LIVE);
    assert_string_equal(watch_problem(f.watch), "");
    f.hurry = true;
    str_clear(&f.told);
    api_server_end(f.server); /* its time is up: goes on from the last version, and stays live */
    while (api_server_step(f.server) < 3)
        is_told(&f), uv_run(&f.loop->uv, UV_RUN_NOWAIT);
    assert_int_equal(watch_state(f.watch), WATCH_LIVE);
    assert_string_equal(str_text(&f.told), "");
    finish(&f);
}

static void pages(void **state)
{
    (void)state;
    const struct api_step steps[] = {
        {"?limit=2 ", 200,
         .body =
             LIST("7", ",\"continue\":\"a+b=\",\"remainingItemCount\":1", POD("a", "1") "," POD("b", "2"))},
        {"?limit=2&continue=a%2Bb%3D ", 200, .body = LIST("7", "", POD("c", "3"))},
        {"&resourceVersion=7 ", 200, .hold = true},
        {0}};
    struct fixture f;
    begin_spec(&f, steps, (struct watch_spec){.page_size = 2});
    wait_for(&f, "live;");
    assert_string_equal(str_text(&f.told), "-> catching up;begin;listed a;listed b;listed c;end;-> live;");
    assert_int_equal(watch_listed(f.watch), 3);
    assert_int_equal(watch_remaining(f.watch), -1);
    finish(&f);
}

static void pages_too_old_are_listed_in_one(void **state)
{
    (void)state;
    const struct api_step steps[] = {
        {"?limit=1 ", 200, .body = LIST("7", ",\"continue\":\"x\"", POD("a", "1"))},
        {"?limit=1&continue=x ", 410, .body = STATUS(410, "Expired", "too old")},
        {"GET /api/v1/pods ", 200, .body = LIST("9", "", POD("a", "1") "," POD("b", "2"))},
        {"&resourceVersion=9 ", 200, .hold = true},
        {0}};
    struct fixture f;
    begin_spec(&f, steps, (struct watch_spec){.page_size = 1});
    wait_for(&f, "live;");
    assert_string_equal(str_text(&f.told),
                        "-> catching up;begin;listed a;begin;listed a;listed b;end;-> live;");
    finish(&f);
}

static void from_the_watch_cache(void **state)
{
    (void)state;
    const struct api_step steps[] = {
        {"GET /api/v1/pods?resourceVersion=0&limit=500 ", 200, .body = LIST("7", "", POD("a", "1"))},
        {"&resourceVersion=7 ", 200,
         .body = "{\"type\":\"ERROR\",\"object\":" STATUS(410, "Expired", "old") "}\n"},
        {"GET /api/v1/pods?limit=500 ", 200, .body = LIST("8", "", "")},
        {"&resourceVersion=8 ", 200, .hold = true},
        {0}};
    struct fixture f;
    begin_spec(&f, steps, (struct watch_spec){.from_cache = true});
    wait_for(&f, "begin;end;-> live;");
    finish(&f);
}

static void gone_in_band_and_by_status_lists_anew(void **state)
{
    (void)state;
    const struct api_step steps[] = {
        {"?limit=500 ", 200, .body = LIST("7", "", POD("a", "1"))},
        {"&resourceVersion=7 ", 200,
         .body = "{\"type\":\"ERROR\",\"object\":" STATUS(410, "Expired", "old") "}\n"},
        {"?limit=500 ", 200, .body = LIST("8", "", POD("b", "1"))},
        {"&resourceVersion=8 ", 410, .body = STATUS(410, "Gone", "old")},
        {"?limit=500 ", 200, .body = LIST("9", "", POD("c", "1"))},
        {"&resourceVersion=9 ", 200, .hold = true},
        {0}};
    struct fixture f;
    begin(&f, steps);
    f.hurry = true;
    wait_for(&f, "listed c;end;-> live;");
    assert_string_equal(str_text(&f.told), "-> catching up;begin;listed a;end;-> live;-> catching up;begin;"
                                           "listed b;end;begin;listed c;end;-> live;");
    finish(&f);
}

static void a_cut_watch_is_stale_then_goes_on(void **state)
{
    (void)state;
    const struct api_step steps[] = {
        {"?limit=500 ", 200, .body = LIST("7", "", POD("a", "1"))},
        {"&resourceVersion=7 ", 200, .body = EVENT("ADDED", "b", "8") "{\"type\":\"ADD", .cut = true},
        {"&resourceVersion=8 ", 503, .headers = "Retry-After: 1\r\n", .body = "busy"},
        {"&resourceVersion=8 ", 200, .body = EVENT("ADDED", "c", "9"), .hold = true},
        {0}};
    struct fixture f;
    begin(&f, steps);
    wait_for(&f, "stale;");
    assert_int_equal(watch_error(f.watch), ERR_CUT);
    assert_non_null(strstr(watch_problem(f.watch), "cut"));
    assert_in_range(watch_retry_in(f.watch), 1, 1000);
    watch_retry(f.watch);
    wait_for(&f, "stale;-> stale;");
    assert_in_range(watch_retry_in(f.watch), 500, 1000);
    f.hurry = true;
    wait_for(&f, "added c;");
    assert_string_equal(str_text(&f.told),
                        "-> catching up;begin;listed a;end;-> live;added b;-> stale;-> stale;"
                        "-> live;added c;");
    finish(&f);
}

static void no_watch_verb_is_polled(void **state)
{
    (void)state;
    const struct api_step steps[] = {{"?limit=500 ", 200, .body = LIST("7", "", POD("a", "1"))},
                                     {WATCH, 403, .body = STATUS(403, "Forbidden", "cannot watch")},
                                     {"?limit=500 ", 200, .body = LIST("8", "", POD("b", "1"))},
                                     {"?limit=500 ", 500, .body = "oops"},
                                     {"?limit=500 ", 200, .body = LIST("9", "", POD("c", "1"))},
                                     {0}};
    struct fixture f;
    begin(&f, steps);
    wait_for(&f, "-> polling;");
    assert_in_range(watch_retry_in(f.watch), 1000, 5000);
    f.hurry = true;
    wait_for(&f, "-> stale;");
    wait_for(&f, "listed c;end;-> polling;");
    f.hurry = false;
    assert_string_equal(str_text(&f.told), "-> catching up;begin;listed a;end;-> polling;begin;listed b;end;"
                                           "-> stale;-> catching up;begin;listed c;end;-> polling;");
    finish(&f);
}

static void a_list_for_a_watch_is_polled(void **state)
{
    (void)state;
    const struct api_step steps[] = {
        {"?limit=500 ", 200, .body = LIST("7", "", "")}, {WATCH, 200, .body = LIST("7", "", "") "\n"}, {0}};
    struct fixture f;
    begin(&f, steps);
    wait_for(&f, "-> polling;");
    finish(&f);
}

static void refused_and_missing(void **state)
{
    (void)state;
    const struct api_step steps[] = {
        {"?limit=500 ", 403, .body = STATUS(403, "Forbidden", "pods is forbidden")},
        {"?limit=500 ", 404, .body = STATUS(404, "NotFound", "no such resource")},
        {"?limit=500 ", 401, .body = STATUS(401, "Unauthorized", "Unauthorized")},
        {"?limit=500 ", 200, .body = LIST("7", "", "")},
        {"&resourceVersion=7 ", 200, .hold = true},
        {0}};
    struct fixture f;
    begin(&f, steps);
    wait_for(&f, "-> forbidden;");
    assert_string_equal(watch_problem(f.watch), "pods is forbidden");
    assert_in_range(watch_retry_in(f.watch), 50 * 1000, 60 * 1000);
    watch_retry(f.watch);
    wait_for(&f, "-> not there;");
    assert_in_range(watch_retry_in(f.watch), 50 * 1000, 60 * 1000);
    watch_retry(f.watch);
    wait_for(&f, "-> connecting;");
    assert_int_equal(watch_error(f.watch), ERR_UNAUTHORIZED);
    watch_retry(f.watch);
    wait_for(&f, "-> live;");
    finish(&f);
}

static void no_list_at_all(void **state)
{
    (void)state;
    const struct api_step steps[] = {
        {"?limit=500 ", 200, .html = true, .body = "<html><body>Please log in</body></html>"},
        {"?limit=500 ", 200, .body = "{\"items\":[{\"metadata\":"},
        {"?limit=500 ", 200, .body = "{\"kind\":\"Pod\"}"},
        {"?limit=500 ", 200, .body = "not json"},
        {"?limit=500 ", 200, .body = LIST("1", "", POD("a", "1")), .cut = true},
        {"?limit=500 ", .status = 0, .cut = true},
        {"?limit=500 ", 200, .body = LIST("7", "", "")},
        {"&resourceVersion=7 ", 200, .hold = true},
        {0}};
    static const char *const words[] = {"HTML",         "middle", "not with a list",
                                        "not the JSON", "cut",    "without an answer"};
    struct fixture f;
    begin(&f, steps);
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        str_clear(&f.told);
        wait_for(&f, "-> connecting;");
        if (!strstr(watch_problem(f.watch), words[i]))
            fail_msg("%s is not in: %s", words[i], watch_problem(f.watch));
        watch_retry(f.watch);
    }
    wait_for(&f, "-> live;");
    finish(&f);
}

static void broken_objects_are_left_out_alone(void **state)
{
    (void)state;
    const struct api_step steps[] = {
        {"?limit=500 ", 200, .body = LIST("7", "", POD("a", "1") ",{\"x\":tru},null," POD("b", "2"))},
        {"&resourceVersion=7 ", 200,
         .body = "{\"type\":\"ADDED\",\"object\":{\n{\"type\":\"NEWS\"}\n" EVENT("ADDED", "c", "8"),
         .hold = true},
        {0}};
    struct fixture f;
    begin(&f, steps);
    wait_for(&f, "added c;");
    assert_string_equal(str_text(&f.told),
                        "-> catching up;begin;listed a;lost;listed b;end;-> live;lost;lost;added c;");
    finish(&f);
}

static void tables(void **state)
{
    (void)state;
    const struct api_step steps[] = {
        {"Accept: application/json;as=Table", 200,
         .body = "{\"kind\":\"Table\",\"metadata\":{\"resourceVersion\":\"7\"},\"columnDefinitions\":[],"
                 "\"rows\":[{\"cells\":[\"a\"]}]}"},
        {"&resourceVersion=7 ", 200,
         .body = "{\"type\":\"ADDED\",\"object\":{\"kind\":\"Table\",\"rows\":[{\"cells\":[\"b\"],\"object\":"
                 "{\"metadata\":{\"resourceVersion\":\"8\"}}}]}}\n",
         .cut = true},
        {"&resourceVersion=8 ", 200, .hold = true},
        {0}};
    struct fixture f;
    begin_spec(&f, steps, (struct watch_spec){.accept = "application/json;as=Table;v=v1;g=meta.k8s.io"});
    f.hurry = true;
    wait_for(&f, "-> stale;-> live;");
    assert_string_equal(str_text(&f.told),
                        "-> catching up;begin;listed a;end;-> live;added b;-> stale;-> live;");
    finish(&f);
}

static void initial_events(void **state)
{
    (void)state;
    const struct api_step steps[] = {
        {"&resourceVersion=&resourceVersionMatch=NotOlderThan&sendInitialEvents=true ", 200,
         .body = EVENT("ADDED", "a", "1")
             EVENT("ADDED", "b", "2") "{\"type\":\"BOOKMARK\",\"object\":{\"metadata\":{"
                                      "\"resourceVersion\":\"7\",\"annotations\":{\"k8s.io/"
                                      "initial-events-end\":\"true\"}}}}\n" EVENT("MODIFIED", "a", "8"),
         .cut = true},
        {"&resourceVersion=8 ", 200, .hold = true},
        {0}};
    struct fixture f;
    begin_spec(&f, steps, (struct watch_spec){.initial_events = true});
    f.hurry = true;
    wait_for(&f, "-> stale;-> live;");
    assert_string_equal(str_text(&f.told),
                        "-> catching up;begin;listed a;listed b;end;-> live;modified a;-> stale;-> live;");
    finish(&f);
}

static void initial_events_refused_is_a_list(void **state)
{
    (void)state;
    const struct api_step steps[] = {
        {"sendInitialEvents=true ", 422, .body = STATUS(422, "Invalid", "sendInitialEvents is forbidden")},
        {"?limit=500 ", 200, .body = LIST("7", "", POD("a", "1"))},
        {"&resourceVersion=7 ", 200, .hold = true},
        {0}};
    struct fixture f;
    begin_spec(&f, steps, (struct watch_spec){.initial_events = true});
    wait_for(&f, "-> live;");
    finish(&f);
}

/* From inside any of its callbacks. */
static void stopped_from_inside(void **state)
{
    (void)state;
    static const char *const words[] = {"-> catching up;", "begin;",   "listed a;", "end;",
                                        "-> live;",        "added c;", "lost;"};
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        const struct api_step steps[] = {
            {"?limit=500 ", 200, .body = LIST("7", "", POD("a", "1") "," POD("b", "2"))},
            {"&resourceVersion=7 ", 200, .body = EVENT("ADDED", "c", "8") "{\n" EVENT("ADDED", "d", "9"),
             .hold = true},
            {0}};
        struct fixture f;
        begin(&f, steps);
        f.stop_at = words[i];
        wait_for(&f, words[i]);
        for (int turn = 0; turn < 20; turn++)
            uv_run(&f.loop->uv, UV_RUN_NOWAIT);
        assert_string_equal(str_text(&f.told) + f.told.len - strlen(words[i]), words[i]);
        finish(&f);
    }
}

static void nobody_listens(void **state)
{
    (void)state;
    const struct api_step steps[] = {{0}};
    struct fixture f;
    f = (struct fixture){.loop = loop_new()};
    struct api_server *gone = api_server_open(f.loop, steps);
    struct target *target = api_server_target(gone);
    api_server_close(gone);
    f.server = api_server_open(f.loop, steps);
    f.client = client_open(f.loop, target);
    f.watch = watch_start(
        f.client, &(struct watch_spec){
                      .path = "/api/v1/pods", .on_object = on_object, .on_state = on_state, .user = &f});
    wait_for(&f, "-> connecting;");
    assert_int_equal(watch_error(f.watch), ERR_CONNECT);
    assert_non_null(strstr(watch_problem(f.watch), "refused"));
    finish(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(list_then_watch),
        cmocka_unit_test(pages),
        cmocka_unit_test(pages_too_old_are_listed_in_one),
        cmocka_unit_test(from_the_watch_cache),
        cmocka_unit_test(gone_in_band_and_by_status_lists_anew),
        cmocka_unit_test(a_cut_watch_is_stale_then_goes_on),
        cmocka_unit_test(no_watch_verb_is_polled),
        cmocka_unit_test(a_list_for_a_watch_is_polled),
        cmocka_unit_test(refused_and_missing),
        cmocka_unit_test(no_list_at_all),
        cmocka_unit_test(broken_objects_are_left_out_alone),
        cmocka_unit_test(tables),
        cmocka_unit_test(initial_events),
        cmocka_unit_test(initial_events_refused_is_a_list),
        cmocka_unit_test(stopped_from_inside),
        cmocka_unit_test(nobody_listens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
