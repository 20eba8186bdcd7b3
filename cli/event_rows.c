/* Events as rows. */
#include "cli/event_rows.h"

#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

void event_rows_init(struct event_rows *rows, bool with_namespace, bool terminal)
{
    *rows = (struct event_rows){.with_namespace = with_namespace};
    tableprint_init(&rows->print, terminal);
}

void event_rows_fini(struct event_rows *rows)
{
    tableprint_fini(&rows->print);
    free(rows->list.data);
}

void event_rows_titles(struct event_rows *rows)
{
    static const char *const titles[] = {"LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"};
    if (rows->with_namespace)
        tableprint_title(&rows->print, "NAMESPACE");
    for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++)
        tableprint_title(&rows->print, titles[i]);
}

void event_interval(struct str *out, const cJSON *event, int64_t now)
{
    char since[TIME_TEXT], over[TIME_TEXT];
    int64_t first = json_time(event, "eventTime");
    int64_t last = json_time(event, "lastTimestamp");
    int64_t count = json_int(event, "count", 0);
    if (first == TIME_NONE)
        first = json_time(event, "firstTimestamp");
    time_since(over, first, now);
    if (cJSON_IsObject(json_get(event, "series"))) {
        last = json_time(event, "series.lastObservedTime");
        count = json_int(event, "series.count", 0);
    } else if (count <= 1) {
        str_add(out, over);
        return;
    }
    str_addf(out, "%s (x%lld over %s)", time_since(since, last, now), (long long)count, over);
}

static int64_t last_seen(const cJSON *event)
{
    int64_t when = json_time(event, "series.lastObservedTime");
    if (when == TIME_NONE)
        when = json_time(event, "lastTimestamp");
    return when == TIME_NONE ? json_time(event, "eventTime") : when;
}

static void add_cell(struct event_rows *rows, const char *text)
{
    tableprint_cell(&rows->print, text, strlen(text));
}

/* Blanks around it are taken off; a line end begins a row, a tab a cell: so kubectl's tabwriter takes them.
 */
static void add_message(struct event_rows *rows, const char *message)
{
    message += strspn(message, " \t\r\n\f\v");
    size_t len = strlen(message);
    while (len && strchr(" \t\r\n\f\v", message[len - 1]))
        len--;
    for (size_t at = 0;; at++) {
        size_t cell = strcspn(message + at, "\t\n");
        if (at + cell > len)
            cell = len - at;
        tableprint_cell(&rows->print, message + at, cell);
        at += cell;
        if (at >= len)
            return;
        if (message[at] == '\n')
            tableprint_row(&rows->print);
    }
}

void event_rows_add(struct event_rows *rows, const cJSON *event, int64_t now)
{
    struct str text = {0};
    struct event_row row = {.when = last_seen(event), .first = rows->print.rows.len};
    tableprint_row(&rows->print);
    if (rows->with_namespace)
        add_cell(rows, json_text_or_empty(event, "metadata.namespace"));
    event_interval(&text, event, now);
    add_cell(rows, str_text(&text));
    add_cell(rows, json_text_or_empty(event, "type"));
    add_cell(rows, json_text_or_empty(event, "reason"));
    str_clear(&text);
    str_addf(&text, "%s/%s", json_text_or_empty(event, "involvedObject.kind"),
             json_text_or_empty(event, "involvedObject.name"));
    add_cell(rows, str_text(&text));
    add_message(rows, json_text_or_empty(event, "message"));
    row.count = rows->print.rows.len - row.first;
    *vec_push(&rows->list) = row;
    str_fini(&text);
}

static int by_time(const void *x, const void *y)
{
    const struct event_row *a = x, *b = y;
    if (a->when != b->when)
        return a->when < b->when ? -1 : 1;
    return (a->first > b->first) - (a->first < b->first);
}

void event_rows_write(struct event_rows *rows, bool sorted, FILE *out)
{
    size_t *order = xcalloc(rows->print.rows.len + 1, sizeof(*order)), n = 0;
    if (sorted && rows->list.len)
        qsort(rows->list.data, rows->list.len, sizeof(*rows->list.data), by_time);
    for (size_t i = 0; i < rows->list.len; i++)
        for (size_t k = 0; k < rows->list.data[i].count; k++)
            order[n++] = rows->list.data[i].first + k;
    tableprint_write(&rows->print, NULL, order, out);
    rows->list.len = 0;
    free(order);
}
