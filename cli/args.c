/* Answers about what was typed. */
#include "cli/args.h"

#include "base/str.h"
#include "base/time.h"
#include "base/xmalloc.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

void args_fini(struct args *args)
{
    for (size_t i = 0; i < args->pieces.len; i++)
        free(args->pieces.data[i]);
    for (size_t i = 0; i < args->lists.len; i++)
        free(args->lists.data[i]);
    free(args->pieces.data);
    free(args->lists.data);
    free(args->values.data);
    free(args->words.data);
    *args = (struct args){0};
}

static const struct flag *find(const struct flag *flags, const char *name)
{
    for (; flags && flags->name; flags++)
        if (str_equal(flags->name, name))
            return flags;
    return NULL;
}

static const struct flag *flag_of(const struct args *args, const char *name)
{
    const struct flag *flag = find(args->verb->flags, name);
    if (!flag)
        flag = find(verb_global_flags, name);
    assert(flag);
    return flag;
}

/* The last value that was said; NULL for none. */
static const char *last_value(const struct args *args, const char *name)
{
    const struct flag *flag = flag_of(args, name);
    for (size_t i = args->values.len; i > 0; i--)
        if (args->values.data[i - 1].flag == flag)
            return args->values.data[i - 1].text;
    return NULL;
}

bool args_said(const struct args *args, const char *name)
{
    return last_value(args, name) != NULL;
}

bool args_bool_or(const struct args *args, const char *name, bool otherwise)
{
    const char *text = last_value(args, name);
    return text ? strchr("1tT", *text) != NULL : otherwise;
}

bool args_bool(const struct args *args, const char *name)
{
    return args_bool_or(args, name, false);
}

const char *args_text(const struct args *args, const char *name)
{
    return last_value(args, name);
}

int64_t args_int(const struct args *args, const char *name, int64_t otherwise)
{
    const char *text = last_value(args, name);
    return text ? strtoll(text, NULL, 0) : otherwise;
}

int64_t args_duration(const struct args *args, const char *name, int64_t otherwise)
{
    const char *text = last_value(args, name);
    return text ? time_parse_duration(text) : otherwise;
}

/* Cuts a value at its commas into pieces that args owns. */
static void add_pieces(struct args *args, const char ***list, size_t *len, const char *text)
{
    for (;;) {
        size_t n = strcspn(text, ",");
        char *piece = xstrndup(text, n);
        *vec_push(&args->pieces) = piece;
        *list = xreallocarray(*list, *len + 2, sizeof(**list));
        (*list)[(*len)++] = piece;
        if (!text[n])
            return;
        text += n + 1;
    }
}

static void add_whole(const char ***list, size_t *len, const char *text)
{
    *list = xreallocarray(*list, *len + 2, sizeof(**list));
    (*list)[(*len)++] = text;
}

const char *const *args_list(const struct args *args, const char *name)
{
    /* Lists are cut when they are asked for; args stays the same to look at. */
    struct args *keeper = (struct args *)(uintptr_t)args;
    const struct flag *flag = flag_of(args, name);
    const char **list = xcalloc(1, sizeof(*list));
    size_t len = 0;
    for (size_t i = 0; i < args->values.len; i++) {
        const struct args_value *value = &args->values.data[i];
        if (value->flag == flag && flag->type == FLAG_LIST)
            add_pieces(keeper, &list, &len, value->text);
        else if (value->flag == flag)
            add_whole(&list, &len, value->text);
    }
    list[len] = NULL;
    *vec_push(&keeper->lists) = list;
    return list;
}

size_t args_count(const struct args *args)
{
    return args->words.len;
}

const char *args_word(const struct args *args, size_t i)
{
    return i < args->words.len ? args->words.data[i] : NULL;
}

const char *const *args_words(const struct args *args)
{
    return args->words.data;
}
