/*
 * Kubeconfig as kubectl reads it (client-go clientcmd loading rules).
 *
 * $KUBECONFIG is a list of files, merged: the first file that says something wins; missing files of the list
 * are skipped. Otherwise ~/.kube/config. Relative paths are relative to the file that names them. When no
 * file says anything: the in-cluster service account, then a node's own files where readable.
 */
#ifndef API_CLIENT_KUBECONFIG_H
#define API_CLIENT_KUBECONFIG_H

#include "api-client/target.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

/* The command line's wishes, all borrowed, NULL or zero where nothing was said. */
struct connect_flags {
    const char *kubeconfig, *context, *cluster, *user, *namespace_, *server, *token;
    const char *as, *as_uid, *tls_server_name, *certificate_authority, *client_certificate, *client_key;
    const char **as_groups; /* NULL-terminated or NULL */
    const char *proxy_url;
    bool insecure, insecure_said;
    const char *request_timeout; /* as typed: "5s", "0", "10" */
    bool disable_compression;
};

struct kubeconfig;

/* Where to look, all borrowed; NULL or "" where there is none. A root other than "" is for tests. */
struct kubeconfig_places {
    const char *root;                        /* put before /etc/... and /var/run/secrets/... */
    const char *home;                        /* $HOME, else the user's entry in the password file */
    const char *list;                        /* $KUBECONFIG */
    const char *service_host, *service_port; /* $KUBERNETES_SERVICE_HOST and _PORT: this is a pod */
    const char *pod_namespace;               /* $POD_NAMESPACE */
    const char *master;                      /* $KUBERNETES_MASTER: the server when nothing names one */
};
/* This process's. */
struct kubeconfig_places kubeconfig_places(void);

/*
 * Reads and merges. Never fails as a whole for one bad file: what could be read is there, and
 * kubeconfig_problem() names file, line and what is wrong with the rest, so that other contexts can be
 * chosen. With --kubeconfig a missing file is an error (ERR_CONFIG). *out is the caller's, kubeconfig_free().
 */
enum err kubeconfig_load(const struct connect_flags *flags, struct kubeconfig **out, struct err_info *info);
/* The same, looking elsewhere. */
enum err kubeconfig_load_from(const struct connect_flags *flags, const struct kubeconfig_places *places,
                              struct kubeconfig **out, struct err_info *info);
void kubeconfig_free(struct kubeconfig *config);

/* "" or the sentence about what could not be read. Borrowed. */
const char *kubeconfig_problem(const struct kubeconfig *config);
/* Names as `kubectl config get-contexts` shows them, sorted by name. Borrowed. */
size_t kubeconfig_context_count(const struct kubeconfig *config);
struct kubeconfig_context {
    const char *name, *cluster, *user, *namespace_; /* "" where absent */
    bool current;
};
struct kubeconfig_context kubeconfig_context(const struct kubeconfig *config, size_t i);
/* "" if none. */
const char *kubeconfig_current(const struct kubeconfig *config);

/*
 * Makes the target of a context (NULL: the flags' or the current one, or the fallbacks). Every failure is a
 * sentence that names the file and what to do: unknown context, cluster or user; unreadable certificate;
 * base64 that is none; auth-provider and user/password, which are no longer supported. *out is the caller's.
 *
 * flags override as in client-go: --server keeps the context's CA and takes away its tls-server-name;
 * --certificate-authority and --insecure-skip-tls-verify replace what the file says of both; --token and
 * --client-certificate win over the user's other credentials. flags may be NULL (none). For a context other
 * than the one they start with (--context or the current one) only impersonation, --request-timeout and
 * --disable-compression count: a --server or --token is for one cluster and must not reach another.
 */
enum err kubeconfig_target(const struct kubeconfig *config, const struct connect_flags *flags,
                           const char *context, struct target **out, struct err_info *info);

#endif
