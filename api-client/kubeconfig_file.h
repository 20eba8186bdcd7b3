/* Files that a user names: read whole, bounded, never waiting for ever. */
#ifndef API_CLIENT_KUBECONFIG_FILE_H
#define API_CLIENT_KUBECONFIG_FILE_H

#include "base/err.h"
#include "base/str.h"

#include <stddef.h>

/*
 * Appends the file's bytes. Pipes are read too (a shell's <(command)), each wait at most 10 s. Failures:
 * ERR_NOT_FOUND when there is no such file, ERR_TOO_BIG over cap, ERR_SYSTEM else (a directory, no
 * permission); the sentence is only the reason ("No such file or directory"), without the path.
 */
enum err config_file_read(const char *path, size_t cap, struct str *out, struct err_info *info);

/* path, put behind dir when it is relative. Owned by the caller. */
char *config_path_join(const char *dir, const char *path);
/* The folder of a path, absolute where the system says where it is. Owned by the caller. */
char *config_path_dir(const char *path);
/* The path as one writes it: "~/.kube/config" below home. Owned by the caller. */
char *config_path_shown(const char *path, const char *home);

#endif
