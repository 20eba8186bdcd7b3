/* exec: a command in a container, as `kubectl exec` runs it. */
#include "cli/args.h"
#include "cli/complain.h"
#include "cli/exec_job.h"
#include "cli/session.h"
#include "cli/verbs.h"

enum { RUNNING_TIMEOUT_MS = 60 * 1000 };

static const struct flag flags[] = {
    {"container", 'c', FLAG_TEXT, "NAME", "The container; the pod's default one without it"},
    {"pod-running-timeout", 0, FLAG_DURATION, "DURATION",
     "How long to wait for a pod of TYPE/NAME (default 1m0s)"},
    {"quiet", 'q', FLAG_BOOL, NULL, "Only what the command itself prints"},
    {"stdin", 'i', FLAG_BOOL, NULL, "Pass standard input to the command"},
    {"tty", 't', FLAG_BOOL, NULL, "Standard input is a terminal"},
    {NULL, 0, FLAG_BOOL, NULL, NULL},
};

/* What kubectl says about words that are too few or stand in the wrong place; 0 when all is well. */
static int check_words(const struct args *args)
{
    if (args->dashes == 0 || !args_count(args))
        return complain("pod, type/name or --filename must be specified");
    if (args->dashes < 0 && args_count(args) > 1)
        return complain("exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead");
    if (args->dashes > 1)
        return complain("expected one pod before --, not %d words", args->dashes);
    if (args_count(args) < 2)
        return complain("you must specify at least one command for the container");
    return 0;
}

static int run(const struct args *args)
{
    struct session session;
    int status = check_words(args);
    if (status || (status = session_open(args, &session)))
        return status;
    struct exec_job job = {
        .target = args_word(args, 0),
        .container = args_text(args, "container"),
        .command = args_words(args) + 1,
        .want_stdin = args_bool(args, "stdin"),
        .tty = args_bool(args, "tty"),
        .quiet = args_bool(args, "quiet"),
        .running_timeout_ms = args_duration(args, "pod-running-timeout", RUNNING_TIMEOUT_MS),
    };
    status = exec_job_run(session.client, session.namespace_, &job);
    session_close(&session);
    return status;
}

const struct verb verb_exec = {
    .name = "exec",
    .usage = "exec (POD | TYPE/NAME) [-c CONTAINER] [-i] [-t] [flags] -- COMMAND [ARG...]",
    .help = "Run a command in a container.",
    .flags = flags,
    .run = run,
    .words = "POD",
};
