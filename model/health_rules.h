/* What the rules of model/health*.c share. */
#ifndef MODEL_HEALTH_RULES_H
#define MODEL_HEALTH_RULES_H

#include "model/health.h"
#include "model/store.h"

/* What a rule looks at; container is NULL in a rule about the pod. */
struct case_file {
    const struct store *store;
    const struct pod *pod;
    const struct container *container;
    int64_t now;
};

/* Appends text on one line, white space as single spaces, cut to `most` bytes with "..." at the end. */
void health_add_line(struct str *why, const char *text, size_t most);

/* The first rule for a container that holds. */
enum health health_container_rules(const struct case_file *c, struct str *why);

#endif
