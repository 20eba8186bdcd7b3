/*
 * A target in the making: what kubeconfig_target.c found, for the files that fill in one part each. Only for
 * kubeconfig*.c.
 */
#ifndef API_CLIENT_KUBECONFIG_BUILD_H
#define API_CLIENT_KUBECONFIG_BUILD_H

#include "api-client/kubeconfig_merge.h"
#include "api-client/target.h"

struct target_build {
    const struct kubeconfig *config;
    const struct connect_flags *flags;                       /* never NULL */
    const struct kubeconfig_entry *context, *cluster, *user; /* NULL where there is none */
    struct target *target;
    struct err_info *info;
};

/* "a flag was given": neither NULL nor empty. */
bool build_said(const char *flag);
/* An ERR_CONFIG sentence that begins with file and line of a field of an entry (of the entry itself where it
 * has no such field). */
enum err build_refuse(const struct target_build *b, const struct kubeconfig_entry *entry, const char *key,
                      const char *format, ...) __attribute__((format(printf, 4, 5)));

enum pem_kind { PEM_CERTIFICATE, PEM_KEY };

/*
 * PEM text: from the flag's file, else the entry's KEY-data, else its KEY file. *out stays NULL when none is
 * named, and is the caller's. entry may be NULL.
 */
enum err build_pem(const struct target_build *b, const struct kubeconfig_entry *entry, const char *key,
                   const char *flag, enum pem_kind kind, char **out);

/* What an entry holds; NULL for no entry. */
const struct conf_node *build_body(const struct kubeconfig_entry *entry);

/* The parts: each fills in members of b->target, in this order. */
enum err build_cluster(const struct target_build *b);
enum err build_user(const struct target_build *b);
enum err build_server(const struct target_build *b, const char *server);
/* The exec plugin, where nothing else says who we are. */
enum err build_plugin(const struct target_build *b);

/* spec.cluster of what a plugin is told (client.authentication.k8s.io Cluster), as JSON the caller owns. */
enum err build_exec_cluster(const struct target_build *b, char **out);

/* A list of texts, NULL-terminated and owned; NULL when it is absent or empty. ERR_CONFIG when an item is no
 * text. */
enum err build_texts(const struct target_build *b, const struct kubeconfig_entry *entry,
                     const struct conf_node *list, char ***out);
/* Copies of texts, NULL-terminated. NULL for NULL or an empty list. */
char **texts_copy(const char *const *texts);

#endif
