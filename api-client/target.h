/*
 * One server and how to talk to it: what a context of a kubeconfig comes to, with the command line's wishes
 * applied. Certificates and keys are read into memory (PEM), so that every user of a target treats files and
 * inline data alike.
 */
#ifndef API_CLIENT_TARGET_H
#define API_CLIENT_TARGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct exec_plugin; /* api-client/credentials.h */

struct target {
    char *context;                     /* "" when there is none (service account, --server) */
    char *cluster, *user;              /* names in the kubeconfig; may be "" */
    char *namespace_;                  /* never empty: "default" at last */
    char *server;                      /* "https://host:port/path", no trailing slash */
    char *source;                      /* in words, for the header: "~/.kube/config", "service account",
                                          "/etc/kubernetes/admin.conf" */
    char *ca_pem, *cert_pem, *key_pem; /* NULL if absent */
    char *token;                       /* NULL if absent */
    char *token_file;                  /* reread as it changes; NULL if absent */
    struct exec_plugin *exec;          /* NULL if absent */
    char *as, *as_uid;                 /* impersonation; NULL if absent */
    char **as_groups;                  /* NULL-terminated, or NULL */
    char **as_extra;                   /* "Impersonate-Extra-NAME: value" each, NULL-terminated, or NULL */
    char *proxy_url, *tls_server_name; /* NULL if absent */
    bool insecure, disable_compression;
    int64_t request_timeout_ms; /* 0: none was asked for */
};

/* NULL is allowed. */
void target_free(struct target *target);
/* Takes away what says who we are: certificate, key, token, plugin. */
void target_drop_credentials(struct target *target);

#endif
