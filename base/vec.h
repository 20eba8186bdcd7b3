/*
 * A growing array of any one type, as a macro over {data, len, size}:
 *
 *     struct { struct row *data; size_t len, size; } rows = {0};
 *     *vec_push(&rows) = (struct row){...};
 *     free(rows.data);
 */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include <stddef.h>

/* Makes room for `more` further elements of `each` bytes; returns the data's address. */
void *vec_reserve_bytes(void *data, size_t len, size_t *size, size_t more, size_t each);

#define VEC(type)         \
    struct {              \
        type *data;       \
        size_t len, size; \
    }

#define vec_reserve(v, more)                                        \
    ((v)->data =                                                    \
         vec_reserve_bytes((v)->data, (v)->len, &(v)->size, (more), \
                           sizeof(*(v)->data))) /* a pointer too: NOLINT(bugprone-sizeof-expression) */

/* The address of one more element, not cleared; valid until the next push. */
#define vec_push(v) (vec_reserve(v, 1), &(v)->data[(v)->len++])

#endif
