/* The command line's grammar, and its complaints in kubectl's words. */
#include "base/str.h"
#include "cli/args.h"
#include "cli/usage.h"
#include "cli/verbs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const struct flag flags[] = {
    {"stdin", 'i', FLAG_BOOL, NULL, ""},     {"tty", 't', FLAG_BOOL, NULL, ""},
    {"output", 'o', FLAG_TEXT, "FORM", ""},  {"tail", 0, FLAG_INT, "N", ""},
    {"since", 0, FLAG_DURATION, "TIME", ""}, {"label-columns", 'L', FLAG_LIST, "L", ""},
    {NULL, 0, FLAG_BOOL, NULL, NULL},
};
static const struct verb verb = {.name = "try", .flags = flags};

/* Cuts at blanks and parses. */
static enum err parse(struct args *args, char *line, struct err_info *info)
{
    char *argv[16];
    int argc = 0;
    for (char *word = strtok(line, " "); word; word = strtok(NULL, " "))
        argv[argc++] = word;
    return args_parse(args, &verb, argc, argv, info);
}

/* What was understood, in one line. */
static void add_summary(struct str *out, const struct args *args)
{
    const char *const *list = args_list(args, "label-columns");
    str_addf(out, "i=%d t=%d", args_bool(args, "stdin"), args_bool(args, "tty"));
    if (args_said(args, "output"))
        str_addf(out, " o=%s", args_text(args, "output"));
    if (args_said(args, "namespace"))
        str_addf(out, " n=%s", args_text(args, "namespace"));
    str_addf(out, " tail=%lld since=%lld", (long long)args_int(args, "tail", -1),
             (long long)args_duration(args, "since", 0));
    for (; *list; list++)
        str_addf(out, " L:%s", *list);
    for (size_t i = 0; i < args_count(args); i++)
        str_addf(out, "%s %s", args->dashes == (int)i ? " --" : "", args_word(args, i));
}

static const struct {
    const char *line, *summary;
} good[] = {
    {"", "i=0 t=0 tail=-1 since=0"},
    {"pods web", "i=0 t=0 tail=-1 since=0 pods web"},
    {"-it web -- sh -c x", "i=1 t=1 tail=-1 since=0 web -- sh -c x"},
    {"web -itn lab", "i=1 t=1 n=lab tail=-1 since=0 web"},
    {"-nlab -ojson", "i=0 t=0 o=json n=lab tail=-1 since=0"},
    {"-n=lab -o=json", "i=0 t=0 o=json n=lab tail=-1 since=0"},
    {"-n lab --output yaml pods", "i=0 t=0 o=yaml n=lab tail=-1 since=0 pods"},
    {"--namespace=lab --namespace other", "i=0 t=0 n=other tail=-1 since=0"},
    {"--stdin=false -t=true", "i=0 t=1 tail=-1 since=0"},
    {"--stdin --stdin=0", "i=0 t=0 tail=-1 since=0"},
    {"--tail=5 --since 2m", "i=0 t=0 tail=5 since=120000"},
    {"--tail -1", "i=0 t=0 tail=-1 since=0"},
    {"-L a,b -Lc", "i=0 t=0 tail=-1 since=0 L:a L:b L:c"},
    {"- web", "i=0 t=0 tail=-1 since=0 - web"},
    {"--output= web", "i=0 t=0 o= tail=-1 since=0 web"},
};

static void what_is_typed_is_understood(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        struct args args;
        struct err_info info = {""};
        struct str summary = {0};
        char line[128];
        snprintf(line, sizeof(line), "%s", good[i].line);
        assert_int_equal(parse(&args, line, &info), ERR_OK);
        add_summary(&summary, &args);
        assert_string_equal(str_text(&summary), good[i].summary);
        str_fini(&summary);
        args_fini(&args);
    }
}

static const struct {
    const char *line, *words;
} bad[] = {
    {"--nope", "unknown flag: --nope"},
    {"--nope=3", "unknown flag: --nope"},
    {"-x", "unknown shorthand flag: 'x' in -x"},
    {"-ix", "unknown shorthand flag: 'x' in -ix"},
    {"--output", "flag needs an argument: --output"},
    {"-o", "flag needs an argument: 'o' in -o"},
    {"-in", "flag needs an argument: 'n' in -in"},
    {"--=3", "bad flag syntax: --=3"},
    {"---x", "bad flag syntax: ---x"},
    {"--tail=abc",
     "invalid argument \"abc\" for \"--tail\" flag: strconv.ParseInt: parsing \"abc\": invalid syntax"},
    {"--tail=99999999999999999999", "invalid argument \"99999999999999999999\" for \"--tail\" flag: "
                                    "strconv.ParseInt: parsing \"99999999999999999999\": value out of range"},
    {"--stdin=maybe", "invalid argument \"maybe\" for \"-i, --stdin\" flag: strconv.ParseBool: parsing "
                      "\"maybe\": invalid syntax"},
    {"--since=5", "invalid argument \"5\" for \"--since\" flag: time: invalid duration \"5\""},
};

static void what_is_wrong_is_said(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct args args;
        struct err_info info = {""};
        char line[128];
        snprintf(line, sizeof(line), "%s", bad[i].line);
        assert_int_equal(parse(&args, line, &info), ERR_USAGE);
        assert_string_equal(info.text, bad[i].words);
        args_fini(&args);
    }
}

static void the_verb_is_found_among_flags(void **state)
{
    static const struct {
        const char *words[6];
        int place;
    } rows[] = {
        {{"podprobe", "get", "pods"}, 1},
        {{"podprobe", "-n", "lab", "get"}, 3},
        {{"podprobe", "-nlab", "get"}, 2},
        {{"podprobe", "--namespace", "get", "get"}, 3},
        {{"podprobe", "--context=a", "x"}, 2},
        {{"podprobe", "-A", "--once"}, 0},
        {{"podprobe"}, 0},
        {{"podprobe", "--", "get"}, 0},
        {{"podprobe", "-A", "get"}, 2},
        {{"podprobe", "-n=lab", "get"}, 2},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        int argc = 0;
        while (argc < 6 && rows[i].words[argc])
            argc++;
        assert_int_equal(args_find_verb(argc, (char *const *)(uintptr_t)rows[i].words), rows[i].place);
    }
}

/* Rows that contradict each other would make a flag unreachable. */
static void no_verb_has_a_letter_twice(void **state)
{
    (void)state;
    for (const struct verb *const *v = verb_list; *v; v++)
        for (const struct flag *a = (*v)->flags; a->name; a++) {
            for (const struct flag *b = (*v)->flags; b != a; b++)
                assert_true(strcmp(a->name, b->name) != 0 && (!a->letter || a->letter != b->letter));
            for (const struct flag *b = verb_global_flags; b->name; b++)
                assert_true(strcmp(a->name, b->name) != 0 && (!a->letter || a->letter != b->letter));
        }
}

static void help_names_every_flag(void **state)
{
    (void)state;
    for (const struct verb *const *v = verb_list; *v; v++) {
        struct str help = {0};
        usage_verb(&help, *v);
        for (const struct flag *flag = (*v)->flags; flag->name; flag++)
            assert_non_null(strstr(str_text(&help), flag->name));
        str_fini(&help);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_typed_is_understood),   cmocka_unit_test(what_is_wrong_is_said),
        cmocka_unit_test(the_verb_is_found_among_flags), cmocka_unit_test(no_verb_has_a_letter_twice),
        cmocka_unit_test(help_names_every_flag),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
