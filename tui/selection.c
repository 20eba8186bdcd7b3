/* Which pod and which container the live panes are about. */
#include "tui/selection.h"

#include "base/str.h"
#include "base/xmalloc.h"

#include <stdlib.h>

void selection_init(struct selection *s)
{
    *s = (struct selection){xstrdup(""), xstrdup(""), xstrdup("")};
}

void selection_fini(struct selection *s)
{
    free(s->namespace_);
    free(s->name);
    free(s->container);
    *s = (struct selection){0};
}

static void set(char **text, const char *to)
{
    char *copy = xstrdup(to);
    free(*text);
    *text = copy;
}

bool selection_set_pod(struct selection *s, const struct store *store, const struct pod *pod)
{
    const char *namespace_ = pod ? store_text(store, pod->namespace_) : "";
    const char *name = pod ? pod->name : "";
    if (str_equal(s->namespace_, namespace_) && str_equal(s->name, name))
        return false;
    set(&s->namespace_, namespace_);
    set(&s->name, name);
    set(&s->container, "");
    return true;
}

bool selection_set_container(struct selection *s, const char *container)
{
    if (str_equal(s->container, container))
        return false;
    set(&s->container, container);
    return true;
}

const struct pod *selection_pod(const struct selection *s, struct store *store)
{
    return *s->name ? store_pod_find(store, intern_id(&store->strings, s->namespace_), s->name) : NULL;
}

/* What somebody looks for first: a container that fails, else the first of the pod's own. */
static const struct container *default_container(const struct pod *pod)
{
    const struct container *first = NULL;
    for (int i = 0; i < pod->container_count; i++) {
        const struct container *c = &pod->containers[i];
        if (c->role != CONTAINER_MAIN)
            continue;
        if (c->state.state == RUN_WAITING || c->ready == TRI_FALSE)
            return c;
        if (!first)
            first = c;
    }
    return first ? first : pod->container_count ? &pod->containers[0] : NULL;
}

const struct container *selection_container(const struct selection *s, const struct store *store,
                                            const struct pod *pod)
{
    if (!pod)
        return NULL;
    for (int i = 0; *s->container && i < pod->container_count; i++)
        if (str_equal(store_text(store, pod->containers[i].name), s->container))
            return &pod->containers[i];
    return default_container(pod);
}
