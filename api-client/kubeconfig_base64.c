/* Base64 by OpenSSL. */
#include "api-client/kubeconfig_base64.h"

#include "base/xmalloc.h"

#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

/* In the standard alphabet, without white space, padded. NULL when there is another letter. */
static char *standard(const char *letters, size_t len, size_t *out_len)
{
    char *out = xmalloc(len + 4);
    size_t n = 0;
    for (size_t i = 0; i < len; i++) {
        char c = letters[i] == '-' ? '+' : letters[i] == '_' ? '/' : letters[i];
        if (strchr(" \t\r\n", c) && c)
            continue;
        bool known = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
                     c == '/' || c == '=';
        if (!known) {
            free(out);
            return NULL;
        }
        out[n++] = c;
    }
    while (n % 4)
        out[n++] = '=';
    *out_len = n;
    return out;
}

char *base64_decode(const char *letters, size_t len)
{
    size_t n = 0;
    char *text = len < INT_MAX / 2 ? standard(letters, len, &n) : NULL;
    if (!text)
        return NULL;
    unsigned char *out = xmalloc(n + 1);
    int got = n ? EVP_DecodeBlock(out, (const unsigned char *)text, (int)n) : 0;
    /* DecodeBlock counts what padding stands for as zero bytes. */
    for (size_t i = n; got > 0 && i > 0 && n - i < 2 && text[i - 1] == '='; i--)
        got--;
    free(text);
    if (got < 0 || memchr(out, 0, (size_t)got)) {
        free(out);
        return NULL;
    }
    out[got] = '\0';
    return (char *)out;
}
