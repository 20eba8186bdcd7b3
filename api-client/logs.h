/*
 * The log of one container as a stream of lines, without losing or repeating any.
 *
 * Asks with timestamps=true always and takes them off: after a cut it resumes from the last line's time and
 * lets go of the lines it had. When the container restarts it goes on with the new instance and says so.
 */
#ifndef API_CLIENT_LOGS_H
#define API_CLIENT_LOGS_H

#include "api-client/client.h"

struct log_spec {
    const char *namespace_, *pod, *container; /* copied */
    bool follow, previous;
    int64_t tail_lines;     /* -1: all */
    int64_t since_seconds;  /* 0: no bound */
    const char *since_time; /* RFC 3339 or NULL; copied */
    int64_t limit_bytes;    /* 0: no bound */
    /* A line without its line feed, as the container wrote it. `when` is the server's time in milliseconds,
     * stamp the same as the server wrote it (RFC 3339 with nanoseconds). `partial`: the container has not
     * ended it. */
    void (*on_line)(void *user, const char *line, size_t len, int64_t when, const char *stamp, bool partial);
    /* Something to show between lines: the container restarted, the connection was cut and taken up again. */
    void (*on_note)(void *user, const char *words);
    /* State changed: log_live, log_problem. Optional. */
    void (*on_state)(void *user);
    /* Without follow: the end. With follow: the container has ended for good (err ERR_OK), or the log cannot
     * be had. Optional. */
    void (*on_end)(void *user, enum err err, const struct err_info *info);
    void *user;
};

struct log_stream;
struct log_stream *log_open(struct client *client, const struct log_spec *spec);
void log_close(struct log_stream *log);
bool log_live(const struct log_stream *log);
/* "" while all is well. Borrowed. */
const char *log_problem(const struct log_stream *log);
/* Slow down: the reader does not keep up. */
void log_pause(struct log_stream *log, bool paused);

#endif
