/*
 * WebSocket messages of Kubernetes' subprotocols: frames by libwslay, the channel byte as the first of a
 * message. Pure: bytes in, calls out. Nothing is kept of a data frame, so its size does not matter.
 */
#ifndef API_CLIENT_STREAM_WS_H
#define API_CLIENT_STREAM_WS_H

#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum ws_opcode { WS_CONTINUE = 0, WS_TEXT = 1, WS_BINARY = 2, WS_CLOSE = 8, WS_PING = 9, WS_PONG = 10 };

struct wslay_frame_context;

struct ws_sink {
    /* A part of a message on a channel; len may be 0 (kubelets open channels with an empty message). */
    void (*on_data)(void *user, int channel, const char *bytes, size_t len);
    void (*on_ping)(void *user, const char *bytes, size_t len);
    /* code 1005 where none was given; reason is the server's text, unchecked. */
    void (*on_close)(void *user, int code, const char *reason, size_t len);
};

/* All zeros is a new reader; ws_reader_fini when it is done with. */
struct ws_reader {
    struct wslay_frame_context *frames; /* libwslay's, made when the first bytes come */
    const char *bytes;                  /* what is being fed */
    size_t len;
    uint64_t taken;       /* payload bytes of the running frame so far */
    bool in_frame;        /* a frame's head was read, its payload is not complete */
    bool in_message;      /* a data message has begun and not ended */
    int channel;          /* of that message, -1 before its first byte */
    uint8_t control[125]; /* payload of a control frame */
    size_t control_len;
    bool closed; /* a close frame came: what follows is ignored */
};

void ws_reader_fini(struct ws_reader *reader);

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
