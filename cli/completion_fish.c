/* Completion for fish: one line per verb and flag. */
#include "cli/completion.h"

#include <string.h>

static const char helpers[] =
    "function __podprobe_ask\n"
    "    set -l connect\n"
    "    set -l words (commandline -opc)\n"
    "    for i in (seq 2 (count $words))\n"
    "        switch $words[$i]\n"
    "            case -n --namespace --context --kubeconfig --server -s\n"
    "                set -a connect $words[$i] $words[(math $i + 1)]\n"
    "            case '--namespace=*' '--context=*' '--kubeconfig=*' '--server=*'\n"
    "                set -a connect $words[$i]\n"
    "        end\n"
    "    end\n"
    "    podprobe $argv $connect --request-timeout=3s -o name 2>/dev/null | string replace -r '.*/' ''\n"
    "end\n"
    "function __podprobe_contexts; __podprobe_ask contexts; end\n"
    "function __podprobe_namespaces; __podprobe_ask get namespaces; end\n"
    "function __podprobe_pods; __podprobe_ask get pods; end\n"
    "function __podprobe_objects\n"
    "    set -l words (commandline -opc)\n"
    "    set -l kind\n"
    "    set -l i 3\n"
    "    while test $i -le (count $words) -a -z \"$kind\"\n"
    "        switch $words[$i]\n"
    "            case -n --namespace --context --kubeconfig -s --server -l -o -L\n"
    "                set i (math $i + 1)\n"
    "            case '-*'\n"
    "            case '*'\n"
    "                set kind $words[$i]\n"
    "        end\n"
    "        set i (math $i + 1)\n"
    "    end\n"
    "    if test -n \"$kind\"\n"
    "        __podprobe_ask get $kind\n"
    "    else\n"
    "        string split ' ' 'pods events nodes namespaces deployments replicasets statefulsets daemonsets "
    "jobs cronjobs services configmaps secrets persistentvolumeclaims ingresses all'\n"
    "    end\n"
    "end\n";

static void add_text(struct str *out, const char *text)
{
    str_add_char(out, '\'');
    for (; *text; text++) {
        if (*text == '\'' || *text == '\\')
            str_add_char(out, '\\');
        str_add_char(out, *text);
    }
    str_add_char(out, '\'');
}

static void add_flags(struct str *out, const char *condition, const struct flag *flags)
{
    for (; flags->name; flags++) {
        const char *source = completion_source_of_flag(flags);
        struct str choices = {0};
        completion_add_choices(&choices, flags);
        str_addf(out, "complete -c podprobe%s -l %s", condition, flags->name);
        if (flags->letter)
            str_addf(out, " -s %c", flags->letter);
        if (flags->type != FLAG_BOOL)
            str_add(out, source && str_equal(source, "files") ? " -r -F" : " -x");
        if (source && !str_equal(source, "files"))
            str_addf(out, " -a '(__podprobe_%s)'", source);
        else if (choices.len)
            str_addf(out, " -a '%s'", str_text(&choices));
        str_add(out, " -d ");
        add_text(out, flags->help);
        str_add_char(out, '\n');
        str_fini(&choices);
    }
}

static void add_verb(struct str *out, const struct verb *verb)
{
    struct str condition = {0};
    const char *source = completion_source_of_verb(verb);
    str_addf(out, "complete -c podprobe -f -n __fish_use_subcommand -a %s -d ", verb->name);
    add_text(out, verb->help);
    str_add_char(out, '\n');
    str_addf(&condition, " -n '__fish_seen_subcommand_from %s'", verb->name);
    if (source)
        str_addf(out, "complete -c podprobe -f%s -a '(__podprobe_%s)'\n", str_text(&condition), source);
    else if (verb->words && strchr(verb->words, '|')) {
        str_addf(out, "complete -c podprobe -f%s -a '", str_text(&condition));
        completion_add_choices(out, &(struct flag){.value = verb->words});
        str_add(out, "'\n");
    }
    add_flags(out, str_text(&condition), verb->flags);
    str_fini(&condition);
}

void completion_fish(struct str *out)
{
    str_add(out, "# fish completion for podprobe: podprobe completion fish | source\n");
    str_add(out, helpers);
    str_add(out, "complete -c podprobe -f\n");
    for (const struct verb *const *verb = verb_list; *verb; verb++)
        add_verb(out, *verb);
    add_flags(out, " -n __fish_use_subcommand", verb_dashboard.flags);
    add_flags(out, "", verb_global_flags);
}
