/*
 * The log of one container as a stream of lines, without losing or repeating any.
 *
 * Asks with timestamps=true always and takes them off: after a cut it resumes from the last line's time and
 * lets go of the lines it had (api-client/logs_lines.h). A follow ends with the container's instance: the pod
 * then says whether another one comes; what the old one wrote last is fetched (previous=true) before it goes
 * on with the new one, with a note between. Where the pod may not be read it goes by the times alone.
 */
#ifndef API_CLIENT_LOGS_H
#define API_CLIENT_LOGS_H

#include "api-client/client.h"

struct log_spec {
    const char *namespace_, *pod, *container; /* copied */
    bool follow, previous;
    /* A follow that ends with the instance it began with, and does not wait for one, as kubectl's. */
    bool one_instance;
    int64_t restarts;       /* the container's restart count as the caller knows it; -1: not known */
    bool insecure_backend;  /* the API server does not verify the kubelet's certificate */
    int64_t tail_lines;     /* -1: all */
    int64_t since_seconds;  /* 0: no bound */
    const char *since_time; /* RFC 3339 or NULL; copied */
    int64_t limit_bytes;    /* of text, line feeds counted; 0: no bound */
    /*
     * A line without its line feed, as the container wrote it. `when` is the server's time in milliseconds,
     * stamp the same as the server wrote it (RFC 3339 with nanoseconds); TIME_NONE and "" for a line of the
     * kubelet's own. `partial`: what comes next goes on with this line; a note or the end after it says that
     * it was never ended. Lines over 64 KiB come in pieces.
     */
    void (*on_line)(void *user, const char *line, size_t len, int64_t when, const char *stamp, bool partial);
    /* Something to show between lines: the container restarted, the connection was cut and taken up again.
     * Optional. */
    void (*on_note)(void *user, const char *words);
    /* State changed: log_live, log_problem. Optional. */
    void (*on_state)(void *user);
    /* Without follow: the end. With follow: the container has ended for good (err ERR_OK), or the log cannot
     * be had. Called once, never before log_open returns. Optional. */
    void (*on_end)(void *user, enum err err, const struct err_info *info);
    void *user;
};

struct log_stream;
struct log_stream *log_open(struct client *client, const struct log_spec *spec);
/* No callback comes afterwards. Allowed in on_end, not in the other callbacks. NULL is allowed. */
void log_close(struct log_stream *log);
/* Lines come, or would come if the container wrote any. */
bool log_live(const struct log_stream *log);
/* Why not, in a sentence; "" while all is well. Borrowed. */
const char *log_problem(const struct log_stream *log);
/* Slow down: the reader does not keep up. */
void log_pause(struct log_stream *log, bool paused);
/* What a watch of the pod says: the container's restart count, and whether it runs. Ends a wait for its next
 * instance at once; without these calls the pod is asked now and then. */
void log_container_changed(struct log_stream *log, int64_t restarts, bool running);
/* In on_end: the HTTP status (0: no answer) and body of the answer that ended it. Borrowed. */
int log_error_body(const struct log_stream *log, const char **body, size_t *len);

/* Appends "/api/v1/namespaces/N/pods/P". */
void log_add_pod_path(struct str *path, const char *namespace_, const char *pod);

#endif
