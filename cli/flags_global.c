/* The flags that every verb has: how to connect. Words as in kubectl options. */
#include "cli/verb.h"

#include <stddef.h>

const struct flag verb_global_flags[] = {
    {"as", 0, FLAG_TEXT, "USER", "Do it as this user (or service account) instead"},
    {"as-group", 0, FLAG_ARRAY, "GROUP", "Do it as a member of this group; may be repeated"},
    {"as-uid", 0, FLAG_TEXT, "UID", "Do it as the user of this UID"},
    {"certificate-authority", 0, FLAG_TEXT, "FILE",
     "The authority that must have made the server's certificate"},
    {"client-certificate", 0, FLAG_TEXT, "FILE", "Client certificate for TLS"},
    {"client-key", 0, FLAG_TEXT, "FILE", "Client key for TLS"},
    {"cluster", 0, FLAG_TEXT, "NAME", "The cluster of the kubeconfig to use"},
    {"context", 0, FLAG_TEXT, "NAME", "The context of the kubeconfig to use"},
    {"disable-compression", 0, FLAG_BOOL, NULL, "Ask for answers that are not compressed"},
    {"help", 'h', FLAG_BOOL, NULL, "Show this text"},
    {"insecure-skip-tls-verify", 0, FLAG_BOOL, NULL,
     "Do not check the server's certificate: anyone can listen in"},
    {"kubeconfig", 0, FLAG_TEXT, "FILE", "The kubeconfig file to use"},
    {"namespace", 'n', FLAG_TEXT, "NAME", "The namespace to look at"},
    {"proxy-url", 0, FLAG_TEXT, "URL", "The proxy on the way to the server"},
    {"request-timeout", 0, FLAG_TEXT, "TIME", "How long one request may take (1s, 2m, 3h); 0: no limit"},
    {"server", 's', FLAG_TEXT, "URL", "Address of the API server"},
    {"tls-server-name", 0, FLAG_TEXT, "NAME", "The name the server's certificate must be made out to"},
    {"token", 0, FLAG_TEXT, "TOKEN", "Bearer token"},
    {"user", 0, FLAG_TEXT, "NAME", "The user of the kubeconfig to be"},
    {NULL, 0, FLAG_BOOL, NULL, NULL},
};
