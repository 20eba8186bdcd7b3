/* A string that grows. */
#include "base/str.h"

#include "base/xmalloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void str_fini(struct str *s)
{
    free(s->data);
    *s = (struct str){0};
}

void str_clear(struct str *s)
{
    s->len = 0;
    if (s->data)
        s->data[0] = '\0';
}

const char *str_text(const struct str *s)
{
    return s->data ? s->data : "";
}

char *str_take(struct str *s)
{
    char *text = s->data ? s->data : xstrdup("");
    *s = (struct str){0};
    return text;
}

static void reserve(struct str *s, size_t more)
{
    size_t need = s->len + more + 1;
    if (need <= s->size)
        return;
    size_t size = s->size ? s->size : 64;
    while (size < need)
        size *= 2;
    s->data = xrealloc(s->data, size);
    s->size = size;
}

void str_add_bytes(struct str *s, const void *bytes, size_t len)
{
    reserve(s, len);
    if (len)
        memcpy(s->data + s->len, bytes, len);
    s->len += len;
    s->data[s->len] = '\0';
}

void str_add(struct str *s, const char *text)
{
    if (text)
        str_add_bytes(s, text, strlen(text));
}

void str_add_char(struct str *s, char c)
{
    str_add_bytes(s, &c, 1);
}

void str_add_repeat(struct str *s, char c, size_t times)
{
    reserve(s, times);
    memset(s->data + s->len, c, times);
    s->len += times;
    s->data[s->len] = '\0';
}

void str_addv(struct str *s, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    if (len > 0) {
        reserve(s, (size_t)len);
        vsnprintf(s->data + s->len, (size_t)len + 1, format, again);
        s->len += (size_t)len;
    }
    va_end(again);
}

void str_addf(struct str *s, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    str_addv(s, format, args);
    va_end(args);
}

void str_cut(struct str *s, size_t len)
{
    if (len >= s->len)
        return;
    s->len = len;
    s->data[len] = '\0';
}

void str_drop(struct str *s, size_t n)
{
    if (n >= s->len) {
        str_clear(s);
        return;
    }
    memmove(s->data, s->data + n, s->len - n + 1);
    s->len -= n;
}

bool str_equal(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

bool str_starts(const char *text, const char *with)
{
    return text && strncmp(text, with, strlen(with)) == 0;
}

bool str_ends(const char *text, const char *with)
{
    size_t tail = strlen(with);
    if (!text)
        return false;
    size_t len = strlen(text);
    return len >= tail && memcmp(text + len - tail, with, tail) == 0;
}
