/*
 * Takes out of a JSON object what its reader will not look at, before it is parsed.
 *
 * Parsing costs ten times what passing over costs (split_scan), and most of a pod is of no interest to a row:
 * managedFields, environment, volumes. So a list of objects is read at nearly the speed it arrives.
 */
#ifndef API_CLIENT_PRUNE_H
#define API_CLIENT_PRUNE_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

struct prune;

/* Paths of what to take out: names separated by a space, arrays passed through ("spec containers env" is the
 * env of every container). A last name "+x" says that at its place nothing but x (and other such) stays.
 * NULL-terminated; not kept. */
struct prune *prune_new(const char *const *paths);
/* NULL is allowed. */
void prune_free(struct prune *prune);

/*
 * Writes the object into *out (emptied before) without what is to go. `wrapped`: the object is the member
 * "object" of a watch event. False when the text is not what JSON looks like: parse the original, which then
 * says what is wrong with it.
 */
bool prune_run(const struct prune *prune, const char *json, size_t len, bool wrapped, struct str *out);

/* Of a v1 Pod: what no row and no verdict needs (decode_pod does not read it). */
extern const char *const prune_pod[];
/* Of any object: managedFields, and the copy of the whole object that kubectl apply leaves. */
extern const char *const prune_any[];

#endif
