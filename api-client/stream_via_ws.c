/* A stream over WebSocket: v5.channel.k8s.io and v4.channel.k8s.io. */
#include "api-client/stream_parts.h"

#include <string.h>

enum { WS_CHANNEL_CLOSE = 255 };

static bool is_v5(const struct stream *stream)
{
    return str_equal(stream->head.protocol, "v5.channel.k8s.io");
}

/* v4 cannot end stdin, so where stdin has an end (no tty) it is not offered; see stream_spdy.h. */
static bool offers_v4(const struct stream *stream)
{
    return !stream->spec.has_stdin || stream->spec.tty;
}

static void add_headers(struct stream *stream, struct str *out)
{
    ws_make_key(stream->ws.key);
    str_addf(out,
             "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
             "Sec-WebSocket-Key: %s\r\nSec-WebSocket-Protocol: v5.channel.k8s.io%s\r\n",
             stream->ws.key, offers_v4(stream) ? ", v4.channel.k8s.io" : "");
}

static enum err check_answer(struct stream *stream, struct err_info *info)
{
    char wanted[WS_ACCEPT_SIZE];
    const char *chosen = stream->head.protocol;
    ws_accept_of(stream->ws.key, wanted);
    if (!str_equal(stream->head.upgrade, "websocket") || !str_equal(stream->head.accept, wanted))
        return err_set(info, ERR_PARSE, "the server's answer to the WebSocket handshake is wrong");
    if (is_v5(stream) || (offers_v4(stream) && str_equal(chosen, "v4.channel.k8s.io")))
        return ERR_OK;
    return err_set(info, ERR_PARSE, "the server chose a WebSocket subprotocol that was not offered: \"%s\"",
                   chosen);
}

static void begin(struct stream *stream)
{
    ws_reader_fini(&stream->ws.reader);
    stream_opened(stream);
}

static void on_data(void *user, int channel, const char *bytes, size_t len)
{
    stream_on_channel(user, channel, bytes, len);
}

static void on_ping(void *user, const char *bytes, size_t len)
{
    struct stream *stream = user;
    if (stream->closed)
        return;
    ws_add_control(&stream->frame, WS_PONG, bytes, len);
    stream_send_frame(stream);
}

static void on_close(void *user, int code, const char *reason, size_t len)
{
    struct stream *stream = user;
    char words[200];
    snprintf(words, sizeof(words), "the server closed the WebSocket (code %d%s%.*s)", code, len ? ": " : "",
             (int)len, reason);
    stream_finish(stream, words);
}

static enum err feed(struct stream *stream, const char *bytes, size_t len, struct err_info *info)
{
    static const struct ws_sink sink = {.on_data = on_data, .on_ping = on_ping, .on_close = on_close};
    return ws_feed(&stream->ws.reader, bytes, len, &sink, stream, info);
}

static void add_stdin(struct stream *stream, struct str *out, const char *bytes, size_t len)
{
    (void)stream;
    ws_add_message(out, CHANNEL_STDIN, bytes, len);
}

static void add_stdin_end(struct stream *stream, struct str *out)
{
    if (is_v5(stream))
        ws_add_message(out, WS_CHANNEL_CLOSE, "\0", 1); /* the channel that ends: stdin */
    else
        ws_add_message(out, CHANNEL_STDIN, "\004", 1);
}

static void add_resize(struct stream *stream, struct str *out, const char *json, size_t len)
{
    (void)stream;
    ws_add_message(out, CHANNEL_RESIZE, json, len);
}

static void add_ping(struct stream *stream, struct str *out)
{
    (void)stream;
    ws_add_control(out, WS_PING, "", 0);
}

const struct stream_protocol stream_via_ws = {
    .method = "GET",
    .add_headers = add_headers,
    .accept = check_answer,
    .begin = begin,
    .feed = feed,
    .add_stdin = add_stdin,
    .add_stdin_end = add_stdin_end,
    .add_resize = add_resize,
    .add_ping = add_ping,
};
