/* The manual page. */
#include "cli/manual.h"

#include "cli/verb.h"
#include "tui/action.h"

#include <string.h>

/* Text as troff reads it: backslashes and hyphens escaped, no line begins with a dot or quote. */
static void add_text(struct str *out, const char *text)
{
    if (*text == '.' || *text == '\'')
        str_add(out, "\\&");
    for (; *text; text++)
        if (*text == '\\')
            str_add(out, "\\e");
        else if (*text == '-')
            str_add(out, "\\-");
        else if (*text == '\n')
            str_add(out, "\n\\&");
        else
            str_add_char(out, *text);
}

static void add_bold(struct str *out, const char *text)
{
    str_add(out, "\\fB");
    add_text(out, text);
    str_add(out, "\\fR");
}

static void add_paragraph(struct str *out, const char *text)
{
    str_add(out, ".PP\n");
    add_text(out, text);
    str_add_char(out, '\n');
}

static void add_flag(struct str *out, const struct flag *flag)
{
    char letter[] = {'-', flag->letter, '\0'};
    struct str name = {0};
    str_addf(&name, "--%s", flag->name);
    str_add(out, ".TP\n");
    if (flag->letter) {
        add_bold(out, letter);
        str_add(out, ", ");
    }
    add_bold(out, str_text(&name));
    if (flag->value) {
        str_add(out, "=\\fI");
        add_text(out, flag->value);
        str_add(out, "\\fR");
    }
    str_add_char(out, '\n');
    add_text(out, flag->help);
    str_add_char(out, '\n');
    str_fini(&name);
}

static void add_flags(struct str *out, const struct flag *flags)
{
    for (; flags->name; flags++)
        add_flag(out, flags);
}

static void add_verb(struct str *out, const struct verb *verb)
{
    str_add(out, ".SS \"");
    add_text(out, verb->name);
    str_add(out, "\"\n\\fBpodprobe\\fR ");
    add_text(out, verb->usage);
    str_add_char(out, '\n');
    add_paragraph(out, verb->help);
    add_flags(out, verb->flags);
}

static void add_key(struct str *out, const struct action *action)
{
    str_add(out, ".TP\n");
    if (*action->keys)
        add_bold(out, action->keys);
    str_add(out, *action->keys ? "  (:" : ":");
    add_text(out, action->name);
    str_add(out, *action->keys ? ")\n" : "\n");
    add_text(out, action->words);
    if (action->kubectl) {
        str_add(out, ". The same as\n");
        add_bold(out, action->kubectl);
    }
    str_add_char(out, '\n');
}

static bool group_came_before(const struct action *action)
{
    for (const struct action *a = action_list; a != action; a++)
        if (str_equal(a->group, action->group))
            return true;
    return false;
}

/* One heading per group, in the order in which groups first come. */
static void add_keys(struct str *out)
{
    str_add(out, ".SH KEYS\n");
    for (const struct action *first = action_list; first->name; first++) {
        if (group_came_before(first))
            continue;
        str_add(out, ".SS \"");
        add_text(out, first->group);
        str_add(out, "\"\n");
        for (const struct action *action = first; action->name; action++)
            if (str_equal(action->group, first->group))
                add_key(out, action);
    }
}

static const struct {
    const char *heading;
    struct {
        const char *term, *words;
    } rows[8];
} lists[] = {
    {"ENVIRONMENT",
     {{"KUBECONFIG", "Kubeconfig files with colons between them, merged as kubectl does."},
      {"NO_COLOR", "Set to anything: no colours."},
      {"HTTPS_PROXY, HTTP_PROXY, NO_PROXY",
       "The proxy on the way to a server, unless the kubeconfig names one."},
      {"TERM, LANG, LC_ALL", "What the terminal can show; lines are drawn in ASCII without UTF-8."}}},
    {"FILES",
     {{"~/.kube/config", "The kubeconfig when KUBECONFIG names none."},
      {"~/.config/podprobe/themes/NAME.yaml", "A theme of your own (or under $XDG_CONFIG_HOME)."},
      {"/etc/kubernetes/admin.conf, /etc/rancher/k3s/k3s.yaml, /etc/kubernetes/kubelet.conf",
       "Tried on a node of a cluster when there is no kubeconfig and no service account."}}},
    {"EXIT STATUS",
     {{"0", "It was done. A list without a single object is no failure."},
      {"1", "Something went wrong; standard error says what."},
      {"other", "With exec: the status of the remote command."}}},
    {"EXAMPLES",
     {{"podprobe -n shop", "The dashboard on one namespace."},
      {"podprobe --once -A", "All pods once, the worst first, each with what is wrong with it."},
      {"podprobe get pods -A -o wide --sort-by=.status.startTime", "Pods as kubectl prints them."},
      {"podprobe logs -f web -c app --since=10m", "Follow a container's log."},
      {"podprobe exec -it web -- sh", "A shell in a container."}}},
};

static void add_list(struct str *out, size_t i)
{
    str_addf(out, ".SH %s\n", lists[i].heading);
    for (size_t r = 0; r < sizeof(lists[i].rows) / sizeof(lists[i].rows[0]) && lists[i].rows[r].term; r++) {
        str_add(out, ".TP\n");
        add_bold(out, lists[i].rows[r].term);
        str_add_char(out, '\n');
        add_text(out, lists[i].rows[r].words);
        str_add_char(out, '\n');
    }
}

static void add_opening(struct str *out)
{
    str_addf(out, ".TH PODPROBE 1 \"\" \"podprobe %s\" \"User Commands\"\n", PODPROBE_VERSION);
    str_add(out, ".SH NAME\npodprobe \\- a live dashboard for Kubernetes pods and their probes\n");
    str_add(out, ".SH SYNOPSIS\n\\fBpodprobe\\fR [\\fIflags\\fR]\n.br\n"
                 "\\fBpodprobe\\fR \\fIverb\\fR [\\fIwords\\fR] [\\fIflags\\fR]\n.SH DESCRIPTION\n");
    add_text(out,
             "Without a verb, on a terminal, podprobe shows pods, the containers and probes of the selected "
             "pod, its events and logs in live panes. Without a terminal, or with --once, it prints the pods "
             "and leaves. With a verb it answers as kubectl does, with kubectl's flags, text and exit "
             "status.");
    str_add_char(out, '\n');
}

void manual_add(struct str *out)
{
    add_opening(out);
    str_add(out, ".SH FLAGS OF THE DASHBOARD\n");
    add_flags(out, verb_dashboard.flags);
    str_add(out, ".SH FLAGS OF EVERY VERB\n");
    add_flags(out, verb_global_flags);
    str_add(out, ".SH VERBS\n");
    for (const struct verb *const *verb = verb_list; *verb; verb++)
        add_verb(out, *verb);
    add_keys(out);
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
        add_list(out, i);
    str_add(out, ".SH SEE ALSO\n\\fBkubectl\\fR(1), \\fBtop\\fR(1)\n");
}
