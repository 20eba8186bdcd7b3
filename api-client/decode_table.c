/* A row of the server's Table of pods into a pod of which only the cells are known. */
#include "api-client/decode.h"

#include "api-client/decode_container.h"
#include "base/str.h"
#include "base/xmalloc.h"
#include "model/health.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The cell under the column of that name, whatever its case; NULL if there is none. */
static const cJSON *cell(const cJSON *columns, const cJSON *row, const char *name)
{
    const cJSON *cells = json_get(row, "cells");
    const cJSON *at = cJSON_IsArray(cells) ? cells->child : NULL;
    json_each(column, columns)
    {
        if (!at || strcasecmp(json_text_or_empty(column, "name"), name) == 0)
            return at;
        at = at->next;
    }
    return NULL;
}

/* The cell's text, "" for none and for what the server writes where there is nothing. */
static const char *cell_text(const cJSON *columns, const cJSON *row, const char *name)
{
    const char *text = cJSON_GetStringValue(cell(columns, row, name));
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
    int a, b;
    if (sscanf(text, "%9d/%9d", &a, &b) == 2 && a >= 0 && b >= 0) {
        *part = a;
        *whole = b;
    }
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
    if (cJSON_IsNumber(restarts) && restarts->valuedouble >= 0 && restarts->valuedouble <= INT32_MAX)
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
    pod_init(pod);
    pod->name = cell_text(columns, row, "Name");
    if (!*pod->name)
        return ERR_PARSE;
    pod->source = POD_FROM_TABLE;
    pod->namespace_ = store_word(store, in_object ? in_object : namespace_);
    pod->status = store_text(store, store_word(store, cell_text(columns, row, "Status")));
    pod->node = store_word(store, cell_text(columns, row, "Node"));
    pod->nominated_node = store_word(store, cell_text(columns, row, "Nominated Node"));
    pod->ip = cell_text(columns, row, "IP");
    pod->created = time_ago(cell_text(columns, row, "Age"), now);
    read_pair(cell_text(columns, row, "Ready"), &pod->ready, &pod->total);
    read_gates(cell(columns, row, "Readiness Gates"), pod);
    read_restarts(cell(columns, row, "Restarts"), now, pod);
    pod_pack(pod);
    health_judge(store, pod, now);
    return ERR_OK;
}
