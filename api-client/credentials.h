/*
 * Credentials that change while the program runs: token files and exec plugins
 * (client.authentication.k8s.io/v1 and v1beta1).
 */
#ifndef API_CLIENT_CREDENTIALS_H
#define API_CLIENT_CREDENTIALS_H

#include "api-client/target.h"
#include "base/err.h"
#include "base/loop.h"
#include "base/str.h"

/* As the kubeconfig says it; all owned. */
struct exec_plugin {
    char *api_version, *command, *install_hint;
    char **args;        /* NULL-terminated */
    char **env;         /* "NAME=value", NULL-terminated; added to the program's own environment */
    char *cluster_json; /* spec.cluster of ExecCredential when provideClusterInfo, else NULL */
    enum { INTERACTIVE_IF_AVAILABLE, INTERACTIVE_NEVER, INTERACTIVE_ALWAYS } interactive;
};
void exec_plugin_free(struct exec_plugin *plugin);

/* What to present to the server now. Borrowed until the next credentials call; NULL where absent. */
struct credential {
    const char *token, *cert_pem, *key_pem;
};

struct credentials;

/*
 * Lends the terminal to a plugin that asks the user something: lend(user, 1) before, lend(user, 0) after.
 * While it is lent nobody else may read stdin or write to the screen, and ctrl-c is the plugin's. When it was
 * not set, or stdin is no terminal, a plugin runs without one. A plugin that may ask (IfAvailable) is first
 * tried without, so that the screen stays where nothing has to be asked; its words on stderr are shown, the
 * screen lent for it, when it goes on waiting after them.
 */
typedef void (*credentials_lend_fn)(void *user, int lent);

/* The target is borrowed and must live longer. */
struct credentials *credentials_new(struct loop *loop, const struct target *target);
void credentials_free(struct credentials *credentials);
void credentials_set_lend(struct credentials *credentials, credentials_lend_fn lend, void *user);

/*
 * Gets what to present, running the plugin when there is none yet or it expired. done is called in the loop,
 * or before this returns when the answer is at hand. Several calls while a plugin runs wait for the same run.
 * A plugin that fails: ERR_CREDENTIALS with its command, exit status, last words on stderr and the install
 * hint. That answer stands for 10 s (60 s when the user was asked), so that retries start no storm of
 * processes. A plugin has a minute, or a quarter of an hour once the terminal is lent.
 */
typedef void (*credentials_done_fn)(void *user, enum err err, const struct credential *credential,
                                    const struct err_info *info);
void credentials_get(struct credentials *credentials, credentials_done_fn done, void *user);
/* The pending calls of this user are not called any more. */
void credentials_forget(struct credentials *credentials, void *user);
/* The server said 401 to what was presented: the next get asks the plugin or reads the file again. Returns 1
 * when that can give something new (a plugin or a token file), 0 when trying again is of no use. */
int credentials_refuse(struct credentials *credentials);

/* What was presented last, as far as it is known; borrowed until the next credentials call. */
struct credential credentials_last(const struct credentials *credentials);

/*
 * After a 401 (or a TLS alert about the client's certificate): appends, into an empty string, what can be
 * told from here about why and what to do: the certificate or JSON web token has expired, there are no
 * credentials, they are not sent over http. Nothing when all looks well. `now` is server time where it is
 * known.
 */
void credentials_explain(const struct target *target, const struct credential *credential, int64_t now,
                         struct str *out);

#endif
