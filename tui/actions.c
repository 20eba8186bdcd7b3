/* Every key of the dashboard. The footer, "?", ":" and the manual page are made from these rows. */
#include "tui/actions.h"

#include "tui/action.h"
#include "tui/pane_exec.h"
#include "tui/pane_logs.h"

#include <stddef.h>

#define LIST (PANE_BIT(PANE_PODS) | PANE_BIT(PANE_CONTAINERS))
#define PODS PANE_BIT(PANE_PODS)
#define LOGS PANE_BIT(PANE_LOGS)
#define TEXT (PANE_BIT(PANE_LOGS) | PANE_BIT(PANE_DETAIL))
#define SHELL PANE_BIT(PANE_EXEC)
#define ANY PANE_ANY

const struct action action_list[] = {
    /* name, keys, panes, group, words, brief, run, kubectl, changes */
    {"logs", "l", LIST | PANE_BIT(PANE_EVENTS), "Look", "Logs of the selected container", "logs", act_logs,
     "kubectl logs -f POD -c CONTAINER", false},
    {"previous", "p", ANY, "Look", "Logs of the container before its last restart, and back", "previous",
     act_logs_previous, "kubectl logs -p POD -c CONTAINER", false},
    {"describe", "d", ANY & ~LOGS, "Look", "Describe the pod as kubectl does", "describe", act_describe,
     "kubectl describe pod POD", false},
    {"yaml", "y", ANY, "Look", "The pod as YAML", "yaml", act_yaml, "kubectl get pod POD -o yaml", false},
    {"worst", "!", PODS, "Look", "Jump to the pod that is worst off", "worst", act_worst, NULL, false},
    {"sort", "o", PODS, "Look", "Choose the column to sort by", "sort", act_sort,
     "kubectl get pods --sort-by=...", false},
    {"reverse", "O", PODS, "Look", "Reverse the order", NULL, act_sort_reverse, NULL, false},

    {"shell", "s", LIST, "Act", "A shell in the selected container", "shell", act_shell,
     "kubectl exec -it POD -c CONTAINER -- sh", true},
    {"attach", "a", LIST, "Act", "Attach to the selected container's main process", NULL, act_attach,
     "kubectl attach -it POD -c CONTAINER", true},
    {"mark", "space", PODS, "Act", "Mark the pod, or take the mark off", NULL, act_mark, NULL, false},
    {"mark-all", "ctrl-a", PODS, "Act", "Mark every pod in the list, or none", NULL, act_mark_all, NULL,
     false},
    {"delete", "ctrl-d", LIST, "Act", "Delete the marked pods, or the selected one; asks first", "delete",
     act_delete, "kubectl delete pod POD", true},
    {"kill", "ctrl-k", LIST, "Act", "Delete at once, without grace; asks first", NULL, act_kill,
     "kubectl delete pod POD --grace-period=0 --force", true},

    {"follow", "space F", LOGS, "Logs", "Follow the log, or stay where it is", "follow", act_log_follow,
     "kubectl logs -f POD", false},
    {"lines", "f", LOGS, "Logs", "Only lines with a text or regular expression; !text: without it", "lines",
     act_log_filter, NULL, false},
    {"more-context", "+", LOGS, "Logs", "More lines around each that passes", NULL, act_log_more_context,
     NULL, false},
    {"less-context", "-", LOGS, "Logs", "Fewer lines around each that passes", NULL, act_log_less_context,
     NULL, false},
    {"level", "L", LOGS, "Logs", "Warnings and errors alone, errors alone, everything", NULL, act_log_level,
     NULL, false},
    {"wrap", "w", LOGS, "Logs", "Wrap long lines", "wrap", act_log_wrap, NULL, false},
    {"times", "t", LOGS, "Logs", "Times: none, the server's, local, ago", "times", act_log_stamps,
     "kubectl logs --timestamps POD", false},
    {"json", "J", LOGS, "Logs", "JSON lines in words", NULL, act_log_readable, NULL, false},
    {"span", "T", LOGS, "Logs", "How far back: the last lines, a time such as 10m, or all", NULL,
     act_log_span, "kubectl logs --tail=5000 --since=10m POD", false},
    {"container", "c", LOGS, "Logs", "Choose a container of the pod", "container", act_log_container,
     "kubectl logs POD -c CONTAINER", false},
    {"container-next", "]", LOGS, "Logs", "The pod's next container", NULL, act_log_next_container, NULL,
     false},
    {"container-back", "[", LOGS, "Logs", "The pod's container before", NULL, act_log_previous_container,
     NULL, false},
    {"save", "S", LOGS, "Logs", "Save the lines to a file", NULL, act_log_save, NULL, false},

    /* The pane with a shell takes these only after ctrl-p; every other key is the shell's. */
    {"leave-shell", "ctrl-q", SHELL, "Shell", "After ctrl-p: to the pods, while the shell goes on",
     "leave (after ^p)", act_exec_leave, NULL, false},
    {"whole-screen", "ctrl-o", SHELL, "Shell",
     "After ctrl-p: the whole screen for the shell; ctrl-p ctrl-q comes back", "whole screen",
     act_exec_screen, NULL, false},
    {"zoom-shell", "ctrl-z", SHELL, "Shell", "After ctrl-p: the shell's pane alone, and back", "zoom",
     act_zoom, NULL, false},
    {"shell-back", "pgup", SHELL, "Shell", "After ctrl-p: older lines of the shell", NULL, act_exec_back,
     NULL, false},
    {"shell-forward", "pgdn", SHELL, "Shell", "After ctrl-p: newer lines of the shell", NULL,
     act_exec_forward, NULL, false},
    {"end-shell", "ctrl-x", SHELL, "Shell", "After ctrl-p: hang up and close the pane", "end", act_exec_end,
     NULL, false},

    {"filter", "/", ANY, "Look", "Filter the pods, search in texts", "filter", act_search, NULL, false},
    {"wrap-text", "w", PANE_BIT(PANE_DETAIL), "Look", "Wrap long lines of describe and YAML", "wrap",
     act_wrap, NULL, false},
    {"next", "n", TEXT, "Look", "Next match", NULL, act_search_next, NULL, false},
    {"next-back", "N", TEXT, "Look", "Previous match", NULL, act_search_previous, NULL, false},

    {"up", "up k", ANY, "Move", "Up", NULL, act_up, NULL, false},
    {"down", "down j", ANY, "Move", "Down", NULL, act_down, NULL, false},
    {"left", "left h", ANY, "Move", "Left", NULL, act_left, NULL, false},
    {"right", "right l", ANY, "Move", "Right", NULL, act_right, NULL, false},
    {"page-up", "pgup ctrl-b", ANY, "Move", "A page up", NULL, act_page_up, NULL, false},
    {"page-down", "pgdn ctrl-f", ANY, "Move", "A page down", NULL, act_page_down, NULL, false},
    {"half-up", "ctrl-u", ANY, "Move", "Half a page up", NULL, act_half_up, NULL, false},
    {"half-down", "ctrl-d", ANY & ~LIST, "Move", "Half a page down", NULL, act_half_down, NULL, false},
    {"home", "home g", ANY, "Move", "To the first line", NULL, act_home, NULL, false},
    {"end", "end G", ANY, "Move", "To the last line", NULL, act_end, NULL, false},
    {"open", "enter", ANY, "Move", "Into what is selected", NULL, act_enter, NULL, false},
    {"back", "esc", ANY, "Move", "Back: close, clear, out of the zoom, to the pods", NULL, act_escape, NULL,
     false},
    {"next-pane", "tab", ANY, "Move", "The next pane", "pane", act_next_pane, NULL, false},
    {"previous-pane", "shift-tab", ANY, "Move", "The pane before", NULL, act_previous_pane, NULL, false},
    {"zoom", "z", ANY, "Move", "This pane alone, and back", "zoom", act_zoom, NULL, false},

    {"command", ":", ANY, "Cluster",
     "A command: pods, ns NAME, ctx NAME, theme NAME, or any name of this list", "command", act_command, NULL,
     false},
    {"all-namespaces", "0", ANY, "Cluster", "All namespaces, and back to the one before", "all ns",
     act_all_namespaces, "kubectl get pods -A", false},
    {"namespaces", "ctrl-n", ANY, "Cluster", "Choose a namespace", NULL, act_namespaces,
     "kubectl config set-context --current --namespace=NAME", false},
    {"contexts", "ctrl-x", ANY, "Cluster", "Choose a context", NULL, act_contexts,
     "kubectl config use-context NAME", false},
    {"retry", "ctrl-r", ANY, "Cluster", "Try the server again now", NULL, act_retry, NULL, false},

    {"help", "? f1", ANY, "Program", "Every key", "help", act_help, NULL, false},
    {"themes", "ctrl-t", ANY, "Program", "Choose a theme", NULL, act_themes, NULL, false},
    {"redraw", "ctrl-l", ANY, "Program", "Draw the screen anew", NULL, act_redraw, NULL, false},
    {"quit", "q ctrl-c", ANY, "Program", "Leave", "quit", act_quit, NULL, false},
    {0},
};
