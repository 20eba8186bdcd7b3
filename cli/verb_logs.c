/* logs: what containers wrote, as `kubectl logs` prints it. */
#include "base/time.h"
#include "cli/args.h"
#include "cli/complain.h"
#include "cli/logs_run.h"
#include "cli/session.h"
#include "cli/verbs.h"

#include <limits.h>

enum { SELECTED_TAIL = 10, MOST_REQUESTS = 5, WAIT_MS = 20 * 1000 };

static const struct flag flags[] = {
    {"all-containers", 0, FLAG_BOOL, NULL, "Every container of the pod"},
    {"all-pods", 0, FLAG_BOOL, NULL, "Every pod of the workload; sets --prefix"},
    {"container", 'c', FLAG_TEXT, "NAME", "The container"},
    {"follow", 'f', FLAG_BOOL, NULL, "Go on as lines are written, until the container ends"},
    {"ignore-errors", 0, FLAG_BOOL, NULL, "Print what goes wrong among the lines and go on"},
    {"insecure-skip-tls-verify-backend", 0, FLAG_BOOL, NULL,
     "The API server does not verify the kubelet's certificate"},
    {"limit-bytes", 0, FLAG_INT, "N", "At most so many bytes; 0: all"},
    {"max-log-requests", 0, FLAG_INT, "N", "How many logs to follow at once at most (5)"},
    {"pod-running-timeout", 0, FLAG_DURATION, "DURATION", "How long to wait for a pod (20s)"},
    {"prefix", 0, FLAG_BOOL, NULL, "Pod and container in front of each line"},
    {"previous", 'p', FLAG_BOOL, NULL, "The container's instance before its last restart"},
    {"selector", 'l', FLAG_TEXT, "SELECTOR", "Pods with these labels"},
    {"since", 0, FLAG_DURATION, "DURATION", "Only what is newer: 5s, 2m, 3h"},
    {"since-time", 0, FLAG_TEXT, "TIME", "Only what was written after (RFC 3339)"},
    {"tail", 0, FLAG_INT, "N", "The last lines; -1: all (with a selector: 10)"},
    {"timestamps", 0, FLAG_BOOL, NULL, "The server's time in front of each line"},
    {NULL, 0, FLAG_BOOL, NULL, NULL},
};

static int usage_expected(void)
{
    return complain_usage(&verb_logs, "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\n"
                                      "POD or TYPE/NAME is a required argument for the logs command");
}

/* The words: POD or TYPE/NAME, then perhaps the container. */
static int read_words(const struct args *args, struct logs_options *o)
{
    size_t count = args_count(args);
    o->selector = args_text(args, "selector");
    o->container = args_text(args, "container");
    if (o->selector && !*o->selector)
        o->selector = NULL;
    if (o->container && !*o->container)
        o->container = NULL;
    if (o->selector && count > 0)
        return complain_usage(&verb_logs, "only a selector (-l) or a POD name is allowed");
    if (count > 2 || (count == 0 && !o->selector))
        return usage_expected();
    if (count == 2 && o->container)
        return complain("only one of -c or an inline [CONTAINER] arg is allowed");
    o->what = args_word(args, 0);
    if (count == 2)
        o->container = args_word(args, 1);
    return 0;
}

static int read_bounds(const struct args *args, struct logs_options *o)
{
    int64_t since = args_duration(args, "since", 0);
    o->tail = args_int(args, "tail", -1);
    o->limit_bytes = args_int(args, "limit-bytes", 0);
    o->since_s = (since + 500) / 1000;
    o->since = args_text(args, "since-time");
    if (o->since && !*o->since)
        o->since = NULL;
    if (o->since && time_parse(o->since) == TIME_NONE)
        return complain("parsing time \"%s\" as \"2006-01-02T15:04:05Z07:00\": it is not RFC 3339", o->since);
    if (o->since && since != 0)
        return complain("at most one of `sinceTime` or `sinceSeconds` may be specified");
    if (since < 0)
        return complain("--since must be greater than 0");
    if (o->limit_bytes < 0)
        return complain("--limit-bytes must be greater than 0");
    if (o->tail < -1)
        return complain("--tail must be greater than or equal to -1");
    if (o->selector && o->tail == -1)
        o->tail = args_said(args, "tail") ? -1 : SELECTED_TAIL;
    return 0;
}

static int read_options(const struct args *args, struct logs_options *o)
{
    *o = (struct logs_options){
        .follow = args_bool(args, "follow"),
        .previous = args_bool(args, "previous"),
        .timestamps = args_bool(args, "timestamps"),
        .prefix = args_bool(args, "prefix"),
        .ignore_errors = args_bool(args, "ignore-errors"),
        .all_containers = args_bool(args, "all-containers"),
        .all_pods = args_bool(args, "all-pods"),
        .insecure_backend = args_bool(args, "insecure-skip-tls-verify-backend"),
        .wait_ms = args_duration(args, "pod-running-timeout", WAIT_MS),
    };
    int64_t most = args_int(args, "max-log-requests", MOST_REQUESTS);
    o->most_requests = most > INT_MAX ? INT_MAX : (int)most;
    int status = read_words(args, o);
    if (!status)
        status = read_bounds(args, o);
    if (!status && o->all_containers && o->container)
        status =
            complain("--all-containers=true should not be specified with container name %s", o->container);
    if (!status && o->wait_ms <= 0)
        status = complain("--pod-running-timeout must be higher than zero");
    return status;
}

static int run(const struct args *args)
{
    struct logs_options options;
    struct session session;
    int status = read_options(args, &options);
    if (!status)
        status = session_open(args, &session);
    if (status)
        return status;
    status = logs_run(session.client, session.namespace_, &options);
    session_close(&session);
    return status;
}

const struct verb verb_logs = {
    .name = "logs",
    .usage = "logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER] [flags]",
    .help = "Print what a container wrote.",
    .flags = flags,
    .run = run,
    .words = "POD",
};
