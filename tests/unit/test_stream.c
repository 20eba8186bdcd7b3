/* api-client/stream: exec's channels over a scripted server. */
#include "api-client/stream.h"

#include "api-client/stream_spdy.h"
#include "api-client/stream_ws.h"
#include "base/xmalloc.h"
#include "tests/support/stream_server.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char success[] = "{\"metadata\":{},\"status\":\"Success\"}";
static const char exit_7[] = "{\"status\":\"Failure\",\"reason\":\"NonZeroExitCode\",\"details\":{\"causes\":"
                             "[{\"reason\":\"ExitCode\",\"message\":\"7\"}]}}";

enum { WHOLE = 0x80 | WS_BINARY, BEGIN = WS_BINARY, MIDDLE = WS_CONTINUE, END = 0x80 | WS_CONTINUE };

struct fixture {
    struct loop *loop;
    struct stream_server *server;
    struct client *client;
    struct stream *stream;
    /* What the server does. */
    void (*script)(struct fixture *f, struct stream_peer *peer, const char *head);
    void (*script_bytes)(struct fixture *f, struct stream_peer *peer, const char *bytes, size_t len);
    struct str heads; /* all requests' heads */
    struct str received;
    struct stream_peer *peer; /* the newest */
    /* What the stream said. */
    struct str out, err_out;
    bool opened, drained, ended;
    enum err err;
    int exit_code;
    struct err_info info;
};

static void on_head(void *user, struct stream_peer *peer, const char *head)
{
    struct fixture *f = user;
    str_add(&f->heads, head);
    f->peer = peer;
    f->script(f, peer, head);
}

static void on_bytes(void *user, struct stream_peer *peer, const char *bytes, size_t len)
{
    struct fixture *f = user;
    str_add_bytes(&f->received, bytes, len);
    if (f->script_bytes)
        f->script_bytes(f, peer, bytes, len);
}

static void on_open(void *user)
{
    struct fixture *f = user;
    f->opened = true;
}

static void on_data(void *user, int channel, const char *bytes, size_t len)
{
    struct fixture *f = user;
    str_add_bytes(channel == CHANNEL_STDERR ? &f->err_out : &f->out, bytes, len);
}

static void on_drained(void *user)
{
    struct fixture *f = user;
    f->drained = true;
}

static void on_end(void *user, enum err err, int exit_code, const struct err_info *info)
{
    struct fixture *f = user;
    assert_false(f->ended);
    f->ended = true;
    f->err = err;
    f->exit_code = exit_code;
    if (info)
        f->info = *info;
    loop_stop(f->loop);
}

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    struct stream_server_spec spec = {.on_head = on_head, .on_bytes = on_bytes, .user = f};
    struct target *target = xcalloc(1, sizeof(*target));
    f->loop = loop_new();
    f->server = stream_server_open(f->loop, &spec);
    target->server = xstrdup(stream_server_url(f->server));
    target->context = xstrdup("");
    target->cluster = xstrdup("");
    target->user = xstrdup("");
    target->namespace_ = xstrdup("default");
    target->source = xstrdup("test");
    target->token = xstrdup("secret-token");
    f->client = client_open(f->loop, target);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    stream_close(f->stream);
    client_close(f->client);
    stream_server_close(f->server);
    loop_free(f->loop);
    str_fini(&f->heads);
    str_fini(&f->received);
    str_fini(&f->out);
    str_fini(&f->err_out);
    free(f);
    return 0;
}

static void open_stream(struct fixture *f, bool has_stdin, bool tty)
{
    const char *const command[] = {"sh", "-c", "echo a&b", NULL};
    struct str path = {0};
    stream_add_path(&path, "exec", "shop", "pod-1", "web", command, has_stdin, !tty, tty);
    struct stream_spec spec = {.path = path.data,
                               .has_stdin = has_stdin,
                               .has_stderr = !tty,
                               .tty = tty,
                               .on_open = on_open,
                               .on_data = on_data,
                               .on_drained = on_drained,
                               .on_end = on_end,
                               .user = f};
    f->stream = stream_open(f->client, &spec);
    str_fini(&path);
}

static void run(struct fixture *f, bool has_stdin, bool tty)
{
    open_stream(f, has_stdin, tty);
    while (!f->ended)
        loop_run(f->loop);
}

