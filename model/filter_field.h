/* The columns a filter's word can ask for: status=..., restarts>3. For model/filter.c. */
#ifndef MODEL_FILTER_FIELD_H
#define MODEL_FILTER_FIELD_H

#include "model/store.h"

enum filter_operator {
    FILTER_IS,
    FILTER_IS_NOT,
    FILTER_GREATER,
    FILTER_LESS,
    FILTER_AT_LEAST,
    FILTER_AT_MOST
};

struct filter_field;

/* The field of that name (len bytes), NULL if there is none. */
const struct filter_field *filter_field_find(const char *name, size_t len);
/* Whether it can be compared by size. */
bool filter_field_has_order(const struct filter_field *field);
/* Whether the pod's field is so. What is not known is nothing. */
bool filter_field_holds(const struct filter_field *field, enum filter_operator operator_, const char *value,
                        const struct store *store, const struct pod *pod);

#endif
