/* One run of an exec plugin. */
#include "api-client/credentials_exec.h"

#include "base/str.h"
#include "base/xmalloc.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    QUIET_MS = 60 * 1000,     /* nobody sees it: it has to come to an end */
    LENT_MS = 15 * 60 * 1000, /* somebody is typing, or signing in with a browser */
    TALK_MS = 1500,           /* so long after its first words it is taken to wait for the user */
    LAST_BYTES_MS = 500,      /* for output that is still under way when it has ended */
    OUTPUT_MAX = 1024 * 1024, /* of stdout; an ExecCredential is a few KiB */
    WORDS_MAX = 4096,
    WORDS_SHOWN = 400, /* of stderr, its end */
};

struct plugin_run {
    struct plugin_run_spec spec;
    uv_process_t process;
    uv_pipe_t out_pipe, err_pipe;
    struct str out, words;
    struct timer *deadline, *talk;
    int64_t exit_status;
    int term_signal;
    bool exited, out_ended, err_ended;
    bool lent;        /* the terminal is lent now */
    int stdin_flags;  /* of the terminal before it was lent; -1: untouched */
    const char *over; /* why it was given up, NULL while it was not */
    int open_handles;
    char buf[16384];
};

static void lend(struct plugin_run *run)
{
    if (run->lent || !run->spec.lend)
        return;
    run->lent = true;
    run->spec.lend(run->spec.lend_user, 1);
    /* The loop made the terminal non-blocking; no other program expects that. */
    run->stdin_flags = fcntl(STDIN_FILENO, F_GETFL);
    if (run->stdin_flags >= 0)
        fcntl(STDIN_FILENO, F_SETFL, run->stdin_flags & ~O_NONBLOCK);
}

static void take_back(struct plugin_run *run)
{
    if (!run->lent)
        return;
    run->lent = false;
    if (run->stdin_flags >= 0)
        fcntl(STDIN_FILENO, F_SETFL, run->stdin_flags);
    run->spec.lend(run->spec.lend_user, 0);
}

static void on_closed(uv_handle_t *handle)
{
    struct plugin_run *run = handle->data;
    if (--run->open_handles)
        return;
    str_fini(&run->out);
    str_fini(&run->words);
    free(run);
}

static void close_handle(struct plugin_run *run, uv_handle_t *handle)
{
    handle->data = run;
    if (!uv_is_closing(handle))
        uv_close(handle, on_closed);
}

/* Everything but the memory, which goes with the last handle. */
static void run_close(struct plugin_run *run)
{
    timer_free(run->deadline);
    timer_free(run->talk);
    run->deadline = run->talk = NULL;
    take_back(run);
    close_handle(run, (uv_handle_t *)&run->process);
    close_handle(run, (uv_handle_t *)&run->out_pipe);
    close_handle(run, (uv_handle_t *)&run->err_pipe);
}

/* A quiet run is a session of its own, so its children go with it. Its end is waited for here, it is short
 * after a SIGKILL: the loop forgets a process with its handle. */
static void run_kill(struct plugin_run *run)
{
    pid_t pid = run->process.pid;
    if (run->exited)
        return;
    if (run->spec.with_terminal || kill(-pid, SIGKILL) != 0)
        kill(pid, SIGKILL);
    while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
        ;
    run->exited = true;
}

/* The end of what it said, on one line. */
static void last_words(const struct plugin_run *run, struct str *out)
{
    const char *text = str_text(&run->words);
    size_t len = run->words.len;
    while (len && (unsigned char)text[len - 1] <= ' ')
        len--;
    size_t from = len > WORDS_SHOWN ? len - WORDS_SHOWN : 0;
    while (from && from < len && ((unsigned char)text[from] & 0xC0) == 0x80)
        from++;
    for (size_t i = from; i < len; i++)
        str_add_char(out, (unsigned char)text[i] < ' ' ? ' ' : text[i]);
}

