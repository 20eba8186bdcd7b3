/* completion: a shell's completions, printed. */
#include "cli/args.h"
#include "cli/complain.h"
#include "cli/completion.h"
#include "cli/verbs.h"

#include <stdio.h>

static const struct flag flags[] = {
    {NULL, 0, FLAG_BOOL, NULL, NULL},
};

static const struct {
    const char *name;
    void (*make)(struct str *out);
} shells[] = {
    {"bash", completion_bash},
    {"zsh", completion_zsh},
    {"fish", completion_fish},
};

static int run(const struct args *args)
{
    struct str text = {0};
    const char *shell = args_word(args, 0);
    if (args_count(args) != 1)
        return complain_usage(&verb_completion, "name one shell: bash, zsh or fish");
    for (size_t i = 0; i < sizeof(shells) / sizeof(shells[0]); i++)
        if (str_equal(shells[i].name, shell))
            shells[i].make(&text);
    if (!text.len)
        return complain_usage(&verb_completion, "no completions for \"%s\": bash, zsh or fish", shell);
    fwrite(text.data, 1, text.len, stdout);
    str_fini(&text);
    return 0;
}

const struct verb verb_completion = {
    .name = "completion",
    .usage = "completion bash|zsh|fish",
    .help = "Print the completions of a shell: source <(podprobe completion bash).",
    .flags = flags,
    .run = run,
    .words = "bash|zsh|fish",
};
