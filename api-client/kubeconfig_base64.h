/* Base64 by OpenSSL: certificates in a kubeconfig, the parts of a JSON web token. */
#ifndef API_CLIENT_KUBECONFIG_BASE64_H
#define API_CLIENT_KUBECONFIG_BASE64_H

#include <stddef.h>

/* The text that len letters of base64 (standard or URL alphabet, with or without padding, line ends allowed)
 * stand for; owned by the caller. NULL when they are none, or stand for a zero byte. */
char *base64_decode(const char *letters, size_t len);

#endif
