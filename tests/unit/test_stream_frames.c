/* The bytes of exec and attach: WebSocket and SPDY frames, HTTP heads, Status objects. */
#include "api-client/stream_head.h"
#include "api-client/stream_spdy.h"
#include "api-client/stream_status.h"
#include "api-client/stream_ws.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* What a reader said, as text: "1:out;" for data, "ping:x;", "close 1000:bye;". */
static void log_data(void *user, int channel, const char *bytes, size_t len)
{
    str_addf(user, "%d:%.*s;", channel, (int)len, bytes);
}

static void log_ping(void *user, const char *bytes, size_t len)
{
    str_addf(user, "ping:%.*s;", (int)len, bytes);
}

static void log_close(void *user, int code, const char *reason, size_t len)
{
    str_addf(user, "close %d:%.*s;", code, (int)len, reason);
}

static const struct ws_sink ws_log = {.on_data = log_data, .on_ping = log_ping, .on_close = log_close};

/* Feeds in pieces of `step` bytes. */
static enum err ws_feed_all(struct str *said, const char *bytes, size_t len, size_t step)
{
    struct ws_reader reader = {0};
    enum err err = ERR_OK;
    for (size_t i = 0; i < len && !err; i += step)
        err = ws_feed(&reader, bytes + i, len - i < step ? len - i : step, &ws_log, said, NULL);
    ws_reader_fini(&reader);
    return err;
}

static void test_ws_reads(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t len;
        const char *whole; /* what is said when all comes at once */
        enum err err;
    } rows[] = {
        {"\x82\x04\x01"
         "out",
         6, "1:out;", ERR_OK},
        {"\x82\x01\x01\x82\x02\x02x", 7, "1:;2:x;", ERR_OK},
        {"\x02\x02\x01"
         "a\x89\x01p\x80\x02"
         "bc",
         11, "1:a;ping:p;1:bc;", ERR_OK},
        {"\x82\x00\x82\x02\x01x", 6, "1:x;", ERR_OK},
        {"\x02\x00\x80\x02\x02y", 6, "2:y;", ERR_OK},
        {"\x88\x05\x03\xE8"
         "bye\x82\x02\x01z",
         11, "close 1000:bye;", ERR_OK},
        {"\x88\x00", 2, "close 1005:;", ERR_OK},
        {"\x8A\x00\x82\x02\x01k", 6, "1:k;", ERR_OK},
        {"\xC2\x01\x01", 3, "", ERR_PARSE},                 /* reserved bit */
        {"\x82\x81\x00\x00\x00\x00\x01", 7, "", ERR_PARSE}, /* masked */
        {"\x83\x01\x01", 3, "", ERR_PARSE},                 /* unknown data frame */
        {"\x8B\x00", 2, "", ERR_PARSE},                     /* unknown control frame */
        {"\x09\x00", 2, "", ERR_PARSE},                     /* control frame in parts */
        {"\x89\x7E\x00\x7E", 4, "", ERR_PARSE},             /* control frame of 126 bytes */
        {"\x80\x01\x01", 3, "", ERR_PARSE},                 /* continuation of nothing */
        {"\x02\x01\x01\x82\x01\x01", 6, "1:;", ERR_PARSE},  /* a message within a message */
        {"\x82\x7F\x80\x00\x00\x00\x00\x00\x00\x00", 10, "", ERR_PARSE},
        {"\x82\x7E\x00\x03\x01uv", 7, "", ERR_PARSE}, /* a length in more bytes than it needs, as the next */
        {"\x82\x7F\x00\x00\x00\x00\x00\x00\x00\x02\x01w", 12, "", ERR_PARSE},
        {"HTTP/1.1 200 OK", 15, "", ERR_PARSE},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct str whole = {0}, pieces = {0};
        assert_int_equal(ws_feed_all(&whole, rows[i].bytes, rows[i].len, rows[i].len), rows[i].err);
        assert_string_equal(str_text(&whole), rows[i].whole);
        assert_int_equal(ws_feed_all(&pieces, rows[i].bytes, rows[i].len, 1), rows[i].err);
        str_fini(&whole);
        str_fini(&pieces);
    }
}

