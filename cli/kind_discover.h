/* Inside of cli/kind: a kind of a list by any of its names; NULL if there is none. */
#ifndef CLI_KIND_DISCOVER_H
#define CLI_KIND_DISCOVER_H

#include "cli/kind.h"

const struct kind *kind_among(const struct kind *list, size_t len, const char *word);

#endif
