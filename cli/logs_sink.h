/*
 * Where the verb's logs go: standard output, as the container's bytes through a pipe; on a terminal made
 * safe, colours kept. Several streams share one output, each through a sink of its own.
 */
#ifndef CLI_LOGS_SINK_H
#define CLI_LOGS_SINK_H

#include "base/str.h"
#include "model/logtext.h"

struct logs_output {
    struct str pending; /* not written yet */
    struct log_text text;
    bool safe;    /* a terminal reads it */
    bool colours; /* that shows them */
    bool failed;  /* nobody reads any more */
};

struct logs_sink {
    struct logs_output *output;
    char *prefix;    /* "[pod/p/c] ", owned; "" for none */
    bool whole;      /* lines are not parted by those of other sinks */
    bool in_line;    /* a line is begun on the output */
    struct str held; /* a line that is not whole yet */
};

/* Looks at what standard output is. */
void logs_output_init(struct logs_output *output);
void logs_output_fini(struct logs_output *output);
/* Writes what is pending, waiting for a slow reader. */
void logs_output_flush(struct logs_output *output);

/* prefix is copied, NULL for none. */
void logs_sink_init(struct logs_sink *sink, struct logs_output *output, const char *prefix, bool whole);
/* The stream's next bytes. */
void logs_sink_add(struct logs_sink *sink, const char *bytes, size_t len);
/* The stream is over: what is held goes out. */
void logs_sink_fini(struct logs_sink *sink);

#endif
