/* Requests against a scripted server: what is sent, what is told, what each failure is called. */
#include "api-client/client.h"

#include "api-client/request_proxy.h"
#include "base/time.h"
#include "base/xmalloc.h"
#include "tests/support/api_server.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

struct fixture {
    struct loop *loop;
    struct api_server *server;
    struct client *client;
    struct str body;
    struct err_info info;
    int status;
};

static void begin(struct fixture *f, const struct api_step *steps, void (*change)(struct target *target))
{
    *f = (struct fixture){.loop = loop_new()};
    f->server = api_server_open(f->loop, steps);
    struct target *target = api_server_target(f->server);
    if (change)
        change(target);
    f->client = client_open(f->loop, target);
}

static enum err fetch(struct fixture *f, const char *path)
{
    str_clear(&f->body);
    f->info.text[0] = '\0';
    return client_fetch(f->client, &(struct request_spec){.path = path}, &f->body, &f->status, &f->info);
}

static void finish(struct fixture *f)
{
    client_close(f->client);
    api_server_close(f->server);
    loop_free(f->loop);
    str_fini(&f->body);
}

static void assert_has(const char *text, const char *words)
{
    if (!strstr(text, words))
        fail_msg("\"%s\" is not in: %s", words, text);
}

static void impersonate(struct target *target)
{
    static const char *const groups[] = {"g1", "g2"};
    target->as = xstrdup("jane");
    target->as_uid = xstrdup("42");
    target->token = xstrdup("secret");
    target->as_groups = xcalloc(3, sizeof(char *));
    for (int i = 0; i < 2; i++)
        target->as_groups[i] = xstrdup(groups[i]);
}

static void what_is_sent(void **state)
{
    (void)state;
    const struct api_step steps[] = {{"GET /version HTTP/1.1", 200, .body = "{}"},
                                     {"POST /x?y=1 HTTP/1.1", 201, .body = "{\"made\":1}"},
                                     {"DELETE /z HTTP/1.1", 200, .body = "{}"},
                                     {0}};
    static const char *const headers[] = {"Authorization: Bearer secret\r\n",
                                          "Impersonate-User: jane\r\n",
                                          "Impersonate-Uid: 42\r\n",
                                          "Impersonate-Group: g1\r\n",
                                          "Impersonate-Group: g2\r\n",
                                          "Accept: application/json\r\n",
                                          "User-Agent: podprobe/"};
    struct fixture f;
    begin(&f, steps, impersonate);
    assert_int_equal(fetch(&f, "/version"), ERR_OK);
    assert_int_equal(f.status, 200);
    for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++)
        assert_has(api_server_heads(f.server), headers[i]);
    assert_null(strstr(api_server_heads(f.server), "gzip")); /* loopback */
    struct request_spec post = {.method = "POST", .path = "/x?y=1", .body = "{\"a\":1}", .body_len = 7};
    assert_int_equal(client_fetch(f.client, &post, &f.body, &f.status, &f.info), ERR_OK);
    assert_int_equal(f.status, 201);
    assert_string_equal(str_text(&f.body), "{}{\"made\":1}");
    assert_has(api_server_heads(f.server), "Content-Length: 7\r\n");
    struct request_spec delete = {.method = "DELETE", .path = "/z"};
    assert_int_equal(client_fetch(f.client, &delete, NULL, NULL, NULL), ERR_OK);
    finish(&f);
}

