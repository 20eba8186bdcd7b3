/* Streams: connection, handshake, stdin's queue, life signs and the end. */
#include "api-client/stream.h"

#include "api-client/stream_parts.h"
#include "api-client/stream_status.h"
#include "base/time.h"
#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

enum {
    TICK_MS = 5 * 1000,       /* kubectl's ping period */
    PATIENCE_MS = 61 * 1000,  /* and how long it waits for any answer */
    HANDSHAKE_MS = 30 * 1000, /* for the head of the answer */
    REFUSAL_CAP = 64 * 1024,  /* bytes of a refusal's body */
    STATUS_CAP = 64 * 1024,   /* bytes of the status channel */
    STDIN_PIECE = 16 * 1024,  /* one frame of stdin */
    WIRE_LIMIT = 64 * 1024,   /* framed and unsent: more stays in our queue */
    QUEUE_SLACK = 64 * 1024
};

static void stream_begin(struct stream *stream);

void stream_fail(struct stream *stream, enum err err, const struct err_info *info)
{
    if (stream->closed || stream->state == STREAM_ENDED)
        return;
    stream->state = STREAM_ENDED;
    uv_timer_stop(&stream->tick);
    wire_close(stream->wire);
    stream->wire = NULL;
    stream->spec.on_end(stream->spec.user, err, -1, info);
}

void stream_finish(struct stream *stream, const char *words)
{
    if (stream->closed || stream->state == STREAM_ENDED)
        return;
    struct err_info info = {0};
    int exit_code = -1;
    enum err err;
    if (stream->status.len)
        err = status_of_exit(stream->status.data, stream->status.len, &exit_code, &info);
    else
        err = err_set(&info, ERR_CUT, "%s before the command's exit status came", words);
    stream->state = STREAM_ENDED;
    uv_timer_stop(&stream->tick);
    wire_close(stream->wire);
    stream->wire = NULL;
    stream->spec.on_end(stream->spec.user, err, exit_code, &info);
}

void stream_on_channel(struct stream *stream, int channel, const char *bytes, size_t len)
{
    if (stream->closed || stream->state == STREAM_ENDED)
        return;
    if (channel == CHANNEL_STATUS && stream->status.len + len <= STATUS_CAP)
        str_add_bytes(&stream->status, bytes, len);
    else if ((channel == CHANNEL_STDOUT || channel == CHANNEL_STDERR) && len)
        stream->spec.on_data(stream->spec.user, channel, bytes, len);
}

void stream_send_frame(struct stream *stream)
{
    if (stream->wire)
        wire_send(stream->wire, str_text(&stream->frame), stream->frame.len);
    str_clear(&stream->frame);
}

static size_t queued(const struct stream *stream)
{
    return stream->queue.len - stream->queue_head + (stream->wire ? wire_unsent(stream->wire) : 0);
}

static void send_resize(struct stream *stream)
{
    char json[64];
    int len = snprintf(json, sizeof(json), "{\"Width\":%d,\"Height\":%d}\n", stream->cols, stream->rows);
    stream->resized = false;
    if (!stream->spec.tty)
        return;
    stream->protocol->add_resize(stream, &stream->frame, json, (size_t)len);
    stream_send_frame(stream);
}

static void send_stdin_piece(struct stream *stream)
{
    size_t left = stream->queue.len - stream->queue_head;
    size_t len = left < STDIN_PIECE ? left : STDIN_PIECE;
    stream->protocol->add_stdin(stream, &stream->frame, stream->queue.data + stream->queue_head, len);
    stream_send_frame(stream);
    stream->queue_head += len;
    if (stream->queue_head == stream->queue.len || stream->queue_head > QUEUE_SLACK) {
        str_drop(&stream->queue, stream->queue_head);
        stream->queue_head = 0;
    }
}

/* Moves what waits to the wire as far as the wire takes it. */
static void stream_pump(struct stream *stream)
{
    if (stream->state != STREAM_OPEN)
        return;
    if (stream->resized)
        send_resize(stream);
    while (stream->queue.len > stream->queue_head && wire_unsent(stream->wire) < WIRE_LIMIT)
        send_stdin_piece(stream);
    if (stream->stdin_ended && !stream->stdin_end_sent && stream->queue.len == stream->queue_head) {
        stream->stdin_end_sent = true;
        stream->protocol->add_stdin_end(stream, &stream->frame);
        stream_send_frame(stream);
    }
    if (stream->over_high && queued(stream) <= STREAM_LOW) {
        stream->over_high = false;
        if (stream->spec.on_drained)
            stream->spec.on_drained(stream->spec.user);
    }
}

void stream_opened(struct stream *stream)
{
    if (stream->closed || stream->state != STREAM_UPGRADED)
        return;
    stream->state = STREAM_OPEN;
    snprintf(stream->protocol_name, sizeof(stream->protocol_name), "%s",
             stream->protocol == &stream_via_spdy ? "SPDY/3.1" : stream->head.protocol);
    if (stream->spec.on_open)
        stream->spec.on_open(stream->spec.user);
    if (!stream->closed)
        stream_pump(stream);
}

