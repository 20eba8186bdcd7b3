/* A container's log over a scripted server: restarts, cuts, waits, refusals. Each request must be the one the
 * script has next; what came out is compared as a whole, notes in brackets. */
#include "api-client/logs.h"
#include "base/time.h"
#include "base/xmalloc.h"
#include "tests/support/stream_server.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define S "2026-11-23T06:19:53.000000001Z "
#define T "2026-11-23T06:19:53.000000002Z "
#define U "2026-11-23T06:19:55.000000000Z "
#define V "2026-11-23T06:19:56.000000000Z "
#define SINCE_53 "&sinceTime=2026-11-23T06%3A19%3A53Z"
#define SINCE_55 "&sinceTime=2026-11-23T06%3A19%3A55Z"

#define POD "/api/v1/namespaces/lab/pods/p"
#define LOG POD "/log?timestamps=true&container=app"

#define STATUS(restarts, state)                                                                       \
    "{\"metadata\":{\"uid\":\"u\"},\"spec\":{\"restartPolicy\":\"Always\",\"containers\":[{\"name\":" \
    "\"app\"}]},\"status\":{\"containerStatuses\":[{\"name\":\"app\",\"restartCount\":" #restarts     \
    ",\"state\":" state "}]}}"
#define RUNS(restarts) STATUS(restarts, "{\"running\":{}},\"lastState\":{\"terminated\":{\"exitCode\":137}}")
#define WAITS STATUS(0, "{\"waiting\":{\"reason\":\"ImagePullBackOff\"}}")
#define ENDED(restarts) STATUS(restarts, "{\"terminated\":{\"exitCode\":1,\"reason\":\"Error\"}}")
#define DONE                                                                                         \
    "{\"metadata\":{\"uid\":\"u\"},\"spec\":{\"restartPolicy\":\"Never\",\"containers\":[{\"name\":" \
    "\"app\"}]},\"status\":{\"phase\":\"Succeeded\",\"containerStatuses\":[{\"name\":\"app\","       \
    "\"restartCount\":0,\"state\":{\"terminated\":{\"exitCode\":0}}}]}}"
#define REFUSAL(reason, code, words)                                                       \
    "{\"kind\":\"Status\",\"status\":\"Failure\",\"reason\":\"" reason "\",\"code\":" code \
    ",\"message\":\"" words "\"}"
#define GONE 404, REFUSAL("NotFound", "404", "pods \\\"p\\\" not found"), false

struct step {
    const char *path; /* the whole of it; NULL ends the script */
    int status;
    const char *body;
    bool cut; /* the connection ends before the answer does */
};

struct fixture {
    struct loop *loop;
    struct stream_server *server;
    struct client *client;
    struct log_stream *log;
    const struct step *steps;
    int at;
    struct str out, wrong;
    enum err err;
    bool over;
};

static void on_head(void *user, struct stream_peer *peer, const char *head)
{
    struct fixture *f = user;
    const char *path = strchr(head, ' ') + 1;
    size_t len = strcspn(path, " ");
    const struct step *step = &f->steps[f->at];
    if (!step->path || strlen(step->path) != len || memcmp(step->path, path, len) != 0) {
        str_addf(&f->wrong, "step %d: %.*s\n", f->at, (int)len, path);
        f->over = true;
        peer_close(peer);
        return;
    }
    f->at++;
    size_t more = step->cut ? 1000 : 0;
    char *answer = xasprintf("HTTP/1.1 %d X\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n%s",
                             step->status, strlen(step->body) + more, step->body);
    peer_send(peer, answer, strlen(answer));
    peer_close(peer);
    free(answer);
}

static void on_line(void *user, const char *line, size_t len, int64_t when, const char *stamp, bool partial)
{
    struct fixture *f = user;
    assert_true(when != TIME_NONE && *stamp);
    str_add_bytes(&f->out, line, len);
    str_add(&f->out, partial ? "" : "\n");
}

static void on_note(void *user, const char *words)
{
    struct fixture *f = user;
    str_addf(&f->out, "[%s]\n", words);
}

/* As a watch would: whatever waits is told at once. */
static void on_state(void *user)
{
    struct fixture *f = user;
    if (f->log && strstr(log_problem(f->log), "wait"))
        log_container_changed(f->log, 99, true);
}

static void on_end(void *user, enum err err, const struct err_info *info)
{
    struct fixture *f = user;
    (void)info;
    f->err = err;
    f->over = true;
}

static void setup(struct fixture *f, const struct step *steps)
{
    struct target *target = xcalloc(1, sizeof(*target));
    *f = (struct fixture){.steps = steps, .err = ERR_COUNT};
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
    log_close(f->log);
    client_close(f->client);
    stream_server_close(f->server);
    loop_free(f->loop);
    str_fini(&f->out);
    str_fini(&f->wrong);
}