#define assert_end(f, e, code, words)                   \
    do {                                                \
        assert_int_equal((f)->err, e);                  \
        assert_int_equal((f)->exit_code, code);         \
        if (!strstr((f)->info.text, words))             \
            assert_string_equal((f)->info.text, words); \
    } while (0)

static void answer_with_output(struct fixture *f, struct stream_peer *peer, const char *head)
{
    (void)f;
    peer_accept_websocket(peer, head, "v5.channel.k8s.io");
    peer_send_message(peer, 1, "", 0);
    peer_send_message(peer, 1, "out", 3);
    peer_send_message(peer, 2, "err", 3);
    peer_send_message(peer, 9, "unknown channel", 15);
    peer_send_message(peer, 3, exit_7, sizeof(exit_7) - 1);
    peer_send_frame(peer, 0x80 | WS_CLOSE, "\x03\xE8", 2);
    peer_close(peer);
}

static void output_and_exit_code_come(void **state)
{
    struct fixture *f = *state;
    f->script = answer_with_output;
    run(f, false, false);
    assert_end(f, ERR_EXIT, 7, "command terminated with exit code 7");
    assert_true(f->opened);
    assert_string_equal(str_text(&f->out), "out");
    assert_string_equal(str_text(&f->err_out), "err");
    assert_non_null(strstr(
        f->heads.data, "GET /api/v1/namespaces/shop/pods/pod-1/exec?container=web&command=sh&command=-c&"
                       "command=echo%20a%26b&stdin=false&stdout=true&stderr=true&tty=false HTTP/1.1\r\n"));
    assert_non_null(strstr(f->heads.data, "Authorization: Bearer secret-token\r\n"));
    assert_non_null(
        strstr(f->heads.data, "Sec-WebSocket-Protocol: v5.channel.k8s.io, v4.channel.k8s.io\r\n"));
    assert_string_equal(stream_protocol_name(f->stream), "v5.channel.k8s.io");
}

/* One message over several frames, a ping in between, every byte a packet of its own as far as the kernel
 * likes. */
static void answer_in_parts(struct fixture *f, struct stream_peer *peer, const char *head)
{
    (void)f;
    peer_accept_websocket(peer, head, "v4.channel.k8s.io");
    peer_send_frame(peer, BEGIN, "", 0);
    peer_send_frame(peer, MIDDLE,
                    "\x01"
                    "one ",
                    5);
    peer_send_frame(peer, 0x80 | WS_PING, "are you there", 13);
    peer_send_frame(peer, MIDDLE, "two ", 4);
    peer_send_frame(peer, END, "three", 5);
    peer_send_frame(peer, WHOLE, "", 0);
    peer_send_frame(peer, BEGIN, "\x03{\"status\":", 11);
    peer_send_frame(peer, END, "\"Success\"}", 10);
    peer_close(peer);
}

static void messages_in_parts_are_joined(void **state)
{
    struct fixture *f = *state;
    f->script = answer_in_parts;
    run(f, false, false);
    assert_end(f, ERR_OK, 0, "");
    assert_string_equal(str_text(&f->out), "one two three");
}

static void answer_garbage(struct fixture *f, struct stream_peer *peer, const char *head)
{
    (void)f;
    peer_accept_websocket(peer, head, "v4.channel.k8s.io");
    peer_send(peer, "\xFF\xFE garbage that is no frame", 28);
}

static void garbage_is_a_sentence(void **state)
{
    struct fixture *f = *state;
    f->script = answer_garbage;
    run(f, false, false);
    assert_end(f, ERR_PARSE, -1, "the server broke the WebSocket protocol");
}

static void answer_and_vanish(struct fixture *f, struct stream_peer *peer, const char *head)
{
    (void)f;
    peer_accept_websocket(peer, head, "v4.channel.k8s.io");
    peer_send_message(peer, 1, "half", 4);
    peer_close(peer);
}

static void a_cut_is_no_success(void **state)
{
    struct fixture *f = *state;
    f->script = answer_and_vanish;
    run(f, false, false);
    assert_end(f, ERR_CUT, -1, "before the command's exit status came");
    assert_string_equal(str_text(&f->out), "half");
}

