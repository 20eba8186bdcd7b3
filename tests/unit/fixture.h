/* Files that tests read, and texts compared so that the first line that differs is shown. */
#ifndef TESTS_UNIT_FIXTURE_H
#define TESTS_UNIT_FIXTURE_H

#include "base/str.h"

/* Appends tests/fixtures/PATH; the test fails without it. */
void fixture_read(struct str *out, const char *path);
/* Fails with the first line that differs. */
void fixture_assert_same(const char *got, const char *wanted);

#endif
