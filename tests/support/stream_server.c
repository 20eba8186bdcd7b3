/* A scripted server for streams. */
#include "tests/support/stream_server.h"

#include "api-client/stream_ws.h"
#include "base/xmalloc.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct stream_peer {
    struct stream_peer *next;
    struct stream_server *server;
    int fd;
    struct fd_watch *watch;
    struct str in, out, frames;
    bool has_head, websocket, closing;
};

struct stream_server {
    struct stream_server_spec spec;
    struct loop *loop;
    int fd, taken;
    struct fd_watch *watch;
    struct stream_peer *peers;
    char url[64];
};

static void peer_watch(struct stream_peer *peer)
{
    if (peer->watch)
        fd_watch_set(peer->watch, UV_READABLE | (peer->out.len ? UV_WRITABLE : 0));
}

static void peer_hang_up(struct stream_peer *peer)
{
    if (peer->fd < 0)
        return;
    fd_watch_free(peer->watch);
    peer->watch = NULL;
    close(peer->fd);
    peer->fd = -1;
}

static void peer_flow(struct stream_peer *peer)
{
    ssize_t n = peer->out.len ? send(peer->fd, peer->out.data, peer->out.len, MSG_NOSIGNAL) : 0;
    if (n > 0)
        str_drop(&peer->out, (size_t)n);
    if (peer->closing && !peer->out.len)
        peer_hang_up(peer);
    peer_watch(peer);
}

void peer_send(struct stream_peer *peer, const char *bytes, size_t len)
{
    str_add_bytes(&peer->out, bytes, len);
    peer_watch(peer);
}

void peer_close(struct stream_peer *peer)
{
    peer->closing = true;
    if (!peer->out.len)
        peer_hang_up(peer);
}

void peer_send_frame(struct stream_peer *peer, int first, const char *bytes, size_t len)
{
    char head[4] = {(char)first, (char)(len < 126 ? len : 126), (char)(len >> 8), (char)len};
    peer_send(peer, head, len < 126 ? 2 : 4);
    peer_send(peer, bytes, len);
}

void peer_send_message(struct stream_peer *peer, int channel, const char *bytes, size_t len)
{
    struct str payload = {0};
    str_add_char(&payload, (char)channel);
    str_add_bytes(&payload, bytes, len);
    peer_send_frame(peer, 0x80 | WS_BINARY, payload.data, payload.len);
    str_fini(&payload);
}

void peer_accept_websocket(struct stream_peer *peer, const char *head, const char *protocol)
{
    char accept[WS_ACCEPT_SIZE] = "";
    struct str answer = {0};
    const char *key = strstr(head, "Sec-WebSocket-Key: ");
    if (key)
        ws_accept_of(key + 19, accept);
    str_addf(&answer,
             "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
             "Sec-WebSocket-Accept: %s\r\n",
             accept);
    if (protocol)
        str_addf(&answer, "Sec-WebSocket-Protocol: %s\r\n", protocol);
    str_add(&answer, "\r\n");
    peer_send(peer, answer.data, answer.len);
    str_fini(&answer);
    peer->websocket = true;
}

/* Takes whole frames of up to 64 KiB out of the input, their masks off. */
static void take_frames(struct stream_peer *peer)
{
    for (;;) {
        const unsigned char *in = (const unsigned char *)peer->in.data;
        size_t head = peer->in.len >= 2 && (in[1] & 0x7F) == 126 ? 8 : 6;
        if (peer->in.len < head)
            return;
        size_t len = head == 8 ? (size_t)in[2] << 8 | in[3] : in[1] & 0x7Fu;
        if (peer->in.len < head + len)
            return;
        struct str payload = {0};
        for (size_t i = 0; i < len; i++)
            str_add_char(&payload, (char)(in[head + i] ^ in[head - 4 + (i & 3)]));
        str_addf(&peer->frames, "%d:", in[0] & 0x0F);
        str_add_bytes(&peer->frames, payload.data, payload.len);
        str_add_char(&peer->frames, ';');
        str_drop(&peer->in, head + len);
        if (peer->server->spec.on_bytes)
            peer->server->spec.on_bytes(peer->server->spec.user, peer, str_text(&payload), len);
        str_fini(&payload);
    }
}

static void take_input(struct stream_peer *peer)
{
    const struct stream_server_spec *spec = &peer->server->spec;
    if (!peer->has_head) {
        char *end = memmem(peer->in.data, peer->in.len, "\r\n\r\n", 4);
        if (!end)
            return;
        char *head = xstrndup(peer->in.data, (size_t)(end + 4 - peer->in.data));
        str_drop(&peer->in, strlen(head));
        peer->has_head = true;
        spec->on_head(spec->user, peer, head);
        free(head);
    }
    if (peer->websocket) {
        take_frames(peer);
    } else if (peer->in.len && spec->on_bytes) {
        spec->on_bytes(spec->user, peer, peer->in.data, peer->in.len);
        str_clear(&peer->in);
    }
}

static void on_peer(void *user, int events)
{
    struct stream_peer *peer = user;
    char bytes[65536];
    if (events & UV_READABLE) {
        ssize_t n = recv(peer->fd, bytes, sizeof(bytes), 0);
        if (n <= 0) {
            peer_hang_up(peer);
            return;
        }
        str_add_bytes(&peer->in, bytes, (size_t)n);
        take_input(peer);
    }
    if (peer->fd >= 0)
        peer_flow(peer);
}

static void on_connection(void *user, int events)
{
    struct stream_server *server = user;
    int fd = accept4(server->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    (void)events;
    if (fd < 0)
        return;
    struct stream_peer *peer = xcalloc(1, sizeof(*peer));
    *peer = (struct stream_peer){.next = server->peers, .server = server, .fd = fd};
    server->peers = peer;
    server->taken++;
    peer->watch = fd_watch_new(server->loop, fd, on_peer, peer);
    peer_watch(peer);
}

struct stream_server *stream_server_open(struct loop *loop, const struct stream_server_spec *spec)
{
    struct stream_server *server = xcalloc(1, sizeof(*server));
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof(address);
    server->spec = *spec;
    server->loop = loop;
    server->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (bind(server->fd, (struct sockaddr *)&address, len) != 0 || listen(server->fd, 16) != 0 ||
        getsockname(server->fd, (struct sockaddr *)&address, &len) != 0)
        abort();
    snprintf(server->url, sizeof(server->url), "http://127.0.0.1:%d", ntohs(address.sin_port));
    server->watch = fd_watch_new(loop, server->fd, on_connection, server);
    fd_watch_set(server->watch, UV_READABLE);
    return server;
}

void stream_server_close(struct stream_server *server)
{
    while (server->peers) {
        struct stream_peer *peer = server->peers;
        server->peers = peer->next;
        peer_hang_up(peer);
        str_fini(&peer->in);
        str_fini(&peer->out);
        str_fini(&peer->frames);
        free(peer);
    }
    fd_watch_free(server->watch);
    close(server->fd);
    free(server);
}

const char *stream_server_url(const struct stream_server *server)
{
    return server->url;
}

int stream_server_taken(const struct stream_server *server)
{
    return server->taken;
}

const char *peer_frames(const struct stream_peer *peer)
{
    return str_text(&peer->frames);
}