static const struct {
    struct api_step step;
    enum err err;
    const char *words;
} failures[] = {
    {{"GET", 404, .body = "{\"kind\":\"Status\",\"message\":\"pods \\\"y\\\" not found\"}"},
     ERR_NOT_FOUND,
     "pods \"y\" not found"},
    {{"GET", 403, .body = "{\"kind\":\"Status\",\"message\":\"pods is forbidden\"}"},
     ERR_FORBIDDEN,
     "pods is forbidden"},
    {{"GET", 409, .body = "{\"kind\":\"Status\",\"message\":\"modified\"}"}, ERR_CONFLICT, "modified"},
    {{"GET", 410, .body = "{\"kind\":\"Status\",\"message\":\"too old\"}"}, ERR_GONE, "too old"},
    {{"GET", 429, .body = "slow down"}, ERR_BUSY, "429 Too Many Requests: slow down"},
    {{"GET", 401, .body = "{}"}, ERR_UNAUTHORIZED, "answered 401 Unauthorized to user \"tester\""},
    {{"GET", 502, .body = "<html><h1>Bad  gateway</h1></html>", .html = true},
     ERR_SERVER,
     "502 Bad Gateway: Bad gateway (is it an API server?)"},
    {{"GET", 302, .headers = "Location: /login\r\n"}, ERR_SERVER, "is it an API server?"},
    {{"GET", 200, .body = "<html>hello</html>", .html = true}, ERR_PARSE, "HTML"},
    {{"GET", 200, .body = "{", .cut = true}, ERR_CUT, "was cut"},
    {{"GET", 0, .cut = true}, ERR_CUT, "without an answer"},
    {{"GET", 500, .body = "\033[2Jevil\001"}, ERR_SERVER, "500 Internal Server Error: [2Jevil"},
};

static void what_failures_are_called(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(failures) / sizeof(failures[0]); i++) {
        const struct api_step steps[] = {failures[i].step, {0}};
        struct fixture f;
        begin(&f, steps, NULL);
        assert_int_equal(fetch(&f, "/api/v1/pods"), failures[i].err);
        assert_has(f.info.text, failures[i].words);
        finish(&f);
    }
}

static void to_nowhere(struct target *target)
{
    free(target->server);
    target->server = xstrdup("https://127.0.0.1:1/");
}

static void to_no_url(struct target *target)
{
    free(target->server);
    target->server = xstrdup("not a url");
}

static void to_no_name(struct target *target)
{
    free(target->server);
    target->server = xstrdup("https://name.invalid");
}

static void with_tls(struct target *target)
{
    char *secure = xasprintf("https%s", target->server + strlen("http"));
    free(target->server);
    target->server = secure;
}

static void by_a_proxy_that_is_not_there(struct target *target)
{
    target->proxy_url = xstrdup("http://127.0.0.1:1");
}

static void with_a_broken_token(struct target *target)
{
    target->token = xstrdup("a\r\nX-Evil: 1");
}

static const struct {
    void (*change)(struct target *target);
    enum err err;
    const char *words;
} targets[] = {
    {to_nowhere, ERR_CONNECT, "refused"},
    {to_no_url, ERR_CONFIG, "is no URL"},
    {to_no_name, ERR_CONNECT, "no address is known for name.invalid"},
    {by_a_proxy_that_is_not_there, ERR_CONNECT, "the proxy"},
    {with_a_broken_token, ERR_CREDENTIALS, "line break"},
};

static void targets_that_lead_nowhere(void **state)
{
    (void)state;
    const struct api_step steps[] = {{0}};
    for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
        struct fixture f;
        begin(&f, steps, targets[i].change);
        assert_int_equal(fetch(&f, "/version"), targets[i].err);
        assert_has(f.info.text, targets[i].words);
        assert_int_equal(f.status, 0);
        finish(&f);
    }
}

/* The server hangs up on what is no HTTP. */
static void plain_http_where_tls_is_wanted(void **state)
{
    (void)state;
    struct fixture f;
    const struct api_step steps[] = {{0}};
    begin(&f, steps, with_tls);
    struct request_spec spec = {.path = "/version", .timeout_ms = 300};
    enum err err = client_fetch(f.client, &spec, NULL, NULL, &f.info);
    assert_true(err == ERR_TLS || err == ERR_TIMEOUT || err == ERR_CUT);
    assert_true(f.info.text[0] != '\0');
    finish(&f);
}

