/* The bytes of a stream: an answer's head, then WebSocket or SPDY frames, then the status channel's object.
 * The first byte says which, the second in what pieces it comes. */
#include "api-client/stream_head.h"
#include "api-client/stream_spdy.h"
#include "api-client/stream_status.h"
#include "api-client/stream_ws.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Touches every byte handed out, so that a wrong length shows. */
static volatile unsigned sum;

static void touch(const char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++)
        sum += (unsigned char)bytes[i];
}

static void on_data(void *user, int channel, const char *bytes, size_t len)
{
    (void)user;
    if (channel < 0 || channel > 255)
        abort();
    touch(bytes, len);
}

static void on_ping(void *user, const char *bytes, size_t len)
{
    struct str out = {0};
    (void)user;
    ws_add_control(&out, WS_PONG, bytes, len);
    str_fini(&out);
}

static void on_close(void *user, int code, const char *reason, size_t len)
{
    (void)user;
    (void)code;
    touch(reason, len);
}

static void on_spdy_data(void *user, uint32_t id, const char *bytes, size_t len, bool last)
{
    (void)user;
    (void)last;
    if (id >> 31)
        abort();
    touch(bytes, len);
}

static void on_spdy_reply(void *user, uint32_t id, bool last)
{
    (void)user;
    (void)last;
    sum += id;
}

static void on_spdy_number(void *user, uint32_t id)
{
    (void)user;
    sum += id;
}

static void on_spdy_reset(void *user, uint32_t id, uint32_t status)
{
    (void)user;
    sum += id + status;
}

static void on_spdy_goaway(void *user)
{
    (void)user;
}

static void try_ws(const char *bytes, size_t len, size_t step)
{
    static const struct ws_sink sink = {.on_data = on_data, .on_ping = on_ping, .on_close = on_close};
    struct ws_reader reader = {0};
    struct err_info info;
    enum err err = ERR_OK;
    for (size_t i = 0; i < len && !err; i += step)
        err = ws_feed(&reader, bytes + i, len - i < step ? len - i : step, &sink, NULL, &info);
    ws_reader_fini(&reader);
}

static void try_spdy(const char *bytes, size_t len, size_t step)
{
    static const struct spdy_sink sink = {.on_data = on_spdy_data,
                                          .on_reply = on_spdy_reply,
                                          .on_reset = on_spdy_reset,
                                          .on_ping = on_spdy_number,
                                          .on_goaway = on_spdy_goaway};
    struct spdy_reader reader = {0};
    struct err_info info;
    enum err err = ERR_OK;
    for (size_t i = 0; i < len && !err; i += step)
        err = spdy_feed(&reader, bytes + i, len - i < step ? len - i : step, &sink, NULL, &info);
}

static void try_head(const char *bytes, size_t len)
{
    struct head head;
    struct err_info info;
    if (head_parse(&head, bytes, len, &info) == ERR_OK && head.size > len)
        abort();
}

static void try_status(const char *bytes, size_t len)
{
    struct err_info info;
    int code;
    enum err err = status_of_exit(bytes, len, &code, &info);
    if ((err == ERR_OK) != (code == 0) || code < -1 || code > 255)
        abort();
    status_of_refusal(400, bytes, len, &info);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    size_t len = size - 2, step = data[1] % 16 ? data[1] % 16u : len + 1;
    char *bytes = malloc(len + 1); /* exact, so that one byte too far is seen */
    memcpy(bytes, data + 2, len);
    bytes = realloc(bytes, len ? len : 1);
    switch (data[0] % 4) {
    case 0:
        try_ws(bytes, len, step);
        break;
    case 1:
        try_spdy(bytes, len, step);
        break;
    case 2:
        try_head(bytes, len);
        break;
    default:
        try_status(bytes, len);
    }
    free(bytes);
    return 0;
}
