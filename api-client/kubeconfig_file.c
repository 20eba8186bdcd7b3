/* Files that a user names. */
#include "api-client/kubeconfig_file.h"

#include "base/xmalloc.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WAIT_MS = 10000 };

static enum err failed(struct err_info *info)
{
    enum err err = errno == ENOENT ? ERR_NOT_FOUND : ERR_SYSTEM;
    if (errno == EACCES)
        return err_set(info, err, "permission denied (try sudo, or ask its owner for a copy)");
    return err_set(info, err, "%s", strerror(errno));
}

/* 1: something can be read (or the end); 0: not within the time. */
static int wait_for(int fd)
{
    struct pollfd pollfd = {.fd = fd, .events = POLLIN};
    return poll(&pollfd, 1, WAIT_MS) > 0;
}

static enum err read_all(int fd, size_t cap, struct str *out, struct err_info *info)
{
    char buf[16384];
    size_t total = 0;
    for (;;) {
        ssize_t got = read(fd, buf, sizeof(buf));
        if (got == 0)
            return ERR_OK;
        if (got < 0 && errno == EAGAIN) {
            if (!wait_for(fd))
                return err_set(info, ERR_SYSTEM, "nothing came out of it for %d s", WAIT_MS / 1000);
        } else if (got < 0 && errno != EINTR) {
            return failed(info);
        }
        if (got <= 0)
            continue;
        total += (size_t)got;
        if (total > cap)
            return err_set(info, ERR_TOO_BIG, "it is larger than %zu KiB", cap / 1024);
        str_add_bytes(out, buf, (size_t)got);
    }
}

enum err config_file_read(const char *path, size_t cap, struct str *out, struct err_info *info)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return failed(info);
    struct stat st;
    enum err err;
    if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode))
        err = err_set(info, ERR_SYSTEM, "it is a directory");
    else if (S_ISREG(st.st_mode) && (uintmax_t)st.st_size > cap)
        err = err_set(info, ERR_TOO_BIG, "it is larger than %zu KiB", cap / 1024);
    else
        err = read_all(fd, cap, out, info);
    close(fd);
    return err;
}

char *config_path_join(const char *dir, const char *path)
{
    if (path[0] == '/' || !dir || !dir[0])
        return xstrdup(path);
    return xasprintf("%s%s%s", dir, str_ends(dir, "/") ? "" : "/", path);
}

char *config_path_dir(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *dir = slash ? xstrndup(path, slash == path ? 1 : (size_t)(slash - path)) : xstrdup(".");
    char *absolute = realpath(dir, NULL);
    if (!absolute)
        return dir;
    free(dir);
    return absolute;
}

char *config_path_shown(const char *path, const char *home)
{
    size_t len = home ? strlen(home) : 0;
    if (len > 1 && strncmp(path, home, len) == 0 && path[len] == '/')
        return xasprintf("~%s", path + len);
    return xstrdup(path);
}
