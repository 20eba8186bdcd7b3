/* The service account that Kubernetes gives to a pod's containers. */
#include "api-client/kubeconfig_account.h"

#include "api-client/kubeconfig_file.h"
#include "base/xmalloc.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define MOUNT "/var/run/secrets/kubernetes.io/serviceaccount"

static char *mounted(const struct kubeconfig_places *places, const char *name)
{
    return xasprintf("%s" MOUNT "/%s", places->root, name);
}

bool service_account_here(const struct kubeconfig_places *places)
{
    if (!places->service_host[0] || !places->service_port[0])
        return false;
    char *path = mounted(places, "token");
    struct stat st;
    bool here = stat(path, &st) == 0 && !S_ISDIR(st.st_mode);
    free(path);
    return here;
}

static char *read_word(const char *path)
{
    struct str text = {0};
    char *word = NULL;
    if (config_file_read(path, 4096, &text, NULL) == ERR_OK) {
        while (text.len && isspace((unsigned char)text.data[text.len - 1]))
            str_cut(&text, text.len - 1);
        const char *start = str_text(&text) + strspn(str_text(&text), " \t\r\n");
        if (start[0])
            word = xstrdup(start);
    }
    str_fini(&text);
    return word;
}

char *service_account_namespace(const struct kubeconfig_places *places)
{
    if (places->pod_namespace[0])
        return xstrdup(places->pod_namespace);
    char *path = mounted(places, "namespace");
    char *word = read_word(path);
    free(path);
    return word;
}

/* Without the file the system's certificates count, as client-go has it. */
static enum err fill_ca(const struct kubeconfig_places *places, struct target *target, struct err_info *info)
{
    char *path = mounted(places, "ca.crt");
    struct str ca = {0};
    enum err err = config_file_read(path, 1024 * 1024, &ca, info);
    if (!err)
        target->ca_pem = str_take(&ca);
    else if (err == ERR_NOT_FOUND)
        err = ERR_OK;
    else
        err_prefix(info, err, "the service account's certificate authority %s cannot be read: ", path);
    str_fini(&ca);
    free(path);
    return err;
}

enum err service_account_fill(const struct kubeconfig_places *places, struct target *target,
                              struct err_info *info)
{
    bool v6 = strchr(places->service_host, ':') != NULL;
    target->server = xasprintf("https://%s%s%s:%s", v6 ? "[" : "", places->service_host, v6 ? "]" : "",
                               places->service_port);
    target->source = xstrdup("service account");
    if (!target->token)
        target->token_file = mounted(places, "token");
    return target->ca_pem || target->insecure ? ERR_OK : fill_ca(places, target, info);
}
