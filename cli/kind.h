/*
 * Kinds of objects and where the server keeps them. Pods, events, nodes and namespaces are known; any other
 * word is looked up in what the server says it has (discovery).
 */
#ifndef CLI_KIND_H
#define CLI_KIND_H

#include "api-client/client.h"
#include "base/arena.h"
#include "base/vec.h"

#include <stdbool.h>

struct kind {
    const char *plural, *singular; /* "pods", "pod" */
    const char *shorts;            /* "po" or "hpa,autoscaler"; "" for none */
    const char *kind;              /* "Pod" */
    const char *group, *version;   /* "", "v1" */
    bool namespaced;
    bool listable; /* has the verb list */
};

/* Kinds looked up so far; what discovery said lives in the arena until kinds_fini. */
struct kinds {
    struct client *client;
    struct arena arena;
    VEC(struct kind) found; /* everything the server has, once it was asked */
    VEC(struct kind) all;   /* of the category "all" */
    bool asked;
};

void kinds_init(struct kinds *kinds, struct client *client);
void kinds_fini(struct kinds *kinds);

/* A kind of ours by plural, singular, short or kind's name, or with version and group behind dots
 * ("pods.v1."); NULL if it is none. Asks no server. */
const struct kind *kind_known(const char *word);
/* Any kind the server has. 0, or 1 after it was said that there is none. *out is valid until the next call.
 */
int kinds_find(struct kinds *kinds, const char *word, struct kind *out);
/* The members of the category "all", as `get all` means them; 0, or 1 after it was said what went wrong. */
int kinds_all(struct kinds *kinds);

/* Appends "/api/v1/namespaces/NS/pods/NAME". namespace_ NULL: all of them (and for kinds without namespaces);
 * name NULL: the collection. */
void kind_add_path(struct str *path, const struct kind *kind, const char *namespace_, const char *name);
/* Appends "pod" or "deployment.apps": the words before the slash of -o name. */
void kind_add_word(struct str *out, const struct kind *kind);

#endif
