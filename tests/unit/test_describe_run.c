/* `describe pod` over a scripted server: which requests it makes, what it prints, what it says of failures.
 */
#include "api-client/client.h"
#include "base/xmalloc.h"
#include "cli/describe_run.h"
#include "tests/support/stream_server.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define PODS "/api/v1/namespaces/lab/pods"
#define EVENTS "/api/v1/namespaces/lab/events?fieldSelector="

/* What the server answers to a request whose path begins so; anything else is not found. */
struct answer {
    const char *path;
    int status;
    const char *body;
};

struct fixture {
    struct loop *loop;
    struct stream_server *server;
    struct client *client;
    const struct answer *answers;
    struct str out, wrong, paths;
    int status;
};

static const char not_found[] = "{\"kind\":\"Status\",\"status\":\"Failure\",\"reason\":\"NotFound\","
                                "\"code\":404,\"message\":\"pods not found\"}";

static void respond(struct stream_peer *peer, int status, const char *body)
{
    char *head = xasprintf("HTTP/1.1 %d X\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n"
                           "Connection: close\r\n\r\n",
                           status, strlen(body));
    peer_send(peer, head, strlen(head));
    peer_send(peer, body, strlen(body));
    peer_close(peer);
    free(head);
}

static void on_head(void *user, struct stream_peer *peer, const char *head)
{
    struct fixture *f = user;
    const char *path = strchr(head, ' ') + 1;
    str_addf(&f->paths, "%.*s\n", (int)strcspn(path, " "), path);
    for (const struct answer *answer = f->answers; answer->path; answer++) {
        if (str_starts(path, answer->path)) {
            respond(peer, answer->status, answer->body);
            return;
        }
    }
    respond(peer, 404, not_found);
}

static void setup(struct fixture *f, const struct answer *answers)
{
    struct target *target = xcalloc(1, sizeof(*target));
    *f = (struct fixture){.answers = answers};
    f->loop = loop_new();
    f->server = stream_server_open(f->loop, &(struct stream_server_spec){.on_head = on_head, .user = f});
    target->context = xstrdup("");
    target->cluster = xstrdup("");
    target->user = xstrdup("");
    target->namespace_ = xstrdup("lab");
    target->server = xstrdup(stream_server_url(f->server));
    target->source = xstrdup("");
    f->client = client_open(f->loop, target);
}

static void teardown(struct fixture *f)
{
    client_close(f->client);
    stream_server_close(f->server);
    loop_free(f->loop);
    str_fini(&f->out);
    str_fini(&f->wrong);
    str_fini(&f->paths);
}

static void read_back(struct str *text, FILE *file)
{
    char bytes[4096];
    size_t len;
    rewind(file);
    while ((len = fread(bytes, 1, sizeof(bytes), file)) > 0)
        str_add_bytes(text, bytes, len);
    fclose(file);
}

static void run(struct fixture *f, struct describe_spec spec, bool terminal)
{
    FILE *out = tmpfile(), *wrong = tmpfile();
    spec.namespace_ = "lab";
    spec.chunk = spec.chunk ? spec.chunk : 500;
    f->status = describe_run(f->client, &spec, out, wrong, terminal);
    read_back(&f->out, out);
    read_back(&f->wrong, wrong);
}

static void assert_holds(const struct str *text, const char *part)
{
    if (!strstr(str_text(text), part))
        fail_msg("no |%s| in |%s|", part, str_text(text));
}

#define POD(name) "{\"metadata\":{\"name\":\"" name "\",\"namespace\":\"lab\",\"uid\":\"u-" name "\"}}"
#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static const struct answer two_pods[] = {
    {PODS "/web-1", 200, POD("web-1")},
    {PODS "?limit=1&continue=more", 200, "{\"items\":[" POD("web-2") "],\"metadata\":{}}"},
    {PODS "?limit=1", 200, "{\"items\":[" POD("web-1") "],\"metadata\":{\"continue\":\"more\"}}"},
    {PODS "?limit=500", 200, "{\"items\":[" POD("db-1") "," POD("web-1") "," POD("web-2") "]}"},
    {EVENTS, 200, "{\"items\":[{\"reason\":\"Pulled\",\"message\":\"it\\u001b[31m came\\u009b\"}]}"},
    {NULL, 0, NULL}};

static void a_pod_by_name_with_its_events(void **state)
{
    struct fixture f;
    (void)state;
    setup(&f, two_pods);
    run(&f, (struct describe_spec){.words = WORDS("pod", "web-1")}, false);
    assert_int_equal(f.status, 0);
    assert_holds(&f.out, "Name:         web-1\n");
    assert_holds(&f.out, "Pulled  <unknown>        it^[[31m came\xc2\x9b\n");
    assert_holds(&f.paths,
                 EVENTS "involvedObject.name%3Dweb-1%2CinvolvedObject.namespace%3Dlab%2CinvolvedObject.uid"
                        "%3Du-web-1&limit=500\n");
    assert_string_equal(str_text(&f.wrong), "");
    teardown(&f);
}

static void a_terminal_gets_no_control_bytes(void **state)
{
    struct fixture f;
    (void)state;
    setup(&f, two_pods);
    run(&f, (struct describe_spec){.words = WORDS("pod/web-1")}, true);
    assert_int_equal(f.status, 0);
    assert_holds(&f.out, "it^[[31m came\xef\xbf\xbd\n");
    teardown(&f);
}

