/* What the tests' API server holds: objects with their changes, and logs. No locks, no connections. */
#ifndef TESTS_SUPPORT_FAKE_OBJECTS_H
#define TESTS_SUPPORT_FAKE_OBJECTS_H

#include "base/str.h"
#include "base/vec.h"

#include <stdbool.h>
#include <stddef.h>

struct fake_change {
    char kind[32], namespace_[80], *name, *json;
    const char *type;
    bool last; /* the object is as this change left it */
};

struct fake_log {
    char *pod, *container;
    bool previous;
    struct str lines;
};

/* A change's place, from 1, is its resourceVersion. */
struct fake_objects {
    VEC(struct fake_change) changes;
    VEC(struct fake_log) logs;
};

/* What a request asks for. */
struct fake_query {
    char kind[32], namespace_[80], name[300], container[80], field[512];
    bool watch, follow, previous, log, table;
    int version;
};

/* Reads "GET /api/v1/..."; false when there is no such thing. */
bool fake_query_read(struct fake_query *query, const char *line, bool table);

void fake_objects_fini(struct fake_objects *objects);
void fake_objects_put(struct fake_objects *objects, const char *kind, const char *namespace_,
                      const char *name, const char *json);
void fake_objects_remove(struct fake_objects *objects, const char *kind, const char *namespace_,
                         const char *name);
void fake_objects_add_log(struct fake_objects *objects, const char *pod, const char *container, bool previous,
                          const char *lines);
/* One object; false if there is none. */
bool fake_objects_get(const struct fake_objects *objects, const struct fake_query *query, struct str *out);
/* A list, or a Table. */
void fake_objects_list(const struct fake_objects *objects, const struct fake_query *query, struct str *out);
/* Changes after the first `sent`, as lines of a watch; returns how many there are now. */
size_t fake_objects_changes(const struct fake_objects *objects, const struct fake_query *query, size_t sent,
                            struct str *out);
/* The log from its byte `sent` on; returns its length. */
size_t fake_objects_log(const struct fake_objects *objects, const struct fake_query *query, size_t sent,
                        struct str *out);

#endif
