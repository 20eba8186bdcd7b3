/* What the parts of `get` share: what was asked for, and reading it from the server. */
#ifndef CLI_GET_H
#define CLI_GET_H

#include "api-client/split.h"
#include "cli/args.h"
#include "cli/jsonpath.h"
#include "cli/kind.h"
#include "cli/session.h"

enum get_format { GET_HUMAN, GET_WIDE, GET_JSON, GET_YAML, GET_NAME, GET_COLUMNS, GET_JSONPATH };

/* One thing to read: an object by name, or (name NULL) a list. */
struct get_target {
    struct kind kind;
    const char *name; /* borrowed from the command line */
};

struct get {
    const struct args *args;
    struct session *session;
    struct kinds kinds;
    VEC(struct get_target) targets;
    VEC(char *) pieces; /* owned: words cut at commas and slashes */
    enum get_format format;
    const char *template; /* behind custom-columns= or jsonpath=; borrowed */
    bool all_namespaces, no_headers, show_kind, show_labels, ignore_not_found, watch, watch_only, show_events;
    bool managed_fields;
    const char *selector, *field_selector; /* NULL: none */
    const char *const *label_columns;
    int64_t chunk;         /* objects a list asks for at once; 0: all */
    struct jsonpath *sort; /* owned; NULL: as the server has it */
    const char *sort_text;
    struct str warning; /* the server's last one */
    struct str errors;  /* said at the end, as kubectl does */
};

/* Reads flags and words. 0, or 1 after it was said what is wrong. get_fini in any case. */
int get_open(struct get *get, const struct args *args, struct session *session);
void get_fini(struct get *get);
/* The words: kinds and names (cli/get_words.c). 0, or 1 after it was said what is wrong. */
int get_words(struct get *get);

/* The namespace of a target's path; NULL for all and for kinds without. */
const char *get_namespace(const struct get *get, const struct get_target *target);
/* Appends path and query of a target: selectors, and what is in `more` ("limit=500"), which may be NULL. */
void get_add_path(const struct get *get, const struct get_target *target, const char *more, struct str *path);

/*
 * Reads a target, page by page, in the form that `accept` names (NULL: objects); on_element gets each item or
 * row as it comes (and an object by itself when it was asked for by name and accept is NULL), on_page the
 * page without them (optional). False when that failed: the error is kept for get_say_errors, or forgotten
 * when it is a missing object that was to be ignored.
 */
struct get_reader {
    const char *accept;
    bool whole; /* the answer is one object, not a list */
    split_fn on_element;
    void (*on_page)(void *user, const cJSON *page);
    void *user;
};
bool get_read(struct get *get, const struct get_target *target, const struct get_reader *reader);
/* Elements of a server's list do not say what they are: adds apiVersion and kind where absent. */
void get_add_type(struct arena *arena, const struct kind *kind, cJSON *object);
/* Keeps what went wrong, for the end. */
void get_add_error(struct get *get, enum err err, const struct str *body, const struct err_info *info);
/* Says what was kept. 1 if there was anything, else 0. */
int get_say_errors(struct get *get);

/* Reads and prints what get_open took up. Returns the exit status. */
int get_run(struct get *get);
/* The ways to print. Each returns the exit status. */
int get_table_run(struct get *get);
int get_objects_run(struct get *get);
int get_custom_run(struct get *get);
int get_watch_run(struct get *get);

#define GET_TABLE_ACCEPT                                                                              \
    "application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io," \
    "application/json"

#endif
