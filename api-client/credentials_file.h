/* A token in a file that is replaced while the program runs (client-go transport.NewCachedFileTokenSource).
 */
#ifndef API_CLIENT_CREDENTIALS_FILE_H
#define API_CLIENT_CREDENTIALS_FILE_H

#include "base/err.h"

#include <stdbool.h>
#include <sys/stat.h>

/* All zeros but the path is a file not read yet. */
struct token_file {
    const char *path; /* borrowed */
    char *token;      /* the last that was read; NULL before */
    struct stat seen; /* the file as it was then */
    bool stale;       /* read it again whatever it looks like */
};
void token_file_fini(struct token_file *file);

/*
 * Reads when the file changed since (another file behind the name, another time, another size). What was read
 * before stays when the file cannot be read any more. ERR_CREDENTIALS with a sentence when there is no token.
 */
enum err token_file_get(struct token_file *file, const char **token, struct err_info *info);

/* May the text stand in a header, as a token? */
bool token_usable(const char *token);

#endif
