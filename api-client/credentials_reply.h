/* What an exec plugin prints: an ExecCredential of client.authentication.k8s.io. */
#ifndef API_CLIENT_CREDENTIALS_REPLY_H
#define API_CLIENT_CREDENTIALS_REPLY_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

struct plugin_reply {
    char *token, *cert_pem, *key_pem; /* NULL where absent */
    int64_t expires;                  /* TIME_NONE: it does not say */
};
/* Leaves an empty reply. */
void plugin_reply_fini(struct plugin_reply *reply);

/*
 * JSON or YAML. ERR_CREDENTIALS says what is wrong: no ExecCredential, another apiVersion than the kubeconfig
 * asks for, no status, neither token nor certificate, half a pair, no time.
 */
enum err plugin_reply_parse(const char *text, size_t len, const char *api_version, struct plugin_reply *out,
                            struct err_info *info);

#endif
