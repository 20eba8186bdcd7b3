/* A log's bytes, whatever they are: as lines, cut anywhere, kept in a small buffer, made fit to be shown,
 * filtered and searched. No byte that commands a terminal comes out. */
#include "api-client/logs_lines.h"
#include "model/logview.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void keep(void *user, const char *line, size_t len, int64_t when, const char *stamp, bool partial)
{
    (void)stamp;
    log_buffer_add(user, line, len, when, 0, partial);
}

static void check(const struct log_text *text)
{
    const char *bytes = str_text(&text->text);
    for (size_t i = 0; i < text->text.len; i++) {
        if ((unsigned char)bytes[i] < 0x20 || bytes[i] == 0x7f)
            abort();
    }
}

static void look(struct log_buffer *buffer, const char *filter, bool readable)
{
    struct log_view view;
    struct log_query query = {0};
    struct log_search search;
    log_view_init(&view, buffer);
    view.readable = readable;
    log_view_set(&view, filter, 1, LOG_LEVEL_NONE);
    while (!log_view_update(&view, 4096, NULL))
        ;
    for (size_t i = 0; i < log_view_rows(&view); i++)
        check(log_view_text(&view, i, NULL));
    log_query_set(&query, filter);
    log_search_start(&search, &view, 0, true);
    while (!log_search_step(&search, &view, &query, 4096))
        ;
    log_query_fini(&query);
    log_view_fini(&view);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct log_lines lines;
    struct log_buffer buffer;
    const char *bytes = (const char *)data;
    size_t cut = size ? data[0] % size : 0;
    log_buffer_init(&buffer, 1);
    log_lines_init(&lines, keep, &buffer);
    log_lines_begin(&lines);
    log_lines_add(&lines, bytes, cut);
    log_lines_begin(&lines);
    log_lines_add(&lines, bytes, cut / 2);
    log_lines_add(&lines, bytes + cut / 2, size - cut / 2);
    log_lines_end(&lines);
    look(&buffer, "", true);
    look(&buffer, "a|e", false);
    log_lines_fini(&lines);
    log_buffer_fini(&buffer);
    return 0;
}
