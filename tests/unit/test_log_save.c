/* A log into a file: what is written, and what is never overwritten. */
#include "tui/log_save.h"

#include "base/xmalloc.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char *read_file(const char *path)
{
    struct str text = {0};
    char bytes[512];
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    for (size_t n; (n = fread(bytes, 1, sizeof(bytes), file)) > 0;)
        str_add_bytes(&text, bytes, n);
    fclose(file);
    return str_take(&text);
}

static void saves(const struct log_view *view, const char *path, bool times, bool replace, const char *want)
{
    struct err_info info;
    size_t lines;
    assert_int_equal(log_save(view, path, times, replace, &lines, &info), ERR_OK);
    char *text = read_file(path);
    assert_string_equal(text, want);
    free(text);
}

static void a_log_is_saved(void **state)
{
    (void)state;
    char folder[] = "/tmp/podprobe-save-XXXXXX";
    struct log_buffer buffer;
    struct log_view view;
    struct err_info info;
    size_t lines;
    assert_non_null(mkdtemp(folder));
    char *path = xasprintf("%s/a.log", folder), *pipe_path = xasprintf("%s/pipe", folder);
    char *nowhere = xasprintf("%s/none/a.log", folder);
    log_buffer_init(&buffer, 1);
    log_view_init(&view, &buffer);
    log_buffer_add(&buffer, "one \033[31mred", 12, 1000, 0, false);
    log_buffer_note(&buffer, "restarted", 2000, 0);
    log_view_update(&view, 1000, NULL);

    saves(&view, path, false, false, "one \033[31mred\n--- restarted\n");
    assert_int_equal(log_save(&view, path, false, false, &lines, &info), ERR_CONFLICT);
    saves(&view, path, true, true,
          "1970-01-01T00:00:01Z one \033[31mred\n1970-01-01T00:00:02Z --- restarted\n");
    assert_int_equal(log_save(&view, nowhere, false, false, &lines, &info), ERR_SYSTEM);
    assert_int_equal(mkfifo(pipe_path, 0600), 0);
    int reader = open(pipe_path, O_RDONLY | O_NONBLOCK);
    assert_int_equal(log_save(&view, pipe_path, false, true, &lines, &info), ERR_SYSTEM);
    close(reader);

    unlink(path);
    unlink(pipe_path);
    rmdir(folder);
    log_view_fini(&view);
    log_buffer_fini(&buffer);
    free(path);
    free(pipe_path);
    free(nowhere);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_log_is_saved)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
