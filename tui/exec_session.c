/* A shell in a container. */
#include "tui/exec_session.h"

#include "api-client/json.h"
#include "api-client/stream.h"
#include "base/xmalloc.h"
#include "widgets/raw_mode.h"
#include "widgets/relay.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* bash where there is one. */
static const char *const shell[] = {"sh", "-c", "command -v bash >/dev/null 2>&1 && exec bash; exec sh",
                                    NULL};

enum { MUCH = 4096, POD_CAP = 16 * 1024 * 1024 };

struct exec_session {
    struct exec_spec spec; /* its texts are the session's own */
    struct loop *loop;
    struct request *request; /* of attach: the pod, to know its terminal */
    struct str body;
    struct stream *stream;
    struct terminal *terminal;
    struct relay *relay; /* while the whole screen is taken */
    enum exec_state state;
    bool has_stdin, tty, well;
    int cols, rows; /* of the pane */
    char words[1200];
};

static void say(struct exec_session *session, enum exec_state state, const char *words)
{
    session->state = state;
    snprintf(session->words, sizeof(session->words), "%s", words);
    session->spec.on_change(session->spec.user, false);
}

/* The whole screen. */

static void give_screen_back(struct exec_session *session)
{
    struct str farewell = {0};
    if (!session->relay)
        return;
    terminal_add_farewell(session->terminal, &farewell);
    relay_write(session->relay, 1, farewell.data, farewell.len);
    relay_close(session->relay);
    session->relay = NULL;
    str_fini(&farewell);
    session->spec.on_screen_over(session->spec.user);
}

static void on_screen_input(void *user, const char *bytes, size_t len)
{
    const struct exec_session *session = user;
    stream_write(session->stream, bytes, len);
}

static void on_screen_size(void *user, int cols, int rows)
{
    const struct exec_session *session = user;
    terminal_resize(session->terminal, cols, rows);
    stream_resize(session->stream, cols, rows);
}

static void on_screen_detach(void *user)
{
    give_screen_back(user);
}

static void on_screen_congested(void *user, bool congested)
{
    const struct exec_session *session = user;
    stream_pause(session->stream, congested);
}

void exec_session_take_screen(struct exec_session *session)
{
    struct relay_spec spec = {.in_fd = 0,
                              .screen_fd = 0,
                              .raw = true,
                              .detach = true,
                              .on_input = on_screen_input,
                              .on_input_end = on_screen_detach,
                              .on_size = on_screen_size,
                              .on_detach = on_screen_detach,
                              .on_congested = on_screen_congested,
                              .user = session};
    struct str picture = {0};
    int cols, rows;
    if (session->state != EXEC_OPEN || session->relay)
        return;
    session->relay = relay_open(session->loop, &spec);
    if (raw_mode_size(0, &cols, &rows))
        on_screen_size(session, cols, rows);
    terminal_scroll(session->terminal, -terminal_scrolled(session->terminal));
    terminal_add_picture(session->terminal, &picture);
    relay_write(session->relay, 1, picture.data, picture.len);
    str_fini(&picture);
}

/* The stream. */

/* Without a terminal at the other end nobody adds the carriage returns. */
static void show_plain(struct exec_session *session, const char *bytes, size_t len)
{
    struct str text = {0};
    for (size_t i = 0; i < len; i++) {
        if (bytes[i] == '\n')
            str_add_char(&text, '\r');
        str_add_char(&text, bytes[i]);
    }
    terminal_feed(session->terminal, str_text(&text), text.len);
    if (session->relay)
        relay_write(session->relay, 1, str_text(&text), text.len);
    str_fini(&text);
}

static void on_data(void *user, int channel, const char *bytes, size_t len)
{
    struct exec_session *session = user;
    (void)channel;
    if (!session->tty) {
        show_plain(session, bytes, len);
    } else {
        terminal_feed(session->terminal, bytes, len);
        if (session->relay)
            relay_write(session->relay, 1, bytes, len);
    }
    if (!session->relay)
        session->spec.on_change(session->spec.user, len > MUCH);
}

static void on_open(void *user)
{
    struct exec_session *session = user;
    say(session, EXEC_OPEN, "");
}

static void say_end(struct exec_session *session, enum err err, int exit_code, const struct err_info *info)
{
    char words[sizeof(session->words)];
    const char *what = session->spec.attach ? "the process" : "the shell";
    session->well = err == ERR_OK;
    if (err == ERR_OK)
        snprintf(words, sizeof(words), "%s has ended (exit code 0)", what);
    else if (err == ERR_EXIT)
        snprintf(words, sizeof(words), "%s has ended with exit code %d", what, exit_code);
    else if (strstr(info->text, "executable file not found") ||
             strstr(info->text, "no such file or directory"))
        snprintf(words, sizeof(words), "this container has no shell (no program called sh)");
    else
        snprintf(words, sizeof(words), "%s", info->text);
    say(session, EXEC_ENDED, words);
}

static void on_end(void *user, enum err err, int exit_code, const struct err_info *info)
{
    struct exec_session *session = user;
    stream_close(session->stream);
    session->stream = NULL;
    say_end(session, err, exit_code, info);
    give_screen_back(session);
}

