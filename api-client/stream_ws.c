/* WebSocket framing, the client's side. */
#include "api-client/stream_ws.h"

#include <openssl/evp.h>
#include <string.h>
#include <sys/random.h>

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

static void add_head(struct str *out, enum ws_opcode opcode, size_t len, const uint8_t mask[4])
{
    str_add_char(out, (char)(0x80 | opcode));
    if (len < 126) {
        str_add_char(out, (char)(0x80 | len));
    } else {
        int bytes = len <= 0xFFFF ? 2 : 8;
        str_add_char(out, (char)(0x80 | (bytes == 2 ? 126 : 127)));
        for (int i = bytes - 1; i >= 0; i--)
            str_add_char(out, (char)((uint64_t)len >> (8 * i)));
    }
    str_add_bytes(out, mask, 4);
}

static void add_frame(struct str *out, enum ws_opcode opcode, const char *first, size_t first_len,
                      const char *bytes, size_t len)
{
    uint8_t mask[4];
    random_bytes(mask, sizeof(mask));
    add_head(out, opcode, first_len + len, mask);
    size_t start = out->len;
    str_add_bytes(out, first, first_len);
    str_add_bytes(out, bytes, len);
    for (size_t i = start; i < out->len; i++)
        out->data[i] = (char)(out->data[i] ^ mask[(i - start) & 3]);
}

void ws_add_message(struct str *out, int channel, const char *bytes, size_t len)
{
    char first = (char)channel;
    add_frame(out, WS_BINARY, &first, 1, bytes, len);
}

void ws_add_control(struct str *out, enum ws_opcode opcode, const char *bytes, size_t len)
{
    add_frame(out, opcode, "", 0, bytes, len < 125 ? len : 125);
}

static size_t head_size(const struct ws_reader *reader)
{
    if (reader->head_len < 2)
        return 2;
    int n = reader->head[1] & 0x7F;
    return n == 127 ? 10 : n == 126 ? 4 : 2;
}

static enum err bad(struct err_info *info, const char *what)
{
    return err_set(info, ERR_PARSE, "the server broke the WebSocket protocol (%s)", what);
}

static enum err check_opcode(struct ws_reader *reader, struct err_info *info)
{
    int opcode = reader->head[0] & 0x0F;
    bool fin = reader->head[0] & 0x80;
    if (opcode >= WS_CLOSE) {
        if (opcode > WS_PONG)
            return bad(info, "an unknown kind of frame");
        if (!fin || reader->left > sizeof(reader->control))
            return bad(info, "a control frame that is too long");
        reader->control_len = 0;
        return ERR_OK;
    }
    if (opcode > WS_BINARY)
        return bad(info, "an unknown kind of frame");
    if ((opcode == WS_CONTINUE) != reader->in_message)
        return bad(info, "the parts of a message are out of order");
    if (opcode != WS_CONTINUE)
        reader->channel = -1;
    reader->in_message = true;
    return ERR_OK;
}

static enum err begin_frame(struct ws_reader *reader, struct err_info *info)
{
    if (reader->head[0] & 0x70)
        return bad(info, "reserved bits");
    if (reader->head[1] & 0x80)
        return bad(info, "a masked frame");
    size_t size = head_size(reader);
    reader->left = reader->head[1] & 0x7F;
    if (size > 2)
        reader->left = 0;
    for (size_t i = 2; i < size; i++)
        reader->left = reader->left << 8 | reader->head[i];
    if (reader->left >> 63)
        return bad(info, "a length out of range");
    reader->in_frame = true;
    return check_opcode(reader, info);
}

static void end_control(struct ws_reader *reader, const struct ws_sink *sink, void *user)
{
    const char *bytes = (const char *)reader->control;
    int opcode = reader->head[0] & 0x0F;
    if (opcode == WS_PING) {
        sink->on_ping(user, bytes, reader->control_len);
    } else if (opcode == WS_CLOSE) {
        bool coded = reader->control_len >= 2;
        reader->closed = true;
        sink->on_close(user, coded ? reader->control[0] << 8 | reader->control[1] : 1005,
                       coded ? bytes + 2 : "", coded ? reader->control_len - 2 : 0);
    }
}

static void end_frame(struct ws_reader *reader, const struct ws_sink *sink, void *user)
{
    int opcode = reader->head[0] & 0x0F;
    reader->in_frame = false;
    reader->head_len = 0;
    if (opcode >= WS_CLOSE)
        end_control(reader, sink, user);
    else if (reader->head[0] & 0x80)
        reader->in_message = false;
}

/* Takes payload bytes of the running frame, at least one. */
static void take_payload(struct ws_reader *reader, const char *bytes, size_t len, const struct ws_sink *sink,
                         void *user)
{
    reader->left -= len;
    if ((reader->head[0] & 0x0F) >= WS_CLOSE) {
        memcpy(reader->control + reader->control_len, bytes, len);
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

enum err ws_feed(struct ws_reader *reader, const char *bytes, size_t len, const struct ws_sink *sink,
                 void *user, struct err_info *info)
{
    while (len && !reader->closed) {
        size_t used = 1;
        if (!reader->in_frame) {
            reader->head[reader->head_len++] = (uint8_t)*bytes;
            enum err err = reader->head_len < head_size(reader) ? ERR_OK : begin_frame(reader, info);
            if (err)
                return err;
        } else {
            used = len < reader->left ? len : (size_t)reader->left;
            take_payload(reader, bytes, used, sink, user);
        }
        if (reader->in_frame && reader->left == 0)
            end_frame(reader, sink, user);
        bytes += used;
        len -= used;
    }
    return ERR_OK;
}