static void vanish(struct fixture *f, struct stream_peer *peer, const char *head)
{
    (void)f;
    (void)head;
    peer_close(peer);
}

static void no_answer_is_a_sentence(void **state)
{
    struct fixture *f = *state;
    f->script = vanish;
    run(f, false, false);
    assert_end(f, ERR_CUT, -1, "without an answer");
    assert_false(f->opened);
}

static void answer_status_with_control_bytes(struct fixture *f, struct stream_peer *peer, const char *head)
{
    static const char status[] = "{\"status\":\"Failure\",\"message\":\"Internal error \\u001b[31m\\u0007\"}";
    (void)f;
    peer_accept_websocket(peer, head, "v4.channel.k8s.io");
    peer_send_message(peer, 3, status, sizeof(status) - 1);
    peer_close(peer);
}

static void the_servers_words_are_made_safe(void **state)
{
    struct fixture *f = *state;
    f->script = answer_status_with_control_bytes;
    run(f, false, false);
    assert_end(f, ERR_SERVER, -1, "Internal error");
    assert_null(strchr(f->info.text, 0x1B));
    assert_null(strchr(f->info.text, 0x07));
}

static void answer_html(struct fixture *f, struct stream_peer *peer, const char *head)
{
    static const char html[] = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>login</html>";
    (void)f;
    (void)head;
    peer_send(peer, html, sizeof(html) - 1);
    peer_close(peer);
}

static void a_web_page_is_no_stream(void **state)
{
    struct fixture *f = *state;
    f->script = answer_html;
    run(f, false, false);
    assert_end(f, ERR_SERVER, -1, "it answered HTTP 200");
}

/* WebSocket refused, then SPDY refused with the words that count. */
static void refuse(struct fixture *f, struct stream_peer *peer, const char *head)
{
    const char *body = str_starts(head, "POST")
                           ? "{\"message\":\"container x is not valid\",\"reason\":\"BadRequest\"}"
                           : "upgrade refused";
    struct str answer = {0};
    (void)f;
    str_addf(&answer, "HTTP/1.1 400 Bad Request\r\nContent-Length: %zu\r\n\r\n%s", strlen(body), body);
    peer_send(peer, answer.data, answer.len);
    str_fini(&answer);
}

static void a_refusal_says_what_the_server_says(void **state)
{
    struct fixture *f = *state;
    f->script = refuse;
    run(f, false, false);
    assert_end(f, ERR_SERVER, -1, "Error from server (BadRequest): container x is not valid");
    assert_int_equal(stream_server_taken(f->server), 2);
    assert_non_null(
        strstr(f->heads.data, "Upgrade: SPDY/3.1\r\nX-Stream-Protocol-Version: v4.channel.k8s.io\r\n"));
}

static void accept_unoffered(struct fixture *f, struct stream_peer *peer, const char *head)
{
    if (str_starts(head, "GET"))
        peer_accept_websocket(peer, head, "v1.channel.k8s.io");
    else
        refuse(f, peer, head);
}

static void an_unoffered_subprotocol_is_refused(void **state)
{
    struct fixture *f = *state;
    f->script = accept_unoffered;
    run(f, false, false);
    assert_end(f, ERR_SERVER, -1, "container x is not valid");
    assert_false(f->opened);
}

static void accept_wrong_key(struct fixture *f, struct stream_peer *peer, const char *head)
{
    if (str_starts(head, "GET"))
        peer_accept_websocket(peer, "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", "v5.channel.k8s.io");
    else
        refuse(f, peer, head);
}

static void a_wrong_accept_key_is_refused(void **state)
{
    struct fixture *f = *state;
    f->script = accept_wrong_key;
    run(f, false, false);
    assert_end(f, ERR_SERVER, -1, "container x is not valid");
}

static void accept_and_wait(struct fixture *f, struct stream_peer *peer, const char *head)
{
    (void)f;
    peer_accept_websocket(peer, head, "v5.channel.k8s.io");
}

/* Ends the command when stdin is closed by v5's CLOSE. */
static void end_on_close(struct fixture *f, struct stream_peer *peer, const char *bytes, size_t len)
{
    (void)f;
    if (len != 2 || memcmp(bytes, "\xFF\0", 2) != 0)
        return;
    peer_send_message(peer, 3, success, sizeof(success) - 1);
    peer_close(peer);
}

