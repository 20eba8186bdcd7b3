/*
 * Cuts JSON objects out of bytes as they arrive, without parsing them: the elements of a list's "items" (or a
 * Table's "rows"), or the lines of a watch. A small scanner that knows strings, escapes and depth.
 */
#ifndef API_CLIENT_SPLIT_H
#define API_CLIENT_SPLIT_H

#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>

enum split_form {
    SPLIT_ITEMS, /* one object whose array `items` or `rows` (at depth 1) holds the elements */
    SPLIT_LINES  /* one JSON object per line (a watch): a broken line takes no other with it */
};

struct split;

/* An element's bytes, whole and alone; valid during the call. Returning anything but ERR_OK ends the split.
 */
typedef enum err (*split_fn)(void *user, const char *json, size_t len);

/* cap: bytes one element may have; a longer one is skipped without being kept, and on_too_big (optional) is
 * told. */
struct split *split_new(enum split_form form, size_t cap, split_fn on_element, void *user);
void split_on_too_big(struct split *split, void (*fn)(void *user, size_t len));
void split_free(struct split *split);
/* ERR_PARSE when the bytes cannot be JSON of that form (HTML, text). */
enum err split_feed(struct split *split, const char *bytes, size_t len, struct err_info *info);
/* Of SPLIT_ITEMS after the last byte: ERR_PARSE when it ended too early. */
enum err split_end(struct split *split, struct err_info *info);
/* Of SPLIT_ITEMS: the object with its elements cut out ("items":[]), for kind, metadata, columnDefinitions.
 */
const char *split_envelope(const struct split *split, size_t *len);

#endif