static void silence_ends(void **state)
{
    (void)state;
    const struct api_step steps[] = {{"GET", .status = 0}, {0}};
    struct fixture f;
    begin(&f, steps, NULL);
    struct request_spec spec = {.path = "/version", .timeout_ms = 200};
    assert_int_equal(client_fetch(f.client, &spec, NULL, NULL, &f.info), ERR_TIMEOUT);
    assert_has(f.info.text, "has not answered GET /version within");
    finish(&f);
}

/* Headers of the answer. */

struct heard {
    struct client *client;
    struct request *request, *other;
    int heads, datas, dones;
    int64_t retry_after;
    char warning[64];
    enum err err;
    bool cancel_in_head, cancel_in_data, close_in_done, pause;
};

static void on_head(void *user, const struct response *response)
{
    struct heard *heard = user;
    heard->heads++;
    heard->retry_after = response->retry_after_ms;
    strncpy(heard->warning, response->warning, sizeof(heard->warning) - 1);
    if (heard->cancel_in_head)
        request_cancel(heard->request);
}

static enum err on_data(void *user, const char *bytes, size_t len)
{
    struct heard *heard = user;
    (void)bytes, (void)len;
    heard->datas++;
    if (heard->pause)
        request_pause(heard->request, true);
    if (heard->cancel_in_data)
        request_cancel(heard->request);
    return ERR_OK;
}

static void on_done(void *user, enum err err, const struct response *response, const struct err_info *info)
{
    struct heard *heard = user;
    (void)response, (void)info;
    heard->dones++;
    heard->err = err;
    request_cancel(heard->other);
    if (heard->close_in_done)
        client_close(heard->client);
}

static struct request *ask(struct fixture *f, struct heard *heard)
{
    heard->client = f->client;
    heard->request = client_request(
        f->client,
        &(struct request_spec){
            .path = "/x", .on_head = on_head, .on_data = on_data, .on_done = on_done, .user = heard});
    return heard->request;
}

static bool is_done(void *user)
{
    return ((struct heard *)user)->dones > 0;
}

static bool has_data(void *user)
{
    return ((struct heard *)user)->datas > 0;
}

static bool has_head(void *user)
{
    return ((struct heard *)user)->heads > 0;
}

static void headers_are_told(void **state)
{
    (void)state;
    const struct api_step steps[] = {
        {"GET", 429,
         .headers = "Retry-After: 7\r\nWarning: 299 - \"old \\\"api\\\"\"\r\n"
                    "Date: Mon, 23 Nov 2020 05:24:00 GMT\r\n"},
        {"GET", 503, .headers = "Retry-After: Mon, 23 Nov 2020 05:24:30 GMT\r\n"},
        {0}};
    struct fixture f;
    struct heard heard = {0};
    begin(&f, steps, NULL);
    assert_in_range(client_now(f.client), time_now() - 1000, time_now() + 1000);
    ask(&f, &heard);
    loop_until(f.loop, is_done, &heard);
    assert_int_equal(heard.err, ERR_BUSY);
    assert_int_equal(heard.heads, 1);
    assert_int_equal(heard.retry_after, 7000);
    assert_string_equal(heard.warning, "old \"api\"");
    int64_t server = time_parse("2020-11-23T05:24:00Z");
    assert_in_range(client_now(f.client), server, server + 10000);
    heard = (struct heard){0};
    ask(&f, &heard);
    loop_until(f.loop, is_done, &heard);
    assert_in_range(heard.retry_after, 19000, 30000);
    finish(&f);
}

static void cancelled_from_inside(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        const struct api_step steps[] = {{"GET", 200, .body = "{}", .hold = true}, {0}};
        struct fixture f;
        struct heard heard = {.cancel_in_head = i == 0, .cancel_in_data = i == 1};
        begin(&f, steps, NULL);
        ask(&f, &heard);
        loop_until(f.loop, i == 0 ? has_head : has_data, &heard);
        for (int turn = 0; turn < 10; turn++)
            uv_run(&f.loop->uv, UV_RUN_NOWAIT);
        assert_int_equal(heard.dones, 0);
        assert_int_equal(heard.datas, i);
        finish(&f);
    }
}

