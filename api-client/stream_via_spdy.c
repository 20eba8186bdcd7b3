/* A stream over SPDY/3.1: each channel is a SPDY stream, named by its header "streamtype". */
#include "api-client/stream_parts.h"

static const char protocol_version[] = "v4.channel.k8s.io";

static void add_headers(struct stream *stream, struct str *out)
{
    (void)stream;
    str_addf(out,
             "Connection: Upgrade\r\nUpgrade: SPDY/3.1\r\nX-Stream-Protocol-Version: %s\r\n"
             "Content-Length: 0\r\n",
             protocol_version);
}

static enum err check_answer(struct stream *stream, struct err_info *info)
{
    if (!str_equal(stream->head.upgrade, "spdy/3.1"))
        return err_set(info, ERR_PARSE, "the server upgraded to \"%s\" where SPDY/3.1 was asked for",
                       stream->head.upgrade);
    if (!str_equal(stream->head.protocol, protocol_version))
        return err_set(info, ERR_PARSE, "the server chose stream protocol \"%s\" where %s was asked for",
                       stream->head.protocol, protocol_version);
    return ERR_OK;
}

/* The order is kubectl's: servers wait for the status stream first. */
static void begin(struct stream *stream)
{
    struct stream_spdy *spdy = &stream->spdy;
    const struct {
        const char *name;
        int channel;
        bool wanted;
    } channels[] = {
        {"error", CHANNEL_STATUS, true},
        {"stdin", CHANNEL_STDIN, stream->spec.has_stdin},
        {"stdout", CHANNEL_STDOUT, true},
        {"stderr", CHANNEL_STDERR, stream->spec.has_stderr && !stream->spec.tty},
        {"resize", CHANNEL_RESIZE, stream->spec.tty},
    };
    uint32_t id = 1;
    *spdy = (struct stream_spdy){.pings = 1};
    for (size_t i = 0; i < sizeof(channels) / sizeof(channels[0]); i++) {
        if (!channels[i].wanted)
            continue;
        spdy_add_stream(&stream->frame, id, "streamtype", channels[i].name, id == 1);
        spdy->ids[channels[i].channel] = id;
        id += 2;
    }
    stream_send_frame(stream);
}

static int channel_of(const struct stream *stream, uint32_t id)
{
    for (int i = 0; i <= CHANNEL_RESIZE; i++)
        if (id && stream->spdy.ids[i] == id)
            return i;
    return -1;
}

/* All that the server writes to has ended. */
static void end_channel(struct stream *stream, int channel)
{
    struct stream_spdy *spdy = &stream->spdy;
    spdy->ended[channel] = true;
    for (int i = CHANNEL_STDOUT; i <= CHANNEL_STATUS; i++)
        if (spdy->ids[i] && !spdy->ended[i])
            return;
    stream_finish(stream, "the server ended the stream");
}

static void on_data(void *user, uint32_t id, const char *bytes, size_t len, bool last)
{
    struct stream *stream = user;
    int channel = channel_of(stream, id);
    if (channel < 0)
        return;
    if (len)
        stream_on_channel(stream, channel, bytes, len);
    if (last)
        end_channel(stream, channel);
}

/* What is sent on a stream before its reply is dropped by the server, so all replies are waited for. */
static void on_reply(void *user, uint32_t id, bool last)
{
    struct stream *stream = user;
    struct stream_spdy *spdy = &stream->spdy;
    int channel = channel_of(stream, id);
    if (channel < 0 || stream->closed)
        return;
    spdy->replied[channel] = true;
    if (last)
        end_channel(stream, channel);
    for (int i = 0; i <= CHANNEL_RESIZE; i++)
        if (spdy->ids[i] && !spdy->replied[i])
            return;
    stream_opened(stream);
}

static void on_reset(void *user, uint32_t id, uint32_t status)
{
    struct stream *stream = user;
    int channel = channel_of(stream, id);
    (void)status;
    if (channel >= 0)
        end_channel(stream, channel);
}

/* Our own come back with odd numbers; the server's are sent back as they are. */
static void on_ping(void *user, uint32_t id)
{
    struct stream *stream = user;
    if ((id & 1) || stream->closed)
        return;
    spdy_add_ping(&stream->frame, id);
    stream_send_frame(stream);
}

static void on_goaway(void *user)
{
    (void)user; /* streams that are there go on; the connection's end follows */
}

static enum err feed(struct stream *stream, const char *bytes, size_t len, struct err_info *info)
{
    static const struct spdy_sink sink = {.on_data = on_data,
                                          .on_reply = on_reply,
                                          .on_reset = on_reset,
                                          .on_ping = on_ping,
                                          .on_goaway = on_goaway};
    return spdy_feed(&stream->spdy.reader, bytes, len, &sink, stream, info);
}

static void add_stdin(struct stream *stream, struct str *out, const char *bytes, size_t len)
{
    spdy_add_data(out, stream->spdy.ids[CHANNEL_STDIN], bytes, len, false);
}

static void add_stdin_end(struct stream *stream, struct str *out)
{
    spdy_add_data(out, stream->spdy.ids[CHANNEL_STDIN], "", 0, true);
}

static void add_resize(struct stream *stream, struct str *out, const char *json, size_t len)
{
    spdy_add_data(out, stream->spdy.ids[CHANNEL_RESIZE], json, len, false);
}

static void add_ping(struct stream *stream, struct str *out)
{
    spdy_add_ping(out, stream->spdy.pings);
    stream->spdy.pings += 2;
}

const struct stream_protocol stream_via_spdy = {
    .method = "POST",
    .add_headers = add_headers,
    .accept = check_answer,
    .begin = begin,
    .feed = feed,
    .add_stdin = add_stdin,
    .add_stdin_end = add_stdin_end,
    .add_resize = add_resize,
    .add_ping = add_ping,
};
