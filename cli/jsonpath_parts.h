/* What a JSONPath is made of: shared by its parser and its walker, for nobody else. */
#ifndef CLI_JSONPATH_PARTS_H
#define CLI_JSONPATH_PARTS_H

#include "base/vec.h"
#include "cli/jsonpath.h"

enum jsonpath_kind { JSONPATH_NAME, JSONPATH_ALL, JSONPATH_SLICE, JSONPATH_DEPTH, JSONPATH_FILTER };
enum jsonpath_test {
    JSONPATH_THERE,
    JSONPATH_EQUAL,
    JSONPATH_UNEQUAL,
    JSONPATH_LESS,
    JSONPATH_LESS_EQUAL,
    JSONPATH_MORE,
    JSONPATH_MORE_EQUAL
};

struct jsonpath_step {
    enum jsonpath_kind kind;
    char *name;              /* owned, of JSONPATH_NAME */
    long start, end, stride; /* of JSONPATH_SLICE */
    bool open_end, single;
    struct jsonpath *filter; /* owned, of JSONPATH_FILTER: from the element */
    enum jsonpath_test test;
    char *literal; /* owned: what the filter compares with */
    double number;
    bool literal_is_number;
};

struct jsonpath {
    VEC(struct jsonpath_step) steps;
};

#endif