static enum err fail(struct plugin_run *run, const char *what, struct err_info *info)
{
    const struct exec_plugin *plugin = run->spec.plugin;
    struct str words = {0};
    last_words(run, &words);
    err_set(info, ERR_CREDENTIALS,
            "the credential plugin %s of the user \"%s\" gave no credentials: %s%s%s%s%s%s", plugin->command,
            run->spec.user_name, what, words.len ? "; it said: " : "", str_text(&words),
            plugin->install_hint ? " (" : "", plugin->install_hint ? plugin->install_hint : "",
            plugin->install_hint ? ")" : "");
    str_fini(&words);
    return ERR_CREDENTIALS;
}

static enum err judge(struct plugin_run *run, struct plugin_reply *reply, struct err_info *info)
{
    struct err_info why;
    char what[64];
    if (run->over)
        return fail(run, run->over, info);
    if (run->term_signal) {
        snprintf(what, sizeof(what), "it was ended by signal %d (%s)", run->term_signal,
                 strsignal(run->term_signal));
        return fail(run, what, info);
    }
    if (run->exit_status) {
        snprintf(what, sizeof(what), "it ended with status %lld", (long long)run->exit_status);
        return fail(run, what, info);
    }
    if (plugin_reply_parse(str_text(&run->out), run->out.len, run->spec.plugin->api_version, reply, &why))
        return fail(run, why.text, info);
    return ERR_OK;
}

static void run_end(struct plugin_run *run)
{
    struct plugin_reply reply = {0};
    struct err_info info = {""};
    struct plugin_run_spec spec = run->spec;
    enum err err = judge(run, &reply, &info);
    bool refused = err && !run->over && (run->exit_status || run->term_signal);
    run_close(run);
    spec.done(spec.user, err, &reply, refused, &info);
}

static void maybe_end(struct plugin_run *run)
{
    if (run->exited && run->out_ended && run->err_ended)
        run_end(run);
}

static void on_deadline(void *user)
{
    struct plugin_run *run = user;
    /* Something it started may keep its output open; it has ended all the same. */
    if (!run->exited) {
        run->over = "it did not come to an end in time";
        run_kill(run);
    }
    run_end(run);
}

static void on_exit_status(uv_process_t *process, int64_t exit_status, int term_signal)
{
    struct plugin_run *run = process->data;
    run->exited = true;
    run->exit_status = exit_status;
    run->term_signal = term_signal;
    timer_start(run->deadline, LAST_BYTES_MS, 0);
    maybe_end(run);
}

static void give_buffer(uv_handle_t *handle, size_t suggested, uv_buf_t *buf)
{
    struct plugin_run *run = handle->data;
    (void)suggested;
    *buf = uv_buf_init(run->buf, sizeof(run->buf));
}

static void on_out(uv_stream_t *stream, ssize_t got, const uv_buf_t *buf)
{
    struct plugin_run *run = stream->data;
    if (got > 0)
        str_add_bytes(&run->out, buf->base, (size_t)got);
    if (run->out.len > OUTPUT_MAX) {
        run->over = "it printed more than 1 MiB";
        run_kill(run);
        run_end(run);
        return;
    }
    if (got < 0) {
        uv_read_stop(stream);
        run->out_ended = true;
        maybe_end(run);
    }
}

static void show_words(const char *text, size_t len)
{
    while (len) {
        ssize_t put = write(STDERR_FILENO, text, len);
        if (put < 0 && errno != EINTR)
            return;
        text += put > 0 ? put : 0;
        len -= put > 0 ? (size_t)put : 0;
    }
}

static void on_talk(void *user)
{
    struct plugin_run *run = user;
    if (run->lent || run->exited)
        return;
    lend(run);
    show_words(str_text(&run->words), run->words.len);
    timer_start(run->deadline, LENT_MS, 0);
}

static void on_words(uv_stream_t *stream, ssize_t got, const uv_buf_t *buf)
{
    struct plugin_run *run = stream->data;
    if (got > 0 && run->lent)
        show_words(buf->base, (size_t)got);
    if (got > 0 && !run->words.len && !run->lent && run->spec.lend)
        timer_start(run->talk, TALK_MS, 0);
    if (got > 0) {
        str_add_bytes(&run->words, buf->base, (size_t)got);
        if (run->words.len > WORDS_MAX)
            str_drop(&run->words, run->words.len - WORDS_MAX);
    }
    if (got < 0) {
        uv_read_stop(stream);
        run->err_ended = true;
        maybe_end(run);
    }
}

