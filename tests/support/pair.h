/* A certificate and its key, made for a test. */
#ifndef TESTS_SUPPORT_PAIR_H
#define TESTS_SUPPORT_PAIR_H

struct pair {
    char *cert_pem, *key_pem;
    char *cert_base64, *key_base64; /* of the PEM texts */
};

/* Self-signed, for localhost and 127.0.0.1, valid from an hour ago until `seconds` from now (negative: it has
 * expired). */
void pair_make(struct pair *pair, long seconds);
void pair_free(struct pair *pair);

#endif
