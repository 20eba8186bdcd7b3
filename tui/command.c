/* ":" commands. */
#include "tui/command.h"

#include "base/xmalloc.h"
#include "tui/action.h"
#include "tui/app.h"
#include "tui/choose.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the rows run. */

static void show_pods(struct app *app, const char *argument)
{
    if (*argument)
        cluster_use_namespace(app->cluster, str_equal(argument, "all") ? NULL : argument);
    app->frame.zoom = false;
    app_focus(app, PANE_PODS);
}

static void show_events(struct app *app, const char *argument)
{
    (void)argument;
    app_focus(app, PANE_EVENTS);
}

static void show_containers(struct app *app, const char *argument)
{
    (void)argument;
    app_focus(app, PANE_CONTAINERS);
}

static void use_namespace(struct app *app, const char *argument)
{
    if (!*argument)
        choose_namespace(app);
    else
        show_pods(app, argument);
}

static void use_context(struct app *app, const char *argument)
{
    if (!*argument)
        choose_context(app);
    else
        cluster_use_context(app->cluster, argument);
}

static void use_theme(struct app *app, const char *argument)
{
    if (!*argument)
        choose_theme(app);
    else
        choose_theme_named(app, argument);
}

static void leave(struct app *app, const char *argument)
{
    (void)argument;
    app_quit(app);
}

static const char *context_choice(struct app *app, int i)
{
    const struct kubeconfig *config = cluster_config(app->cluster);
    if (!config || (size_t)i >= kubeconfig_context_count(config))
        return NULL;
    return kubeconfig_context(config, (size_t)i).name;
}

static const char *theme_choice(struct app *app, int i)
{
    (void)app;
    return theme_shipped(i);
}

const struct command command_list[] = {
    {"pods pod po", "NAMESPACE", "the pods, of a namespace or of \"all\"", show_pods, choose_namespace_name},
    {"events event ev", NULL, "the events of the selected pod", show_events, NULL},
    {"containers co", NULL, "the containers and probes of the selected pod", show_containers, NULL},
    {"namespaces namespace ns", "NAME", "another namespace; \"all\" for all", use_namespace,
     choose_namespace_name},
    {"contexts context ctx", "NAME", "another context of the kubeconfig", use_context, context_choice},
    {"theme themes", "NAME", "another theme", use_theme, theme_choice},
    {"quit q q! exit", NULL, "leave", leave, NULL},
    {0},
};

/* Whether `word` is among the space-separated names. */
static bool is_name(const char *names, const char *word, size_t len)
{
    for (; *names; names += strspn(names, " ")) {
        size_t n = strcspn(names, " ");
        if (n == len && strncmp(names, word, len) == 0)
            return true;
        names += n;
    }
    return false;
}

static const struct command *find_command(const char *word, size_t len)
{
    for (const struct command *c = command_list; c->names; c++)
        if (is_name(c->names, word, len))
            return c;
    return NULL;
}

static void run_action(struct app *app, const char *name)
{
    const struct action *action = action_by_name(name, app->options->read_only);
    if (!action)
        notice_say(app, ROLE_ERROR, "no command \"%s\"; ? shows every key and command", name);
    else if (!action_in_pane(action, app->frame.focus) && action_in_pane(action, PANE_PODS))
        action->run(app, app_pane(app, PANE_PODS));
    else
        action->run(app, app_focused(app));
}

void command_run(struct app *app, const char *typed)
{
    typed += strspn(typed, " ");
    size_t len = strcspn(typed, " ");
    if (!len)
        return;
    char *word = xstrndup(typed, len);
    char *argument = xstrdup(typed + len + strspn(typed + len, " "));
    argument[strcspn(argument, " ")] = '\0';
    const struct command *command = find_command(word, len);
    if (command)
        command->run(app, argument);
    else
        run_action(app, word);
    free(argument);
    free(word);
    app_stale(app);
}

/* Completion: the i-th of all words that begin with what was typed. */

static const char *word_completion(struct app *app, const char *typed, int i)
{
    static char name[64];
    for (const struct command *c = command_list; c->names; c++) {
        snprintf(name, sizeof(name), "%.*s", (int)strcspn(c->names, " "), c->names);
        if (str_starts(name, typed) && i-- == 0)
            return name;
    }
    for (const struct action *a = action_list; a->name; a++)
        if (!(a->changes && app->options->read_only) && str_starts(a->name, typed) && i-- == 0)
            return a->name;
    return NULL;
}

const char *command_completion(struct app *app, const char *typed, int i)
{
    static char whole[512];
    size_t len = strcspn(typed, " ");
    if (!typed[len])
        return word_completion(app, typed, i);
    const struct command *command = find_command(typed, len);
    if (!command || !command->choice)
        return NULL;
    const char *argument = typed + len + strspn(typed + len, " "), *choice;
    for (int n = 0; (choice = command->choice(app, n)); n++)
        if (str_starts(choice, argument) && i-- == 0) {
            snprintf(whole, sizeof(whole), "%.*s %s", (int)len, typed, choice);
            return whole;
        }
    return NULL;
}
