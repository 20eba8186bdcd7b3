/*
 * What goes wrong, said on standard error in kubectl's words. Every function returns the exit status (1), so
 * that `return complain(...)` works. What came from a server is made safe for a terminal.
 */
#ifndef CLI_COMPLAIN_H
#define CLI_COMPLAIN_H

#include "base/err.h"
#include "base/str.h"
#include "cli/verb.h"

#include <stddef.h>

/* "error: " and the words. */
int complain(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The same, and where to look: "See 'podprobe get --help' for usage." */
int complain_usage(const struct verb *verb, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A request that was no success: "Error from server (NotFound): ..." from the Status in body, otherwise the
 * sentence: "The connection to the server ... was refused", "Unable to connect to the server: ...". */
int complain_answer(enum err err, const char *body, size_t len, const struct err_info *info);
/* The words of complain_answer without a line feed, appended. */
void complain_answer_text(struct str *out, enum err err, const char *body, size_t len,
                          const struct err_info *info);
/* Writes the rest of standard output. 0, or 1 when it could not be written: said, unless it is a pipe that
 * nobody reads any more. For the end of every verb that prints. */
int complain_output(void);

#endif
