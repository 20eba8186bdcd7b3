/* Why a server may not accept what was presented: what can be told from here. */
#include "api-client/credentials.h"
#include "api-client/json.h"
#include "api-client/kubeconfig_base64.h"
#include "api-client/target_pem.h"
#include "base/arena.h"
#include "base/time.h"

#include <stdlib.h>
#include <string.h>

/* A JSON web token's time, in milliseconds; TIME_NONE where it is none or says nothing. */
static int64_t token_time(const char *token, const char *claim)
{
    const char *from = strchr(token, '.'), *to = from ? strchr(from + 1, '.') : NULL;
    char *text = to ? base64_decode(from + 1, (size_t)(to - from - 1)) : NULL;
    struct arena arena;
    cJSON *claims;
    int64_t when = TIME_NONE;
    if (!text)
        return when;
    arena_init(&arena, (size_t)1024 * 1024);
    if (json_parse(&arena, text, strlen(text), &claims, NULL) == ERR_OK) {
        int64_t seconds = json_int(claims, claim, -1);
        when = seconds < 0 || seconds > INT64_MAX / 2000 ? TIME_NONE : seconds * 1000;
    }
    json_use(NULL);
    arena_fini(&arena);
    free(text);
    return when;
}

static void explain_times(struct str *out, const char *what, int64_t from, int64_t until, int64_t now)
{
    char when[TIME_TEXT];
    if (until != TIME_NONE && now > until)
        str_addf(out, "the %s expired at %s: get a new one", what, time_format(when, until));
    else if (from != TIME_NONE && now < from)
        str_addf(out, "the %s is not valid before %s: look at the clocks", what, time_format(when, from));
}

static void explain_nothing(struct str *out, const struct target *target)
{
    if (!str_starts(target->server, "https://"))
        str_add(out, "over plain http no credentials are sent: write https:// as the server");
    else if (target->user && target->user[0])
        str_addf(out, "%s gives no token, certificate or plugin for the user \"%s\"", target->source,
                 target->user);
    else
        str_addf(out, "%s names no user: give --token or --user", target->source);
}

void credentials_explain(const struct target *target, const struct credential *credential, int64_t now,
                         struct str *out)
{
    int64_t from, until;
    if (!credential || (!credential->token && !credential->cert_pem)) {
        explain_nothing(out, target);
        return;
    }
    if (credential->cert_pem) {
        pem_validity(credential->cert_pem, &from, &until);
        explain_times(out, "client certificate", from, until, now);
    }
    if (credential->token && !out->len) {
        from = token_time(credential->token, "nbf");
        until = token_time(credential->token, "exp");
        explain_times(out, "token", from, until, now);
    }
}