/* The server did not upgrade. Its words count once SPDY was tried too. */
static void stream_refused(struct stream *stream)
{
    struct err_info info;
    enum err err = status_of_refusal(stream->head.status, str_text(&stream->in) + stream->head.size,
                                     stream->in.len - stream->head.size, &info);
    wire_close(stream->wire);
    stream->wire = NULL;
    if (err == ERR_UNAUTHORIZED && !stream->credentials_retried &&
        credentials_refuse(client_credentials(stream->client))) {
        stream->credentials_retried = true;
        stream_begin(stream);
    } else if (stream->protocol == &stream_via_ws && err != ERR_UNAUTHORIZED) {
        stream->protocol = &stream_via_spdy;
        stream_begin(stream);
    } else {
        stream_fail(stream, err, &info);
    }
}

static void feed(struct stream *stream, const char *bytes, size_t len)
{
    struct err_info info;
    enum err err = stream->protocol->feed(stream, bytes, len, &info);
    if (err)
        stream_fail(stream, err, &info);
}

static void stream_upgraded(struct stream *stream)
{
    struct err_info info;
    enum err err = stream->protocol->accept(stream, &info);
    if (err && stream->protocol == &stream_via_ws) {
        wire_close(stream->wire);
        stream->wire = NULL;
        stream->protocol = &stream_via_spdy;
        stream_begin(stream);
        return;
    }
    if (err) {
        stream_fail(stream, err, &info);
        return;
    }
    stream->state = STREAM_UPGRADED;
    stream->protocol->begin(stream);
    if (!stream->closed && stream->state != STREAM_ENDED)
        feed(stream, stream->in.data + stream->head.size, stream->in.len - stream->head.size);
    str_fini(&stream->in);
}

static void take_head(struct stream *stream)
{
    struct err_info info;
    enum err err = head_parse(&stream->head, stream->in.data, stream->in.len, &info);
    if (err)
        stream_fail(stream, err, &info);
    else if (!stream->head.size)
        return;
    else if (stream->head.status == 101)
        stream_upgraded(stream);
    else
        stream->state = STREAM_REFUSED;
}

static void check_refusal(struct stream *stream)
{
    size_t body = stream->in.len - stream->head.size;
    long long length = stream->head.content_length;
    bool chunked_end = length < 0 && str_ends(str_text(&stream->in), "\r\n0\r\n\r\n");
    if (body >= REFUSAL_CAP || chunked_end || (length >= 0 && body >= (size_t)length))
        stream_refused(stream);
}

static void on_wire_bytes(void *user, const char *bytes, size_t len)
{
    struct stream *stream = user;
    stream->heard = time_steady();
    if (stream->state == STREAM_UPGRADED || stream->state == STREAM_OPEN) {
        feed(stream, bytes, len);
        return;
    }
    str_add_bytes(&stream->in, bytes, len);
    if (stream->state == STREAM_HEAD)
        take_head(stream);
    if (!stream->closed && stream->state == STREAM_REFUSED)
        check_refusal(stream);
}

static void on_wire_sent(void *user)
{
    stream_pump(user);
}

static void on_wire_close(void *user, enum err err, const struct err_info *info)
{
    struct stream *stream = user;
    struct err_info cut;
    if (stream->state == STREAM_REFUSED) {
        stream_refused(stream);
    } else if (stream->state == STREAM_OPEN || stream->state == STREAM_UPGRADED) {
        stream_finish(stream, err ? info->text : "the connection was closed");
    } else {
        if (!err)
            err = err_set(&cut, ERR_CUT, "the server closed the connection without an answer");
        stream_fail(stream, err, info ? info : &cut);
    }
}

/* Life signs, and the end where a server leaves the connection open after the status. */
static void on_tick(uv_timer_t *timer)
{
    struct stream *stream = timer->data;
    int64_t silence = time_steady() - stream->heard;
    struct err_info info;
    if (stream->state == STREAM_STARTING)
        return; /* a credential plugin may be asking its user */
    if (stream->state == STREAM_REFUSED) {
        stream_refused(stream);
    } else if (stream->state == STREAM_OPEN && stream->status.len && !stream->paused && silence >= TICK_MS) {
        stream_finish(stream, "the stream ended");
    } else if (!stream->paused && silence > (stream->state == STREAM_OPEN ? PATIENCE_MS : HANDSHAKE_MS)) {
        err_set(&info, ERR_TIMEOUT, "the server has not answered for %lld s", (long long)silence / 1000);
        stream_fail(stream, ERR_TIMEOUT, &info);
    } else if (stream->state == STREAM_OPEN) {
        stream->protocol->add_ping(stream, &stream->frame);
        stream_send_frame(stream);
    }
}

