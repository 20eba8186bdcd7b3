/*
 * What the kubeconfig files say together: clusters, contexts and users by name, each with the file and line
 * that said it. Only for kubeconfig*.c; others use kubeconfig.h.
 */
#ifndef API_CLIENT_KUBECONFIG_MERGE_H
#define API_CLIENT_KUBECONFIG_MERGE_H

#include "api-client/kubeconfig.h"
#include "api-client/kubeconfig_tree.h"
#include "base/str.h"
#include "base/vec.h"

enum conf_section { SECTION_CLUSTERS, SECTION_CONTEXTS, SECTION_USERS, SECTION_COUNT };

struct kubeconfig_file {
    char *path;
    char *shown; /* as the user would write it */
    char *dir;   /* relative paths in the file start here */
    struct kubeconfig_file *next;
};

struct kubeconfig_entry {
    const char *name;
    const struct conf_node *body; /* what is under "cluster:" and so on; NULL if nothing */
    const struct kubeconfig_file *file;
    int line;
    int again_line; /* the same file names it a second time there; 0: it does not */
    size_t order;   /* as read */
};

struct kubeconfig {
    struct arena arena;
    struct kubeconfig_places places;                      /* owned copies */
    struct kubeconfig_file *files;                        /* as they were read */
    VEC(struct kubeconfig_entry) sections[SECTION_COUNT]; /* sorted by name, one of each */
    const char *current;                                  /* "" if none */
    const struct kubeconfig_file *current_file;
    int current_line;
    struct str problem;
    struct str looked; /* where nothing was found, in words: for the sentence about no cluster at all */
};

/*
 * Reads one file into config. A missing one is ERR_NOT_FOUND and no problem; what is wrong with others is
 * added to config->problem (ERR_CONFIG), and what could be read of them is kept.
 */
enum err kubeconfig_merge_file(struct kubeconfig *config, const char *path);
/* Sorts what was read; of one name the first file's entry stays. Call once after the last file. */
void kubeconfig_merge_end(struct kubeconfig *config);
/* NULL if there is none. */
const struct kubeconfig_entry *kubeconfig_find(const struct kubeconfig *config, enum conf_section section,
                                               const char *name);
/* "cluster", "context", "user". */
const char *kubeconfig_section_word(enum conf_section section);

#endif
