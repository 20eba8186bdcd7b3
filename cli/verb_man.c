/* man: the manual page, printed as troff. */
#include "cli/args.h"
#include "cli/manual.h"
#include "cli/verbs.h"

#include <stdio.h>

static const struct flag flags[] = {
    {NULL, 0, FLAG_BOOL, NULL, NULL},
};

static int run(const struct args *args)
{
    struct str text = {0};
    (void)args;
    manual_add(&text);
    fwrite(text.data, 1, text.len, stdout);
    str_fini(&text);
    return 0;
}

const struct verb verb_man = {
    .name = "man",
    .usage = "man",
    .help = "Print the manual page: podprobe man | man -l -.",
    .flags = flags,
    .run = run,
};
