/* Certificates and keys that a kubeconfig names, as PEM text: checked while the file and line are known. */
#include "api-client/kubeconfig_base64.h"
#include "api-client/kubeconfig_build.h"
#include "api-client/kubeconfig_file.h"
#include "api-client/target_pem.h"
#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

#define PEM_CAP ((size_t)4 * 1024 * 1024)

static enum err check(const char *pem, enum pem_kind kind, struct err_info *info)
{
    return kind == PEM_KEY ? pem_check_key(pem, info) : pem_check_certificates(pem, info);
}

static enum err from_data(const struct target_build *b, const struct kubeconfig_entry *entry, const char *key,
                          const char *data, enum pem_kind kind, char **out)
{
    struct err_info why;
    char *pem = base64_decode(data, strlen(data));
    if (!pem)
        return build_refuse(b, entry, key, "it is not base64: write there what base64 -w0 makes of the file");
    if (check(pem, kind, &why)) {
        free(pem);
        return build_refuse(b, entry, key, "%s", why.text);
    }
    *out = pem;
    return ERR_OK;
}

/* Reads and checks; the sentence does not say yet who named the file. */
static enum err read_pem(const char *path, enum pem_kind kind, char **out, struct err_info *info)
{
    struct str text = {0};
    enum err err = config_file_read(path, PEM_CAP, &text, info);
    if (err)
        err = err_prefix(info, ERR_CONFIG, "%s cannot be read: ", path);
    else if ((err = check(str_text(&text), kind, info)))
        err_prefix(info, err, "%s: ", path);
    else
        *out = str_take(&text);
    str_fini(&text);
    return err;
}

static enum err from_file(const struct target_build *b, const struct kubeconfig_entry *entry, const char *key,
                          const char *name, enum pem_kind kind, char **out)
{
    struct err_info why;
    char *path = config_path_join(entry->file->dir, name);
    enum err err = read_pem(path, kind, out, &why);
    free(path);
    return err ? build_refuse(b, entry, key, "%s", why.text) : ERR_OK;
}

enum err build_pem(const struct target_build *b, const struct kubeconfig_entry *entry, const char *key,
                   const char *flag, enum pem_kind kind, char **out)
{
    *out = NULL;
    if (build_said(flag)) {
        enum err err = read_pem(flag, kind, out, b->info);
        return err ? err_prefix(b->info, err, "--%s: ", key) : ERR_OK;
    }
    if (!entry)
        return ERR_OK;
    char *data_key = xasprintf("%s-data", key);
    const char *data = conf_text(entry->body, data_key), *name = conf_text(entry->body, key);
    enum err err = ERR_OK;
    if (data)
        err = from_data(b, entry, data_key, data, kind, out);
    else if (name)
        err = from_file(b, entry, key, name, kind, out);
    free(data_key);
    return err;
}
