/* The grammar of the command line, as kubectl's flag library has it, and its words for what is wrong. */
#include "base/str.h"
#include "base/time.h"
#include "cli/args.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct parser {
    struct args *args;
    int argc;
    char *const *argv;
    int next; /* the word to read next */
    struct err_info *info;
};

static const struct flag *by_name(const struct flag *flags, const char *name, size_t len)
{
    for (; flags && flags->name; flags++)
        if (strlen(flags->name) == len && memcmp(flags->name, name, len) == 0)
            return flags;
    return NULL;
}

static const struct flag *by_letter(const struct flag *flags, char letter)
{
    for (; flags && flags->name; flags++)
        if (flags->letter && flags->letter == letter)
            return flags;
    return NULL;
}

static const struct flag *long_flag(const struct verb *verb, const char *name, size_t len)
{
    const struct flag *flag = by_name(verb->flags, name, len);
    return flag ? flag : by_name(verb_global_flags, name, len);
}

static const struct flag *short_flag(const struct verb *verb, char letter)
{
    const struct flag *flag = by_letter(verb->flags, letter);
    return flag ? flag : by_letter(verb_global_flags, letter);
}

static bool is_bool(const char *text)
{
    static const char *const words[] = {"1", "t", "T",     "TRUE",  "true",  "True", "0",
                                        "f", "F", "FALSE", "false", "False", NULL};
    for (const char *const *word = words; *word; word++)
        if (str_equal(*word, text))
            return true;
    return false;
}

/* "-n, --namespace", as the flag library names a flag in a complaint. */
static void add_names(struct str *out, const struct flag *flag)
{
    if (flag->letter)
        str_addf(out, "-%c, ", flag->letter);
    str_addf(out, "--%s", flag->name);
}

static enum err invalid(struct parser *p, const struct flag *flag, const char *text, const char *why,
                        const char *detail)
{
    struct str names = {0};
    add_names(&names, flag);
    err_set(p->info, ERR_USAGE, "invalid argument \"%s\" for \"%s\" flag: %s\"%s\"%s", text, str_text(&names),
            why, text, detail);
    str_fini(&names);
    return ERR_USAGE;
}

static enum err check_int(struct parser *p, const struct flag *flag, const char *text)
{
    char *end;
    errno = 0;
    (void)strtoll(text, &end, 0);
    if (errno == ERANGE)
        return invalid(p, flag, text, "strconv.ParseInt: parsing ", ": value out of range");
    if (end == text || *end || *text == ' ')
        return invalid(p, flag, text, "strconv.ParseInt: parsing ", ": invalid syntax");
    return ERR_OK;
}

static enum err add_value(struct parser *p, const struct flag *flag, const char *text)
{
    if (flag->type == FLAG_BOOL && !is_bool(text))
        return invalid(p, flag, text, "strconv.ParseBool: parsing ", ": invalid syntax");
    if (flag->type == FLAG_INT && check_int(p, flag, text) != ERR_OK)
        return ERR_USAGE;
    if (flag->type == FLAG_DURATION && time_parse_duration(text) < 0)
        return invalid(p, flag, text, "time: invalid duration ", "");
    *vec_push(&p->args->values) = (struct args_value){.flag = flag, .text = text};
    return ERR_OK;
}

static enum err read_long(struct parser *p, const char *word)
{
    const char *name = word + 2, *equal = strchr(name, '=');
    size_t len = equal ? (size_t)(equal - name) : strlen(name);
    if (*name == '-' || *name == '=')
        return err_set(p->info, ERR_USAGE, "bad flag syntax: %s", word);
    const struct flag *flag = long_flag(p->args->verb, name, len);
    if (!flag)
        return err_set(p->info, ERR_USAGE, "unknown flag: --%.*s", (int)len, name);
    if (equal)
        return add_value(p, flag, equal + 1);
    if (flag->type == FLAG_BOOL)
        return add_value(p, flag, "true");
    if (p->next >= p->argc)
        return err_set(p->info, ERR_USAGE, "flag needs an argument: --%s", flag->name);
    return add_value(p, flag, p->argv[p->next++]);
}

/* One or more letters; the last may have a value: behind it, behind "=", or as the next word. */
static enum err read_short(struct parser *p, const char *word)
{
    for (const char *at = word + 1; *at; at++) {
        const struct flag *flag = short_flag(p->args->verb, *at);
        if (!flag)
            return err_set(p->info, ERR_USAGE, "unknown shorthand flag: '%c' in %s", *at, word);
        if (at[1] == '=' && at[2])
            return add_value(p, flag, at + 2);
        if (flag->type != FLAG_BOOL) {
            if (at[1])
                return add_value(p, flag, at + 1);
            if (p->next >= p->argc)
                return err_set(p->info, ERR_USAGE, "flag needs an argument: '%c' in %s", *at, word);
            return add_value(p, flag, p->argv[p->next++]);
        }
        if (add_value(p, flag, "true") != ERR_OK)
            return ERR_USAGE;
    }
    return ERR_OK;
}

static void add_word(struct args *args, const char *word)
{
    *vec_push(&args->words) = word;
}

static enum err read_words(struct parser *p)
{
    enum err err = ERR_OK;
    while (p->next < p->argc && err == ERR_OK) {
        const char *word = p->argv[p->next++];
        if (str_equal(word, "--")) {
            p->args->dashes = (int)p->args->words.len;
            while (p->next < p->argc)
                add_word(p->args, p->argv[p->next++]);
        } else if (str_starts(word, "--")) {
            err = read_long(p, word);
        } else if (*word == '-' && word[1]) {
            err = read_short(p, word);
        } else {
            add_word(p->args, word);
        }
    }
    return err;
}

enum err args_parse(struct args *args, const struct verb *verb, int argc, char *const *argv,
                    struct err_info *info)
{
    *args = (struct args){.verb = verb, .dashes = -1};
    struct parser p = {.args = args, .argc = argc, .argv = argv, .info = info};
    enum err err = read_words(&p);
    add_word(args, NULL);
    args->words.len--;
    return err;
}

/* Does this word, a flag, take the next one as its value? */
static bool takes_next(const char *word)
{
    const struct flag *flag;
    if (str_starts(word, "--")) {
        flag = long_flag(&verb_dashboard, word + 2, strlen(word + 2));
        return flag && flag->type != FLAG_BOOL;
    }
    for (word++; *word; word++) {
        flag = short_flag(&verb_dashboard, *word);
        if (!flag || word[1] == '=')
            return false;
        if (flag->type != FLAG_BOOL)
            return !word[1];
    }
    return false;
}

int args_find_verb(int argc, char *const *argv)
{
    for (int i = 1; i < argc; i++) {
        if (str_equal(argv[i], "--"))
            return 0;
        if (argv[i][0] != '-' || !argv[i][1])
            return i;
        i += takes_next(argv[i]);
    }
    return 0;
}