static void run(struct fixture *f, struct log_spec spec)
{
    spec.namespace_ = "lab";
    spec.pod = "p";
    spec.container = "app";
    spec.on_line = on_line;
    spec.on_note = on_note;
    spec.on_state = on_state;
    spec.on_end = on_end;
    spec.user = f;
    f->log = log_open(f->client, &spec);
    while (!f->over && loop_turn(f->loop))
        ;
}

/* Runs a script to its end and compares. */
static void plays(const struct step *steps, struct log_spec spec, enum err err, const char *out)
{
    struct fixture f;
    setup(&f, steps);
    run(&f, spec);
    assert_string_equal(str_text(&f.wrong), "");
    assert_string_equal(str_text(&f.out), out);
    assert_int_equal(f.err, err);
    assert_null(steps[f.at].path);
    teardown(&f);
}

static const struct log_spec following = {.follow = true, .tail_lines = -1, .restarts = -1};

static void a_restart_loses_nothing(void **state)
{
    (void)state;
    static const struct step steps[] = {
        {POD, 200, RUNS(4), false},
        {LOG "&follow=true", 200, S "a\n" S "a\n", false},
        {POD, 200, RUNS(5), false},
        /* What the old instance wrote last came after the follow had ended. */
        {LOG "&previous=true" SINCE_53, 200, S "a\n" S "a\n" S "a\n" T "last, without a line feed", false},
        {LOG "&follow=true", 200, U "new\n", false},
        {POD, GONE},
        {0},
    };
    plays(steps, following, ERR_NOT_FOUND,
          "a\na\na\nlast, without a line feed"
          "[container app restarted, restart 5 (before: exit code 137)]\nnew\n");
}

/* The pod's status comes behind: the new instance's lines were read before it told of the restart. */
static void a_late_status_repeats_nothing(void **state)
{
    (void)state;
    static const struct step steps[] = {
        {POD, 200, RUNS(4), false},
        {LOG "&follow=true", 200, S "a\n", false},
        {POD, 200, RUNS(4), false},
        {LOG "&follow=true" SINCE_53, 200, S "a\n" U "new\n", false},
        {POD, 200, STATUS(5, "{\"running\":{\"startedAt\":\"2026-11-23T06:19:54Z\"}}"), false},
        {LOG "&previous=true" SINCE_55, 200, "", false},
        {LOG "&follow=true" SINCE_55, 200, U "new\n" V "more\n", false},
        {POD, GONE},
        {0},
    };
    plays(steps, following, ERR_NOT_FOUND, "a\nnew\n[container app restarted, restart 5]\nmore\n");
}

static void restarts_that_were_missed_are_said(void **state)
{
    (void)state;
    static const struct step steps[] = {
        {POD, 200, RUNS(4), false},
        {LOG "&follow=true", 200, S "a\n", true},
        {POD, 200, RUNS(7), false},
        {LOG "&previous=true" SINCE_53, 200, U "b\n", false},
        {LOG "&follow=true", 200, V "c\n", false},
        {POD, GONE},
        {0},
    };
    plays(steps, following, ERR_NOT_FOUND,
          "a\nb\n[container app restarted, restart 7 (before: exit code 137); the log of 2 more between is "
          "gone]\n[the connection was cut and taken up again]\nc\n");
}

static void a_cut_loses_nothing(void **state)
{
    (void)state;
    static const struct step steps[] = {
        {POD, 200, RUNS(0), false},
        {LOG "&follow=true", 200, S "a\n" T "ha", true},
        {POD, 500, "{}", false},
        {POD, 200, RUNS(0), false},
        {LOG "&follow=true" SINCE_53, 200, S "a\n" T "half\n" U "b\n", true},
        {POD, 200, RUNS(0), false},
        {LOG "&follow=true" SINCE_55, 200, U "b\n", false},
        {POD, 200, DONE, false},
        {LOG "&follow=true" SINCE_55, 200, U "b\n" V "c", false},
        {0},
    };
    plays(steps, following, ERR_OK,
          "a\n[the connection was cut and taken up again]\nhalf\nb\n"
          "[the connection was cut and taken up again]\nc");
}

static void a_start_is_waited_for(void **state)
{
    (void)state;
    static const struct step steps[] = {
        {POD, 200, WAITS, false},
        {POD, 200, RUNS(0), false},
        {LOG "&follow=true", 200, S "a\n", false},
        {POD, 200, ENDED(0), false},
        {LOG "&follow=true" SINCE_53, 200, S "a\n" T "b\n", false},
        {POD, 200, RUNS(1), false},
        /* The old one was read to its end: there is no need to ask for it. */
        {LOG "&follow=true", 200, U "c\n", false},
        {POD, GONE},
        {0},
    };
    plays(steps, following, ERR_NOT_FOUND,
          "a\nb\n[container app ended: exit code 1, Error]\n"
          "[container app restarted, restart 1 (before: exit code 137)]\nc\n");
}

