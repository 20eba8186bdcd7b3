/* A connection as plain bytes: libcurl connects, then curl_easy_send and curl_easy_recv with one uv_poll. */
#include "api-client/stream_wire.h"

#include "api-client/client_parts.h"
#include "api-client/request_proxy.h"
#include "base/str.h"
#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

enum {
    WIRE_CONNECT_MS = 10 * 1000,
    WIRE_PIECE = 16 * 1024,      /* one read or write: a TLS record */
    WIRE_PIECES_PER_TURN = 4,    /* so that a turn of the loop stays short */
    WIRE_QUEUE_SLACK = 64 * 1024 /* sent bytes at the queue's front before they are cut off */
};

struct wire {
    struct loop *loop;
    struct wire_events events;
    void *user;
    CURLM *multi;
    CURL *easy;
    struct curl_slist *connect_to;
    char *server; /* for sentences */
    char curl_error[CURL_ERROR_SIZE];
    uv_timer_t timer; /* curl's while connecting, then "read on"; the memory goes with it */
    struct fd_watch *watch;
    struct str out;
    size_t out_head;
    /* OpenSSL wants a write that it put off tried again with the same bytes at the same place. */
    char piece[WIRE_PIECE];
    size_t piece_len;
    bool open, paused, closed, ended;
};

static void wire_end(struct wire *wire, enum err err, const struct err_info *info)
{
    if (wire->closed || wire->ended)
        return;
    wire->ended = true;
    if (wire->watch)
        fd_watch_set(wire->watch, 0);
    uv_timer_stop(&wire->timer);
    wire->events.on_close(wire->user, err, info);
}

static void wire_fail(struct wire *wire, enum err err, CURLcode code)
{
    const char *detail = wire->curl_error[0] ? wire->curl_error : curl_easy_strerror(code);
    struct err_info info;
    err_set(&info, err, "%s %s: %s", wire->open ? "the connection was cut by" : "cannot connect to",
            wire->server, detail);
    wire_end(wire, err, &info);
}

static void wire_watch(struct wire *wire)
{
    if (!wire->watch || wire->ended)
        return;
    bool sending = wire->piece_len || wire->out.len > wire->out_head;
    fd_watch_set(wire->watch, (wire->paused ? 0 : UV_READABLE) | (sending ? UV_WRITABLE : 0));
}

static void wire_read(struct wire *wire);

static void on_read_on(uv_timer_t *timer)
{
    struct wire *wire = timer->data;
    wire_read(wire);
}

/* Reads a bounded amount; TLS may hold more than the socket shows, so the rest is asked for without poll. */
static void wire_read(struct wire *wire)
{
    char bytes[WIRE_PIECE];
    for (int i = 0; i < WIRE_PIECES_PER_TURN; i++) {
        if (wire->closed || wire->ended || wire->paused)
            return;
        size_t len = 0;
        CURLcode code = curl_easy_recv(wire->easy, bytes, sizeof(bytes), &len);
        if (code == CURLE_AGAIN)
            return;
        if (code != CURLE_OK) {
            wire_fail(wire, ERR_CUT, code);
            return;
        }
        if (len == 0) {
            wire_end(wire, ERR_OK, NULL);
            return;
        }
        wire->events.on_bytes(wire->user, bytes, len);
    }
    if (!wire->closed && !wire->ended)
        uv_timer_start(&wire->timer, on_read_on, 0, 0);
}

/* Takes the next piece out of the queue; false when there is none. */
static bool wire_next_piece(struct wire *wire)
{
    if (wire->piece_len)
        return true;
    size_t left = wire->out.len - wire->out_head;
    wire->piece_len = left < WIRE_PIECE ? left : WIRE_PIECE;
    if (!wire->piece_len)
        return false;
    memcpy(wire->piece, wire->out.data + wire->out_head, wire->piece_len);
    wire->out_head += wire->piece_len;
    if (wire->out_head == wire->out.len) {
        str_clear(&wire->out);
        wire->out_head = 0;
    } else if (wire->out_head > WIRE_QUEUE_SLACK) {
        str_drop(&wire->out, wire->out_head);
        wire->out_head = 0;
    }
    return true;
}