static enum err not_started(const struct plugin_run_spec *spec, int code, struct err_info *info)
{
    const struct exec_plugin *plugin = spec->plugin;
    bool path = strchr(plugin->command, '/') != NULL;
    const char *what = code == UV_EACCES   ? "it may not be executed"
                       : code != UV_ENOENT ? uv_strerror(code)
                       : !path             ? "it is not installed (not in $PATH)"
                       : access(plugin->command, F_OK) == 0
                           ? "the interpreter that its first line names is missing"
                           : "there is no such file";
    return err_set(info, ERR_CREDENTIALS,
                   "the credential plugin %s of the user \"%s\" cannot be started: %s%s%s", plugin->command,
                   spec->user_name, what, plugin->install_hint ? ". " : "",
                   plugin->install_hint ? plugin->install_hint : "");
}

static void free_texts(char **texts)
{
    for (char **text = texts; text && *text; text++)
        free(*text);
    free(texts);
}

static char **arguments(const struct exec_plugin *plugin)
{
    size_t count = 0;
    while (plugin->args && plugin->args[count])
        count++;
    char **args = xcalloc(count + 2, sizeof(*args));
    args[0] = plugin->command;
    for (size_t i = 0; i < count; i++)
        args[i + 1] = plugin->args[i];
    return args;
}

static int spawn(struct plugin_run *run)
{
    const struct exec_plugin *plugin = run->spec.plugin;
    bool terminal = run->spec.with_terminal;
    uv_stdio_container_t stdio[3] = {
        {.flags = terminal ? UV_INHERIT_FD : UV_IGNORE, .data.fd = STDIN_FILENO},
        {.flags = UV_CREATE_PIPE | UV_WRITABLE_PIPE, .data.stream = (uv_stream_t *)&run->out_pipe},
        {.flags = UV_CREATE_PIPE | UV_WRITABLE_PIPE, .data.stream = (uv_stream_t *)&run->err_pipe},
    };
    char **args = arguments(plugin), **env = plugin_environment(plugin, environ, terminal);
    uv_process_options_t options = {
        .exit_cb = on_exit_status,
        .file = plugin->command,
        .args = args,
        .env = env,
        .flags = terminal ? 0 : UV_PROCESS_DETACHED,
        .stdio = stdio,
        .stdio_count = 3,
    };
    int code = uv_spawn(&run->spec.loop->uv, &run->process, &options);
    free(args);
    free_texts(env);
    return code;
}

enum err plugin_run_start(const struct plugin_run_spec *spec, struct plugin_run **out, struct err_info *info)
{
    struct plugin_run *run = xcalloc(1, sizeof(*run));
    *out = NULL;
    run->spec = *spec;
    run->stdin_flags = -1;
    run->open_handles = 3;
    uv_pipe_init(&spec->loop->uv, &run->out_pipe, 0);
    uv_pipe_init(&spec->loop->uv, &run->err_pipe, 0);
    run->process.data = run->out_pipe.data = run->err_pipe.data = run;
    run->deadline = timer_new(spec->loop, on_deadline, run);
    run->talk = timer_new(spec->loop, on_talk, run);
    if (spec->with_terminal)
        lend(run);
    int code = spawn(run);
    if (code) {
        run->exited = true;
        run_close(run);
        return not_started(spec, code, info);
    }
    uv_read_start((uv_stream_t *)&run->out_pipe, give_buffer, on_out);
    uv_read_start((uv_stream_t *)&run->err_pipe, give_buffer, on_words);
    int64_t bound = spec->bound_ms ? spec->bound_ms : spec->with_terminal ? LENT_MS : QUIET_MS;
    timer_start(run->deadline, (uint64_t)bound, 0);
    *out = run;
    return ERR_OK;
}

void plugin_run_cancel(struct plugin_run *run)
{
    if (!run)
        return;
    run_kill(run);
    run_close(run);
}
