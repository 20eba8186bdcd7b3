/* One server and how to talk to it. */
#include "api-client/target.h"

#include "api-client/credentials.h"
#include "api-client/target_pem.h"
#include "base/str.h"
#include "base/time.h"

#include <stdlib.h>
#include <string.h>

/* Keys and tokens do not stay in memory that others get next. */
static void free_secret(char *text)
{
    if (text)
        explicit_bzero(text, strlen(text));
    free(text);
}

static void free_texts(char **texts)
{
    for (char **text = texts; text && *text; text++)
        free(*text);
    free(texts);
}

void target_drop_credentials(struct target *target)
{
    free_secret(target->key_pem);
    free_secret(target->token);
    free(target->cert_pem);
    free(target->token_file);
    exec_plugin_free(target->exec);
    target->key_pem = target->token = target->cert_pem = target->token_file = NULL;
    target->exec = NULL;
}

void target_free(struct target *target)
{
    if (!target)
        return;
    target_drop_credentials(target);
    char *plain[] = {target->context, target->cluster,   target->user,           target->namespace_,
                     target->server,  target->source,    target->ca_pem,         target->as,
                     target->as_uid,  target->proxy_url, target->tls_server_name};
    for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
        free(plain[i]);
    free_texts(target->as_groups);
    free_texts(target->as_extra);
    free(target);
}
