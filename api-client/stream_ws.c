/* WebSocket messages: libwslay's frames and the channel byte. */
#include "api-client/stream_ws.h"

#include <openssl/evp.h>
#include <string.h>
#include <sys/random.h>
#include <sys/types.h>
#include <wslay/wslay.h>

/* Random bytes for keys and masks; they protect proxies, not secrets, so a short answer is no failure. */
static void random_bytes(uint8_t *bytes, size_t len)
{
    memset(bytes, 0, len);
    if (getrandom(bytes, len, 0) < 0)
        return;
}

void ws_make_key(char key[WS_KEY_SIZE])
{
    uint8_t bytes[16];
    random_bytes(bytes, sizeof(bytes));
    EVP_EncodeBlock((unsigned char *)key, bytes, sizeof(bytes));
}

void ws_accept_of(const char *key, char accept[WS_ACCEPT_SIZE])
{
    char text[WS_KEY_SIZE + 40];
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned digest_len = 0;
    snprintf(text, sizeof(text), "%.24s258EAFA5-E914-47DA-95CA-C5AB0DC85B11", key);
    EVP_Digest(text, strlen(text), digest, &digest_len, EVP_sha1(), NULL);
    EVP_EncodeBlock((unsigned char *)accept, digest, (int)digest_len);
}

/* Writing: libwslay frames and masks, into the string. */

static ssize_t append(const uint8_t *bytes, size_t len, int flags, void *user)
{
    (void)flags;
    str_add_bytes(user, bytes, len);
    return (ssize_t)len;
}

static int make_mask(uint8_t *mask, size_t len, void *user)
{
    (void)user;
    random_bytes(mask, len);
    return 0;
}

static void add_frame(struct str *out, enum ws_opcode opcode, const char *bytes, size_t len)
{
    const struct wslay_frame_callbacks calls = {.send_callback = append, .genmask_callback = make_mask};
    struct wslay_frame_iocb frame = {.fin = 1,
                                     .opcode = (uint8_t)opcode,
                                     .mask = 1,
                                     .payload_length = len,
                                     .data = (const uint8_t *)bytes,
                                     .data_length = len};
    wslay_frame_context_ptr frames;
    if (wslay_frame_context_init(&frames, &calls, out) != 0)
        return; /* it fails for want of memory alone */
    /* It masks in pieces of its own size: until all was taken. An empty frame is done at once. */
    for (ssize_t sent; (sent = wslay_frame_send(frames, &frame)) > 0 && (size_t)sent < frame.data_length;) {
        frame.data += sent;
        frame.data_length -= (size_t)sent;
    }
    wslay_frame_context_free(frames);
}

void ws_add_message(struct str *out, int channel, const char *bytes, size_t len)
{
    struct str message = {0};
    str_add_char(&message, (char)channel);
    str_add_bytes(&message, bytes, len);
    add_frame(out, WS_BINARY, message.data, message.len);
    str_fini(&message);
}

void ws_add_control(struct str *out, enum ws_opcode opcode, const char *bytes, size_t len)
{
    add_frame(out, opcode, bytes, len < 125 ? len : 125);
}

/* Reading: libwslay takes from what is being fed. */

static ssize_t give(uint8_t *to, size_t len, int flags, void *user)
{
    struct ws_reader *reader = user;
    (void)flags;
    size_t n = len < reader->len ? len : reader->len;
    if (!n)
        return -1; /* more has to come */
    memcpy(to, reader->bytes, n);
    reader->bytes += n;
    reader->len -= n;
    return (ssize_t)n;
}

void ws_reader_fini(struct ws_reader *reader)
{
    if (reader->frames)
        wslay_frame_context_free(reader->frames);
    *reader = (struct ws_reader){0};
}

static enum err bad(struct err_info *info, const char *what)
{
    return err_set(info, ERR_PARSE, "the server broke the WebSocket protocol (%s)", what);
}

