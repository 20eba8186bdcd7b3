/*
 * What describe's parts write with: indented lines whose tabs become columns, and the forms that come again
 * and again (labels, lists as Go prints them, times). Terminal escapes and carriage returns in what is
 * written come out as "^[" and "\r", as kubectl has it, whoever reads it.
 */
#ifndef API_CLIENT_DESCRIBE_TEXT_H
#define API_CLIENT_DESCRIBE_TEXT_H

#include "api-client/json.h"
#include "api-client/tabwriter.h"
#include "base/str.h"

struct describe_text {
    struct tabwriter tabs;
    struct str line; /* scratch */
    struct str *out;
    int nested; /* levels put before everything that is written, as for a claim inside a volume */
};

void describe_text_init(struct describe_text *w, struct str *out);
/* Writes what is left. */
void describe_text_fini(struct describe_text *w);
/* What follows is aligned by itself. */
void describe_text_break(struct describe_text *w);

/* Two spaces a level, then the text: a whole line or a part of one. */
void describe_add(struct describe_text *w, int level, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* A line per piece of text between line feeds: `first` before the first, `rest` before the others. */
void describe_add_lines(struct describe_text *w, int level, const char *first, const char *rest,
                        const char *text);

/* "Labels:" and a line for each member in the order of their names; "<none>" if there is none. */
void describe_add_labels(struct describe_text *w, const char *title, const cJSON *labels);
/* The same of annotations, long ones and those of several lines below their name; what kubectl apply keeps
 * for itself is left out. */
void describe_add_annotations(struct describe_text *w, const char *title, const cJSON *annotations);
/* One "name=value" line cut to what describe shows of a value, with its line feed. */
enum { DESCRIBE_VALUE_MAX = 140 };
void describe_add_cut(struct describe_text *w, int level, const char *text, size_t max);

/* The member of that name where it is an object, else NULL (absent, null, another type). */
const cJSON *describe_object(const cJSON *parent, const char *name);
/* The text of a string, "" for anything else. */
const char *describe_string(const cJSON *item);
/* A whole number or a string (a port, a quantity) as text; "" for anything else. Returns buf or the string.
 */
enum { DESCRIBE_NUMBER = 32 };
const char *describe_scalar(char buf[DESCRIBE_NUMBER], const cJSON *item);
/* "[a b c]" */
void describe_go_list(struct str *out, const cJSON *array);
/* "map[a:1 b:2]" */
void describe_go_map(struct str *out, const cJSON *object);
/* A Go string literal with its quotes, as %q writes it. */
void describe_go_quote(struct str *out, const char *text);
/* The time at a path as describe writes it; year 1 where there is none, as kubectl has it. Returns buf. */
char *describe_time(char buf[TIME_TEXT], const cJSON *parent, const char *path);

#endif
