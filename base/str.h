/* A string that grows. Always ends with a zero byte, may hold zero bytes before it. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct str {
    char *data; /* never NULL after the first addition; use str_text to read */
    size_t len;
    size_t size;
};

/* All zeros is an empty string: `struct str s = {0};` needs no init. */
void str_fini(struct str *s);
/* Empty again, memory kept. */
void str_clear(struct str *s);
/* The text, "" while nothing was added. Borrowed until the next change. */
const char *str_text(const struct str *s);
/* The text as memory the caller frees; the string is empty again. */
char *str_take(struct str *s);

void str_add(struct str *s, const char *text);
void str_add_bytes(struct str *s, const void *bytes, size_t len);
void str_add_char(struct str *s, char c);
void str_add_repeat(struct str *s, char c, size_t times);
void str_addf(struct str *s, const char *format, ...) __attribute__((format(printf, 2, 3)));
void str_addv(struct str *s, const char *format, va_list args) __attribute__((format(printf, 2, 0)));
/* Cuts to at most len bytes. */
void str_cut(struct str *s, size_t len);
/* Takes n bytes off the front. */
void str_drop(struct str *s, size_t n);

/* Small questions about borrowed text; NULL counts as "". */
bool str_equal(const char *a, const char *b);
bool str_starts(const char *text, const char *with);
bool str_ends(const char *text, const char *with);

#endif
