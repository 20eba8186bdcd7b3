/* The environment of an exec plugin. */
#include "api-client/credentials_exec.h"
#include "base/str.h"
#include "base/vec.h"
#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

static bool same_name(const char *a, const char *b)
{
    size_t len = strcspn(a, "=");
    return strncmp(a, b, len) == 0 && b[len] == '=' && a[len] == '=';
}

/* What a plugin is told about this run (ExecCredential.spec). */
static char *exec_info(const struct exec_plugin *plugin, bool interactive)
{
    return xasprintf("KUBERNETES_EXEC_INFO={\"kind\":\"ExecCredential\",\"apiVersion\":\"%s\",\"spec\":{"
                     "%s%s%s\"interactive\":%s}}",
                     plugin->api_version, plugin->cluster_json ? "\"cluster\":" : "",
                     plugin->cluster_json ? plugin->cluster_json : "", plugin->cluster_json ? "," : "",
                     interactive ? "true" : "false");
}

typedef VEC(char *) text_list;

static void put(text_list *list, char *text)
{
    for (size_t i = 0; i < list->len; i++)
        if (same_name(text, list->data[i])) {
            free(list->data[i]);
            list->data[i] = text;
            return;
        }
    *vec_push(list) = text;
}

char **plugin_environment(const struct exec_plugin *plugin, char *const *base, bool interactive)
{
    text_list list = {0};
    for (; base && *base; base++)
        *vec_push(&list) = xstrdup(*base);
    for (char **env = plugin->env; env && *env; env++)
        put(&list, xstrdup(*env));
    put(&list, exec_info(plugin, interactive));
    *vec_push(&list) = NULL;
    return list.data;
}