static void closed_from_inside(void **state)
{
    (void)state;
    const struct api_step steps[] = {{"GET", 200, .body = "{}"}, {0}};
    struct fixture f;
    struct heard heard = {.close_in_done = true};
    begin(&f, steps, NULL);
    ask(&f, &heard);
    loop_until(f.loop, is_done, &heard);
    f.client = NULL;
    finish(&f);
}

/* One request's end cancels the other; and one that was cancelled before it began. */
static void cancelled_by_another(void **state)
{
    (void)state;
    const struct api_step steps[] = {{"GET", .status = 0}, {"GET", 200, .body = "{}"}, {0}};
    struct fixture f;
    struct heard slow = {0}, fast = {0}, never = {0};
    begin(&f, steps, NULL);
    request_cancel(ask(&f, &never));
    ask(&f, &slow);
    while (api_server_step(f.server) < 1)
        uv_run(&f.loop->uv, UV_RUN_NOWAIT);
    ask(&f, &fast);
    fast.other = slow.request;
    loop_until(f.loop, is_done, &fast);
    for (int turn = 0; turn < 10; turn++)
        uv_run(&f.loop->uv, UV_RUN_NOWAIT);
    assert_int_equal(slow.dones + never.dones, 0);
    finish(&f);
}

static void a_paused_reader_loses_nothing(void **state)
{
    (void)state;
    struct str body = {0};
    str_add_repeat(&body, ' ', 300 * 1000);
    const struct api_step steps[] = {{"GET", 200, .body = str_text(&body)}, {0}};
    struct fixture f;
    struct heard heard = {.pause = true};
    begin(&f, steps, NULL);
    ask(&f, &heard);
    loop_until(f.loop, has_data, &heard);
    for (int turn = 0; turn < 50; turn++)
        uv_run(&f.loop->uv, UV_RUN_NOWAIT);
    assert_int_equal(heard.datas, 1);
    heard.pause = false;
    request_pause(heard.request, false);
    loop_until(f.loop, is_done, &heard);
    assert_int_equal(heard.err, ERR_OK);
    assert_in_range(heard.datas, 2, 1000);
    finish(&f);
    str_fini(&body);
}

/* The token's file changed meanwhile: read again after a 401, once. */
static char token_path[] = "/tmp/podprobe-token-XXXXXX";

static void with_token_file(struct target *target)
{
    target->token_file = xstrdup(token_path);
}

static void write_token(const char *token)
{
    FILE *file = fopen(token_path, "w");
    assert_non_null(file);
    fputs(token, file);
    fclose(file);
}

static void a_new_token_is_read_after_401(void **state)
{
    (void)state;
    const struct api_step steps[] = {{"Bearer first", 200, .body = "{}"},
                                     {"Bearer first", .status = 0},
                                     {"Bearer second", 200, .body = "{}"},
                                     {"Bearer second", 401, .body = "{}"},
                                     {0}};
    struct fixture f;
    struct heard heard = {0};
    close(mkstemp(token_path));
    write_token("first\n");
    begin(&f, steps, with_token_file);
    assert_int_equal(fetch(&f, "/a"), ERR_OK);
    ask(&f, &heard);
    while (api_server_step(f.server) < 2)
        uv_run(&f.loop->uv, UV_RUN_NOWAIT);
    write_token("second\n");
    api_server_send(f.server, "HTTP/1.1 401 X\r\nConnection: close\r\n\r\n");
    api_server_end(f.server);
    loop_until(f.loop, is_done, &heard);
    assert_int_equal(heard.err, ERR_OK);
    assert_int_equal(heard.heads, 1); /* of the answer that counted */
    assert_int_equal(fetch(&f, "/c"), ERR_UNAUTHORIZED);
    unlink(token_path);
    finish(&f);
}

