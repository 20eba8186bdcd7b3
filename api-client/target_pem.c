/* Certificates and keys in PEM text. */
#include "api-client/target_pem.h"

#include "base/time.h"

#include <stdbool.h>
#include <string.h>
#include <time.h>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

static BIO *open_text(const char *pem)
{
    return BIO_new_mem_buf(pem, (int)strlen(pem));
}

/* Without one OpenSSL would ask the terminal. */
static char no_passphrase[] = "";

static X509 *first_certificate(const char *pem)
{
    BIO *bio = open_text(pem);
    X509 *certificate = bio ? PEM_read_bio_X509(bio, NULL, NULL, no_passphrase) : NULL;
    BIO_free(bio);
    ERR_clear_error();
    return certificate;
}

static EVP_PKEY *private_key(const char *pem)
{
    BIO *bio = open_text(pem);
    EVP_PKEY *key = bio ? PEM_read_bio_PrivateKey(bio, NULL, NULL, no_passphrase) : NULL;
    BIO_free(bio);
    ERR_clear_error();
    return key;
}

enum err pem_check_certificates(const char *pem, struct err_info *info)
{
    if (!strstr(pem, "-----BEGIN"))
        return err_set(info, ERR_CONFIG, "there is no PEM certificate in it (-----BEGIN CERTIFICATE-----)");
    X509 *certificate = first_certificate(pem);
    if (!certificate)
        return err_set(info, ERR_CONFIG, "there is no certificate in it that can be understood");
    X509_free(certificate);
    return ERR_OK;
}

enum err pem_check_key(const char *pem, struct err_info *info)
{
    if (!strstr(pem, "-----BEGIN"))
        return err_set(info, ERR_CONFIG, "there is no PEM key in it (-----BEGIN PRIVATE KEY-----)");
    EVP_PKEY *key = private_key(pem);
    if (!key && strstr(pem, "ENCRYPTED"))
        return err_set(info, ERR_CONFIG, "the key in it is encrypted: decrypt it with openssl pkey");
    if (!key)
        return err_set(info, ERR_CONFIG, "there is no private key in it that can be understood");
    EVP_PKEY_free(key);
    return ERR_OK;
}

enum err pem_check_pair(const char *cert_pem, const char *key_pem, struct err_info *info)
{
    X509 *certificate = first_certificate(cert_pem);
    EVP_PKEY *key = private_key(key_pem);
    bool fits = certificate && key && X509_check_private_key(certificate, key) == 1;
    X509_free(certificate);
    EVP_PKEY_free(key);
    ERR_clear_error();
    return fits ? ERR_OK : err_set(info, ERR_CONFIG, "the client key is not the client certificate's");
}

static int64_t time_of(const ASN1_TIME *when)
{
    struct tm tm;
    if (!when || ASN1_TIME_to_tm(when, &tm) != 1)
        return TIME_NONE;
    return (int64_t)timegm(&tm) * 1000;
}

void pem_validity(const char *cert_pem, int64_t *from, int64_t *until)
{
    X509 *certificate = first_certificate(cert_pem);
    *from = certificate ? time_of(X509_get0_notBefore(certificate)) : TIME_NONE;
    *until = certificate ? time_of(X509_get0_notAfter(certificate)) : TIME_NONE;
    X509_free(certificate);
}