/* Only the log may be read: the times alone tell what is new. */
static void without_the_pod_it_goes_by_times(void **state)
{
    (void)state;
    static const struct step steps[] = {
        {POD, 403, REFUSAL("Forbidden", "403", "no"), false},
        {LOG "&follow=true", 200, S "a\n", false},
        {LOG "&previous=true" SINCE_53, 200, S "a\n" T "b\n", false},
        {LOG "&follow=true" SINCE_53, 200, U "c\n", false},
        {LOG "&previous=true" SINCE_55, 400, REFUSAL("BadRequest", "400", "not found"), false},
        {LOG "&follow=true" SINCE_55, GONE},
        {0},
    };
    plays(steps, following, ERR_NOT_FOUND, "a\nb\nc\n");
}

static void tail_and_since_count_once(void **state)
{
    (void)state;
    static const struct step steps[] = {
        {POD, 200, RUNS(0), false},
        {LOG "&follow=true&tailLines=5&sinceSeconds=60", 500, "{}", false},
        {POD, 200, RUNS(0), false},
        {LOG "&follow=true&tailLines=5&sinceSeconds=60", 200, S "a\n", false},
        {POD, 200, RUNS(0), false},
        {LOG "&follow=true" SINCE_53, 200, S "a\n", false},
        {POD, GONE},
        {0},
    };
    struct log_spec spec = following;
    spec.tail_lines = 5;
    spec.since_seconds = 60;
    plays(steps, spec, ERR_NOT_FOUND, "a\n");
}

static void one_instance_ends_with_it(void **state)
{
    (void)state;
    static const struct step ends[] = {
        {LOG "&follow=true", 200, S "a\n", false},
        {POD, 200, RUNS(3), false},
        {LOG "&follow=true" SINCE_53, 200, S "a\n" T "b\n", false},
        {POD, 200, ENDED(3), false},
        {LOG "&follow=true" SINCE_53, 200, S "a\n" T "b\n", false},
        {0},
    };
    static const struct step restarts[] = {
        {LOG "&follow=true", 200, S "a\n", false},
        {POD, 200, RUNS(4), false},
        {LOG "&previous=true" SINCE_53, 200, S "a\n" T "b\n", false},
        {0},
    };
    struct log_spec spec = following;
    spec.one_instance = true;
    spec.restarts = 3;
    plays(ends, spec, ERR_OK, "a\nb\n");
    plays(restarts, spec, ERR_OK, "a\nb\n");
}

static void what_is_refused_ends_it(void **state)
{
    (void)state;
    static const struct step previous[] = {
        {LOG "&previous=true", 400, REFUSAL("BadRequest", "400", "previous terminated not found"), false},
        {0},
    };
    static const struct step forbidden[] = {
        {POD, 200, RUNS(0), false},
        {LOG "&follow=true", 403, REFUSAL("Forbidden", "403", "no"), false},
        {0},
    };
    static const struct step no_container[] = {
        {POD, 200, "{\"metadata\":{\"uid\":\"u\"},\"spec\":{\"containers\":[{\"name\":\"other\"}]}}", false},
        {0},
    };
    struct fixture f;
    const char *body;
    size_t len;
    setup(&f, previous);
    run(&f, (struct log_spec){.previous = true, .tail_lines = -1, .restarts = -1});
    assert_int_equal(log_error_body(f.log, &body, &len), 400);
    assert_non_null(strstr(body, "previous terminated not found"));
    teardown(&f);
    plays(forbidden, following, ERR_FORBIDDEN, "");
    plays(no_container, following, ERR_NOT_FOUND, "");
}

static void a_limit_of_bytes_holds(void **state)
{
    (void)state;
    static const struct step steps[] = {{LOG, 200, S "abc\n" T "def\n", false}, {0}};
    plays(steps, (struct log_spec){.tail_lines = -1, .restarts = -1, .limit_bytes = 6}, ERR_OK, "abc\nde");
    plays(steps, (struct log_spec){.tail_lines = -1, .restarts = -1}, ERR_OK, "abc\ndef\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_restart_loses_nothing),
        cmocka_unit_test(a_late_status_repeats_nothing),
        cmocka_unit_test(restarts_that_were_missed_are_said),
        cmocka_unit_test(a_cut_loses_nothing),
        cmocka_unit_test(a_start_is_waited_for),
        cmocka_unit_test(without_the_pod_it_goes_by_times),
        cmocka_unit_test(tail_and_since_count_once),
        cmocka_unit_test(one_instance_ends_with_it),
        cmocka_unit_test(what_is_refused_ends_it),
        cmocka_unit_test(a_limit_of_bytes_holds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
