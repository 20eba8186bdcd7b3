/* get over a scripted server: what it asks for, what it prints, what it says of failures. */
#include "base/str.h"
#include "base/xmalloc.h"
#include "cli/get.h"
#include "cli/once.h"
#include "cli/verbs.h"
#include "tests/support/stream_server.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define PODS "/api/v1/namespaces/lab/pods"

/* What the server answers to a request whose path begins so; anything else is not found. */
struct answer {
    const char *path;
    int status;
    const char *body;
};

struct fixture {
    struct session session;
    struct stream_server *server;
    const struct answer *answers;
    struct str asked; /* paths, a line each */
    struct str out, wrong;
    int status;
};

static const char not_found[] = "{\"kind\":\"Status\",\"status\":\"Failure\",\"reason\":\"NotFound\","
                                "\"code\":404,\"message\":\"pods \\\"none\\\" not found\"}";

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
    str_addf(&f->asked, "%.*s\n", (int)strcspn(path, " "), path);
    for (const struct answer *answer = f->answers; answer->path; answer++)
        if (str_starts(path, answer->path)) {
            respond(peer, answer->status, answer->body);
            return;
        }
    respond(peer, 404, not_found);
}

static void setup(struct fixture *f, const struct answer *answers)
{
    struct target *target = xcalloc(1, sizeof(*target));
    *f = (struct fixture){.answers = answers};
    f->session.loop = loop_new();
    f->server =
        stream_server_open(f->session.loop, &(struct stream_server_spec){.on_head = on_head, .user = f});
    target->context = xstrdup("");
    target->cluster = xstrdup("");
    target->user = xstrdup("");
    target->namespace_ = xstrdup("lab");
    target->server = xstrdup(stream_server_url(f->server));
    target->source = xstrdup("");
    f->session.client = client_open(f->session.loop, target);
    f->session.namespace_ = target->namespace_;
}

static void teardown(struct fixture *f)
{
    client_close(f->session.client);
    stream_server_close(f->server);
    loop_free(f->session.loop);
    str_fini(&f->asked);
    str_fini(&f->out);
    str_fini(&f->wrong);
}

/* A descriptor that goes into a file for a while. */
struct diverted {
    FILE *stream, *file;
    int kept;
};

static struct diverted divert(FILE *stream)
{
    struct diverted d = {.stream = stream, .file = tmpfile()};
    fflush(stream);
    d.kept = dup(fileno(stream));
    dup2(fileno(d.file), fileno(stream));
    return d;
}

static void restore(struct diverted *d, struct str *text)
{
    char bytes[4096];
    size_t len;
    fflush(d->stream);
    dup2(d->kept, fileno(d->stream));
    close(d->kept);
    rewind(d->file);
    while ((len = fread(bytes, 1, sizeof(bytes), d->file)) > 0)
        str_add_bytes(text, bytes, len);
    fclose(d->file);
}

static int get_it(const struct args *args, struct session *session)
{
    struct get get;
    int status = get_open(&get, args, session) || get_run(&get);
    get_fini(&get);
    return status;
}

/* Runs it with words cut at blanks. */
static void run_with(struct fixture *f, const struct verb *verb,
                     int (*fn)(const struct args *args, struct session *session), const char *line)
{
    char *words = xstrdup(line), *argv[16];
    struct args args;
    int argc = 0;
    for (char *word = strtok(words, " "); word; word = strtok(NULL, " "))
        argv[argc++] = word;
    for (int i = 0; i < argc; i++) /* a blank inside of a word is typed & */
        for (char *c = argv[i]; *c; c++)
            *c = *c == '&' ? ' ' : *c;
    assert_int_equal(args_parse(&args, verb, argc, argv, NULL), ERR_OK);
    struct diverted out = divert(stdout), wrong = divert(stderr);
    f->status = fn(&args, &f->session);
    restore(&wrong, &f->wrong);
    restore(&out, &f->out);
    args_fini(&args);
    free(words);
}

static void run(struct fixture *f, const char *line)
{
    run_with(f, &verb_get, get_it, line);
}

