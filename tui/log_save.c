#include "tui/log_save.h"

#include "base/xmalloc.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *expand(const char *path)
{
    const char *home = getenv("HOME");
    return str_starts(path, "~/") && home ? xasprintf("%s%s", home, path + 1) : xstrdup(path);
}

/* Neither follows nor waits: a device or a pipe of that name is refused. */
static enum err open_file(const char *path, bool replace, int *fd, struct err_info *info)
{
    struct stat st;
    int flags = O_WRONLY | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (replace ? 0 : O_EXCL);
    *fd = open(path, flags, 0644);
    if (*fd < 0 && errno == EEXIST)
        return err_set(info, ERR_CONFLICT, "%s is there already", path);
    if (*fd < 0)
        return err_set(info, ERR_SYSTEM, "saving to %s: %s", path, strerror(errno));
    if (fstat(*fd, &st) != 0 || !S_ISREG(st.st_mode) || ftruncate(*fd, 0) != 0) {
        close(*fd);
        return err_set(info, ERR_SYSTEM, "%s is no plain file: nothing was saved", path);
    }
    return ERR_OK;
}

static void write_line(FILE *file, const struct log_view *view, uint64_t number, bool times)
{
    struct log_line line, next;
    char stamp[TIME_TEXT];
    if (!log_buffer_line(view->buffer, number, &line))
        return;
    if (times && line.when != TIME_NONE && !line.goes_on)
        fprintf(file, "%s ", time_format(stamp, line.when));
    fputs(line.note ? "--- " : "", file);
    fwrite(line.text, 1, line.len, file);
    bool joined = log_buffer_line(view->buffer, number + 1, &next) && next.goes_on;
    if (!joined)
        fputc('\n', file);
}

/* Takes over the descriptor; false leaves errno. */
static bool write_lines(int fd, const struct log_view *view, bool times, size_t *lines)
{
    FILE *file = fdopen(fd, "w");
    if (!file) {
        close(fd);
        return false;
    }
    for (; *lines < log_view_rows(view); ++*lines)
        write_line(file, view, log_view_line(view, *lines), times);
    bool bad = ferror(file);
    return fclose(file) == 0 && !bad;
}

enum err log_save(const struct log_view *view, const char *path, bool times, bool replace, size_t *lines,
                  struct err_info *info)
{
    int fd;
    char *full = expand(path);
    enum err err = open_file(full, replace, &fd, info);
    *lines = 0;
    if (err == ERR_OK && !write_lines(fd, view, times, lines))
        err = err_set(info, ERR_SYSTEM, "saving to %s: %s", full, strerror(errno));
    free(full);
    return err;
}
