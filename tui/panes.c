/* The panes of the dashboard, in the order Tab visits them. */
#include "tui/pane_classes.h"

#include "base/str.h"

static const struct pane_class *const classes[PANE_COUNT] = {
    [PANE_PODS] = &pane_pods_class,     [PANE_CONTAINERS] = &pane_containers_class,
    [PANE_EVENTS] = &pane_events_class, [PANE_LOGS] = &pane_logs_class,
    [PANE_DETAIL] = &pane_detail_class, [PANE_EXEC] = &pane_exec_class,
};

const struct pane_class *pane_class(enum pane_id id)
{
    return classes[id];
}

enum pane_id pane_by_name(const char *name)
{
    int i = 0;
    while (i < PANE_COUNT && !str_equal(classes[i]->name, name))
        i++;
    return (enum pane_id)i;
}
