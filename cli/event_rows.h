/* Events as the rows that `kubectl events` prints: LAST SEEN, TYPE, REASON, OBJECT, MESSAGE. */
#ifndef CLI_EVENT_ROWS_H
#define CLI_EVENT_ROWS_H

#include "api-client/json.h"
#include "base/str.h"
#include "base/vec.h"
#include "cli/tableprint.h"

/* An event has more than one row when its message has more than one line. */
struct event_row {
    int64_t when; /* last seen; TIME_NONE if the server did not say */
    size_t first, count;
};

struct event_rows {
    struct tableprint print;
    VEC(struct event_row) list;
    bool with_namespace;
};

void event_rows_init(struct event_rows *rows, bool with_namespace, bool terminal);
void event_rows_fini(struct event_rows *rows);
void event_rows_titles(struct event_rows *rows);
/* now is server time. */
void event_rows_add(struct event_rows *rows, const cJSON *event, int64_t now);
/* Writes and forgets them; by time when sorted, otherwise as they were added. */
void event_rows_write(struct event_rows *rows, bool sorted, FILE *out);

/* Appends "5m" or "5m (x12 over 2h)". */
void event_interval(struct str *out, const cJSON *event, int64_t now);

#endif
