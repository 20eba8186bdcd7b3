/* Credentials that change while the program runs: who asks, who waits, what is at hand. */
#include "api-client/credentials.h"

#include "api-client/credentials_exec.h"
#include "api-client/credentials_file.h"
#include "base/str.h"
#include "base/time.h"
#include "base/vec.h"
#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    FRESH_MS = 5000,       /* a 401 so soon after a run was for what was presented before it */
    FAILED_MS = 10 * 1000, /* a failure answers for so long: who retries does not start a process each time */
    ASKED_MS = 60 * 1000,  /* the same after a run that had the terminal */
};

struct waiter {
    credentials_done_fn done; /* NULL: it was forgotten */
    void *user;
};

struct credentials {
    struct loop *loop;
    const struct target *target;
    credentials_lend_fn lend;
    void *lend_user;
    struct token_file file;
    struct plugin_run *run;
    struct plugin_reply reply;
    bool have_reply;
    int64_t replied; /* steady clock */
    enum err failure;
    struct err_info failure_info;
    int64_t failure_until; /* steady clock */
    VEC(struct waiter) waiting;
    VEC(struct waiter) called; /* those that are being told now */
    bool *gone;                /* set when freed while they are being told */
};

void exec_plugin_free(struct exec_plugin *plugin)
{
    if (!plugin)
        return;
    char **lists[] = {plugin->args, plugin->env};
    for (size_t i = 0; i < 2; i++) {
        for (char **text = lists[i]; text && *text; text++)
            free(*text);
        free(lists[i]);
    }
    free(plugin->api_version);
    free(plugin->command);
    free(plugin->install_hint);
    free(plugin->cluster_json);
    free(plugin);
}

struct credentials *credentials_new(struct loop *loop, const struct target *target)
{
    struct credentials *c = xcalloc(1, sizeof(*c));
    c->loop = loop;
    c->target = target;
    c->file.path = target->token_file;
    c->reply.expires = TIME_NONE;
    return c;
}

void credentials_free(struct credentials *c)
{
    if (!c)
        return;
    if (c->gone)
        *c->gone = true;
    plugin_run_cancel(c->run);
    plugin_reply_fini(&c->reply);
    token_file_fini(&c->file);
    free(c->waiting.data);
    free(c->called.data);
    free(c);
}

void credentials_set_lend(struct credentials *c, credentials_lend_fn lend, void *user)
{
    c->lend = lend;
    c->lend_user = user;
}

static bool can_lend(const struct credentials *c)
{
    return c->lend && isatty(STDIN_FILENO);
}

/* What the target itself holds, or the plugin gave. */
static struct credential presented(const struct credentials *c)
{
    const struct target *target = c->target;
    struct credential credential = {target->token, target->cert_pem, target->key_pem};
    if (target->exec && c->have_reply)
        credential = (struct credential){c->reply.token, c->reply.cert_pem, c->reply.key_pem};
    return credential;
}

/* Those who are told may ask again, forget others or free everything. */
static void tell_all(struct credentials *c, enum err err, const struct err_info *info)
{
    bool *gone = xcalloc(1, sizeof(*gone));
    struct err_info copy = info ? *info : (struct err_info){""};
    for (size_t i = 0; i < c->waiting.len; i++)
        *vec_push(&c->called) = c->waiting.data[i];
    c->waiting.len = 0;
    c->gone = gone;
    for (size_t i = 0; !*gone && i < c->called.len; i++) {
        struct waiter waiter = c->called.data[i];
        struct credential credential = presented(c);
        if (waiter.done)
            waiter.done(waiter.user, err, err ? NULL : &credential, &copy);
    }
    if (!*gone) {
        c->gone = NULL;
        c->called.len = 0;
    }
    free(gone);
}

static enum err start_run(struct credentials *c, bool with_terminal, struct err_info *info);

static void remember_failure(struct credentials *c, enum err err, const struct err_info *info, bool asked)
{
    c->failure = err;
    c->failure_info = *info;
    c->failure_until = time_steady() + (asked ? ASKED_MS : FAILED_MS);
}

static void on_run_done(struct credentials *c, bool asked, enum err err, struct plugin_reply *reply,
                        bool refused, const struct err_info *info)
{
    struct err_info again;
    c->run = NULL;
    if (err && refused && !asked && c->target->exec->interactive == INTERACTIVE_IF_AVAILABLE && can_lend(c)) {
        err = start_run(c, true, &again);
        if (!err)
            return;
        info = &again;
    }
    if (err) {
        remember_failure(c, err, info, asked);
    } else {
        plugin_reply_fini(&c->reply);
        c->reply = *reply;
        c->have_reply = true;
        c->replied = time_steady();
    }
    tell_all(c, err, info);
}

