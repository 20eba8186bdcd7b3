/* A row of the server's Table of pods into a pod of which only the cells are known. */
#include "api-client/decode.h"

#include "api-client/decode_container.h"
#include "base/str.h"
#include "base/xmalloc.h"
#include "model/health.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum column { NAME, READY, STATUS, RESTARTS, AGE, IP, NODE, NOMINATED_NODE, READINESS_GATES, COLUMNS };

/* Which column a name stands for, whatever its case; the search begins with the one that comes next in every
 * server's order. */
static enum column find_column(const char *name, enum column next)
{
    static const char *const names[COLUMNS] = {"Name", "Ready", "Status",         "Restarts",       "Age",
                                               "IP",   "Node",  "Nominated Node", "Readiness Gates"};
    for (int i = 0; i < COLUMNS; i++) {
        enum column column = (enum column)((next + i) % COLUMNS);
        if (strcasecmp(names[column], name) == 0)
            return column;
    }
    return COLUMNS;
}

/* The row's cells by column, NULL for those that are not there. */
static void find_cells(const cJSON *columns, const cJSON *row, const cJSON *cells[COLUMNS])
{
    const cJSON *at = json_elements(json_get(row, "cells"));
    enum column next = NAME;
    json_each(definition, columns)
    {
        enum column column = find_column(json_text_or_empty(definition, "name"), next);
        if (!at)
            return;
        if (column < COLUMNS && !cells[column])
            cells[column] = at;
        next = column < COLUMNS ? (enum column)((column + 1) % COLUMNS) : next;
        at = at->next;
    }
}

/* The cell's text, "" for none and for what the server writes where there is nothing. */
static const char *cell_text(const cJSON *cell)
{
    const char *text = cJSON_GetStringValue(cell);
    return !text || strcmp(text, "<none>") == 0 ? "" : text;
}

/* Milliseconds of one unit of an age ("5d3h"); 0 for none. */
static int64_t age_unit(char unit)
{
    switch (unit) {
    case 's':
        return 1000;
    case 'm':
        return 60 * 1000;
    case 'h':
        return 3600 * 1000;
    case 'd':
        return 24LL * 3600 * 1000;
    case 'y':
        return 365LL * 24 * 3600 * 1000;
    default:
        return 0;
    }
}

/* The point in time that lies an age as kubectl writes it before now; TIME_NONE if it is none. */
static int64_t time_ago(const char *age, int64_t now)
{
    int64_t total = 0;
    while (isdigit((unsigned char)*age)) {
        char *end;
        long count = strtol(age, &end, 10);
        int64_t unit = age_unit(*end);
        if (!unit || count > 100000)
            return TIME_NONE;
        total += count * unit;
        age = end + 1;
        if (!*age || *age == ' ')
            return now - total;
    }
    return TIME_NONE;
}

/* "1/2" into two numbers; both are left alone when it is not. */
static void read_pair(const char *text, int32_t *part, int32_t *whole)
{
    char *end;
    long a = strtol(text, &end, 10);
    if (end == text || *end != '/' || a < 0 || a > INT32_MAX)
        return;
    const char *second = end + 1;
    long b = strtol(second, &end, 10);
    if (end == second || b < 0 || b > INT32_MAX)
        return;
    *part = (int32_t)a;
    *whole = (int32_t)b;
}

/* An old server has no such column, and then nothing is known; "<none>" is no gates. */
static void read_gates(const cJSON *gates, struct pod *pod)
{
    const char *text = cJSON_GetStringValue(gates);
    int32_t met = -1, all = -1;
    if (text && strcmp(text, "<none>") == 0)
        met = all = 0;
    else if (text)
        read_pair(text, &met, &all);
    pod->gates_met = (int16_t)(met > INT16_MAX ? INT16_MAX : met);
    pod->gates = (int16_t)(all > INT16_MAX ? INT16_MAX : all);
}

/* A number from old servers, else a text: "3" or "3 (2m ago)". */
static void read_restarts(const cJSON *restarts, int64_t now, struct pod *pod)
{
    const char *text = cJSON_GetStringValue(restarts);
    const char *ago = text ? strchr(text, '(') : NULL;
    if (restarts && cJSON_IsNumber(restarts) && restarts->valuedouble >= 0 &&
        restarts->valuedouble <= INT32_MAX)
        pod->restarts = (int32_t)restarts->valuedouble;
    if (text && isdigit((unsigned char)*text)) {
        long count = strtol(text, NULL, 10);
        pod->restarts = count > INT32_MAX ? INT32_MAX : (int32_t)count;
    }
    if (ago)
        pod->last_restart = time_ago(ago + 1, now);
}

enum err decode_pod_row(struct store *store, const cJSON *columns, const cJSON *row, const char *namespace_,
                        int64_t now, struct pod *pod)
{
    const char *in_object = json_text(row, "object.metadata.namespace");
    const cJSON *cells[COLUMNS] = {NULL};
    find_cells(columns, row, cells);
    pod_init(pod);
    pod->name = cell_text(cells[NAME]);
    if (!*pod->name)
        return ERR_PARSE;
    pod->source = POD_FROM_TABLE;
    pod->namespace_ = store_word(store, in_object ? in_object : namespace_);
    pod->status = store_text(store, store_word(store, cell_text(cells[STATUS])));
    pod->node = store_word(store, cell_text(cells[NODE]));
    pod->nominated_node = store_word(store, cell_text(cells[NOMINATED_NODE]));
    pod->ip = cell_text(cells[IP]);
    pod->created = time_ago(cell_text(cells[AGE]), now);
    read_pair(cell_text(cells[READY]), &pod->ready, &pod->total);
    read_gates(cells[READINESS_GATES], pod);
    read_restarts(cells[RESTARTS], now, pod);
    pod_pack(pod);
    health_judge(store, pod, now);
    return ERR_OK;
}