static void test_ws_huge_frame_is_streamed(void **state)
{
    (void)state;
    struct ws_reader reader = {0};
    struct str said = {0};
    static char piece[65536];
    assert_int_equal(ws_feed(&reader, "\x82\x7F\x40\0\0\0\0\0\0\0\x01", 11, &ws_log, &said, NULL), ERR_OK);
    for (int i = 0; i < 100; i++) {
        assert_int_equal(ws_feed(&reader, piece, sizeof(piece), &ws_log, &said, NULL), ERR_OK);
        str_clear(&said);
    }
    assert_true(reader.in_frame);
    ws_reader_fini(&reader);
    assert_int_equal(ws_feed(&reader, "\x82\x7E\x00\x7E\x02", 5, &ws_log, &said, NULL), ERR_OK);
    assert_int_equal(ws_feed(&reader, piece, 125, &ws_log, &said, NULL), ERR_OK);
    assert_false(reader.in_frame);
    ws_reader_fini(&reader);
    str_fini(&said);
}

/* Takes the mask off, as a server does. */
static void unmask(struct str *frame, size_t head)
{
    for (size_t i = head; i < frame->len; i++)
        frame->data[i] = (char)(frame->data[i] ^ frame->data[head - 4 + ((i - head) & 3)]);
}

static void test_ws_writes(void **state)
{
    (void)state;
    struct str frame = {0};
    ws_add_message(&frame, 0, "hello", 5);
    unmask(&frame, 6);
    assert_int_equal(frame.len, 12);
    assert_memory_equal(frame.data, "\x82\x86", 2);
    assert_memory_equal(frame.data + 6, "\0hello", 6);
    str_clear(&frame);
    char big[70000] = {0};
    ws_add_message(&frame, 4, big, 300);
    assert_memory_equal(frame.data, "\x82\xFE\x01\x2D", 4);
    str_clear(&frame);
    ws_add_message(&frame, 4, big, sizeof(big));
    assert_memory_equal(frame.data, "\x82\xFF\0\0\0\0\0\x01\x11\x71", 10);
    str_clear(&frame);
    ws_add_control(&frame, WS_PONG, "p", 1);
    unmask(&frame, 6);
    assert_memory_equal(frame.data, "\x8A\x81", 2);
    assert_int_equal(frame.data[6], 'p');
    str_fini(&frame);
}

static void test_ws_accept(void **state)
{
    (void)state;
    char accept[WS_ACCEPT_SIZE], key[WS_KEY_SIZE], other[WS_KEY_SIZE];
    ws_accept_of("dGhlIHNhbXBsZSBub25jZQ==", accept); /* RFC 6455 section 1.3 */
    assert_string_equal(accept, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    ws_make_key(key);
    ws_make_key(other);
    assert_int_equal(strlen(key), 24);
    assert_string_not_equal(key, other);
}

static void spdy_log_data(void *user, uint32_t id, const char *bytes, size_t len, bool last)
{
    str_addf(user, "%u:%.*s%s;", id, (int)len, bytes, last ? "." : "");
}

static void spdy_log_reply(void *user, uint32_t id, bool last)
{
    str_addf(user, "reply %u%s;", id, last ? "." : "");
}

static void spdy_log_reset(void *user, uint32_t id, uint32_t status)
{
    str_addf(user, "reset %u %u;", id, status);
}

static void spdy_log_ping(void *user, uint32_t id)
{
    str_addf(user, "ping %u;", id);
}

static void spdy_log_goaway(void *user)
{
    str_add(user, "goaway;");
}

static const struct spdy_sink spdy_log = {.on_data = spdy_log_data,
                                          .on_reply = spdy_log_reply,
                                          .on_reset = spdy_log_reset,
                                          .on_ping = spdy_log_ping,
                                          .on_goaway = spdy_log_goaway};

static enum err spdy_feed_all(struct str *said, const char *bytes, size_t len, size_t step)
{
    struct spdy_reader reader = {0};
    enum err err = ERR_OK;
    for (size_t i = 0; i < len && !err; i += step)
        err = spdy_feed(&reader, bytes + i, len - i < step ? len - i : step, &spdy_log, said, NULL);
    return err;
}

static void test_spdy_reads(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t len;
        const char *whole;
        enum err err;
    } rows[] = {
        {"\0\0\0\5\0\0\0\3out", 11, "5:out;5:;", ERR_OK},
        {"\0\0\0\5\1\0\0\0", 8, "5:.;", ERR_OK},
        {"\x80\3\0\2\0\0\0\4\0\0\0\1", 12, "reply 1;", ERR_OK},
        {"\x80\3\0\2\1\0\0\6\0\0\0\1zz", 14, "reply 1.;", ERR_OK},
        {"\x80\3\0\3\0\0\0\10\0\0\0\7\0\0\0\5", 16, "reset 7 5;", ERR_OK},
        {"\x80\3\0\6\0\0\0\4\0\0\0\2", 12, "ping 2;", ERR_OK},
        {"\x80\3\0\7\0\0\0\10\0\0\0\0\0\0\0\0", 16, "goaway;", ERR_OK},
        {"\x80\3\0\4\0\0\0\0\x80\3\0\x63\0\0\0\1x", 17, "", ERR_OK}, /* SETTINGS, unknown */
        {"\x80\3\0\2\0\0\0\2\0\0", 10, "", ERR_PARSE},
        {"\x80\3\0\3\0\0\0\4\0\0\0\1", 12, "", ERR_PARSE},
        {"\x80\2\0\2\0\0\0\4\0\0\0\1", 12, "", ERR_PARSE},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct str whole = {0}, pieces = {0};
        assert_int_equal(spdy_feed_all(&whole, rows[i].bytes, rows[i].len, rows[i].len), rows[i].err);
        assert_string_equal(str_text(&whole), rows[i].whole);
        assert_int_equal(spdy_feed_all(&pieces, rows[i].bytes, rows[i].len, 1), rows[i].err);
        str_fini(&whole);
        str_fini(&pieces);
    }
}

