/*
 * One run of an exec plugin: a child process in the loop, bounded in time and output.
 *
 * A quiet run has no terminal at all (a session of its own, stdin from nowhere), so that it cannot disturb a
 * screen. When it goes on talking on stderr ("open this address and enter the code"), the terminal is lent to
 * its words. A lent run has the terminal from the start, for a plugin that reads what the user types.
 */
#ifndef API_CLIENT_CREDENTIALS_EXEC_H
#define API_CLIENT_CREDENTIALS_EXEC_H

#include "api-client/credentials.h"
#include "api-client/credentials_reply.h"

struct plugin_run;

struct plugin_run_spec {
    struct loop *loop;
    const struct exec_plugin *plugin; /* borrowed for the run */
    const char *user_name;            /* the kubeconfig's user, for the sentences; borrowed */
    credentials_lend_fn lend;         /* NULL: there is no terminal to lend */
    void *lend_user;
    bool with_terminal; /* a lent run */
    int64_t bound_ms;   /* 0: a minute for a quiet run, a quarter of an hour once the terminal is lent */
    /* The end; the run is gone afterwards. *reply is the callee's when err is ERR_OK. `refused`: it ran and
     * ended by itself with a failure, so that asking again with a terminal may help. */
    void (*done)(void *user, enum err err, struct plugin_reply *reply, bool refused,
                 const struct err_info *info);
    void *user;
};

/* Starts in the loop; done is never called before this returns. ERR_CREDENTIALS when it cannot be started
 * (the sentence holds the install hint); *out is NULL then and done is not called. */
enum err plugin_run_start(const struct plugin_run_spec *spec, struct plugin_run **out, struct err_info *info);
/* Kills it; done is not called. NULL is allowed. */
void plugin_run_cancel(struct plugin_run *run);

/* The environment a plugin gets: `base` with the plugin's own and KUBERNETES_EXEC_INFO added or replaced.
 * NULL-terminated, owned by the caller, each text too. */
char **plugin_environment(const struct exec_plugin *plugin, char *const *base, bool interactive);

#endif
