/*
 * Exec and attach over WebSocket (libwebsockets in the loop), subprotocols v5 and v4.channel.k8s.io.
 *
 * Facts: probes.md section 1. A frame's first byte is its channel: 0 stdin, 1 stdout, 2 stderr, 3 status, 4
 * resize; v5 adds 255 CLOSE for stdin. Offered "v5.channel.k8s.io, v4.channel.k8s.io" a server before 1.30
 * chooses v4.
 */
#ifndef API_CLIENT_STREAM_H
#define API_CLIENT_STREAM_H

#include "api-client/client.h"

struct stream;

struct stream_spec {
    const char *path; /* "/api/v1/namespaces/n/pods/p/exec?container=c&command=sh&stdin=true&tty=true..." */
    void (*on_open)(void *user);
    /* Bytes of channel 1 or 2. */
    void (*on_data)(void *user, int channel, const char *bytes, size_t len);
    /* stdin was sent down to the low mark: more may be written. Optional. */
    void (*on_drained)(void *user);
    /* The end, always called once unless closed. err ERR_OK: exit code 0. ERR_EXIT: exit_code is the
     * command's. Otherwise exit_code is -1 and info is a sentence. */
    void (*on_end)(void *user, enum err err, int exit_code, const struct err_info *info);
    void *user;
};

struct stream *stream_open(struct client *client, const struct stream_spec *spec);
/* Queues stdin. Returns the bytes queued and not yet sent; stop writing over STREAM_HIGH until on_drained. */
enum { STREAM_HIGH = 1024 * 1024, STREAM_LOW = 256 * 1024 };
size_t stream_write(struct stream *stream, const char *bytes, size_t len);
/* No more stdin. Returns false where the protocol cannot say so (v4): the caller decides what to do. */
bool stream_close_stdin(struct stream *stream);
void stream_resize(struct stream *stream, int cols, int rows);
/* Ends it; no callback comes afterwards. NULL is allowed. */
void stream_close(struct stream *stream);

/* Appends the path of exec or attach ("exec", "attach"); command is NULL-terminated or NULL. */
void stream_add_path(struct str *path, const char *verb, const char *namespace_, const char *pod,
                     const char *container, const char *const *command, bool want_stdin, bool want_stderr,
                     bool tty);

#endif