static void test_spdy_writes(void **state)
{
    (void)state;
    struct str out = {0};
    spdy_add_stream(&out, 1, "streamtype", "error", true);
    assert_memory_equal(out.data, "\x80\3\0\1\0\0\0\x31\0\0\0\1\0\0\0\0\0\0", 18);
    assert_memory_equal(out.data + 18, "\x78\1\0\x1B\0\xE4\xFF\0\0\0\1\0\0\0\nstreamtype\0\0\0\5error", 34);
    assert_memory_equal(out.data + 52, "\0\0\0", 3);
    assert_int_equal(out.len, 8 + 0x31);
    str_clear(&out);
    spdy_add_data(&out, 3, "ab", 2, true);
    assert_memory_equal(out.data, "\0\0\0\3\1\0\0\2ab", 10);
    str_clear(&out);
    spdy_add_ping(&out, 9);
    assert_memory_equal(out.data, "\x80\3\0\6\0\0\0\4\0\0\0\11", 12);
    str_fini(&out);
}

static void test_head_request(void **state)
{
    (void)state;
    char server[] = "https://example.org:6443/k8s", as[] = "jane", group[] = "ops";
    char extra[] = "Impersonate-Extra-Scopes: view";
    char *groups[] = {group, NULL}, *extras[] = {extra, NULL};
    struct target target = {.server = server, .as = as, .as_groups = groups, .as_extra = extras};
    struct credential credential = {.token = "abc\n"};
    struct str out = {0};
    struct err_info info;
    assert_int_equal(head_add_request(&out, "GET", &target, &credential, "/api/v1/x?y", &info), ERR_OK);
    assert_non_null(strstr(out.data, "GET /k8s/api/v1/x?y HTTP/1.1\r\nHost: example.org:6443\r\n"));
    assert_non_null(strstr(out.data, "\r\nAuthorization: Bearer abc\r\nImpersonate-User: jane\r\n"
                                     "Impersonate-Group: ops\r\nImpersonate-Extra-Scopes: view\r\n"));
    credential.token = "a\r\nX-Evil: 1";
    assert_int_equal(head_add_request(&out, "GET", &target, &credential, "/", &info), ERR_CREDENTIALS);
    assert_null(strstr(info.text, "Evil"));
    str_fini(&out);
}

static void test_head_parse(void **state)
{
    (void)state;
    static const char answer[] = "HTTP/1.1 101 Switching Protocols\r\nUPGRADE: WebSocket\r\n"
                                 "Sec-WebSocket-Protocol:  v5.channel.k8s.io \r\nno colon here\r\n"
                                 "Content-Length: 12\r\n\r\nrest";
    struct head head;
    struct err_info info;
    assert_int_equal(head_parse(&head, answer, sizeof(answer) - 1, &info), ERR_OK);
    assert_int_equal(head.status, 101);
    assert_string_equal(head.upgrade, "websocket");
    assert_string_equal(head.protocol, "v5.channel.k8s.io");
    assert_int_equal(head.content_length, 12);
    assert_string_equal(answer + head.size, "rest");
    for (size_t len = 0; len < sizeof(answer) - 5; len++) {
        assert_int_equal(head_parse(&head, answer, len, &info), ERR_OK);
        assert_int_equal(head.size, 0);
    }
    assert_int_equal(head_parse(&head, "SSH-2.0-x\r\n", 11, &info), ERR_PARSE);
    assert_int_equal(head_parse(&head, "HTTP/1.1 ok\r\n\r\n", 15, &info), ERR_PARSE);
    static char endless[HEAD_CAP + 10] = "HTTP/1.1 200 OK\r\n";
    memset(endless + 17, 'x', sizeof(endless) - 17);
    assert_int_equal(head_parse(&head, endless, sizeof(endless), &info), ERR_TOO_BIG);
}

