/*
 * A server for tests of streams: takes connections on loopback in the test's own loop, collects a request's
 * head and lets the test answer with whatever bytes it likes.
 */
#ifndef TESTS_SUPPORT_STREAM_SERVER_H
#define TESTS_SUPPORT_STREAM_SERVER_H

#include "base/loop.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

struct stream_server;
struct stream_peer;

struct stream_server_spec {
    /* A request's head is there, with its empty line. */
    void (*on_head)(void *user, struct stream_peer *peer, const char *head);
    /* Bytes after the head: WebSocket frames without their masks, SPDY frames as they are. Optional. */
    void (*on_bytes)(void *user, struct stream_peer *peer, const char *bytes, size_t len);
    void *user;
};

struct stream_server *stream_server_open(struct loop *loop, const struct stream_server_spec *spec);
void stream_server_close(struct stream_server *server);
/* "http://127.0.0.1:PORT". Borrowed. */
const char *stream_server_url(const struct stream_server *server);
/* Connections taken so far. */
int stream_server_taken(const struct stream_server *server);

void peer_send(struct stream_peer *peer, const char *bytes, size_t len);
/* Answers 101 to a WebSocket handshake with that subprotocol (NULL: none). */
void peer_accept_websocket(struct stream_peer *peer, const char *head, const char *protocol);
/* One unmasked frame: first byte (FIN and opcode) and payload. */
void peer_send_frame(struct stream_peer *peer, int first, const char *bytes, size_t len);
/* A message on a channel. */
void peer_send_message(struct stream_peer *peer, int channel, const char *bytes, size_t len);
/* After what was sent. */
void peer_close(struct stream_peer *peer);
/* Payloads of the client's frames so far, each as "OPCODE:bytes;". */
const char *peer_frames(const struct stream_peer *peer);

#endif
