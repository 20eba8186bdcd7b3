/* exec and attach: from a pod's name to an exit status. */
#include "cli/exec_job.h"

#include "api-client/json.h"
#include "api-client/stream.h"
#include "cli/exec_pod.h"
#include "widgets/relay.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#define LIST_CAP ((size_t)512 * 1024 * 1024) /* many pods of one deployment */

struct session {
    const struct exec_job *job;
    struct client *client;
    struct stream *stream;
    struct relay *relay;
    bool has_stdin, tty;
    bool ended, detached;
    int status;
    enum err err;
    struct err_info info;
};

static void session_end(struct session *session)
{
    session->ended = true;
    loop_stop(client_loop(session->client));
}

static void on_open(void *user)
{
    const struct session *session = user;
    if (session->job->attach && session->tty && session->has_stdin && !session->job->quiet)
        fprintf(stderr, "If you don't see a command prompt, try pressing enter.\r\n");
}

static void on_data(void *user, int channel, const char *bytes, size_t len)
{
    struct session *session = user;
    relay_write(session->relay, channel == CHANNEL_STDERR ? STDERR_FILENO : STDOUT_FILENO, bytes, len);
    if (relay_broken(session->relay))
        session_end(session); /* as `| head` leaves it */
}

static void on_drained(void *user)
{
    const struct session *session = user;
    relay_hold(session->relay, false);
}

static void on_end(void *user, enum err err, int exit_code, const struct err_info *info)
{
    struct session *session = user;
    session->err = err;
    session->status = err ? (exit_code > 0 ? exit_code : 1) : 0;
    if (info)
        session->info = *info;
    session_end(session);
}

static void on_input(void *user, const char *bytes, size_t len)
{
    const struct session *session = user;
    if (stream_write(session->stream, bytes, len) > STREAM_HIGH)
        relay_hold(session->relay, true);
}

static void on_input_end(void *user)
{
    const struct session *session = user;
    stream_close_stdin(session->stream);
}

static void on_size(void *user, int cols, int rows)
{
    const struct session *session = user;
    stream_resize(session->stream, cols, rows);
}

static void on_detach(void *user)
{
    struct session *session = user;
    session->detached = true;
    session->status = 0;
    session_end(session);
}

static void on_congested(void *user, bool congested)
{
    const struct session *session = user;
    stream_pause(session->stream, congested);
}

static void session_open(struct session *session, const char *path)
{
    struct stream_spec stream_spec = {.path = path,
                                      .has_stdin = session->has_stdin,
                                      .has_stderr = !session->tty,
                                      .tty = session->tty,
                                      .on_open = on_open,
                                      .on_data = on_data,
                                      .on_drained = on_drained,
                                      .on_end = on_end,
                                      .user = session};
    struct relay_spec relay_spec = {.in_fd = session->has_stdin ? STDIN_FILENO : -1,
                                    .screen_fd = session->tty ? STDIN_FILENO : -1,
                                    .raw = session->tty && session->has_stdin,
                                    .detach = session->tty && session->job->attach,
                                    .on_input = on_input,
                                    .on_input_end = on_input_end,
                                    .on_size = on_size,
                                    .on_detach = on_detach,
                                    .on_congested = on_congested,
                                    .user = session};
    session->stream = stream_open(session->client, &stream_spec);
    session->relay = relay_open(client_loop(session->client), &relay_spec);
}

/* kubectl's words: the server's refusals and exit codes stand alone. */
static void say_end(const struct session *session)
{
    bool alone = session->err == ERR_EXIT || str_starts(session->info.text, "Error from server");
    fprintf(stderr, "%s%s\n", alone ? "" : "error: ", session->info.text);
}

static void session_run(struct session *session, const char *path)
{
    session_open(session, path);
    while (!session->ended)
        loop_run(client_loop(session->client));
    stream_close(session->stream);
    relay_close(session->relay);
    if (session->detached)
        fprintf(stderr, "\ndetached; the container goes on\n");
    else if (session->err)
        say_end(session);
}

/* What the container itself was started with decides for attach, what the user asked for otherwise. */
static void settle_terminal(struct session *session, const cJSON *container)
{
    const struct exec_job *job = session->job;
    bool container_tty = json_bool(container, "tty", false);
    session->has_stdin = job->want_stdin;
    session->tty = job->tty;
    if (job->attach && session->tty && !container_tty) {
        session->tty = false;
        if (!job->quiet)
            fprintf(stderr, "error: Unable to use a TTY - container %s did not allocate one\n",
                    json_text_or_empty(container, "name"));
    } else if (job->attach && container_tty) {
        session->tty = true;
    }
    if (!session->has_stdin && !job->attach)
        session->tty = false;
    if (session->tty && session->has_stdin && !isatty(STDIN_FILENO)) {
        session->tty = job->attach && container_tty;
        if (!job->quiet && job->tty)
            fprintf(stderr, "Unable to use a TTY - input is not a terminal or the right kind of file\n");
    }
}

static bool may_run(const cJSON *pod, bool attach)
{
    const char *phase = json_text_or_empty(pod, "status.phase");
    if (!str_equal(phase, "Succeeded") && !str_equal(phase, "Failed"))
        return true;
    fprintf(stderr, "error: cannot %s a container in a completed pod; current phase is %s\n",
            attach ? "attach" : "exec into", phase);
    return false;
}

/* Which container the path names; NULL when there is none, which was said. exec leaves a name the user gave
 * to the server, as kubectl does. */
static const char *choose_container(struct session *session, const cJSON *pod)
{
    const struct exec_job *job = session->job;
    const cJSON *container = NULL;
    bool named = job->container && *job->container;
    if (!named || job->attach) {
        container = exec_pod_container(pod, job->container, job->quiet);
        if (!container)
            return NULL;
    }
    settle_terminal(session, container);
    return container ? json_text_or_empty(container, "name") : job->container;
}

int exec_job_run(struct client *client, const char *namespace_, const struct exec_job *job)
{
    struct session session = {.job = job, .client = client, .status = 1};
    struct arena arena;
    struct str path = {0};
    const char *container;
    cJSON *pod;
    signal(SIGPIPE, SIG_IGN);
    arena_init(&arena, LIST_CAP);
    if (exec_pod_find(client, namespace_, job->target, job->running_timeout_ms, &arena, &pod) &&
        may_run(pod, job->attach) && (container = choose_container(&session, pod))) {
        stream_add_path(&path, job->attach ? "attach" : "exec", namespace_,
                        json_text_or_empty(pod, "metadata.name"), container, job->command, session.has_stdin,
                        !session.tty, session.tty);
        session_run(&session, path.data);
    }
    arena_fini(&arena);
    str_fini(&path);
    return session.status;
}
