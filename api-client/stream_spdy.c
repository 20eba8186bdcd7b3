/* SPDY/3.1 framing, the client's side. */
#include "api-client/stream_spdy.h"

#include <string.h>

enum { SPDY_SYN_STREAM = 1, SPDY_SYN_REPLY = 2, SPDY_RST_STREAM = 3, SPDY_PING = 6, SPDY_GOAWAY = 7 };
enum { SPDY_FLAG_FIN = 1 };

static void add_number(struct str *out, uint32_t value, int bytes)
{
    for (int i = bytes - 1; i >= 0; i--)
        str_add_char(out, (char)(value >> (8 * i)));
}

static void add_control_head(struct str *out, int type, size_t len)
{
    add_number(out, 0x8003, 2);
    add_number(out, (uint32_t)type, 2);
    add_number(out, (uint32_t)len, 4); /* flags 0 and 24 bits of length */
}

static void add_sized(struct str *out, const char *text)
{
    add_number(out, (uint32_t)strlen(text), 4);
    str_add(out, text);
}

/* The header block as deflate: one stored block and an empty one, which tells the reader to hand over what it
 * has. The whole connection is one such stream, so only the first block begins it. */
static void add_stored(struct str *out, const struct str *block, bool first)
{
    if (first)
        str_add_bytes(out, "\x78\x01", 2);
    char lengths[4] = {(char)block->len, (char)(block->len >> 8), (char)~block->len,
                       (char)(~block->len >> 8)};
    str_add_char(out, 0);
    str_add_bytes(out, lengths, sizeof(lengths));
    str_add_bytes(out, block->data, block->len);
    str_add_bytes(out, "\0\0\0\xFF\xFF", 5);
}

void spdy_add_stream(struct str *out, uint32_t id, const char *name, const char *value, bool first)
{
    struct str block = {0}, deflated = {0};
    add_number(&block, 1, 4); /* headers */
    add_sized(&block, name);
    add_sized(&block, value);
    add_stored(&deflated, &block, first);
    add_control_head(out, SPDY_SYN_STREAM, 10 + deflated.len);
    add_number(out, id, 4);
    add_number(out, 0, 4); /* belongs to no other stream */
    add_number(out, 0, 2); /* priority, credential slot */
    str_add_bytes(out, deflated.data, deflated.len);
    str_fini(&block);
    str_fini(&deflated);
}

void spdy_add_data(struct str *out, uint32_t id, const char *bytes, size_t len, bool last)
{
    add_number(out, id & 0x7FFFFFFF, 4);
    add_number(out, last ? SPDY_FLAG_FIN : 0, 1);
    add_number(out, (uint32_t)len, 3);
    str_add_bytes(out, bytes, len);
}

void spdy_add_ping(struct str *out, uint32_t id)
{
    add_control_head(out, SPDY_PING, 4);
    add_number(out, id, 4);
}

static uint32_t number_at(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static bool is_control(const struct spdy_reader *reader)
{
    return reader->head[0] & 0x80;
}

static bool is_last(const struct spdy_reader *reader)
{
    return reader->head[4] & SPDY_FLAG_FIN;
}

static enum err begin_frame(struct spdy_reader *reader, struct err_info *info)
{
    if (is_control(reader) && (reader->head[0] != 0x80 || reader->head[1] != 3))
        return err_set(info, ERR_PARSE, "the server broke the SPDY protocol (version %u)",
                       (reader->head[0] & 0x7Fu) << 8 | reader->head[1]);
    reader->left = number_at(reader->head + 4) & 0xFFFFFF;
    reader->in_frame = true;
    reader->start_len = 0;
    return ERR_OK;
}

static enum err end_control(struct spdy_reader *reader, const struct spdy_sink *sink, void *user,
                            struct err_info *info)
{
    int type = reader->head[2] << 8 | reader->head[3];
    size_t needed = type == SPDY_RST_STREAM ? 8 : 4;
    if (type != SPDY_SYN_REPLY && type != SPDY_RST_STREAM && type != SPDY_PING && type != SPDY_GOAWAY)
        return ERR_OK; /* SETTINGS, WINDOW_UPDATE, ...: nothing that exec uses */
    if (reader->start_len < needed)
        return err_set(info, ERR_PARSE, "the server broke the SPDY protocol (a frame that is too short)");
    uint32_t id = number_at(reader->start) & 0x7FFFFFFF;
    if (type == SPDY_SYN_REPLY)
        sink->on_reply(user, id, is_last(reader));
    else if (type == SPDY_RST_STREAM)
        sink->on_reset(user, id, number_at(reader->start + 4));
    else if (type == SPDY_PING)
        sink->on_ping(user, number_at(reader->start));
    else
        sink->on_goaway(user);
    return ERR_OK;
}

static enum err end_frame(struct spdy_reader *reader, const struct spdy_sink *sink, void *user,
                          struct err_info *info)
{
    reader->in_frame = false;
    reader->head_len = 0;
    if (is_control(reader))
        return end_control(reader, sink, user, info);
    sink->on_data(user, number_at(reader->head), "", 0, is_last(reader));
    return ERR_OK;
}

static void take_payload(struct spdy_reader *reader, const char *bytes, size_t len,
                         const struct spdy_sink *sink, void *user)
{
    reader->left -= (uint32_t)len;
    if (!is_control(reader)) {
        sink->on_data(user, number_at(reader->head), bytes, len, false);
        return;
    }
    size_t room = sizeof(reader->start) - reader->start_len;
    size_t n = len < room ? len : room;
    memcpy(reader->start + reader->start_len, bytes, n);
    reader->start_len += n;
}

enum err spdy_feed(struct spdy_reader *reader, const char *bytes, size_t len, const struct spdy_sink *sink,
                   void *user, struct err_info *info)
{
    enum err err = ERR_OK;
    while (len && !err) {
        size_t used = 1;
        if (!reader->in_frame) {
            reader->head[reader->head_len++] = (uint8_t)*bytes;
            if (reader->head_len == sizeof(reader->head))
                err = begin_frame(reader, info);
        } else {
            used = len < reader->left ? len : reader->left;
            take_payload(reader, bytes, used, sink, user);
        }
        if (!err && reader->in_frame && reader->left == 0)
            err = end_frame(reader, sink, user, info);
        bytes += used;
        len -= used;
    }
    return err;
}
