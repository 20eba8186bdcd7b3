/* Completion for zsh, by its own _arguments. */
#include "cli/completion.h"

#include <string.h>

static const char helpers[] =
    "__podprobe_ask() {\n"
    "    local -a found\n"
    "    local i connect=()\n"
    "    for ((i = 2; i < ${#line_words}; i++)); do\n"
    "        case $line_words[i] in\n"
    "        -n | --namespace | --context | --kubeconfig | --server | -s)\n"
    "            connect+=($line_words[i] $line_words[i+1]) ;;\n"
    "        --namespace=* | --context=* | --kubeconfig=* | --server=*) connect+=($line_words[i]) ;;\n"
    "        esac\n"
    "    done\n"
    "    found=(${(f)\"$(podprobe $@ $connect --request-timeout=3s -o name 2>/dev/null)\"})\n"
    "    compadd -- ${found##*/}\n"
    "}\n"
    "__podprobe_contexts() { __podprobe_ask contexts }\n"
    "__podprobe_namespaces() { __podprobe_ask get namespaces }\n"
    "__podprobe_pods() { __podprobe_ask get pods }\n"
    "__podprobe_objects() {\n"
    "    local i kind\n"
    "    for ((i = 2; i < CURRENT && ! ${#kind}; i++)); do\n"
    "        case $words[i] in\n"
    "        -n | --namespace | --context | --kubeconfig | -s | --server | -l | -o | -L) ((i++)) ;;\n"
    "        -*) ;;\n"
    "        *) kind=$words[i] ;;\n"
    "        esac\n"
    "    done\n"
    "    if [[ -z $kind ]]; then\n"
    "        compadd -- pods events nodes namespaces deployments replicasets statefulsets daemonsets jobs "
    "\\\n"
    "            cronjobs services configmaps secrets persistentvolumeclaims ingresses all\n"
    "    else\n"
    "        __podprobe_ask get $kind\n"
    "    fi\n"
    "}\n";

/* Text inside of an _arguments row: colons and brackets have a meaning there. */
static void add_escaped(struct str *out, const char *text)
{
    for (; *text; text++) {
        if (strchr(":[]\\", *text))
            str_add_char(out, '\\');
        str_add_char(out, *text);
    }
}

static void add_value(struct str *row, const struct flag *flag)
{
    const char *source = completion_source_of_flag(flag);
    struct str choices = {0};
    completion_add_choices(&choices, flag);
    str_add(row, ":");
    add_escaped(row, flag->value);
    if (source && str_equal(source, "files"))
        str_add(row, ":_files");
    else if (source)
        str_addf(row, ":__podprobe_%s", source);
    else
        str_addf(row, ":(%s)", str_text(&choices));
    str_fini(&choices);
}

/* '--namespace=[help]:NAME:source' and '-n+[help]:NAME:source' */
static void add_flag(struct str *out, const struct flag *flag, bool letter)
{
    struct str row = {0};
    bool many = flag->type == FLAG_LIST || flag->type == FLAG_ARRAY;
    if (many)
        str_add_char(&row, '*');
    if (letter)
        str_addf(&row, "-%c%s[", flag->letter, flag->type == FLAG_BOOL ? "" : "+");
    else
        str_addf(&row, "--%s%s[", flag->name, flag->type == FLAG_BOOL ? "" : "=");
    add_escaped(&row, flag->help);
    str_add_char(&row, ']');
    if (flag->type != FLAG_BOOL)
        add_value(&row, flag);
    str_add(out, " \\\n            ");
    completion_add_quoted(out, str_text(&row));
    str_fini(&row);
}

static void add_flags(struct str *out, const struct flag *flags)
{
    for (; flags->name; flags++) {
        add_flag(out, flags, false);
        if (flags->letter)
            add_flag(out, flags, true);
    }
}

static void add_verb(struct str *out, const struct verb *verb)
{
    const char *source = completion_source_of_verb(verb);
    str_addf(out, "    %s)\n        _arguments -S", verb->name);
    add_flags(out, verb->flags);
    add_flags(out, verb_global_flags);
    if (source) {
        str_addf(out, " \\\n            '*:%s:__podprobe_%s' ;;\n", verb->words, source);
    } else if (verb->words && strchr(verb->words, '|')) {
        str_add(out, " \\\n            '*:word:(");
        completion_add_choices(out, &(struct flag){.value = verb->words});
        str_add(out, ")' ;;\n");
    } else {
        str_add(out, " ;;\n");
    }
}

static void add_verb_names(struct str *out)
{
    str_add(out, "    local -a verbs=(\n");
    for (const struct verb *const *verb = verb_list; *verb; verb++) {
        struct str row = {0};
        add_escaped(&row, (*verb)->name);
        str_addf(&row, ":%s", (*verb)->help);
        str_add(out, "        ");
        completion_add_quoted(out, str_text(&row));
        str_add_char(out, '\n');
        str_fini(&row);
    }
    str_add(out, "    )\n");
}

void completion_zsh(struct str *out)
{
    str_add(out, "#compdef podprobe\n");
    str_add(out, helpers);
    str_add(out, "_podprobe() {\n    local context state line curcontext=$curcontext\n"
                 "    local -a line_words=($words)\n");
    add_verb_names(out);
    str_add(out, "    _arguments -C -A '-*'");
    add_flags(out, verb_dashboard.flags);
    add_flags(out, verb_global_flags);
    str_add(out, " \\\n            '1:verb:->verb' '*::word:->words' && return\n"
                 "    case $state in\n    verb) _describe verb verbs; return ;;\n    esac\n"
                 "    case $line[1] in\n");
    for (const struct verb *const *verb = verb_list; *verb; verb++)
        add_verb(out, *verb);
    str_add(
        out,
        "    esac\n}\n"
        "if [[ $funcstack[1] == _podprobe ]]; then _podprobe \"$@\"; else compdef _podprobe podprobe; fi\n");
}