#define COLUMNS                                                                                          \
    "\"columnDefinitions\":[{\"name\":\"Name\",\"type\":\"string\",\"format\":\"name\",\"priority\":0}," \
    "{\"name\":\"Ready\",\"priority\":0},{\"name\":\"Node\",\"priority\":1}]"
#define ROW(ns, name, node)                                                               \
    "{\"cells\":[\"" name "\",1,\"" node "\"],\"object\":{\"metadata\":{\"name\":\"" name \
    "\",\"namespace\":\"" ns "\",\"labels\":{\"b\":\"2\",\"app\":\"" name "\"}}}}"
#define TABLE(more, rows) "{\"kind\":\"Table\",\"metadata\":{" more "}," COLUMNS ",\"rows\":[" rows "]}"

static const struct answer pages[] = {
    {PODS "?limit=500&continue=next", 200,
     TABLE("\"resourceVersion\":\"9\"", ROW("lab", "much-longer", "n2"))},
    {PODS "?limit=500", 200, TABLE("\"continue\":\"next\"", ROW("lab", "b", "n1"))},
    {PODS "?labelSelector=app%3Dx", 200, TABLE("", "")},
    {PODS "?includeObject=Object", 200, TABLE("", ROW("lab", "b", "n1") "," ROW("lab", "a", "n2"))},
    {PODS "/b", 200, TABLE("", ROW("lab", "b", "n1"))},
    {"/api/v1/namespaces/lab/events?", 200,
     "{\"kind\":\"Table\",\"columnDefinitions\":[{\"name\":\"Last Seen\"},{\"name\":\"Name\",\"format\":"
     "\"name\",\"priority\":1}],\"rows\":[{\"cells\":[\"5m\",\"e1\"],\"object\":{}}]}"},
    {"/api/v1/nodes?", 200, TABLE("", ROW("", "n1", "x"))},
    {"/api/v1/namespaces?", 200,
     "{\"kind\":\"NamespaceList\",\"metadata\":{},\"items\":[{\"metadata\":{\"name\":\"old\"}}]}"},
    {"/api/v1/pods?", 200, TABLE("", ROW("other", "a", "n1") "," ROW("lab", "b", "n1"))},
    {NULL, 0, NULL},
};

static const struct {
    const char *line;
    int status;
    const char *out, *wrong;
} tables[] = {
    {"pods", 0, "NAME          READY\nb             1\nmuch-longer   1\n", ""},
    {"po -o wide", 0, "NAME          READY   NODE\nb             1       n1\nmuch-longer   1       n2\n", ""},
    {"pods --no-headers", 0, "b             1\nmuch-longer   1\n", ""},
    {"pods -A", 0, "NAMESPACE   NAME   READY\nother       a      1\nlab         b      1\n", ""},
    {"pods -A -L app --show-labels", 0,
     "NAMESPACE   NAME   READY   APP   LABELS\nother       a      1       a     app=a,b=2\n"
     "lab         b      1       b     app=b,b=2\n",
     ""},
    {"pods --sort-by=.metadata.name", 0, "NAME   READY\na      1\nb      1\n", ""},
    {"ev -o wide", 0, "LAST SEEN   NAME\n5m          e1\n", ""},
    {"ev -o wide --show-kind", 0, "LAST SEEN   NAME\n5m          event/e1\n", ""},
    {"ns", 0, "NAME   AGE\nold    <unknown>\n", ""},
    {"pods -l app=x", 0, "", "No resources found in lab namespace.\n"},
    {"pods -l app=x --ignore-not-found", 0, "", ""},
    {"pod b none", 1, "NAME   READY\nb      1\n", "Error from server (NotFound): pods \"none\" not found\n"},
    {"pod/b node/none --ignore-not-found", 0, "NAME   READY\nb      1\n", ""},
    {"pods/b --show-kind", 0, "NAME    READY\npod/b   1\n", ""},
    {"pods,nodes --no-headers", 0, "pod/b             1\npod/much-longer   1\nnode/n1   1\n", ""},
    {"pods --sort-by=.none", 1, "",
     "error: couldn't find any field with path \".none\" in the list of objects\n"},
    {"pods -A b", 1, "", "error: a resource cannot be retrieved by name across all namespaces\n"},
    {"pods b -l a=b", 1, "", "error: name cannot be provided when a selector is specified\n"},
    {"pod/", 1, "", "error: arguments in resource/name form must have a single resource and name\n"},
    {"pods -o xml", 1, "",
     "error: unable to match a printer suitable for the output format \"xml\", allowed formats are: "
     "custom-columns,json,jsonpath,name,wide,yaml\n"},
};

