/* describe: pods in every detail, as `kubectl describe pod` prints them. */
#include "cli/args.h"
#include "cli/complain.h"
#include "cli/describe_run.h"
#include "cli/session.h"
#include "cli/verbs.h"

#include <stdio.h>
#include <unistd.h>

static const struct flag flags[] = {
    {"all-namespaces", 'A', FLAG_BOOL, NULL, "Of all namespaces"},
    {"chunk-size", 0, FLAG_INT, "N", "How many objects a list asks for at once; 0: all (default 500)"},
    {"selector", 'l', FLAG_TEXT, "SELECTOR", "Only with these labels: a=b, a!=b, a in (b,c), a, !a"},
    {"show-events", 0, FLAG_BOOL, NULL, "With their events (default true)"},
    {NULL, 0, FLAG_BOOL, NULL, NULL},
};

static int run(const struct args *args)
{
    struct session session;
    const char *selector = args_text(args, "selector");
    int status = session_open(args, &session);
    if (status)
        return status;
    struct describe_spec spec = {
        .words = args_words(args),
        .namespace_ = session.namespace_,
        .selector = selector && *selector ? selector : NULL,
        .all_namespaces = args_bool(args, "all-namespaces"),
        .no_events = !args_bool_or(args, "show-events", true),
        .chunk = args_int(args, "chunk-size", 500),
    };
    status = describe_run(session.client, &spec, stdout, stderr, isatty(STDOUT_FILENO));
    session_close(&session);
    int unwritten = complain_output();
    return status ? status : unwritten;
}

const struct verb verb_describe = {
    .name = "describe",
    .usage = "describe (pod [NAME | NAME-PREFIX ...] | pod/NAME ...) [flags]",
    .help = "Show pods in every detail, with their events.",
    .flags = flags,
    .run = run,
    .words = "KIND",
};