static void stdin_is_sent_and_closed_with_v5(void **state)
{
    struct fixture *f = *state;
    f->script = accept_and_wait;
    f->script_bytes = end_on_close;
    open_stream(f, true, false);
    stream_write(f->stream, "typed", 5);
    stream_close_stdin(f->stream);
    while (!f->ended)
        loop_run(f->loop);
    assert_end(f, ERR_OK, 0, "");
    assert_non_null(strstr(f->heads.data, "Sec-WebSocket-Protocol: v5.channel.k8s.io\r\n"));
    assert_int_equal(f->received.len, 8);
    assert_memory_equal(f->received.data, "\0typed\xFF\0", 8);
}

static void end_on_resize(struct fixture *f, struct stream_peer *peer, const char *bytes, size_t len)
{
    (void)f;
    if (!len || bytes[0] != CHANNEL_RESIZE)
        return;
    peer_send_message(peer, 3, success, sizeof(success) - 1);
    peer_close(peer);
}

static void a_resize_is_sent(void **state)
{
    struct fixture *f = *state;
    f->script = accept_and_wait;
    f->script_bytes = end_on_resize;
    open_stream(f, true, true);
    stream_resize(f->stream, 10, 5);
    stream_resize(f->stream, 132, 43); /* the last one counts */
    while (!f->ended)
        loop_run(f->loop);
    assert_memory_equal(f->received.data, "\4{\"Width\":132,\"Height\":43}\n", 27);
    assert_int_equal(f->received.len, 27);
}

static void much_stdin_drains(void **state)
{
    struct fixture *f = *state;
    static char much[3 * 1024 * 1024];
    f->script = accept_and_wait;
    f->script_bytes = end_on_close;
    memset(much, 'm', sizeof(much));
    open_stream(f, true, false);
    assert_true(stream_write(f->stream, much, sizeof(much)) > STREAM_HIGH);
    stream_close_stdin(f->stream);
    while (!f->ended)
        loop_run(f->loop);
    assert_true(f->drained);
    assert_end(f, ERR_OK, 0, "");
    assert_true(f->received.len > sizeof(much));
}

static void pour(struct fixture *f, struct stream_peer *peer, const char *head)
{
    static char much[60000];
    (void)f;
    memset(much, 'p', sizeof(much));
    peer_accept_websocket(peer, head, "v4.channel.k8s.io");
    for (int i = 0; i < 50; i++)
        peer_send_message(peer, 1, much, sizeof(much));
    peer_send_message(peer, 3, success, sizeof(success) - 1);
    peer_close(peer);
}

static void stop_loop(void *user)
{
    loop_stop(user);
}

static void a_paused_stream_reads_nothing(void **state)
{
    struct fixture *f = *state;
    struct timer *timer = timer_new(f->loop, stop_loop, f->loop);
    f->script = pour;
    open_stream(f, false, false);
    stream_pause(f->stream, true);
    while (!f->heads.len)
        loop_turn(f->loop);
    timer_start(timer, 30, 0); /* long enough to read everything, were it not paused */
    loop_run(f->loop);
    assert_int_equal(f->out.len, 0);
    assert_false(f->ended);
    stream_pause(f->stream, false);
    while (!f->ended)
        loop_run(f->loop);
    assert_int_equal(f->out.len, 50 * 60000);
    assert_end(f, ERR_OK, 0, "");
    timer_free(timer);
}

static void closing_early_calls_nothing(void **state)
{
    struct fixture *f = *state;
    f->script = answer_with_output;
    open_stream(f, false, false);
    while (!f->heads.len)
        loop_turn(f->loop);
    stream_close(f->stream);
    f->stream = NULL;
    for (int i = 0; i < 5; i++)
        uv_run(&f->loop->uv, UV_RUN_NOWAIT);
    assert_false(f->ended);
}

