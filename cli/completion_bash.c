/* Completion for bash. It needs nothing but bash itself. */
#include "cli/completion.h"

#include <string.h>

/* Asks podprobe, with what was typed about where to look. */
static const char helpers[] =
    "__podprobe_ask() {\n"
    "    local i connect=()\n"
    "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
    "        case ${COMP_WORDS[i]} in\n"
    "        -n | --namespace | --context | --kubeconfig | --server | -s)\n"
    "            local at=$((i + 1))\n"
    "            [[ ${COMP_WORDS[at]} == = ]] && at=$((at + 1))\n"
    "            connect+=(\"${COMP_WORDS[i]}\" \"${COMP_WORDS[at]}\") ;;\n"
    "        esac\n"
    "    done\n"
    "    podprobe \"$@\" \"${connect[@]}\" --request-timeout=3s -o name 2>/dev/null\n"
    "}\n"
    "__podprobe_source() { # where the words come from, the verb's words so far\n"
    "    case $1 in\n"
    "    contexts) __podprobe_ask contexts ;;\n"
    "    namespaces) __podprobe_ask get namespaces | sed 's|.*/||' ;;\n"
    "    pods) __podprobe_ask get pods | sed 's|.*/||' ;;\n"
    "    files) compgen -f -- \"$cur\" ;;\n"
    "    objects)\n"
    "        if [[ -z $2 ]]; then\n"
    "            echo pods events nodes namespaces deployments replicasets statefulsets daemonsets jobs \\\n"
    "                cronjobs services configmaps secrets persistentvolumeclaims ingresses all\n"
    "        else\n"
    "            __podprobe_ask get \"$2\" | sed 's|.*/||'\n"
    "        fi ;;\n"
    "    esac\n"
    "}\n";

static const char begin[] = "_podprobe() {\n"
                            "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} "
                            "verb= first= i list= source=\n"
                            "    [[ $cur == = ]] && cur=\n"
                            "    [[ $prev == = ]] && prev=${COMP_WORDS[COMP_CWORD - 2]}\n"
                            "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
                            "        case ${COMP_WORDS[i]} in\n"
                            "        --) return ;;\n"
                            "        -*) ;;\n"
                            "        =) i=$((i + 1)) ;;\n"
                            "        *)\n"
                            "            __podprobe_takes_value \"${COMP_WORDS[i - 1]}\" && continue\n"
                            "            if [[ -z $verb ]]; then verb=${COMP_WORDS[i]}; elif [[ -z $first "
                            "]]; then first=${COMP_WORDS[i]}; fi ;;\n"
                            "        esac\n"
                            "    done\n";

static const char end[] = "    [[ -n $source ]] && list=$(__podprobe_source \"$source\" \"$first\")\n"
                          "    mapfile -t COMPREPLY < <(compgen -W \"$list\" -- \"$cur\")\n"
                          "}\n"
                          "complete -o default -F _podprobe podprobe\n";

static void add_flag_words(struct str *out, const struct flag *flags)
{
    for (; flags->name; flags++) {
        str_addf(out, " --%s", flags->name);
        if (flags->letter)
            str_addf(out, " -%c", flags->letter);
    }
}

static void add_names(struct str *out, const struct flag *flag)
{
    str_addf(out, "--%s", flag->name);
    if (flag->letter)
        str_addf(out, " | -%c", flag->letter);
}

static void add_takes_value(struct str *out)
{
    const struct verb *const *verb = verb_list;
    str_add(out, "__podprobe_takes_value() {\n    case $1 in\n");
    for (const struct flag *flags = verb_dashboard.flags; flags;) {
        for (const struct flag *flag = flags; flag->name; flag++)
            if (flag->type != FLAG_BOOL) {
                str_add(out, "    ");
                add_names(out, flag);
                str_add(out, ") return 0 ;;\n");
            }
        flags = *verb ? (*verb++)->flags : flags == verb_global_flags ? NULL : verb_global_flags;
    }
    str_add(out, "    esac\n    return 1\n}\n");
}

/* Values of the flag before the cursor. */
static void add_values(struct str *out, const char *verb, const struct flag *flags)
{
    for (; flags->name; flags++) {
        struct str choices = {0};
        const char *source = completion_source_of_flag(flags);
        completion_add_choices(&choices, flags);
        if (flags->type != FLAG_BOOL) {
            str_addf(out, "    %s:--%s", verb, flags->name);
            if (flags->letter)
                str_addf(out, " | %s:-%c", verb, flags->letter);
            if (source)
                str_addf(out, ") source=%s ;;\n", source);
            else
                str_addf(out, ") list=\"%s\" ;;\n", str_text(&choices));
        }
        str_fini(&choices);
    }
}

static void add_verb(struct str *out, const struct verb *verb)
{
    const char *source = completion_source_of_verb(verb);
    str_addf(out, "    %s:-*) list=\"", *verb->name ? verb->name : "");
    add_flag_words(out, verb->flags);
    add_flag_words(out, verb_global_flags);
    str_add(out, "\" ;;\n");
    if (source)
        str_addf(out, "    %s:*) source=%s ;;\n", verb->name, source);
    else if (verb->words && strchr(verb->words, '|')) {
        str_addf(out, "    %s:*) list=\"", verb->name);
        completion_add_choices(out, &(struct flag){.value = verb->words});
        str_add(out, "\" ;;\n");
    }
}

void completion_bash(struct str *out)
{
    str_add(out, "# bash completion for podprobe: source <(podprobe completion bash)\n");
    str_add(out, helpers);
    add_takes_value(out);
    str_add(out, begin);
    str_add(out, "    case $verb:$prev in\n");
    for (const struct verb *const *verb = verb_list; *verb; verb++)
        add_values(out, (*verb)->name, (*verb)->flags);
    add_values(out, "", verb_dashboard.flags);
    add_values(out, "*", verb_global_flags);
    str_add(out, "    *)\n    case $verb:$cur in\n");
    for (const struct verb *const *verb = verb_list; *verb; verb++)
        add_verb(out, *verb);
    add_verb(out, &verb_dashboard);
    str_add(out, "    :*) list=\"");
    for (const struct verb *const *verb = verb_list; *verb; verb++)
        str_addf(out, " %s", (*verb)->name);
    str_add(out, "\" ;;\n    esac ;;\n    esac\n");
    str_add(out, end);
}
