/* What the makers of a target's parts share: refusing with file and line, lists of texts. */
#include "api-client/kubeconfig_build.h"

#include "base/xmalloc.h"

#include <stdio.h>

bool build_said(const char *flag)
{
    return flag && flag[0];
}

const struct conf_node *build_body(const struct kubeconfig_entry *entry)
{
    return entry ? entry->body : NULL;
}

enum err build_refuse(const struct target_build *b, const struct kubeconfig_entry *entry, const char *key,
                      const char *format, ...)
{
    struct err_info why;
    va_list args;
    va_start(args, format);
    vsnprintf(why.text, sizeof(why.text), format, args);
    va_end(args);
    const struct conf_node *field = conf_get(entry->body, key);
    enum conf_section section = entry == b->cluster   ? SECTION_CLUSTERS
                                : entry == b->context ? SECTION_CONTEXTS
                                                      : SECTION_USERS;
    return err_set(b->info, ERR_CONFIG, "%s line %d, %s of the %s \"%s\": %s", entry->file->shown,
                   field         ? field->line
                   : entry->body ? entry->body->line
                                 : entry->line,
                   key, kubeconfig_section_word(section), entry->name, why.text);
}

char **texts_copy(const char *const *texts)
{
    size_t count = 0;
    while (texts && texts[count])
        count++;
    if (!count)
        return NULL;
    char **copy = xcalloc(count + 1, sizeof(*copy));
    for (size_t i = 0; i < count; i++)
        copy[i] = xstrdup(texts[i]);
    return copy;
}

enum err build_texts(const struct target_build *b, const struct kubeconfig_entry *entry,
                     const struct conf_node *list, char ***out)
{
    size_t count = 0;
    *out = NULL;
    if (list && list->type != CONF_LIST)
        return build_refuse(b, entry, list->key, "line %d should hold a list of texts", list->line);
    conf_each(item, list)
    {
        if (item->type != CONF_SCALAR)
            return build_refuse(b, entry, list->key, "line %d should hold a text", item->line);
        *out = xreallocarray(*out, count + 2, sizeof(**out));
        (*out)[count++] = xstrdup(item->text);
        (*out)[count] = NULL;
    }
    return ERR_OK;
}
