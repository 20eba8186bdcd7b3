/* contexts: what `kubectl config get-contexts` prints. */
#include "cli/args.h"
#include "cli/complain.h"
#include "cli/contexts.h"
#include "cli/session.h"
#include "cli/verbs.h"

#include <stdio.h>

static const struct flag flags[] = {
    {"no-headers", 0, FLAG_BOOL, NULL, "No line of titles"},
    {"output", 'o', FLAG_TEXT, "name", "Only the names"},
    {NULL, 0, FLAG_BOOL, NULL, NULL},
};

static int print(const struct args *args, const struct kubeconfig *config)
{
    struct str out = {0}, wrong = {0};
    struct contexts_spec spec = {
        .names = args_count(args) ? args_words(args) : NULL,
        .names_only = str_equal(args_text(args, "output"), "name"),
        .no_headers = args_bool(args, "no-headers"),
    };
    int status = contexts_print(config, &spec, &out, &wrong);
    fwrite(str_text(&out), 1, out.len, stdout);
    status |= complain_output();
    fputs(str_text(&wrong), stderr);
    str_fini(&out);
    str_fini(&wrong);
    return status;
}

static int run(const struct args *args)
{
    struct connect_flags connect;
    struct kubeconfig *config;
    struct err_info info;
    const char *output = args_text(args, "output");
    if (output && *output && !str_equal(output, "name"))
        return complain("output must be one of '' or 'name': %s", output);
    session_flags(args, &connect);
    if (kubeconfig_load(&connect, &config, &info) != ERR_OK)
        return complain("%s", info.text);
    if (*kubeconfig_problem(config))
        fprintf(stderr, "warning: %s\n", kubeconfig_problem(config));
    int status = print(args, config);
    kubeconfig_free(config);
    return status;
}

const struct verb verb_contexts = {
    .name = "contexts",
    .usage = "contexts [NAME...] [-o name] [flags]",
    .help = "List the contexts of the kubeconfig.",
    .flags = flags,
    .run = run,
    .words = "CONTEXT",
};
