/*
 * The inside of a stream, for api-client/stream*.c alone: what the stream and its two protocols share.
 *
 * stream.c owns connection, handshake, stdin's queue, timers and the end; a protocol (stream_via_ws.c,
 * stream_via_spdy.c) turns channels into frames and back.
 */
#ifndef API_CLIENT_STREAM_PARTS_H
#define API_CLIENT_STREAM_PARTS_H

#include "api-client/stream.h"
#include "api-client/stream_head.h"
#include "api-client/stream_spdy.h"
#include "api-client/stream_wire.h"
#include "api-client/stream_ws.h"

struct stream_protocol {
    const char *method; /* of the upgrade request */
    /* Headers of the upgrade request, without the empty line. */
    void (*add_headers)(struct stream *stream, struct str *out);
    /* Is the answer 101 the one that was asked for? Not ERR_OK: as if the server had refused. */
    enum err (*accept)(struct stream *stream, struct err_info *info);
    /* The connection is upgraded: what to send first; calls stream_opened now or later. */
    void (*begin)(struct stream *stream);
    enum err (*feed)(struct stream *stream, const char *bytes, size_t len, struct err_info *info);
    void (*add_stdin)(struct stream *stream, struct str *out, const char *bytes, size_t len);
    void (*add_stdin_end)(struct stream *stream, struct str *out);
    void (*add_resize)(struct stream *stream, struct str *out, const char *json, size_t len);
    void (*add_ping)(struct stream *stream, struct str *out);
};

extern const struct stream_protocol stream_via_ws, stream_via_spdy;

enum stream_state {
    STREAM_STARTING,
    STREAM_HEAD,
    STREAM_REFUSED,
    STREAM_UPGRADED,
    STREAM_OPEN,
    STREAM_ENDED
};

struct stream_spdy {
    struct spdy_reader reader;
    uint32_t ids[CHANNEL_RESIZE + 1]; /* by channel, 0: none */
    bool replied[CHANNEL_RESIZE + 1], ended[CHANNEL_RESIZE + 1];
    uint32_t pings;
};

struct stream_ws {
    struct ws_reader reader;
    char key[WS_KEY_SIZE];
};

struct stream {
    struct client *client;
    struct stream_spec spec;
    char *path;
    const struct stream_protocol *protocol;
    enum stream_state state;
    struct wire *wire;
    struct str in; /* head of the answer, then the body of a refusal */
    struct head head;
    struct stream_ws ws;
    struct stream_spdy spdy;
    char protocol_name[64];
    struct str status; /* the status channel's bytes */
    struct str queue;  /* stdin not yet framed */
    size_t queue_head;
    struct str frame; /* scratch */
    bool stdin_ended, stdin_end_sent;
    int cols, rows;
    bool resized;
    bool over_high, paused, closed, credentials_retried;
    uv_timer_t tick; /* starts the work, then life signs; the memory goes with it */
    int64_t heard;   /* time_steady of the last byte from the server */
};

/* For the protocols. */
void stream_opened(struct stream *stream);
void stream_on_channel(struct stream *stream, int channel, const char *bytes, size_t len);
/* Nothing more will come: ends by the status channel's word, or as cut with those words. */
void stream_finish(struct stream *stream, const char *words);
void stream_fail(struct stream *stream, enum err err, const struct err_info *info);
/* Sends stream->frame and clears it. */
void stream_send_frame(struct stream *stream);

#endif
