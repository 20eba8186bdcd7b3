/* The columns of the pods pane: one row each. */
#ifndef TUI_POD_COLUMNS_H
#define TUI_POD_COLUMNS_H

#include "base/str.h"
#include "model/podview.h"
#include "model/store.h"
#include "themes/theme.h"

struct pod_column {
    const char *title;
    const char *help;
    enum podview_sort sort;
    short min, max; /* cells */
    short priority; /* the highest go first when there is no room; 0 never goes */
    bool right;     /* aligned */
    bool only_all;  /* shown only with all namespaces */
    void (*cell)(const struct store *store, const struct pod *pod, int64_t now, struct str *text,
                 enum theme_role *role);
};

extern const struct pod_column pod_columns[];
extern const int pod_column_count;

/* The colour of a health. */
enum theme_role health_role(uint8_t health);

#endif
