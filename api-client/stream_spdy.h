/*
 * SPDY/3.1 framing as far as exec and attach need it, the client's side.
 *
 * API servers before 1.30 take exec over WebSocket only with v4.channel.k8s.io, which cannot say that stdin
 * has ended: an empty frame, a close frame and a half-closed connection were tried on a 1.20 server, and the
 * command either waits on or its output is lost. Over SPDY each channel is a stream of its own that can be
 * ended. (RBAC matters too: there exec is a POST, "create", which is what roles usually allow.)
 *
 * Pure: bytes in, calls out. Headers are sent in stored deflate blocks, which any inflater reads without the
 * protocol's dictionary; headers of answers are skipped, since nothing in them is needed.
 */
#ifndef API_CLIENT_STREAM_SPDY_H
#define API_CLIENT_STREAM_SPDY_H

#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct spdy_sink {
    /* Bytes of a stream; `last`: the server ended it. A long frame comes in several calls. */
    void (*on_data)(void *user, uint32_t id, const char *bytes, size_t len, bool last);
    void (*on_reply)(void *user, uint32_t id, bool last);
    void (*on_reset)(void *user, uint32_t id, uint32_t status);
    void (*on_ping)(void *user, uint32_t id);
    void (*on_goaway)(void *user);
};

/* All zeros is a new reader. */
struct spdy_reader {
    uint8_t head[8];
    size_t head_len;
    uint32_t left; /* of the frame's payload */
    bool in_frame;
    uint8_t start[8]; /* first bytes of a control frame's payload */
    size_t start_len;
};

/* ERR_PARSE with a sentence for what is no SPDY; the reader is of no use afterwards. */
enum err spdy_feed(struct spdy_reader *reader, const char *bytes, size_t len, const struct spdy_sink *sink,
                   void *user, struct err_info *info);

/* Appends SYN_STREAM with one header. `first`: nothing was sent on this connection yet. */
void spdy_add_stream(struct str *out, uint32_t id, const char *name, const char *value, bool first);
/* Appends a data frame; len under 16 MB. `last` ends the stream from this side. */
void spdy_add_data(struct str *out, uint32_t id, const char *bytes, size_t len, bool last);
void spdy_add_ping(struct str *out, uint32_t id);

#endif