static void test_status_of_exit(void **state)
{
    (void)state;
    static const struct {
        const char *json;
        enum err err;
        int exit_code;
        const char *words; /* part of the sentence */
    } rows[] = {
        {"{\"metadata\":{},\"status\":\"Success\"}", ERR_OK, 0, ""},
        {"{\"status\":\"Failure\",\"reason\":\"NonZeroExitCode\",\"details\":{\"causes\":"
         "[{\"reason\":\"ExitCode\",\"message\":\"7\"}]}}",
         ERR_EXIT, 7, "command terminated with exit code 7"},
        {"{\"status\":\"Failure\",\"reason\":\"NonZeroExitCode\",\"details\":{\"causes\":"
         "[{\"reason\":\"Other\"},{\"reason\":\"ExitCode\",\"message\":\"137\"}]}}",
         ERR_EXIT, 137, "137"},
        {"{\"status\":\"Failure\",\"reason\":\"NonZeroExitCode\",\"details\":{\"causes\":"
         "[{\"reason\":\"ExitCode\",\"message\":\"-1\"}]}}",
         ERR_PARSE, -1, "-1"},
        {"{\"status\":\"Failure\",\"reason\":\"NonZeroExitCode\",\"details\":{\"causes\":"
         "[{\"reason\":\"ExitCode\",\"message\":\"256\"}]}}",
         ERR_PARSE, -1, "256"},
        {"{\"status\":\"Failure\",\"reason\":\"NonZeroExitCode\",\"details\":{\"causes\":"
         "[{\"reason\":\"ExitCode\",\"message\":\"0\"}]}}",
         ERR_PARSE, -1, "\"0\""},
        {"{\"status\":\"Failure\",\"reason\":\"NonZeroExitCode\"}", ERR_PARSE, -1, "which exit code"},
        {"{\"status\":\"Failure\",\"message\":\"Internal error occurred: x\"}", ERR_SERVER, -1,
         "Internal error occurred: x"},
        {"{\"status\":7}", ERR_PARSE, -1, "no status"},
        {"[]", ERR_PARSE, -1, "no status"},
        {"rubbish\x1b[31m", ERR_PARSE, -1, "rubbish"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct err_info info = {0};
        int code = 99;
        assert_int_equal(status_of_exit(rows[i].json, strlen(rows[i].json), &code, &info), rows[i].err);
        assert_int_equal(code, rows[i].exit_code);
        assert_non_null(strstr(info.text, rows[i].words));
        assert_null(strchr(info.text, 0x1b));
    }
}

static void test_status_of_refusal(void **state)
{
    (void)state;
    static const struct {
        int http;
        const char *body;
        enum err err;
        const char *sentence;
    } rows[] = {
        {404, "{\"message\":\"pods \\\"x\\\" not found\",\"reason\":\"NotFound\"}", ERR_NOT_FOUND,
         "Error from server (NotFound): pods \"x\" not found"},
        {403, "1f\r\n{\"message\":\"no\",\"reason\":\"Forbidden\"}\r\n0\r\n\r\n", ERR_FORBIDDEN,
         "Error from server (Forbidden): no"},
        {400, "{\"message\":\"bad\"}", ERR_SERVER, "Error from server: bad"},
        {502, "<html>", ERR_SERVER, "the server does not start the stream: it answered HTTP 502"},
        {401, "", ERR_UNAUTHORIZED, "the server does not start the stream: it answered HTTP 401"},
        {200, "}{", ERR_SERVER, "the server does not start the stream: it answered HTTP 200"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct err_info info = {0};
        assert_int_equal(status_of_refusal(rows[i].http, rows[i].body, strlen(rows[i].body), &info),
                         rows[i].err);
        assert_string_equal(info.text, rows[i].sentence);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ws_reads),       cmocka_unit_test(test_ws_huge_frame_is_streamed),
        cmocka_unit_test(test_ws_writes),      cmocka_unit_test(test_ws_accept),
        cmocka_unit_test(test_spdy_reads),     cmocka_unit_test(test_spdy_writes),
        cmocka_unit_test(test_head_request),   cmocka_unit_test(test_head_parse),
        cmocka_unit_test(test_status_of_exit), cmocka_unit_test(test_status_of_refusal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
