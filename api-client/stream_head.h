/*
 * The HTTP/1.1 request that turns a connection into a stream, and the head of its answer (RFC 9110 section
 * 7.8). Pure: bytes in, values out.
 */
#ifndef API_CLIENT_STREAM_HEAD_H
#define API_CLIENT_STREAM_HEAD_H

#include "api-client/credentials.h"
#include "api-client/target.h"
#include "base/err.h"
#include "base/str.h"

#include <stddef.h>

enum { HEAD_CAP = 32 * 1024 };

/* Appends "METHOD path HTTP/1.1" with Host, User-Agent, the credential's token and the target's
 * impersonation. The path goes below the server's own. ERR_CREDENTIALS when a value holds a control byte (it
 * could add headers). The caller adds further headers and the empty line. */
enum err head_add_request(struct str *out, const char *method, const struct target *target,
                          const struct credential *credential, const char *path, struct err_info *info);

struct head {
    int status;               /* 101, 403, ... */
    size_t size;              /* bytes of the head with its empty line */
    char protocol[64];        /* Sec-WebSocket-Protocol or X-Stream-Protocol-Version; "" if absent */
    char accept[64];          /* Sec-WebSocket-Accept; "" if absent */
    char upgrade[32];         /* Upgrade, in small letters; "" if absent */
    long long content_length; /* -1 if absent */
};

/* Reads the head at the start of bytes: ERR_OK with head->size 0 while it is not whole; ERR_PARSE for what is
 * no HTTP, ERR_TOO_BIG over HEAD_CAP. */
enum err head_parse(struct head *head, const char *bytes, size_t len, struct err_info *info);

#endif
