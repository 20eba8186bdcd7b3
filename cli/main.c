/* podprobe: finds the verb and runs it. The one place that exits. */
#include "cli/args.h"
#include "cli/complain.h"
#include "cli/usage.h"
#include "cli/verb.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>

static void print(struct str *text)
{
    fwrite(str_text(text), 1, text->len, stdout);
    str_fini(text);
}

static int unknown(const char *word)
{
    struct str words = {0};
    usage_unknown(&words, word);
    complain("%s", str_text(&words));
    str_fini(&words);
    return 1;
}

static int run(const struct verb *verb, int argc, char *const *argv)
{
    struct args args;
    struct err_info info;
    struct str help = {0};
    int status;
    if (args_parse(&args, verb, argc, argv, &info) != ERR_OK) {
        status = complain_usage(verb, "%s", info.text);
    } else if (args_bool(&args, "help")) {
        verb == &verb_dashboard ? usage_all(&help) : usage_verb(&help, verb);
        print(&help);
        status = 0;
    } else {
        status = verb->run(&args);
    }
    args_fini(&args);
    int written = complain_output();
    return status ? status : written;
}

/* "help" and "help VERB" are --help. */
static int run_help(int argc, char **argv)
{
    const struct verb *verb = argc > 0 ? verb_find(argv[0]) : &verb_dashboard;
    char *words[] = {(char[]){"--help"}, NULL};
    return verb ? run(verb, 1, words) : unknown(argv[0]);
}

/* argv[at] is the verb: it is taken out, what stands before it are flags of every verb. */
static int run_verb(int argc, char **argv, int at)
{
    const char *name = argv[at];
    const struct verb *verb = verb_find(name);
    if (!verb && str_equal(name, "help"))
        return run_help(argc - at - 1, argv + at + 1);
    if (!verb)
        return unknown(name);
    for (int i = at; i > 1; i--)
        argv[i] = argv[i - 1];
    return run(verb, argc - 2, argv + 2);
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "");
    /* A reader that went away is an error of writing, and connections that break are the client's to see. */
    signal(SIGPIPE, SIG_IGN);
    int at = args_find_verb(argc, argv);
    return at ? run_verb(argc, argv, at) : run(&verb_dashboard, argc - 1, argv + 1);
}
