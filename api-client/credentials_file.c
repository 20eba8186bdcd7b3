/* A token in a file that is replaced while the program runs. */
#include "api-client/credentials_file.h"

#include "api-client/kubeconfig_file.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

#define TOKEN_CAP ((size_t)1024 * 1024)

bool token_usable(const char *token)
{
    for (; *token; token++)
        if ((unsigned char)*token < ' ' || *token == 0x7f)
            return false;
    return true;
}

static void forget(struct token_file *file)
{
    if (file->token)
        explicit_bzero(file->token, strlen(file->token));
    free(file->token);
    file->token = NULL;
}

void token_file_fini(struct token_file *file)
{
    forget(file);
}

static bool changed(const struct token_file *file, const struct stat *now)
{
    const struct stat *seen = &file->seen;
    return file->stale || !file->token || now->st_ino != seen->st_ino || now->st_dev != seen->st_dev ||
           now->st_size != seen->st_size || now->st_mtim.tv_sec != seen->st_mtim.tv_sec ||
           now->st_mtim.tv_nsec != seen->st_mtim.tv_nsec;
}

static void trim(struct str *text)
{
    static const char space[] = " \t\r\n\v\f";
    str_drop(text, strspn(str_text(text), space));
    while (text->len && strchr(space, text->data[text->len - 1]))
        str_cut(text, text->len - 1);
}

static enum err read_token(struct token_file *file, struct err_info *info)
{
    struct str text = {0};
    enum err err = config_file_read(file->path, TOKEN_CAP, &text, info);
    trim(&text);
    if (err)
        err = err_prefix(info, ERR_CREDENTIALS, "the token file %s cannot be read: ", file->path);
    else if (!text.len || strlen(text.data) != text.len || !token_usable(text.data))
        err = err_set(info, ERR_CREDENTIALS, "the token file %s holds no token: %s", file->path,
                      text.len ? "there are control characters in it" : "it is empty");
    if (!err) {
        forget(file);
        file->token = str_take(&text);
    }
    str_fini(&text);
    return err;
}

enum err token_file_get(struct token_file *file, const char **token, struct err_info *info)
{
    struct stat now = {0};
    bool there = stat(file->path, &now) == 0;
    enum err err = ERR_OK;
    if (!there || changed(file, &now))
        err = read_token(file, info);
    if (!err) {
        file->seen = now;
        file->stale = false;
    }
    *token = file->token;
    return file->token ? ERR_OK : err;
}