static void wire_write(struct wire *wire)
{
    for (int i = 0; i < WIRE_PIECES_PER_TURN && wire_next_piece(wire); i++) {
        size_t sent = 0;
        CURLcode code = curl_easy_send(wire->easy, wire->piece, wire->piece_len, &sent);
        if (code == CURLE_AGAIN)
            break;
        if (code != CURLE_OK) {
            wire_fail(wire, ERR_CUT, code);
            return;
        }
        wire->piece_len -= sent;
        memmove(wire->piece, wire->piece + sent, wire->piece_len);
    }
    wire_watch(wire);
    if (wire_unsent(wire) == 0)
        wire->events.on_sent(wire->user);
}

static void on_ready(void *user, int events)
{
    struct wire *wire = user;
    if (events & UV_READABLE)
        wire_read(wire);
    if ((events & UV_WRITABLE) && !wire->closed && !wire->ended)
        wire_write(wire);
}

static void wire_opened(struct wire *wire)
{
    curl_socket_t fd = CURL_SOCKET_BAD;
    curl_easy_getinfo(wire->easy, CURLINFO_ACTIVESOCKET, &fd);
    uv_timer_stop(&wire->timer);
    if (fd == CURL_SOCKET_BAD || !(wire->watch = fd_watch_new(wire->loop, fd, on_ready, wire))) {
        wire_fail(wire, ERR_CONNECT, CURLE_COULDNT_CONNECT);
        return;
    }
    wire->open = true;
    wire_watch(wire);
}

static enum err wire_err(CURLcode code)
{
    switch (code) {
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
        return ERR_TLS;
    case CURLE_OPERATION_TIMEDOUT:
        return ERR_TIMEOUT;
    default:
        return ERR_CONNECT;
    }
}

static void wire_check_done(struct wire *wire)
{
    int left;
    CURLMsg *message;
    while (!wire->closed && !wire->ended && (message = curl_multi_info_read(wire->multi, &left))) {
        if (message->msg != CURLMSG_DONE)
            continue;
        if (message->data.result == CURLE_OK)
            wire_opened(wire);
        else
            wire_fail(wire, wire_err(message->data.result), message->data.result);
        return;
    }
}

/* A socket of the connecting phase (several addresses are tried at once, the resolver has one too). */
struct wire_socket {
    struct wire *wire;
    curl_socket_t fd;
    struct fd_watch *watch;
};

static void on_socket_ready(void *user, int events)
{
    struct wire_socket *socket = user;
    struct wire *wire = socket->wire;
    int running;
    int what = (events & UV_READABLE ? CURL_CSELECT_IN : 0) | (events & UV_WRITABLE ? CURL_CSELECT_OUT : 0);
    curl_multi_socket_action(wire->multi, socket->fd, what, &running);
    wire_check_done(wire);
}

static void wire_socket_free(struct wire *wire, struct wire_socket *socket)
{
    curl_multi_assign(wire->multi, socket->fd, NULL);
    fd_watch_free(socket->watch);
    free(socket);
}

static int on_curl_socket(CURL *easy, curl_socket_t fd, int what, void *user, void *socket_user)
{
    (void)easy;
    struct wire *wire = user;
    struct wire_socket *socket = socket_user;
    if (what == CURL_POLL_REMOVE) {
        if (socket)
            wire_socket_free(wire, socket);
        return 0;
    }
    if (!socket) {
        socket = xcalloc(1, sizeof(*socket));
        *socket = (struct wire_socket){.wire = wire, .fd = fd};
        socket->watch = fd_watch_new(wire->loop, fd, on_socket_ready, socket);
        curl_multi_assign(wire->multi, fd, socket);
    }
    if (socket->watch)
        fd_watch_set(socket->watch,
                     (what & CURL_POLL_IN ? UV_READABLE : 0) | (what & CURL_POLL_OUT ? UV_WRITABLE : 0));
    return 0;
}

static void on_curl_timeout(uv_timer_t *timer)
{
    struct wire *wire = timer->data;
    int running;
    curl_multi_socket_action(wire->multi, CURL_SOCKET_TIMEOUT, 0, &running);
    wire_check_done(wire);
}

static int on_curl_timer(CURLM *multi, long timeout_ms, void *user)
{
    (void)multi;
    struct wire *wire = user;
    if (wire->open || wire->closed || wire->ended)
        return 0;
    if (timeout_ms < 0)
        uv_timer_stop(&wire->timer);
    else
        uv_timer_start(&wire->timer, on_curl_timeout, (uint64_t)timeout_ms, 0);
    return 0;
}

