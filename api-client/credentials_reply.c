/* What an exec plugin prints. */
#include "api-client/credentials_reply.h"

#include "api-client/credentials_file.h"
#include "api-client/kubeconfig_tree.h"
#include "api-client/target_pem.h"
#include "base/str.h"
#include "base/time.h"
#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

#define TREE_CAP ((size_t)8 * 1024 * 1024)

static void free_secret(char *text)
{
    if (text)
        explicit_bzero(text, strlen(text));
    free(text);
}

void plugin_reply_fini(struct plugin_reply *reply)
{
    free_secret(reply->token);
    free_secret(reply->cert_pem);
    free_secret(reply->key_pem);
    *reply = (struct plugin_reply){.expires = TIME_NONE};
}

static enum err check_kind(const struct conf_node *root, const char *api_version, struct err_info *info)
{
    const char *kind = conf_text(root, "kind"), *version = conf_text(root, "apiVersion");
    if (!str_equal(kind, "ExecCredential"))
        return err_set(info, ERR_CREDENTIALS, "it did not print an ExecCredential");
    if (!str_equal(version, api_version))
        return err_set(info, ERR_CREDENTIALS,
                       "the kubeconfig asks for apiVersion %s, it answered with %s: make both the same",
                       api_version, version ? version : "none");
    return ERR_OK;
}

static enum err check_expiry(const struct conf_node *status, int64_t *expires, struct err_info *info)
{
    const char *when = conf_text(status, "expirationTimestamp");
    *expires = when ? time_parse(when) : TIME_NONE;
    if (when && *expires == TIME_NONE)
        return err_set(info, ERR_CREDENTIALS, "its expirationTimestamp \"%.80s\" is no time", when);
    return ERR_OK;
}

static enum err check_pair(const char *cert, const char *key, struct err_info *info)
{
    if (!cert != !key)
        return err_set(info, ERR_CREDENTIALS, "it gave a client %s without its %s",
                       cert ? "certificate" : "key", cert ? "key" : "certificate");
    if (!cert)
        return ERR_OK;
    if (pem_check_certificates(cert, info) || pem_check_key(key, info) || pem_check_pair(cert, key, info))
        return err_prefix(info, ERR_CREDENTIALS, "its client certificate is unusable: ");
    return ERR_OK;
}

static enum err take_status(const struct conf_node *status, struct plugin_reply *out, struct err_info *info)
{
    const char *token = conf_text(status, "token");
    const char *cert = conf_text(status, "clientCertificateData"), *key = conf_text(status, "clientKeyData");
    if (!status)
        return err_set(info, ERR_CREDENTIALS, "it gave no status, so no credentials");
    if (!token && !cert && !key)
        return err_set(info, ERR_CREDENTIALS, "it gave neither a token nor a client certificate");
    if (token && !token_usable(token))
        return err_set(info, ERR_CREDENTIALS, "there are control characters in its token");
    int64_t expires;
    enum err err = check_pair(cert, key, info);
    if (!err)
        err = check_expiry(status, &expires, info);
    if (!err)
        *out = (struct plugin_reply){xstrdup(token), xstrdup(cert), xstrdup(key), expires};
    return err;
}

enum err plugin_reply_parse(const char *text, size_t len, const char *api_version, struct plugin_reply *out,
                            struct err_info *info)
{
    struct arena arena;
    struct conf_node *root;
    *out = (struct plugin_reply){.expires = TIME_NONE};
    arena_init(&arena, TREE_CAP);
    enum err err = conf_parse(&arena, text, len, &root, info);
    if (err)
        err = err_set(info, ERR_CREDENTIALS, "what it printed is no JSON");
    if (!err)
        err = check_kind(root, api_version, info);
    if (!err)
        err = take_status(conf_get(root, "status"), out, info);
    arena_fini(&arena);
    return err;
}
