/* attach: to what already runs in a container, as `kubectl attach` does it. */
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
    {"quiet", 'q', FLAG_BOOL, NULL, "Only what the container itself prints"},
    {"stdin", 'i', FLAG_BOOL, NULL, "Pass standard input to the container"},
    {"tty", 't', FLAG_BOOL, NULL, "Standard input is a terminal; ctrl-p ctrl-q leaves"},
    {NULL, 0, FLAG_BOOL, NULL, NULL},
};

static int run(const struct args *args)
{
    struct session session;
    if (!args_count(args))
        return complain("at least 1 argument is required for attach");
    if (args_count(args) > 1)
        return complain("expected POD, TYPE/NAME, or TYPE NAME, (at most 2 arguments) saw %zu: %s",
                        args_count(args), args_word(args, 0));
    int status = session_open(args, &session);
    if (status)
        return status;
    struct exec_job job = {
        .attach = true,
        .target = args_word(args, 0),
        .container = args_text(args, "container"),
        .want_stdin = args_bool(args, "stdin"),
        .tty = args_bool(args, "tty"),
        .quiet = args_bool(args, "quiet"),
        .running_timeout_ms = args_duration(args, "pod-running-timeout", RUNNING_TIMEOUT_MS),
    };
    status = exec_job_run(session.client, session.namespace_, &job);
    session_close(&session);
    return status;
}

const struct verb verb_attach = {
    .name = "attach",
    .usage = "attach (POD | TYPE/NAME) [-c CONTAINER] [-i] [-t] [flags]",
    .help = "Attach to what runs in a container.",
    .flags = flags,
    .run = run,
    .words = "POD",
};
