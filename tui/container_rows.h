/* The rows of the containers pane: each container, and below it each of its probes, in words. Pure. */
#ifndef TUI_CONTAINER_ROWS_H
#define TUI_CONTAINER_ROWS_H

#include "base/str.h"
#include "base/vec.h"
#include "model/store.h"
#include "themes/theme.h"

struct container_row {
    uint16_t container; /* index in the pod */
    int8_t probe;       /* enum probe_kind, -1: the container itself */
};

struct container_rows {
    VEC(struct container_row) rows;
};

void container_rows_build(struct container_rows *rows, const struct pod *pod);
void container_rows_fini(struct container_rows *rows);

enum container_column { CC_NAME, CC_STATE, CC_READY, CC_RESTARTS, CC_WHAT, CC_COUNT };

/* Text and role of one cell. */
void container_cell(const struct store *store, const struct pod *pod, struct container_row row,
                    enum container_column column, int64_t now, struct str *text, enum theme_role *role);

#endif