static void tables_are_printed_as_kubectl_does(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
        struct fixture f;
        setup(&f, pages);
        run(&f, tables[i].line);
        assert_string_equal(str_text(&f.out), tables[i].out);
        assert_string_equal(str_text(&f.wrong), tables[i].wrong);
        assert_int_equal(f.status, tables[i].status);
        teardown(&f);
    }
}

#define OBJECT(name) "{\"metadata\":{\"name\":\"" name "\",\"managedFields\":[1],\"note\":\"x\"}}"

static const struct answer objects[] = {
    {PODS "?limit=500&continue=next", 200, "{\"metadata\":{},\"items\":[" OBJECT("b") "]}"},
    {PODS "?limit=500", 200, "{\"metadata\":{\"continue\":\"next\"},\"items\":[" OBJECT("a") "]}"},
    {PODS " ", 200, "{\"metadata\":{},\"items\":[" OBJECT("b") "," OBJECT("a") "]}"},
    {PODS "?labelSelector", 200, "{\"metadata\":{},\"items\":[]}"},
    {PODS "/a", 200, "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"a\"}}"},
    {NULL, 0, NULL},
};

static const struct {
    const char *line;
    int status;
    const char *out;
} documents[] = {
    {"pods -o name", 0, "pod/a\npod/b\n"},
    {"pods a none -o name", 1, "pod/a\n"},
    {"pods -o custom-columns=N:.metadata.name,X:.spec.x,NOTE:.metadata.note", 0,
     "N     X        NOTE\na     <none>   x\nb     <none>   x\n"},
    {"pods -o custom-columns=N:.metadata.name --no-headers --sort-by=.metadata.name", 0, "a\nb\n"},
    {"pods -o custom-columns=N", 1, ""},
    {"pods -o jsonpath={.items[*].metadata.name}", 0, "a b"},
    {"pods -o jsonpath={range&.items[*]}{.kind}/{.metadata.name}{\"\\n\"}{end}", 0, "Pod/a\nPod/b\n"},
    {"pod a -o jsonpath=<{.metadata}>{.none}", 0, "<{\"name\":\"a\"}>"},
    {"pods -o jsonpath={range&.items}", 1, ""},
    {"pods -o jsonpath={.a", 1, ""},
    {"pod a -o yaml", 0, "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n"},
    {"pod a -o json", 0,
     "{\n    \"apiVersion\": \"v1\",\n    \"kind\": \"Pod\",\n    \"metadata\": {\n        \"name\": \"a\"\n "
     "   }\n}\n"},
    {"pods -o yaml", 0,
     "apiVersion: v1\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: a\n    note: x\n"
     "- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: b\n    note: x\nkind: List\nmetadata:\n"
     "  resourceVersion: \"\"\n"},
    {"pods -o yaml -l x", 0, "apiVersion: v1\nitems: []\nkind: List\nmetadata:\n  resourceVersion: \"\"\n"},
    {"pod a none -o json", 1,
     "{\n    \"apiVersion\": \"v1\",\n    \"items\": [\n        {\n            \"apiVersion\": \"v1\",\n"
     "            \"kind\": \"Pod\",\n            \"metadata\": {\n                \"name\": \"a\"\n"
     "            }\n        }\n    ],\n    \"kind\": \"List\",\n    \"metadata\": {\n"
     "        \"resourceVersion\": \"\"\n    }\n}\n"},
};

