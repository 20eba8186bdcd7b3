/* A certificate and its key, made for a test. */
#include "tests/support/pair.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

static char *text_of(BIO *bio)
{
    char *data;
    long len = BIO_get_mem_data(bio, &data);
    char *text = calloc(1, (size_t)len + 1);
    memcpy(text, data, (size_t)len);
    BIO_free(bio);
    return text;
}

static char *base64_of(const char *text)
{
    size_t len = strlen(text);
    char *out = calloc(1, len * 4 / 3 + 8);
    EVP_EncodeBlock((unsigned char *)out, (const unsigned char *)text, (int)len);
    return out;
}

static void add_names(X509 *cert)
{
    X509_EXTENSION *names =
        X509V3_EXT_conf_nid(NULL, NULL, NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1");
    X509_add_ext(cert, names, -1);
    X509_EXTENSION_free(names);
    X509_EXTENSION *basic = X509V3_EXT_conf_nid(NULL, NULL, NID_basic_constraints, "critical,CA:TRUE");
    X509_add_ext(cert, basic, -1);
    X509_EXTENSION_free(basic);
}

static X509 *make_certificate(EVP_PKEY *key, long seconds)
{
    X509 *cert = X509_new();
    X509_set_version(cert, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(cert), 1);
    X509_gmtime_adj(X509_getm_notBefore(cert), seconds < 0 ? seconds - 3600 : -3600);
    X509_gmtime_adj(X509_getm_notAfter(cert), seconds);
    X509_set_pubkey(cert, key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(cert), "CN", MBSTRING_ASC,
                               (const unsigned char *)"podprobe-test", -1, -1, 0);
    X509_set_issuer_name(cert, X509_get_subject_name(cert));
    add_names(cert);
    X509_sign(cert, key, EVP_sha256());
    return cert;
}

void pair_make(struct pair *pair, long seconds)
{
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *cert = make_certificate(key, seconds);
    BIO *out = BIO_new(BIO_s_mem());
    PEM_write_bio_X509(out, cert);
    pair->cert_pem = text_of(out);
    out = BIO_new(BIO_s_mem());
    PEM_write_bio_PrivateKey(out, key, NULL, NULL, 0, NULL, NULL);
    pair->key_pem = text_of(out);
    pair->cert_base64 = base64_of(pair->cert_pem);
    pair->key_base64 = base64_of(pair->key_pem);
    X509_free(cert);
    EVP_PKEY_free(key);
}

void pair_free(struct pair *pair)
{
    free(pair->cert_pem);
    free(pair->key_pem);
    free(pair->cert_base64);
    free(pair->key_base64);
}
