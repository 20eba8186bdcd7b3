/*
 * Exec and attach: channels to a container through the API server, in the loop.
 *
 * Facts: probes.md section 1. WebSocket comes first, offering v5.channel.k8s.io and v4.channel.k8s.io: a
 * frame's first byte is its channel, v5 can say that stdin has ended (255 CLOSE). A server that does not take
 * that upgrade (before 1.30 no v5, and v4 cannot end stdin; roles that allow only "create") is asked again
 * with SPDY/3.1, and what it then says is its answer. Whoever uses a stream does not see the difference.
 */
#ifndef API_CLIENT_STREAM_H
#define API_CLIENT_STREAM_H

#include "api-client/client.h"

struct stream;

enum stream_channel {
    CHANNEL_STDIN = 0,
    CHANNEL_STDOUT = 1,
    CHANNEL_STDERR = 2,
    CHANNEL_STATUS = 3,
    CHANNEL_RESIZE = 4
};

struct stream_spec {
    const char *path; /* from stream_add_path; copied */
    /* As they stand in the path: which channels there are. */
    bool has_stdin, has_stderr, tty;
    void (*on_open)(void *user);
    /* Bytes of CHANNEL_STDOUT or CHANNEL_STDERR. */
    void (*on_data)(void *user, int channel, const char *bytes, size_t len);
    /* stdin was sent down to the low mark: more may be written. Optional. */
    void (*on_drained)(void *user);
    /* The end, always called once unless closed; stream_close is still needed. err ERR_OK: exit code 0.
     * ERR_EXIT: exit_code is the command's. Otherwise exit_code is -1 and info is a sentence. */
    void (*on_end)(void *user, enum err err, int exit_code, const struct err_info *info);
    void *user;
};

/* Starts in the loop; never calls back before it returns. The client must live longer, or
 * stream_client_gone be called. */
struct stream *stream_open(struct client *client, const struct stream_spec *spec);
/* Queues stdin, before it is open too. Returns the bytes queued and not yet sent; stop writing over
 * STREAM_HIGH until on_drained. */
enum { STREAM_HIGH = 1024 * 1024, STREAM_LOW = 256 * 1024 };
size_t stream_write(struct stream *stream, const char *bytes, size_t len);
/* No more stdin, after what is queued. With a tty on v4, which has no word for it, ^D is typed instead. */
void stream_close_stdin(struct stream *stream);
/* Before it is open too; the last one counts. */
void stream_resize(struct stream *stream, int cols, int rows);
/* The reader does not keep up: nothing more is read from the server meanwhile. */
void stream_pause(struct stream *stream, bool paused);
/* "v5.channel.k8s.io", "v4.channel.k8s.io", "SPDY/3.1"; "" before it is open. Borrowed. */
const char *stream_protocol_name(const struct stream *stream);
/* The client was closed: a stream that is open goes on, one that is not yet ends (on_end, ERR_CANCELLED). */
void stream_client_gone(struct stream *stream);
/* Ends it; no callback comes afterwards. NULL is allowed. */
void stream_close(struct stream *stream);

/* Appends the path of exec or attach ("exec", "attach"); command is NULL-terminated or NULL. */
void stream_add_path(struct str *path, const char *verb, const char *namespace_, const char *pod,
                     const char *container, const char *const *command, bool want_stdin, bool want_stderr,
                     bool tty);

#endif
