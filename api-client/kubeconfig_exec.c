/* The exec section of a user entry (client-go clientcmd api.ExecConfig). */
#include "api-client/credentials.h"
#include "api-client/kubeconfig_build.h"
#include "api-client/kubeconfig_file.h"
#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

#define GROUP "client.authentication.k8s.io/"

static enum err build_env(const struct target_build *b, const struct conf_node *list, char ***out)
{
    size_t count = 0;
    *out = NULL;
    conf_each(item, list)
    {
        const char *name = conf_text(item, "name"), *value = conf_text(item, "value");
        if (!name || strchr(name, '='))
            return build_refuse(b, b->user, "exec", "env in line %d has no usable name", item->line);
        *out = xreallocarray(*out, count + 2, sizeof(**out));
        (*out)[count++] = xasprintf("%s=%s", name, value ? value : "");
        (*out)[count] = NULL;
    }
    return ERR_OK;
}

static enum err build_interactive(const struct target_build *b, const struct conf_node *exec,
                                  struct exec_plugin *plugin)
{
    static const struct {
        const char *word;
        int mode;
    } modes[] = {{"IfAvailable", INTERACTIVE_IF_AVAILABLE},
                 {"Never", INTERACTIVE_NEVER},
                 {"Always", INTERACTIVE_ALWAYS}};
    const char *word = conf_text(exec, "interactiveMode");
    if (!word && str_ends(plugin->api_version, "/v1beta1"))
        word = "IfAvailable";
    for (size_t i = 0; word && i < sizeof(modes) / sizeof(modes[0]); i++)
        if (str_equal(word, modes[i].word)) {
            plugin->interactive = modes[i].mode;
            return ERR_OK;
        }
    return build_refuse(b, b->user, "exec", "interactiveMode must be IfAvailable, Never or Always%s%s%s",
                        word ? ", not \"" : "", word ? word : "", word ? "\"" : "");
}

static enum err build_version(const struct target_build *b, const char *version)
{
    if (str_equal(version, GROUP "v1") || str_equal(version, GROUP "v1beta1"))
        return ERR_OK;
    if (str_equal(version, GROUP "v1alpha1"))
        return build_refuse(b, b->user, "exec",
                            "apiVersion " GROUP "v1alpha1 is no longer supported: update the plugin and "
                            "write " GROUP "v1beta1 or v1");
    return build_refuse(b, b->user, "exec", "apiVersion must be " GROUP "v1 or v1beta1%s%s%s",
                        version ? ", not \"" : "", version ? version : "", version ? "\"" : "");
}

static enum err build_fields(const struct target_build *b, const struct conf_node *exec,
                             struct exec_plugin *plugin)
{
    enum err err = build_texts(b, b->user, conf_get(exec, "args"), &plugin->args);
    if (!err)
        err = build_env(b, conf_get(exec, "env"), &plugin->env);
    if (!err)
        err = build_interactive(b, exec, plugin);
    if (!err && conf_bool(exec, "provideClusterInfo") == 1)
        err = build_exec_cluster(b, &plugin->cluster_json);
    return err;
}

/* A token or certificate wins over the plugin, which then never runs (client-go exec.UpdateTransportConfig).
 */
enum err build_plugin(const struct target_build *b)
{
    const struct target *target = b->target;
    const struct conf_node *exec = conf_get(build_body(b->user), "exec");
    if (!exec || target->token || target->token_file || target->cert_pem)
        return ERR_OK;
    const char *command = conf_text(exec, "command"), *version = conf_text(exec, "apiVersion");
    if (!command)
        return build_refuse(b, b->user, "exec", "it names no command");
    enum err err = build_version(b, version);
    if (err)
        return err;
    struct exec_plugin *plugin = xcalloc(1, sizeof(*plugin));
    b->target->exec = plugin;
    plugin->api_version = xstrdup(version);
    plugin->command = strchr(command, '/') ? config_path_join(b->user->file->dir, command) : xstrdup(command);
    plugin->install_hint = xstrdup(conf_text(exec, "installHint"));
    return build_fields(b, exec, plugin);
}
