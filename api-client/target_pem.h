/* Certificates and keys in PEM text, looked at with OpenSSL, so that what is wrong with them is known before
 * and after a handshake fails. */
#ifndef API_CLIENT_TARGET_PEM_H
#define API_CLIENT_TARGET_PEM_H

#include "base/err.h"

#include <stdint.h>

/* ERR_CONFIG with a sentence: there is no certificate (private key) in the text, or one that is broken, or
 * the key is encrypted. */
enum err pem_check_certificates(const char *pem, struct err_info *info);
enum err pem_check_key(const char *pem, struct err_info *info);
/* ERR_CONFIG when the key is not the first certificate's. */
enum err pem_check_pair(const char *cert_pem, const char *key_pem, struct err_info *info);
/* When the first certificate begins and ends to be valid; TIME_NONE where it does not say. */
void pem_validity(const char *cert_pem, int64_t *from, int64_t *until);

#endif