/* With tls-server-name the URL names that and CONNECT_TO leads to the real place. */
static void wire_set_address(struct wire *wire, const struct target *target)
{
    CURLU *url = curl_url();
    char *host = NULL, *port = NULL, *text = NULL;
    curl_url_set(url, CURLUPART_URL, target->server, 0);
    curl_url_get(url, CURLUPART_HOST, &host, 0);
    curl_url_get(url, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT);
    if (host && port && target->tls_server_name && *target->tls_server_name) {
        char *to = xasprintf("%s:%s:%s:%s", target->tls_server_name, port, host, port);
        wire->connect_to = curl_slist_append(NULL, to);
        free(to);
        curl_easy_setopt(wire->easy, CURLOPT_CONNECT_TO, wire->connect_to);
        curl_url_set(url, CURLUPART_HOST, target->tls_server_name, 0);
    }
    if (curl_url_get(url, CURLUPART_URL, &text, 0) == CURLUE_OK)
        curl_easy_setopt(wire->easy, CURLOPT_URL, text);
    else
        curl_easy_setopt(wire->easy, CURLOPT_URL, target->server);
    curl_free(host);
    curl_free(port);
    curl_free(text);
    curl_url_cleanup(url);
}

static void wire_set_easy(struct wire *wire, const struct target *target, const struct credential *credential)
{
    CURL *easy = wire->easy;
    wire_set_address(wire, target);
    request_set_tls(easy, target, credential);
    curl_easy_setopt(easy, CURLOPT_CONNECT_ONLY, 1L);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(easy, CURLOPT_HTTPPROXYTUNNEL, 1L);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)WIRE_CONNECT_MS);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, wire->curl_error);
    char *proxy = request_proxy(target->server, target->proxy_url, getenv);
    curl_easy_setopt(easy, CURLOPT_PROXY, proxy);
    curl_easy_setopt(easy, CURLOPT_NOPROXY, "");
    free(proxy);
}

struct wire *wire_open(struct loop *loop, const struct target *target, const struct credential *credential,
                       const struct wire_events *events, void *user)
{
    struct wire *wire = xcalloc(1, sizeof(*wire));
    wire->loop = loop;
    wire->events = *events;
    wire->user = user;
    wire->server = xstrdup(target->server);
    uv_timer_init(&loop->uv, &wire->timer);
    wire->timer.data = wire;
    wire->multi = curl_multi_init();
    wire->easy = curl_easy_init();
    curl_multi_setopt(wire->multi, CURLMOPT_SOCKETFUNCTION, on_curl_socket);
    curl_multi_setopt(wire->multi, CURLMOPT_SOCKETDATA, wire);
    curl_multi_setopt(wire->multi, CURLMOPT_TIMERFUNCTION, on_curl_timer);
    curl_multi_setopt(wire->multi, CURLMOPT_TIMERDATA, wire);
    wire_set_easy(wire, target, credential);
    curl_multi_add_handle(wire->multi, wire->easy);
    return wire;
}

static void on_timer_closed(uv_handle_t *handle)
{
    struct wire *wire = handle->data;
    str_fini(&wire->out);
    free(wire->server);
    free(wire);
}

void wire_close(struct wire *wire)
{
    if (!wire || wire->closed)
        return;
    wire->closed = true;
    fd_watch_free(wire->watch);
    curl_multi_remove_handle(wire->multi, wire->easy);
    curl_easy_cleanup(wire->easy);
    curl_multi_cleanup(wire->multi);
    curl_slist_free_all(wire->connect_to);
    uv_close((uv_handle_t *)&wire->timer, on_timer_closed);
}

void wire_send(struct wire *wire, const char *bytes, size_t len)
{
    str_add_bytes(&wire->out, bytes, len);
    wire_watch(wire);
}

size_t wire_unsent(const struct wire *wire)
{
    return wire->piece_len + wire->out.len - wire->out_head;
}

void wire_pause(struct wire *wire, bool paused)
{
    if (wire->paused == paused)
        return;
    wire->paused = paused;
    if (!wire->open || wire->ended)
        return;
    wire_watch(wire);
    if (!paused) /* TLS may hold bytes that the socket does not show */
        uv_timer_start(&wire->timer, on_read_on, 0, 0);
}
