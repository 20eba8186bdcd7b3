/* A folder for one test's files. */
#include "tests/support/folder.h"

#include "base/str.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void give_up(const char *what)
{
    perror(what);
    abort();
}

void folder_make(struct folder *folder)
{
    snprintf(folder->path, sizeof(folder->path), "/tmp/podprobe-test-XXXXXX");
    if (!mkdtemp(folder->path))
        give_up(folder->path);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *walk)
{
    (void)st, (void)type, (void)walk;
    return remove(path);
}

void folder_remove(struct folder *folder)
{
    nftw(folder->path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

const char *folder_path(struct folder *folder, const char *name)
{
    snprintf(folder->full, sizeof(folder->full), "%s/%s", folder->path, name);
    return folder->full;
}

static void make_parents(char *path, size_t from)
{
    for (char *c = path + from + 1; *c; c++)
        if (*c == '/') {
            *c = '\0';
            mkdir(path, 0755);
            *c = '/';
        }
}

const char *folder_write(struct folder *folder, const char *name, const char *text)
{
    folder_path(folder, name);
    make_parents(folder->full, strlen(folder->path));
    FILE *file = fopen(folder->full, "w");
    if (!file || fputs(text, file) < 0 || fclose(file) != 0)
        give_up(folder->full);
    return folder->full;
}

const char *folder_replace(struct folder *folder, const char *name, const char *text)
{
    char fresh[sizeof(folder->full)];
    snprintf(fresh, sizeof(fresh), "%s", folder_write(folder, "being-replaced", text));
    if (rename(fresh, folder_path(folder, name)) != 0)
        give_up(fresh);
    return folder->full;
}

const char *folder_script(struct folder *folder, const char *name, const char *text)
{
    const char *path = folder_write(folder, name, text);
    if (chmod(path, 0755) != 0)
        give_up(path);
    return path;
}
