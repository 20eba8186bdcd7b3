/*
 * A connection to the API server as plain bytes both ways: what an upgraded HTTP request needs.
 *
 * libcurl connects (CURLOPT_CONNECT_ONLY): name look-up without blocking, proxies, TLS with the target's
 * certificates, the same way every request of the program does it. Afterwards the bytes are ours. Nothing is
 * called before wire_open returns, nothing after wire_close.
 */
#ifndef API_CLIENT_STREAM_WIRE_H
#define API_CLIENT_STREAM_WIRE_H

#include "api-client/credentials.h"
#include "api-client/target.h"
#include "base/err.h"
#include "base/loop.h"

#include <stdbool.h>
#include <stddef.h>

struct wire;

struct wire_events {
    void (*on_bytes)(void *user, const char *bytes, size_t len);
    /* Everything that was queued is with the system: more may be sent. */
    void (*on_sent)(void *user);
    /* The end, once. ERR_OK: the server closed it in order; otherwise the sentence says what happened. */
    void (*on_close)(void *user, enum err err, const struct err_info *info);
};

/* The target is borrowed for the wire's life, the credential until this returns. */
struct wire *wire_open(struct loop *loop, const struct target *target, const struct credential *credential,
                       const struct wire_events *events, void *user);
/* NULL is allowed. */
void wire_close(struct wire *wire);
/* Queues; never blocks. */
void wire_send(struct wire *wire, const char *bytes, size_t len);
/* Bytes queued and not yet with the system. */
size_t wire_unsent(const struct wire *wire);
/* Stops and goes on reading; what the server sends waits in its own buffers meanwhile. */
void wire_pause(struct wire *wire, bool paused);

#endif