static void on_credential(void *user, enum err err, const struct credential *credential,
                          const struct err_info *info)
{
    struct stream *stream = user;
    static const struct wire_events events = {
        .on_bytes = on_wire_bytes, .on_sent = on_wire_sent, .on_close = on_wire_close};
    const struct target *target = client_target(stream->client);
    struct err_info bad;
    if (!err) {
        err = head_add_request(&stream->frame, stream->protocol->method, target, credential, stream->path,
                               &bad);
        info = &bad;
    }
    if (err) {
        stream_fail(stream, err, info);
        return;
    }
    stream->protocol->add_headers(stream, &stream->frame);
    str_add(&stream->frame, "\r\n");
    stream->state = STREAM_HEAD;
    stream->heard = time_steady();
    stream->wire = wire_open(client_loop(stream->client), target, credential, &events, stream);
    wire_pause(stream->wire, stream->paused);
    stream_send_frame(stream);
    uv_timer_start(&stream->tick, on_tick, TICK_MS, TICK_MS);
}

static void stream_begin(struct stream *stream)
{
    stream->state = STREAM_STARTING;
    str_clear(&stream->in);
    credentials_get(client_credentials(stream->client), on_credential, stream);
}

static void on_start(uv_timer_t *timer)
{
    stream_begin(timer->data);
}

struct stream *stream_open(struct client *client, const struct stream_spec *spec)
{
    struct stream *stream = xcalloc(1, sizeof(*stream));
    stream->client = client;
    stream->spec = *spec;
    stream->path = xstrdup(spec->path);
    stream->spec.path = stream->path;
    stream->protocol = &stream_via_ws;
    uv_timer_init(&client_loop(client)->uv, &stream->tick);
    stream->tick.data = stream;
    uv_timer_start(&stream->tick, on_start, 0, 0);
    return stream;
}

size_t stream_write(struct stream *stream, const char *bytes, size_t len)
{
    if (stream->state == STREAM_ENDED || stream->stdin_ended || !stream->spec.has_stdin)
        return 0;
    str_add_bytes(&stream->queue, bytes, len);
    stream_pump(stream);
    size_t waiting = queued(stream);
    if (waiting > STREAM_HIGH)
        stream->over_high = true;
    return waiting;
}

void stream_close_stdin(struct stream *stream)
{
    if (!stream->spec.has_stdin)
        return;
    stream->stdin_ended = true;
    stream_pump(stream);
}

void stream_resize(struct stream *stream, int cols, int rows)
{
    stream->cols = cols;
    stream->rows = rows;
    stream->resized = true;
    stream_pump(stream);
}

void stream_pause(struct stream *stream, bool paused)
{
    stream->paused = paused;
    stream->heard = time_steady();
    if (stream->wire)
        wire_pause(stream->wire, paused);
}

const char *stream_protocol_name(const struct stream *stream)
{
    return stream->protocol_name;
}

static void on_tick_closed(uv_handle_t *handle)
{
    struct stream *stream = handle->data;
    str_fini(&stream->in);
    str_fini(&stream->status);
    str_fini(&stream->queue);
    str_fini(&stream->frame);
    ws_reader_fini(&stream->ws.reader);
    free(stream->path);
    free(stream);
}

void stream_client_gone(struct stream *stream)
{
    struct err_info info;
    bool starting =
        stream->state == STREAM_STARTING || stream->state == STREAM_HEAD || stream->state == STREAM_REFUSED;
    stream->client = NULL;
    if (starting)
        stream_fail(stream, err_set(&info, ERR_CANCELLED, "given up: another context was chosen"), &info);
}

void stream_close(struct stream *stream)
{
    if (!stream || stream->closed)
        return;
    stream->closed = true;
    if (stream->state == STREAM_STARTING && stream->client)
        credentials_forget(client_credentials(stream->client), stream);
    wire_close(stream->wire);
    stream->wire = NULL;
    stream->state = STREAM_ENDED;
    uv_close((uv_handle_t *)&stream->tick, on_tick_closed);
}

void stream_add_path(struct str *path, const char *verb, const char *namespace_, const char *pod,
                     const char *container, const char *const *command, bool want_stdin, bool want_stderr,
                     bool tty)
{
    str_add(path, "/api/v1/namespaces/");
    url_add_escaped(path, namespace_);
    str_add(path, "/pods/");
    url_add_escaped(path, pod);
    str_addf(path, "/%s?container=", verb);
    url_add_escaped(path, container ? container : "");
    for (; command && *command; command++) {
        str_add(path, "&command=");
        url_add_escaped(path, *command);
    }
    str_addf(path, "&stdin=%s&stdout=true&stderr=%s&tty=%s", want_stdin ? "true" : "false",
             want_stderr ? "true" : "false", tty ? "true" : "false");
}
