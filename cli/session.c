/* Opening what a verb works with. */
#include "cli/session.h"

#include "base/time.h"
#include "cli/complain.h"

#include <string.h>

void session_flags(const struct args *args, struct connect_flags *flags)
{
    const char *const *groups = args_list(args, "as-group");
    *flags = (struct connect_flags){
        .kubeconfig = args_text(args, "kubeconfig"),
        .context = args_text(args, "context"),
        .cluster = args_text(args, "cluster"),
        .user = args_text(args, "user"),
        .namespace_ = args_text(args, "namespace"),
        .server = args_text(args, "server"),
        .token = args_text(args, "token"),
        .as = args_text(args, "as"),
        .as_uid = args_text(args, "as-uid"),
        .tls_server_name = args_text(args, "tls-server-name"),
        .certificate_authority = args_text(args, "certificate-authority"),
        .client_certificate = args_text(args, "client-certificate"),
        .client_key = args_text(args, "client-key"),
        .as_groups = *groups ? (const char **)(uintptr_t)groups : NULL,
        .proxy_url = args_text(args, "proxy-url"),
        .insecure = args_bool(args, "insecure-skip-tls-verify"),
        .insecure_said = args_said(args, "insecure-skip-tls-verify"),
        .request_timeout = args_text(args, "request-timeout"),
        .disable_compression = args_bool(args, "disable-compression"),
    };
}

int session_open(const struct args *args, struct session *session)
{
    struct err_info info = {""};
    struct target *target = NULL;
    *session = (struct session){0};
    session_flags(args, &session->flags);
    if (kubeconfig_load(&session->flags, &session->config, &info) != ERR_OK)
        return complain("%s", info.text);
    const char *problem = kubeconfig_problem(session->config);
    if (*problem && kubeconfig_context_count(session->config) > 0)
        fprintf(stderr, "warning: %s\n", problem);
    if (kubeconfig_target(session->config, &session->flags, NULL, &target, &info) != ERR_OK) {
        complain("%s", info.text);
        kubeconfig_free(session->config);
        return 1;
    }
    session->loop = loop_new();
    session->client = client_open(session->loop, target);
    session->namespace_ = target->namespace_;
    return 0;
}

void session_close(struct session *session)
{
    if (session->client)
        client_close(session->client);
    if (session->loop)
        loop_free(session->loop);
    if (session->config)
        kubeconfig_free(session->config);
    *session = (struct session){0};
}

int session_fetch(struct session *session, const char *path, const char *accept, struct str *body)
{
    struct err_info info = {""};
    enum err err = client_fetch(session->client, &(struct request_spec){.path = path, .accept = accept}, body,
                                NULL, &info);
    return err == ERR_OK ? 0 : complain_answer(err, str_text(body), body->len, &info);
}
