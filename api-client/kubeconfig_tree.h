/*
 * A YAML (or JSON) document as a small tree that knows its lines, made with libyaml's events.
 *
 * Everything lives in the arena that is given, so its cap bounds what a file may cost. Aliases share the
 * children of what they name; merge keys ("<<") are followed by conf_get. Only the first document is read, as
 * kubectl does.
 */
#ifndef API_CLIENT_KUBECONFIG_TREE_H
#define API_CLIENT_KUBECONFIG_TREE_H

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

enum conf_type { CONF_SCALAR, CONF_MAP, CONF_LIST };

struct conf_node {
    enum conf_type type;
    bool plain;       /* a scalar without quotes: may mean null, a number or a boolean */
    int line;         /* counted from 1 */
    const char *text; /* of a scalar, never NULL there; zero bytes inside are refused when reading */
    const char *key;  /* of a map's member, else NULL */
    struct conf_node *first, *next;
};

/* ERR_PARSE with "line N: what is wrong" (no file name), ERR_TOO_BIG when the arena's cap or the depth of 64
 * is reached. *out is NULL for a document that says nothing. */
enum err conf_parse(struct arena *arena, const char *text, size_t len, struct conf_node **out,
                    struct err_info *info);

/* The member of that name; NULL if it is absent or null or parent is no map. The last one of several wins. */
const struct conf_node *conf_get(const struct conf_node *parent, const char *key);
/* "" and null count as absent for the readers below, as they do for kubectl. */
bool conf_null(const struct conf_node *node);
/* The scalar's text; NULL if absent or not a scalar. */
const char *conf_text(const struct conf_node *parent, const char *key);
/* 1 true, 0 false, -1 absent, -2 something else. YAML 1.1's words (yes, on) count. */
int conf_bool(const struct conf_node *parent, const char *key);

#define conf_each(item, parent) \
    for (const struct conf_node *item = (parent) ? (parent)->first : NULL; item; item = item->next)

#endif
