/* What a user entry and the flags say about who we are. */
#include "api-client/kubeconfig_build.h"
#include "api-client/kubeconfig_file.h"
#include "api-client/target_pem.h"
#include "base/xmalloc.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* What took the place of the providers that kubectl had built in. */
static const struct {
    const char *name, *instead;
} providers[] = {
    {"gcp", "gke-gcloud-auth-plugin (gcloud container clusters get-credentials writes it)"},
    {"azure", "kubelogin (kubelogin convert-kubeconfig writes it)"},
    {"oidc", "kubectl-oidc_login get-token"},
};

static enum err refuse_provider(const struct target_build *b, const struct conf_node *provider)
{
    const char *name = conf_text(provider, "name");
    for (size_t i = 0; i < sizeof(providers) / sizeof(providers[0]); i++)
        if (str_equal(name, providers[i].name))
            return build_refuse(b, b->user, "auth-provider",
                                "it is no longer supported; use the exec plugin %s instead",
                                providers[i].instead);
    return build_refuse(b, b->user, "auth-provider",
                        "it is no longer supported; use an exec plugin or a token instead");
}

/* What was supported once: ignoring it would only bring a 401 without a reason. */
static enum err refuse_old_ways(const struct target_build *b)
{
    const struct conf_node *body = build_body(b->user);
    const char *basic = conf_text(body, "username") ? "username" : "password";
    if (conf_text(body, basic))
        return build_refuse(b, b->user, basic,
                            "user name and password are no longer supported (Kubernetes 1.19 took them "
                            "away); use a token, a client certificate or an exec plugin");
    const struct conf_node *provider = conf_get(body, "auth-provider");
    return provider && !conf_get(body, "exec") ? refuse_provider(b, provider) : ERR_OK;
}

static bool header_safe(const char *text)
{
    for (; text && *text; text++)
        if (iscntrl((unsigned char)*text))
            return false;
    return true;
}

static enum err build_token(const struct target_build *b)
{
    const struct connect_flags *flags = b->flags;
    const struct conf_node *body = build_body(b->user);
    const char *token = build_said(flags->token) ? flags->token : conf_text(body, "token");
    const char *file = build_said(flags->token) ? NULL : conf_text(body, "tokenFile");
    if (token && !header_safe(token) && build_said(flags->token))
        return err_set(b->info, ERR_CONFIG, "--token: there is a line end or control character in it");
    if (token && !header_safe(token))
        return build_refuse(b, b->user, "token", "there is a line end or control character in it");
    b->target->token = xstrdup(token);
    if (file)
        b->target->token_file = config_path_join(b->user->file->dir, file);
    return ERR_OK;
}

static enum err build_certificate(const struct target_build *b)
{
    struct target *target = b->target;
    struct err_info why;
    enum err err = build_pem(b, b->user, "client-certificate", b->flags->client_certificate, PEM_CERTIFICATE,
                             &target->cert_pem);
    /* A key alone says nothing; it is not even read. */
    if (err || !target->cert_pem)
        return err;
    err = build_pem(b, b->user, "client-key", b->flags->client_key, PEM_KEY, &target->key_pem);
    if (err)
        return err;
    bool flag = build_said(b->flags->client_certificate) || !b->user;
    if (!target->key_pem && flag)
        return err_set(b->info, ERR_CONFIG, "--client-certificate needs --client-key with it");
    if (!target->key_pem)
        return build_refuse(b, b->user, "client-certificate",
                            "there is a certificate but no client-key or client-key-data");
    if (pem_check_pair(target->cert_pem, target->key_pem, &why) == ERR_OK)
        return ERR_OK;
    return flag ? err_set(b->info, ERR_CONFIG, "--client-key: %s", why.text)
                : build_refuse(b, b->user, "client-key", "%s", why.text);
}

static enum err add_extra(const struct target_build *b, const struct conf_node *values, struct str *name,
                          char ***extra, size_t *count)
{
    conf_each(value, values)
    {
        if (value->type != CONF_SCALAR || !header_safe(value->text))
            return build_refuse(b, b->user, "as-user-extra", "\"%s\" should hold a list of texts",
                                values->key);
        *extra = xreallocarray(*extra, *count + 2, sizeof(**extra));
        (*extra)[(*count)++] = xasprintf("%s: %s", str_text(name), value->text);
        (*extra)[*count] = NULL;
    }
    return ERR_OK;
}

/* A key may hold what a header's name may not: escaped as client-go does it, in lower case. */
static void extra_header(struct str *name, const char *key)
{
    str_clear(name);
    str_add(name, "Impersonate-Extra-");
    for (; *key; key++) {
        unsigned char c = (unsigned char)*key;
        if (isalnum(c) || (strchr("!#$&'*+-.^_`|~", c) && c))
            str_add_char(name, (char)tolower(c));
        else
            str_addf(name, "%%%02X", c);
    }
}

static enum err build_extra(const struct target_build *b, const struct conf_node *body)
{
    const struct conf_node *map = conf_get(body, "as-user-extra");
    struct str name = {0};
    size_t count = 0;
    enum err err = ERR_OK;
    conf_each(values, map)
    {
        extra_header(&name, values->key ? values->key : "");
        err = add_extra(b, values, &name, &b->target->as_extra, &count);
        if (err)
            break;
    }
    str_fini(&name);
    return err;
}

/* Each becomes a header. */
static enum err check_impersonation(const struct target_build *b)
{
    const struct target *target = b->target;
    bool safe = header_safe(target->as) && header_safe(target->as_uid);
    for (char **group = target->as_groups; group && *group; group++)
        safe = safe && header_safe(*group);
    if (!safe)
        return err_set(b->info, ERR_CONFIG,
                       "there is a control character in who is to be impersonated (--as)");
    if ((target->as_groups || target->as_uid || target->as_extra) && !target->as)
        return err_set(b->info, ERR_CONFIG,
                       "impersonating a group, a uid or extra fields needs a user too: give --as USER");
    return ERR_OK;
}

static enum err build_impersonation(const struct target_build *b)
{
    const struct connect_flags *flags = b->flags;
    const struct conf_node *body = build_body(b->user);
    struct target *target = b->target;
    target->as = xstrdup(build_said(flags->as) ? flags->as : conf_text(body, "as"));
    target->as_uid = xstrdup(build_said(flags->as_uid) ? flags->as_uid : conf_text(body, "as-uid"));
    target->as_groups = texts_copy(flags->as_groups);
    enum err err =
        target->as_groups ? ERR_OK : build_texts(b, b->user, conf_get(body, "as-groups"), &target->as_groups);
    if (!err)
        err = build_extra(b, body);
    return err ? err : check_impersonation(b);
}

enum err build_user(const struct target_build *b)
{
    bool by_flag = build_said(b->flags->token) || build_said(b->flags->client_certificate);
    enum err err = by_flag ? ERR_OK : refuse_old_ways(b);
    if (!err)
        err = build_token(b);
    if (!err)
        err = build_certificate(b);
    return err ? err : build_impersonation(b);
}
