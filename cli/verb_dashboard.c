/* No verb: the dashboard on a terminal, or its pods printed once. */
#include "cli/args.h"
#include "cli/complain.h"
#include "cli/once.h"
#include "cli/session.h"
#include "cli/verb.h"
#include "tui/tui.h"

#include <stdio.h>
#include <unistd.h>

static const struct flag flags[] = {
    {"all-namespaces", 'A', FLAG_BOOL, NULL, "Look at all namespaces"},
    {"once", 0, FLAG_BOOL, NULL, "Print the pods once, the worst first, and leave"},
    {"no-headers", 0, FLAG_BOOL, NULL, "With --once: no line of titles"},
    {"filter", 0, FLAG_TEXT, "WORDS",
     "The filter to start with: text, /regex/, !not, -l app=shop, status=..."},
    {"pane", 0, FLAG_TEXT, "NAME", "The pane to start in"},
    {"read-only", 0, FLAG_BOOL, NULL, "Nothing that changes the cluster can be done"},
    {"theme", 0, FLAG_TEXT, "dark|light|high-contrast|colour-blind|monochrome",
     "The theme, or a file of your own"},
    {"version", 0, FLAG_BOOL, NULL, "Print the version and leave"},
    {NULL, 0, FLAG_BOOL, NULL, NULL},
};

static int run_screen(const struct args *args)
{
    struct connect_flags connect;
    struct err_info info = {""};
    struct tui_options options = {.flags = &connect,
                                  .all_namespaces = args_bool(args, "all-namespaces"),
                                  .read_only = args_bool(args, "read-only"),
                                  .theme = args_text(args, "theme"),
                                  .filter = args_text(args, "filter"),
                                  .pane = args_text(args, "pane")};
    int status = 0;
    session_flags(args, &connect);
    return tui_run(&options, &status, &info) == ERR_OK ? status : complain("%s", info.text);
}

static int run(const struct args *args)
{
    if (args_bool(args, "version")) {
        printf("podprobe %s\n", PODPROBE_VERSION);
        return 0;
    }
    if (args_count(args) > 0)
        return complain_usage(&verb_dashboard, "unknown word \"%s\"", args_word(args, 0));
    if (args_bool(args, "once") || !isatty(STDOUT_FILENO) || !isatty(STDIN_FILENO))
        return once_run(args);
    return run_screen(args);
}

const struct verb verb_dashboard = {
    .name = "",
    .usage = "[flags]",
    .help = "podprobe shows pods, their probes, events and logs, and answers as kubectl does.",
    .flags = flags,
    .run = run,
};