static void open_stream(struct exec_session *session)
{
    const struct exec_spec *spec = &session->spec;
    struct str path = {0};
    stream_add_path(&path, spec->attach ? "attach" : "exec", spec->namespace_, spec->pod, spec->container,
                    spec->attach ? NULL : shell, session->has_stdin, !session->tty, session->tty);
    struct stream_spec stream_spec = {.path = path.data,
                                      .has_stdin = session->has_stdin,
                                      .has_stderr = !session->tty,
                                      .tty = session->tty,
                                      .on_open = on_open,
                                      .on_data = on_data,
                                      .on_end = on_end,
                                      .user = session};
    session->stream = stream_open(spec->client, &stream_spec);
    stream_resize(session->stream, session->cols, session->rows);
    str_fini(&path);
}

/* What the terminal says to the program. While the whole screen is taken, the real terminal answers. */
static void on_terminal_output(void *user, const char *bytes, size_t len)
{
    struct exec_session *session = user;
    if (session->relay || session->state != EXEC_OPEN || !session->has_stdin)
        return;
    if (session->tty) {
        stream_write(session->stream, bytes, len);
        return;
    }
    struct str plain = {0};
    for (size_t i = 0; i < len; i++)
        str_add_char(&plain, bytes[i] == '\r' ? '\n' : bytes[i]);
    stream_write(session->stream, str_text(&plain), plain.len);
    show_plain(session, str_text(&plain), plain.len); /* nobody else echoes what is typed */
    str_fini(&plain);
}

/* Attach: does the container have a terminal, does it read? */

static enum err on_pod_bytes(void *user, const char *bytes, size_t len)
{
    struct exec_session *session = user;
    str_add_bytes(&session->body, bytes, len);
    return session->body.len > POD_CAP ? ERR_TOO_BIG : ERR_OK;
}

static void read_container(struct exec_session *session, const cJSON *pod)
{
    json_each(container, json_at(pod, "spec.containers"))
    {
        if (!str_equal(json_text(container, "name"), session->spec.container))
            continue;
        session->tty = json_bool(container, "tty", false);
        session->has_stdin = json_bool(container, "stdin", false);
    }
}

static void on_pod(void *user, enum err err, const struct response *response, const struct err_info *info)
{
    struct exec_session *session = user;
    struct err_info bad;
    struct arena arena;
    cJSON *pod;
    (void)response;
    session->request = NULL;
    arena_init(&arena, JSON_OBJECT_CAP);
    if (!err && (err = json_parse(&arena, str_text(&session->body), session->body.len, &pod, &bad)))
        info = &bad;
    if (err) {
        say_end(session, err, -1, info);
    } else {
        read_container(session, pod);
        open_stream(session);
    }
    arena_fini(&arena);
}

static void ask_for_pod(struct exec_session *session)
{
    struct str path = {0};
    str_add(&path, "/api/v1/namespaces/");
    url_add_escaped(&path, session->spec.namespace_);
    str_add(&path, "/pods/");
    url_add_escaped(&path, session->spec.pod);
    struct request_spec spec = {
        .path = path.data, .on_data = on_pod_bytes, .on_done = on_pod, .user = session};
    session->request = client_request(session->spec.client, &spec);
    str_fini(&path);
}

/* From outside. */

struct exec_session *exec_session_open(const struct exec_spec *spec)
{
    struct exec_session *session = xcalloc(1, sizeof(*session));
    struct terminal_spec terminal_spec = {
        .cols = spec->cols, .rows = spec->rows, .on_output = on_terminal_output, .user = session};
    session->spec = *spec;
    session->spec.namespace_ = xstrdup(spec->namespace_);
    session->spec.pod = xstrdup(spec->pod);
    session->spec.container = xstrdup(spec->container);
    session->loop = client_loop(spec->client);
    session->cols = spec->cols;
    session->rows = spec->rows;
    session->terminal = terminal_new(&terminal_spec);
    session->has_stdin = session->tty = true;
    snprintf(session->words, sizeof(session->words), "connecting ...");
    if (spec->attach)
        ask_for_pod(session);
    else
        open_stream(session);
    return session;
}

static void free_text(const char *text)
{
    free((char *)(uintptr_t)text);
}

void exec_session_close(struct exec_session *session)
{
    if (!session)
        return;
    give_screen_back(session);
    request_cancel(session->request);
    stream_close(session->stream);
    terminal_free(session->terminal);
    str_fini(&session->body);
    free_text(session->spec.namespace_);
    free_text(session->spec.pod);
    free_text(session->spec.container);
    free(session);
}

void exec_session_client_gone(struct exec_session *session)
{
    struct err_info info;
    if (session->request) {
        request_cancel(session->request);
        session->request = NULL;
        err_set(&info, ERR_CANCELLED, "given up: another context was chosen");
        say_end(session, ERR_CANCELLED, -1, &info);
    }
    if (session->stream)
        stream_client_gone(session->stream);
}

enum exec_state exec_session_state(const struct exec_session *session)
{
    return session->state;
}

const char *exec_session_words(const struct exec_session *session)
{
    return session->words;
}

bool exec_session_ended_well(const struct exec_session *session)
{
    return session->well;
}

struct terminal *exec_session_terminal(const struct exec_session *session)
{
    return session->terminal;
}

void exec_session_resize(struct exec_session *session, int cols, int rows)
{
    session->cols = cols;
    session->rows = rows;
    if (session->relay || !terminal_resize(session->terminal, cols, rows))
        return;
    if (session->stream)
        stream_resize(session->stream, cols, rows);
}