static void a_beginning_of_names_stands_for_them(void **state)
{
    struct fixture f;
    (void)state;
    setup(&f, two_pods);
    run(&f, (struct describe_spec){.words = WORDS("pods", "web"), .no_events = true}, false);
    assert_int_equal(f.status, 0);
    assert_holds(&f.out, "Name:         web-1\n");
    assert_holds(&f.out, "Tolerations:     <none>\n\nName:         web-2\n");
    assert_null(strstr(str_text(&f.out), "db-1"));
    assert_null(strstr(str_text(&f.paths), "events"));
    teardown(&f);
}

static void names_that_are_not_there(void **state)
{
    struct fixture f;
    (void)state;
    setup(&f, two_pods);
    run(&f, (struct describe_spec){.words = WORDS("po", "nope")}, false);
    assert_int_equal(f.status, 1);
    assert_string_equal(str_text(&f.out), "");
    assert_string_equal(str_text(&f.wrong), "Error from server (NotFound): pods \"nope\" not found\n");
    str_clear(&f.wrong);
    run(&f, (struct describe_spec){.words = WORDS("pod/nope", "pod/web-1")}, false);
    assert_int_equal(f.status, 1);
    assert_holds(&f.out, "Name:         web-1\n");
    assert_string_equal(str_text(&f.wrong), "Error from server (NotFound): pods not found\n");
    teardown(&f);
}

static void a_list_goes_on_over_its_pages(void **state)
{
    struct fixture f;
    (void)state;
    setup(&f, two_pods);
    run(&f, (struct describe_spec){.words = WORDS("pods"), .chunk = 1, .no_events = true}, false);
    assert_int_equal(f.status, 0);
    assert_holds(&f.out, "Tolerations:     <none>\n\n\nName:         web-2\n");
    teardown(&f);
}

static void nothing_there_is_said_and_no_failure(void **state)
{
    static const struct answer none[] = {
        {PODS "?", 200, "{\"items\":[]}"}, {"/api/v1/pods?", 200, "{\"items\":null}"}, {NULL, 0, NULL}};
    struct fixture f;
    (void)state;
    setup(&f, none);
    run(&f, (struct describe_spec){.words = WORDS("pods"), .selector = "a=b"}, false);
    assert_int_equal(f.status, 0);
    assert_string_equal(str_text(&f.wrong), "No resources found in lab namespace.\n");
    assert_holds(&f.paths, "labelSelector=a%3Db");
    str_clear(&f.wrong);
    run(&f, (struct describe_spec){.words = WORDS("pods"), .all_namespaces = true}, false);
    assert_int_equal(f.status, 0);
    assert_string_equal(str_text(&f.wrong), "No resources found\n");
    teardown(&f);
}

static void answers_that_are_none(void **state)
{
    static const struct answer bad[] = {
        {PODS "/html", 200, "<html>"},
        {PODS "/cut", 200, "{\"metadata\":{"},
        {PODS "/web", 200, POD("web")},
        {EVENTS, 403, "{\"kind\":\"Status\",\"message\":\"no events for you\"}"},
        {NULL, 0, NULL}};
    struct fixture f;
    (void)state;
    setup(&f, bad);
    run(&f, (struct describe_spec){.words = WORDS("pod", "html", "cut", "web")}, false);
    assert_int_equal(f.status, 1);
    assert_holds(&f.out, "Name:         web\n");
    assert_holds(&f.out, "Events:          <none>\n");
    assert_holds(&f.wrong, PODS "/html: not JSON");
    assert_holds(&f.wrong, PODS "/cut: not JSON");
    assert_holds(&f.wrong, "events are missing: ");
    teardown(&f);
}

static void words_that_make_no_sense(void **state)
{
    static const struct {
        const char *words[4];
        bool selector, all;
        const char *said;
    } rows[] = {
        {{NULL}, false, false, "error: You must specify the type of resource"},
        {{"nodes"}, false, false, "error: podprobe describes pods, not \"nodes\""},
        {{"pod", "a/b"}, false, false, "error: there is no need to specify a resource type"},
        {{"pod/a", "b"}, false, false, "error: there is no need to specify a resource type"},
        {{"pod/a/b"}, false, false, "error: arguments in resource/name form"},
        {{"/a"}, false, false, "error: arguments in resource/name form"},
        {{"node/a"}, false, false, "error: podprobe describes pods, not \"node\""},
        {{"pod", ""}, false, false, "error: resource name may not be empty"},
        {{"pod", "a"}, true, false, "error: name cannot be provided when a selector is specified"},
        {{"pod", "a"}, false, true, "error: a resource cannot be retrieved by name across all namespaces"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct fixture f;
        setup(&f, (const struct answer[]){{NULL, 0, NULL}});
        run(&f,
            (struct describe_spec){.words = rows[i].words,
                                   .selector = rows[i].selector ? "a=b" : NULL,
                                   .all_namespaces = rows[i].all},
            false);
        assert_int_equal(f.status, 1);
        assert_true(str_starts(str_text(&f.wrong), rows[i].said));
        assert_string_equal(str_text(&f.paths), "");
        teardown(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pod_by_name_with_its_events),
        cmocka_unit_test(a_terminal_gets_no_control_bytes),
        cmocka_unit_test(a_beginning_of_names_stands_for_them),
        cmocka_unit_test(names_that_are_not_there),
        cmocka_unit_test(a_list_goes_on_over_its_pages),
        cmocka_unit_test(nothing_there_is_said_and_no_failure),
        cmocka_unit_test(answers_that_are_none),
        cmocka_unit_test(words_that_make_no_sense),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