/* Proxies. */

static char *env_of(const char *name)
{
    static char https[] = "http://p:3128", http[] = "socks5://q:1080",
                no[] = "internal.example, .sub.example,10.0.0.0/8";
    if (strcmp(name, "HTTPS_PROXY") == 0)
        return https;
    if (strcmp(name, "http_proxy") == 0)
        return http;
    return strcmp(name, "NO_PROXY") == 0 ? no : NULL;
}

static const struct {
    const char *server, *said, *proxy;
} proxies[] = {
    {"https://api.example:6443", NULL, "http://p:3128"},
    {"http://api.example", NULL, "socks5h://q:1080"},
    {"https://api.example:6443", "socks5://k:1", "socks5h://k:1"},
    {"https://api.example:6443", "k:1", "http://k:1"},
    {"https://127.0.0.1:6443", NULL, ""},
    {"https://127.0.0.1:6443", "http://k:1", "http://k:1"},
    {"https://[::1]:6443", NULL, ""},
    {"https://localhost", NULL, ""},
    {"https://internal.example", NULL, ""},
    {"https://a.internal.example", NULL, ""},
    {"https://notinternal.example", NULL, "http://p:3128"},
    {"https://sub.example", NULL, "http://p:3128"},
    {"https://a.sub.example", NULL, ""},
    {"https://10.1.2.3:6443", NULL, ""},
    {"https://11.1.2.3:6443", NULL, "http://p:3128"},
};

static void proxies_as_kubectl_chooses_them(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(proxies) / sizeof(proxies[0]); i++) {
        char *proxy = request_proxy(proxies[i].server, proxies[i].said, env_of);
        assert_string_equal(proxy, proxies[i].proxy);
        free(proxy);
    }
    assert_true(request_no_proxy("*", "x", "1"));
    assert_true(request_no_proxy("x:1", "x", "1"));
    assert_false(request_no_proxy("x:2", "x", "1"));
    assert_true(request_no_proxy("fd00::/8", "fd00::5", "1"));
    assert_false(request_no_proxy("", "x", "1"));
}

static void near_and_far(void **state)
{
    (void)state;
    static const char *const near[] = {"localhost",   "127.0.0.1", "10.9.8.7", "172.31.0.1",
                                       "192.168.1.1", "[::1]",     "fd12::1",  "fe80::1"};
    static const char *const far[] = {"8.8.8.8", "172.32.0.1", "example.com", "2001:db8::1", ""};
    for (size_t i = 0; i < sizeof(near) / sizeof(near[0]); i++)
        assert_true(request_host_near(near[i]));
    for (size_t i = 0; i < sizeof(far) / sizeof(far[0]); i++)
        assert_false(request_host_near(far[i]));
}

static void escapes(void **state)
{
    (void)state;
    struct str url = {0};
    url_add_escaped(&url, "a b/c?d&e=%é~-._");
    assert_string_equal(str_text(&url), "a%20b%2Fc%3Fd%26e%3D%25%C3%A9~-._");
    str_fini(&url);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_sent),
        cmocka_unit_test(what_failures_are_called),
        cmocka_unit_test(targets_that_lead_nowhere),
        cmocka_unit_test(plain_http_where_tls_is_wanted),
        cmocka_unit_test(silence_ends),
        cmocka_unit_test(headers_are_told),
        cmocka_unit_test(cancelled_from_inside),
        cmocka_unit_test(closed_from_inside),
        cmocka_unit_test(cancelled_by_another),
        cmocka_unit_test(a_paused_reader_loses_nothing),
        cmocka_unit_test(a_new_token_is_read_after_401),
        cmocka_unit_test(proxies_as_kubectl_chooses_them),
        cmocka_unit_test(near_and_far),
        cmocka_unit_test(escapes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
