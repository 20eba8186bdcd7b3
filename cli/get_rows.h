/* The server's Tables as rows of text: columns chosen by get's flags, label columns added, values to sort by
 * kept. */
#ifndef CLI_GET_ROWS_H
#define CLI_GET_ROWS_H

#include "cli/get.h"
#include "cli/sortkey.h"
#include "cli/tableprint.h"

struct get_column {
    char *title; /* owned; upper case */
    bool wide;   /* shown with -o wide only */
};

struct get_rows {
    const struct get *get;
    const struct kind *kind;
    struct tableprint print;
    VEC(struct get_column) columns;
    bool titled;     /* the titles have been written */
    int name_column; /* of the server's columns: the one that holds the name; -1: none */
    struct sortkeys keys;
    size_t label_count;
    struct str prefix; /* "pod/" */
    struct arena arena;
    struct err_info info;
    char *version;     /* owned: the list's resourceVersion */
    const char *event; /* ADDED, MODIFIED, DELETED of the rows that come next */
};

/* kind and get are borrowed. */
void get_rows_init(struct get_rows *rows, const struct get *get, const struct kind *kind);
void get_rows_fini(struct get_rows *rows);
/* One element of a Table's rows; user is the struct get_rows. */
enum err get_rows_add(void *user, const char *json, size_t len);
/* A row that is parsed already. */
void get_rows_add_json(struct get_rows *rows, const cJSON *row);
/* Column definitions and resourceVersion of a Table; user is the struct get_rows. A Table without definitions
 * (a later page or event) keeps those that are there. */
void get_rows_page(void *user, const cJSON *table);
/* Writes what was gathered and forgets it; titles only the first time. prefixed: names as "pod/web". */
void get_rows_write(struct get_rows *rows, bool prefixed);
/* Forgets what was gathered. */
void get_rows_drop(struct get_rows *rows);

#endif