static void on_quiet_done(void *user, enum err err, struct plugin_reply *reply, bool refused,
                          const struct err_info *info)
{
    on_run_done(user, false, err, reply, refused, info);
}

static void on_lent_done(void *user, enum err err, struct plugin_reply *reply, bool refused,
                         const struct err_info *info)
{
    on_run_done(user, true, err, reply, refused, info);
}

static enum err start_run(struct credentials *c, bool with_terminal, struct err_info *info)
{
    struct plugin_run_spec spec = {
        .loop = c->loop,
        .plugin = c->target->exec,
        .user_name = c->target->user ? c->target->user : "",
        .lend = can_lend(c) ? c->lend : NULL,
        .lend_user = c->lend_user,
        .with_terminal = with_terminal,
        .done = with_terminal ? on_lent_done : on_quiet_done,
        .user = c,
    };
    return plugin_run_start(&spec, &c->run, info);
}

static enum err start_plugin(struct credentials *c, struct err_info *info)
{
    const struct exec_plugin *plugin = c->target->exec;
    bool always = plugin->interactive == INTERACTIVE_ALWAYS;
    if (always && !can_lend(c))
        return err_set(info, ERR_CREDENTIALS,
                       "the credential plugin %s of the user \"%s\" wants to ask something (interactiveMode: "
                       "Always), and there is no terminal: run podprobe in one",
                       plugin->command, c->target->user);
    return start_run(c, always, info);
}

static bool reply_good(const struct credentials *c)
{
    return c->have_reply && (c->reply.expires == TIME_NONE || time_now() <= c->reply.expires);
}

static void get_from_plugin(struct credentials *c, credentials_done_fn done, void *user)
{
    struct err_info info;
    struct credential credential = presented(c);
    if (c->run) {
        *vec_push(&c->waiting) = (struct waiter){done, user};
    } else if (reply_good(c)) {
        done(user, ERR_OK, &credential, NULL);
    } else if (c->failure && time_steady() < c->failure_until) {
        info = c->failure_info;
        done(user, c->failure, NULL, &info);
    } else {
        c->failure = start_plugin(c, &info);
        if (c->failure) {
            remember_failure(c, c->failure, &info, false);
            done(user, c->failure, NULL, &info);
        } else {
            *vec_push(&c->waiting) = (struct waiter){done, user};
        }
    }
}

/* The file's token counts before the one written beside it, once it can be read (client-go transport). */
static void get_from_file(struct credentials *c, credentials_done_fn done, void *user)
{
    struct err_info info;
    struct credential credential = presented(c);
    const char *token;
    enum err err = token_file_get(&c->file, &token, &info);
    if (!err)
        credential.token = token;
    if (err && credential.token)
        err = ERR_OK;
    done(user, err, err ? NULL : &credential, err ? &info : NULL);
}

void credentials_get(struct credentials *c, credentials_done_fn done, void *user)
{
    struct credential credential = presented(c);
    if (c->target->token_file)
        get_from_file(c, done, user);
    else if (c->target->exec)
        get_from_plugin(c, done, user);
    else
        done(user, ERR_OK, &credential, NULL);
}

void credentials_forget(struct credentials *c, void *user)
{
    for (size_t i = 0; i < c->waiting.len; i++)
        if (c->waiting.data[i].user == user)
            c->waiting.data[i].done = NULL;
    for (size_t i = 0; i < c->called.len; i++)
        if (c->called.data[i].user == user)
            c->called.data[i].done = NULL;
}

struct credential credentials_last(const struct credentials *c)
{
    struct credential last = presented(c);
    if (c->target->exec)
        last = (struct credential){c->reply.token, c->reply.cert_pem, c->reply.key_pem};
    if (c->file.token)
        last.token = c->file.token;
    return last;
}

/* Worth another try only when the file says something else by now. */
static int refuse_file(struct credentials *c)
{
    struct token_file *file = &c->file;
    char *before = xstrdup(file->token);
    const char *token = NULL;
    file->stale = true;
    token_file_get(file, &token, NULL);
    bool other = !str_equal(before, token);
    free(before);
    return other;
}

int credentials_refuse(struct credentials *c)
{
    if (c->target->token_file)
        return refuse_file(c);
    if (!c->target->exec)
        return 0;
    if (!c->run && c->have_reply && time_steady() - c->replied > FRESH_MS)
        c->have_reply = false;
    return 1;
}
