/* Files that tests read. */
#include "tests/unit/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

void fixture_read(struct str *out, const char *path)
{
    char name[256], bytes[4096];
    size_t len;
    snprintf(name, sizeof(name), "tests/fixtures/%s", path);
    FILE *file = fopen(name, "r");
    assert_non_null(file);
    while ((len = fread(bytes, 1, sizeof(bytes), file)) > 0)
        str_add_bytes(out, bytes, len);
    fclose(file);
}

void fixture_assert_same(const char *got, const char *wanted)
{
    while (*got || *wanted) {
        size_t got_len = strcspn(got, "\n"), wanted_len = strcspn(wanted, "\n");
        if (got_len != wanted_len || memcmp(got, wanted, got_len) != 0)
            fail_msg("got    |%.*s|\nwanted |%.*s|", (int)got_len, got, (int)wanted_len, wanted);
        if (got[got_len] != wanted[wanted_len])
            fail_msg("one ends after |%.*s|", (int)got_len, got);
        got += got_len + (got[got_len] != '\0');
        wanted += wanted_len + (wanted[wanted_len] != '\0');
    }
}
