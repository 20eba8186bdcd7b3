/* An API server that follows a script. */
#include "tests/support/api_server.h"

#include "base/time.h"
#include "base/xmalloc.h"
#include "tests/support/stream_server.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PATIENCE_MS = 10 * 1000, CUT_SHORT = 1000 };

struct api_server {
    struct stream_server *server;
    const struct api_step *steps;
    size_t step;
    struct str heads;
    struct stream_peer *held;
};

static void answer(struct api_server *server, struct stream_peer *peer, const struct api_step *step)
{
    struct str out = {0};
    const char *body = step->body ? step->body : "";
    str_addf(&out, "HTTP/1.1 %d X\r\nContent-Type: %s\r\nConnection: close\r\n%s", step->status,
             step->html ? "text/html; charset=utf-8" : "application/json",
             step->headers ? step->headers : "");
    if (step->cut)
        str_addf(&out, "Content-Length: %zu\r\n", strlen(body) + CUT_SHORT);
    str_addf(&out, "\r\n%s", body);
    peer_send(peer, out.data, out.len);
    if (step->hold)
        server->held = peer;
    else
        peer_close(peer);
    str_fini(&out);
}

static void on_head(void *user, struct stream_peer *peer, const char *head)
{
    struct api_server *server = user;
    const struct api_step *step = &server->steps[server->step];
    str_add(&server->heads, head);
    if (!step->wants)
        fail_msg("one request too many: %s", head);
    if (!strstr(head, step->wants))
        fail_msg("step %zu wants %s, but this was asked: %s", server->step, step->wants, head);
    server->step++;
    if (step->status)
        answer(server, peer, step);
    else if (step->cut)
        peer_close(peer);
    else
        server->held = peer;
}

struct api_server *api_server_open(struct loop *loop, const struct api_step *steps)
{
    struct api_server *server = xcalloc(1, sizeof(*server));
    server->steps = steps;
    server->server =
        stream_server_open(loop, &(struct stream_server_spec){.on_head = on_head, .user = server});
    return server;
}

void api_server_close(struct api_server *server)
{
    stream_server_close(server->server);
    str_fini(&server->heads);
    free(server);
}

size_t api_server_step(const struct api_server *server)
{
    return server->step;
}

const char *api_server_heads(const struct api_server *server)
{
    return str_text(&server->heads);
}

void api_server_send(struct api_server *server, const char *bytes)
{
    peer_send(server->held, bytes, strlen(bytes));
}

void api_server_end(struct api_server *server)
{
    peer_close(server->held);
    server->held = NULL;
}

struct target *api_server_target(const struct api_server *server)
{
    struct target *target = xcalloc(1, sizeof(*target));
    target->context = xstrdup("test");
    target->cluster = xstrdup("test");
    target->user = xstrdup("tester");
    target->namespace_ = xstrdup("default");
    target->source = xstrdup("the test");
    target->server = xstrdup(stream_server_url(server->server));
    return target;
}

void loop_until(struct loop *loop, bool (*done)(void *user), void *user)
{
    int64_t end = time_steady() + PATIENCE_MS;
    while (!done(user)) {
        if (time_steady() > end)
            fail_msg("what was waited for has not come");
        uv_run(&loop->uv, UV_RUN_NOWAIT);
        uv_sleep(1);
    }
}
