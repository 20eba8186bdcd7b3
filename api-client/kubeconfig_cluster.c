/* What a cluster entry and the flags say about the server: address, trust, proxy. */
#include "api-client/kubeconfig_build.h"
#include "base/xmalloc.h"

#include <string.h>

/* kubectl talks TLS to an address without a scheme as soon as anything about TLS is known (client-go
 * rest.DefaultServerURL). */
enum err build_server(const struct target_build *b, const char *server)
{
    struct target *target = b->target;
    bool tls = target->ca_pem || target->cert_pem || target->insecure;
    target->server =
        strstr(server, "://") ? xstrdup(server) : xasprintf("%s://%s", tls ? "https" : "http", server);
    target->server[strcspn(target->server, "?#")] = '\0';
    size_t len = strlen(target->server);
    while (len && target->server[len - 1] == '/')
        target->server[--len] = '\0';
    const char *host = strstr(target->server, "://");
    bool known = str_starts(target->server, "https://") || str_starts(target->server, "http://");
    for (const char *c = target->server; *c; c++)
        known = known && (unsigned char)*c > ' ' && *c != 0x7f;
    if (known && host && host[3] && host[3] != '/' && host[3] != ':')
        return ERR_OK;
    if (build_said(b->flags->server) || !b->cluster)
        return err_set(b->info, ERR_CONFIG, "the server \"%s\" is no address: write https://HOST:PORT",
                       server);
    return build_refuse(b, b->cluster, "server", "\"%s\" is no address: write https://HOST:PORT", server);
}

static enum err build_trust(const struct target_build *b)
{
    const struct connect_flags *flags = b->flags;
    struct target *target = b->target;
    bool ca_flag = build_said(flags->certificate_authority);
    int insecure = conf_bool(build_body(b->cluster), "insecure-skip-tls-verify");
    if (insecure == -2)
        return build_refuse(b, b->cluster, "insecure-skip-tls-verify", "it is neither true nor false");
    if (flags->insecure && ca_flag)
        return err_set(b->info, ERR_CONFIG,
                       "--insecure-skip-tls-verify and --certificate-authority exclude each other");
    target->insecure = flags->insecure || (insecure == 1 && !ca_flag && !flags->insecure_said);
    if (flags->insecure)
        return ERR_OK;
    enum err err = build_pem(b, b->cluster, "certificate-authority", flags->certificate_authority,
                             PEM_CERTIFICATE, &target->ca_pem);
    if (!err && target->insecure && target->ca_pem)
        err = build_refuse(b, b->cluster, "insecure-skip-tls-verify",
                           "it cannot be true beside a certificate-authority: remove one of them");
    return err;
}

static enum err build_proxy(const struct target_build *b)
{
    static const char *const schemes[] = {"http://", "https://", "socks5://", "socks5h://"};
    bool flag = build_said(b->flags->proxy_url);
    const char *url = flag ? b->flags->proxy_url : conf_text(build_body(b->cluster), "proxy-url");
    if (!url)
        return ERR_OK;
    for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
        if (str_starts(url, schemes[i]) && url[strlen(schemes[i])]) {
            b->target->proxy_url = xstrdup(url);
            return ERR_OK;
        }
    if (flag)
        return err_set(b->info, ERR_CONFIG,
                       "the proxy \"%s\" is no address: write http://HOST:PORT, https:// or socks5://", url);
    return build_refuse(b, b->cluster, "proxy-url",
                        "\"%s\" is no address: write http://HOST:PORT, https:// or socks5://", url);
}

enum err build_cluster(const struct target_build *b)
{
    const struct connect_flags *flags = b->flags;
    const struct conf_node *body = build_body(b->cluster);
    struct target *target = b->target;
    bool name_said = build_said(flags->tls_server_name) || build_said(flags->server);
    target->tls_server_name =
        xstrdup(name_said ? flags->tls_server_name : conf_text(body, "tls-server-name"));
    target->disable_compression = flags->disable_compression || conf_bool(body, "disable-compression") == 1;
    enum err err = build_trust(b);
    return err ? err : build_proxy(b);
}