/* What libwslay leaves to its user: kinds of frames, who may mask, the order of a message's parts. */
static enum err begin_frame(struct ws_reader *reader, const struct wslay_frame_iocb *frame,
                            struct err_info *info)
{
    if (frame->rsv)
        return bad(info, "reserved bits");
    if (frame->mask)
        return bad(info, "a masked frame");
    if (frame->opcode > WS_PONG || (frame->opcode > WS_BINARY && frame->opcode < WS_CLOSE))
        return bad(info, "an unknown kind of frame");
    reader->in_frame = true;
    reader->taken = 0;
    reader->control_len = 0;
    if (frame->opcode >= WS_CLOSE)
        return ERR_OK;
    if ((frame->opcode == WS_CONTINUE) != reader->in_message)
        return bad(info, "the parts of a message are out of order");
    if (frame->opcode != WS_CONTINUE)
        reader->channel = -1;
    reader->in_message = true;
    return ERR_OK;
}

static void end_control(struct ws_reader *reader, int opcode, const struct ws_sink *sink, void *user)
{
    const char *bytes = (const char *)reader->control;
    if (opcode == WS_PING) {
        sink->on_ping(user, bytes, reader->control_len);
    } else if (opcode == WS_CLOSE) {
        bool coded = reader->control_len >= 2;
        reader->closed = true;
        sink->on_close(user, coded ? reader->control[0] << 8 | reader->control[1] : 1005,
                       coded ? bytes + 2 : "", coded ? reader->control_len - 2 : 0);
    }
}

static void end_frame(struct ws_reader *reader, const struct wslay_frame_iocb *frame,
                      const struct ws_sink *sink, void *user)
{
    reader->in_frame = false;
    if (frame->opcode >= WS_CLOSE)
        end_control(reader, frame->opcode, sink, user);
    else if (frame->fin)
        reader->in_message = false;
}

/* A part of the running frame's payload, at least one byte. */
static void take_payload(struct ws_reader *reader, const struct wslay_frame_iocb *frame,
                         const struct ws_sink *sink, void *user)
{
    const char *bytes = (const char *)frame->data;
    size_t len = frame->data_length;
    reader->taken += len;
    if (frame->opcode >= WS_CLOSE) {
        memcpy(reader->control + reader->control_len, bytes, len); /* at most 125: libwslay sees to it */
        reader->control_len += len;
        return;
    }
    if (reader->channel < 0) {
        reader->channel = (unsigned char)*bytes;
        bytes++;
        len--;
    }
    sink->on_data(user, reader->channel, bytes, len);
}

static enum err take_part(struct ws_reader *reader, const struct wslay_frame_iocb *frame,
                          const struct ws_sink *sink, void *user, struct err_info *info)
{
    enum err err = reader->in_frame ? ERR_OK : begin_frame(reader, frame, info);
    if (err != ERR_OK)
        return err;
    if (frame->data_length)
        take_payload(reader, frame, sink, user);
    if (reader->taken == frame->payload_length)
        end_frame(reader, frame, sink, user);
    return ERR_OK;
}

enum err ws_feed(struct ws_reader *reader, const char *bytes, size_t len, const struct ws_sink *sink,
                 void *user, struct err_info *info)
{
    const struct wslay_frame_callbacks calls = {.recv_callback = give};
    enum err err = ERR_OK;
    if (!reader->frames && wslay_frame_context_init(&reader->frames, &calls, reader) != 0)
        return err_set(info, ERR_SYSTEM, "no memory for reading a WebSocket");
    reader->bytes = bytes;
    reader->len = len;
    while (err == ERR_OK && !reader->closed) {
        struct wslay_frame_iocb frame;
        ssize_t got = wslay_frame_recv(reader->frames, &frame);
        if (got == WSLAY_ERR_WANT_READ)
            break;
        err = got < 0 ? bad(info, "a frame that cannot be") : take_part(reader, &frame, sink, user, info);
    }
    return err;
}
