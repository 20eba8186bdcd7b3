/*
 * Memory that is there or ends the program.
 *
 * A dashboard cannot go on without memory, and code that checks every allocation is never tested. So a
 * failed allocation calls the function that xmalloc_on_failure named (it restores the terminal), says so
 * on standard error and exits with status 1. Sizes that came from outside are checked before they get here.
 */
#ifndef BASE_XMALLOC_H
#define BASE_XMALLOC_H

#include <stddef.h>

/* What to do before the program ends for want of memory; NULL for nothing. */
void xmalloc_on_failure(void (*restore)(void));

/* All return memory the caller frees with free(). */
void *xmalloc(size_t size);
void *xcalloc(size_t count, size_t size);
void *xrealloc(void *old, size_t size);
/* The product is checked for overflow. */
void *xreallocarray(void *old, size_t count, size_t size);
/* xstrdup(NULL) is NULL. */
char *xstrdup(const char *text);
char *xstrndup(const char *text, size_t len);
/* printf into fresh memory. */
char *xasprintf(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