static void objects_are_printed_as_kubectl_does(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(documents) / sizeof(documents[0]); i++) {
        struct fixture f;
        setup(&f, objects);
        run(&f, documents[i].line);
        assert_string_equal(str_text(&f.out), documents[i].out);
        assert_int_equal(f.status, documents[i].status);
        teardown(&f);
    }
}

#define CHANGE(type, row) "{\"type\":\"" type "\",\"object\":" TABLE("\"resourceVersion\":\"10\"", row) "}\n"

static const struct answer watched[] = {
    {PODS "?watch=true&allowWatchBookmarks=true&resourceVersion=10", 200,
     "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"reason\":\"Expired\",\"message\":\"too "
     "old\"}}\n"},
    {PODS "?watch=true&allowWatchBookmarks=true&resourceVersion=9", 200,
     CHANGE("MODIFIED", ROW("lab", "longer", "n1")) CHANGE("DELETED", ROW("lab", "c", "n1"))},
    {PODS "?limit=500", 200, TABLE("\"resourceVersion\":\"9\"", ROW("lab", "b", "n1"))},
    {NULL, 0, NULL},
};

/* A watch that ends is taken up where it was; one that the server refuses ends the verb. */
static void changes_follow_the_list(void **state)
{
    struct fixture f;
    (void)state;
    setup(&f, watched);
    run(&f, "pods -w --output-watch-events");
    assert_string_equal(str_text(&f.out), "EVENT      NAME   READY\n"
                                          "ADDED      b      1\n"
                                          "MODIFIED   longer   1\n"
                                          "DELETED    c        1\n");
    assert_string_equal(str_text(&f.wrong), "error: the watch has ended: too old, Expired\n");
    assert_int_equal(f.status, 1);
    teardown(&f);
}

#define GROUP "{\"name\":\"apps\",\"preferredVersion\":{\"version\":\"v1\"}}"
#define RESOURCE                                                                                   \
    "{\"name\":\"deployments\",\"singularName\":\"\",\"namespaced\":true,\"kind\":\"Deployment\"," \
    "\"verbs\":[\"list\"],\"shortNames\":[\"deploy\"],\"categories\":[\"all\"]}"

static const struct answer discovered[] = {
    {"/apis/apps/v1/namespaces/lab/deployments?", 200, TABLE("", ROW("lab", "shop", "n"))},
    {"/apis/apps/v1/namespaces/lab/deployments/shop", 200, TABLE("", ROW("lab", "shop", "n"))},
    {"/apis/apps/v1", 200,
     "{\"resources\":[" RESOURCE ",{\"name\":\"deployments/scale\",\"kind\":\"Scale\"}]}"},
    {"/apis", 200,
     "{\"groups\":[" GROUP ",{\"name\":\"broken\",\"preferredVersion\":{\"version\":\"v9\"}}]}"},
    {"/api/v1", 200, "{\"resources\":[]}"},
    {NULL, 0, NULL},
};

static const struct {
    const char *line;
    int status;
    const char *out, *wrong;
} kinds[] = {
    {"deploy", 0, "NAME   READY\nshop   1\n", ""},
    {"Deployments.apps shop", 0, "NAME   READY\nshop   1\n", ""},
    {"deployment.v1.apps/shop --show-kind", 0, "NAME                   READY\ndeployment.apps/shop   1\n",
     ""},
    {"all --no-headers", 0, "shop   1\n", ""},
    {"deploy.batch", 1, "", "error: the server doesn't have a resource type \"deploy\"\n"},
    {"scale", 1, "", "error: the server doesn't have a resource type \"scale\"\n"},
};

static void any_kind_is_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        struct fixture f;
        setup(&f, discovered);
        run(&f, kinds[i].line);
        assert_string_equal(str_text(&f.out), kinds[i].out);
        assert_string_equal(str_text(&f.wrong), kinds[i].wrong);
        assert_int_equal(f.status, kinds[i].status);
        teardown(&f);
    }
}

