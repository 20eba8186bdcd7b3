/*
 * WebSocket framing, the client's side (RFC 6455), with the channel byte of Kubernetes' subprotocols as the
 * first of a message. Pure: bytes in, calls out. Nothing is kept of a data frame, so its size does not
 * matter.
 */
#ifndef API_CLIENT_STREAM_WS_H
#define API_CLIENT_STREAM_WS_H

#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum ws_opcode { WS_CONTINUE = 0, WS_TEXT = 1, WS_BINARY = 2, WS_CLOSE = 8, WS_PING = 9, WS_PONG = 10 };

struct ws_sink {
    /* A part of a message on a channel; len may be 0 (kubelets open channels with an empty message). */
    void (*on_data)(void *user, int channel, const char *bytes, size_t len);
    void (*on_ping)(void *user, const char *bytes, size_t len);
    /* code 1005 where none was given; reason is the server's text, unchecked. */
    void (*on_close)(void *user, int code, const char *reason, size_t len);
};

/* All zeros is a new reader. */
struct ws_reader {
    uint8_t head[10];
    size_t head_len;      /* bytes of the frame's head that are there */
    uint64_t left;        /* of the frame's payload */
    bool in_frame;        /* the head was whole */
    bool in_message;      /* a data message has begun and not ended */
    int channel;          /* of that message, -1 before its first byte */
    uint8_t control[125]; /* payload of a control frame */
    size_t control_len;
    bool closed; /* a close frame came: what follows is ignored */
};

/* ERR_PARSE with a sentence for what is no WebSocket; the reader is of no use afterwards. */
enum err ws_feed(struct ws_reader *reader, const char *bytes, size_t len, const struct ws_sink *sink,
                 void *user, struct err_info *info);

/* Appends one frame, masked by random bytes: a binary message of the channel byte and the bytes. */
void ws_add_message(struct str *out, int channel, const char *bytes, size_t len);
/* Appends a control frame; len up to 125. */
void ws_add_control(struct str *out, enum ws_opcode opcode, const char *bytes, size_t len);

/* A key for Sec-WebSocket-Key, and what the server must answer to it (Sec-WebSocket-Accept). */
enum { WS_KEY_SIZE = 25, WS_ACCEPT_SIZE = 29 };
void ws_make_key(char key[WS_KEY_SIZE]);
void ws_accept_of(const char *key, char accept[WS_ACCEPT_SIZE]);

#endif
