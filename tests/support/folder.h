/* A folder for one test's files, gone afterwards. */
#ifndef TESTS_SUPPORT_FOLDER_H
#define TESTS_SUPPORT_FOLDER_H

struct folder {
    char path[64];
    char full[512];
};

void folder_make(struct folder *folder);
/* Takes everything in it away too. */
void folder_remove(struct folder *folder);
/* The full path of a name below it; valid until the next call. */
const char *folder_path(struct folder *folder, const char *name);
/* Writes a file, making the folders of its name; returns its full path, valid until the next call. */
const char *folder_write(struct folder *folder, const char *name, const char *text);
/* The same, replaced in one step by another file, as Kubernetes and editors do. */
const char *folder_replace(struct folder *folder, const char *name, const char *text);
/* The same with the right to be executed. */
const char *folder_script(struct folder *folder, const char *name, const char *text);

#endif