static const struct answer broken[] = {
    {PODS "?", 200, "<html>hello</html>"},
    {PODS "/cut", 200, "{\"kind\":\"Table\",\"rows\":[{\"cells\":"},
    {"/api/v1/pods", 403,
     "{\"kind\":\"Status\",\"reason\":\"Forbidden\",\"message\":\"pods is \\u001bforbidden\"}"},
    {"/api/v1/nodes", 200, "{\"kind\":\"Table\",\"rows\":[1,{\"cells\":7},{}],\"columnDefinitions\":3}"},
    {NULL, 0, NULL},
};

static const struct {
    const char *line;
    int status;
    const char *words;
} failures[] = {
    {"pods", 1, "not the JSON of the Kubernetes API; what came is: <html>hello"},
    {"pod cut", 1, "error: "},
    {"pods -A", 1, "Error from server (Forbidden): pods is ^[forbidden\n"},
    {"nodes", 1, "error: "},
};

static void bad_answers_are_sentences(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(failures) / sizeof(failures[0]); i++) {
        struct fixture f;
        setup(&f, broken);
        run(&f, failures[i].line);
        if (!strstr(str_text(&f.wrong), failures[i].words))
            fail_msg("%s: no |%s| in |%s|", failures[i].line, failures[i].words, str_text(&f.wrong));
        assert_int_equal(f.status, failures[i].status);
        teardown(&f);
    }
}

#define WAITING                                                                                            \
    "{\"metadata\":{\"name\":\"bad\",\"namespace\":\"lab\"},\"spec\":{\"containers\":[{\"name\":\"c\"}]}," \
    "\"status\":"                                                                                          \
    "{\"phase\":\"Pending\",\"containerStatuses\":[{\"name\":\"c\",\"state\":{\"waiting\":{\"reason\":"    \
    "\"ImagePullBackOff\"}}}]}}"
#define DONE                                                                                                 \
    "{\"metadata\":{\"name\":\"a-done\",\"namespace\":\"lab\"},\"spec\":{\"containers\":[{\"name\":\"c\"}]}" \
    ","                                                                                                      \
    "\"status\":{\"phase\":\"Succeeded\",\"containerStatuses\":[{\"name\":\"c\",\"state\":{\"terminated\":{" \
    "\"reason\":\"Completed\",\"exitCode\":0}}}]}}"

static const struct answer pods_of_a_dashboard[] = {
    {PODS "?limit=500", 200, "{\"metadata\":{},\"items\":[" DONE ",{\"metadata\":7}," WAITING "]}"},
    {"/api/v1/pods?", 403, "{\"kind\":\"Status\",\"reason\":\"Forbidden\",\"message\":\"no\"}"},
    {NULL, 0, NULL},
};

/* The worst first; what cannot be read is said and takes nothing else with it. */
static void once_prints_the_worst_first(void **state)
{
    struct fixture f;
    (void)state;
    setup(&f, pods_of_a_dashboard);
    run_with(&f, &verb_dashboard, once_print, "--once");
    assert_true(str_starts(str_text(&f.out), "NAMESPACE   NAME     READY   STATUS"));
    const char *bad = strstr(str_text(&f.out), "\nlab         bad      0/1     ImagePullBackOff");
    const char *done = strstr(str_text(&f.out), "\nlab         a-done   0/1     Completed");
    assert_true(bad && done && bad < done);
    assert_non_null(strstr(str_text(&f.wrong), "a pod could not be read"));
    assert_int_equal(f.status, 0);
    str_clear(&f.out);
    run_with(&f, &verb_dashboard, once_print, "--once --filter zzz");
    assert_string_equal(str_text(&f.out), "");
    run_with(&f, &verb_dashboard, once_print, "--once -A");
    assert_non_null(strstr(str_text(&f.wrong), "Error from server (Forbidden): no\n"));
    assert_int_equal(f.status, 1);
    teardown(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_are_printed_as_kubectl_does),
        cmocka_unit_test(objects_are_printed_as_kubectl_does),
        cmocka_unit_test(changes_follow_the_list),
        cmocka_unit_test(any_kind_is_found),
        cmocka_unit_test(bad_answers_are_sentences),
        cmocka_unit_test(once_prints_the_worst_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
