/*
 * What was typed behind a verb, by kubectl's grammar (spf13/pflag): flags anywhere among the words,
 * --flag=value and --flag value, -nVALUE, -n=VALUE, -n VALUE, letters of booleans together (-it),
 * --flag=false, and -- ends the flags. A flag that is given twice counts the last time, lists gather.
 */
#ifndef CLI_ARGS_H
#define CLI_ARGS_H

#include "base/err.h"
#include "base/vec.h"
#include "cli/verb.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct args_value {
    const struct flag *flag;
    const char *text; /* borrowed from argv; "true" for a boolean without a value */
};

struct args {
    const struct verb *verb;
    VEC(struct args_value) values;
    VEC(const char *) words; /* NULL-terminated; len counts the words alone */
    VEC(char *) pieces;      /* owned: what lists were cut into */
    VEC(const char **) lists;
    int dashes; /* how many words stood before "--"; -1: there was none */
};

/* argv without the program's and the verb's name, borrowed for as long as args lives. ERR_USAGE with
 * kubectl's words for what is wrong ("unknown flag: --x"). args_fini in any case. */
enum err args_parse(struct args *args, const struct verb *verb, int argc, char *const *argv,
                    struct err_info *info);
void args_fini(struct args *args);

/*
 * The place of the verb's name in argv (which begins with the program's): the first word that is neither a
 * flag nor the value of a global flag or of a flag of the dashboard. 0: there is none.
 */
int args_find_verb(int argc, char *const *argv);

/* Questions by a flag's name; asking for a flag that the verb has no row of is an error of the program. */
bool args_said(const struct args *args, const char *name);
bool args_bool(const struct args *args, const char *name);
bool args_bool_or(const struct args *args, const char *name, bool otherwise);
/* NULL if it was not said. */
const char *args_text(const struct args *args, const char *name);
int64_t args_int(const struct args *args, const char *name, int64_t otherwise);
/* In milliseconds. */
int64_t args_duration(const struct args *args, const char *name, int64_t otherwise);
/* Every value of a FLAG_LIST or FLAG_ARRAY, NULL-terminated, never NULL; borrowed. */
const char *const *args_list(const struct args *args, const char *name);

/* The words that are no flags. Past the end: NULL. */
size_t args_count(const struct args *args);
const char *args_word(const struct args *args, size_t i);
/* All of them, NULL-terminated, never NULL. */
const char *const *args_words(const struct args *args);

#endif