static void nobody_listens(void **state)
{
    struct fixture *f = *state;
    struct target *target = xcalloc(1, sizeof(*target));
    target->server = xstrdup("http://127.0.0.1:1"); /* a port that needs root and has no server */
    target->context = xstrdup("");
    target->namespace_ = xstrdup("default");
    client_close(f->client);
    f->client = client_open(f->loop, target);
    run(f, false, false);
    assert_int_equal(f->exit_code, -1);
    assert_true(f->err == ERR_CONNECT || f->err == ERR_TIMEOUT);
    assert_non_null(strstr(f->info.text, "http://127.0.0.1:1"));
}

/* SPDY, on a server that takes no WebSocket. Streams: 1 error, 3 stdin, 5 stdout, 7 stderr. */
static void accept_spdy(struct fixture *f, struct stream_peer *peer, const char *head)
{
    static const char answer[] =
        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n"
        "X-Stream-Protocol-Version: v4.channel.k8s.io\r\n\r\n";
    if (str_starts(head, "GET"))
        refuse(f, peer, head);
    else
        peer_send(peer, answer, sizeof(answer) - 1);
}

static void reply_to_streams(struct stream_peer *peer)
{
    for (int id = 1; id <= 7; id += 2) {
        char reply[] = "\x80\3\0\2\0\0\0\4\0\0\0\0";
        reply[11] = (char)id;
        peer_send(peer, reply, 12);
    }
}

/* When stdin ends: what came on it goes back on stdout, then the status. */
static void serve_spdy(struct fixture *f, struct stream_peer *peer, const char *bytes, size_t len)
{
    static const char stdin_end[] = "\0\0\0\3\1\0\0\0";
    struct str out = {0};
    (void)len;
    if (f->received.len >= 4 && memcmp(bytes, "\x80\3\0\1", 4) == 0)
        reply_to_streams(peer);
    if (!memmem(f->received.data, f->received.len, stdin_end, 8))
        return;
    assert_non_null(memmem(f->received.data, f->received.len, "\0\0\0\3\0\0\0\5typed", 13));
    str_add_bytes(&out, "\x80\3\0\6\0\0\0\4\0\0\0\2", 12); /* a ping of the server's */
    spdy_add_data(&out, 5, "typed", 5, false);
    spdy_add_data(&out, 7, "", 0, true);
    spdy_add_data(&out, 1, exit_7, sizeof(exit_7) - 1, true);
    spdy_add_data(&out, 5, " back", 5, true);
    peer_send(peer, out.data, out.len);
    str_fini(&out);
}

static void spdy_ends_stdin_where_websocket_cannot(void **state)
{
    struct fixture *f = *state;
    f->script = accept_spdy;
    f->script_bytes = serve_spdy;
    open_stream(f, true, false);
    stream_write(f->stream, "typed", 5);
    stream_close_stdin(f->stream);
    while (!f->ended)
        loop_run(f->loop);
    assert_end(f, ERR_EXIT, 7, "exit code 7");
    assert_string_equal(str_text(&f->out), "typed back");
    assert_string_equal(stream_protocol_name(f->stream), "SPDY/3.1");
}

static void break_spdy(struct fixture *f, struct stream_peer *peer, const char *bytes, size_t len)
{
    (void)f;
    (void)bytes;
    (void)len;
    peer_send(peer, "\x80\x09 garbage", 10);
}

static void spdy_garbage_is_a_sentence(void **state)
{
    struct fixture *f = *state;
    f->script = accept_spdy;
    f->script_bytes = break_spdy;
    run(f, true, false);
    assert_end(f, ERR_PARSE, -1, "the server broke the SPDY protocol");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(output_and_exit_code_come),
        TEST(messages_in_parts_are_joined),
        TEST(garbage_is_a_sentence),
        TEST(a_cut_is_no_success),
        TEST(no_answer_is_a_sentence),
        TEST(the_servers_words_are_made_safe),
        TEST(a_web_page_is_no_stream),
        TEST(a_refusal_says_what_the_server_says),
        TEST(an_unoffered_subprotocol_is_refused),
        TEST(a_wrong_accept_key_is_refused),
        TEST(stdin_is_sent_and_closed_with_v5),
        TEST(a_resize_is_sent),
        TEST(much_stdin_drains),
        TEST(a_paused_stream_reads_nothing),
        TEST(closing_early_calls_nothing),
        TEST(nobody_listens),
        TEST(spdy_ends_stdin_where_websocket_cannot),
        TEST(spdy_garbage_is_a_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
