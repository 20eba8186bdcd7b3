/* Popups to choose from. */
#include "tui/choose.h"

#include "tui/app.h"
#include "tui/pane_pods.h"
#include "tui/pod_columns.h"

#include <stdio.h>

/* Namespaces. Item 0 is "all", item i is names[i - 1]. */

static void fill_namespaces(struct app *app)
{
    struct namespace_list *list = &app->namespaces;
    struct menu *menu = &app->dialog.menu;
    menu_add(menu, 0, "all", "every namespace");
    for (size_t i = 0; i < list->names.len; i++)
        menu_add(menu, (int)i + 1, list->names.data[i],
                 str_equal(list->names.data[i], cluster_namespace(app->cluster)) ? "now" : "");
}

static void on_namespace(struct app *app, int item)
{
    if (item == 0)
        cluster_use_namespace(app->cluster, NULL);
    else if ((size_t)item <= app->namespaces.names.len)
        cluster_use_namespace(app->cluster, app->namespaces.names.data[item - 1]);
}

void choose_namespace(struct app *app)
{
    namespace_list_refresh(&app->namespaces);
    menu_start(&app->dialog.menu, "Namespace", "no namespace is known");
    fill_namespaces(app);
    dialog_list(app, "Namespace", on_namespace);
}

static void refill_namespaces(struct app *app)
{
    struct str typed = {0};
    str_add(&typed, str_text(&app->dialog.menu.typed));
    menu_start(&app->dialog.menu, "Namespace", "no namespace is known");
    fill_namespaces(app);
    str_add(&app->dialog.menu.typed, str_text(&typed));
    str_fini(&typed);
}

void choose_namespaces_came(struct app *app)
{
    if (app->namespaces.problem[0])
        notice_say(app, ROLE_WARN, "%s", app->namespaces.problem);
    if (app->dialog.kind == DIALOG_LIST && app->dialog.on_choice == on_namespace)
        refill_namespaces(app);
    app_stale(app);
}

const char *choose_namespace_name(struct app *app, int i)
{
    if (i == 0) {
        namespace_list_refresh(&app->namespaces);
        return "all";
    }
    return (size_t)i <= app->namespaces.names.len ? app->namespaces.names.data[i - 1] : NULL;
}

/* Contexts. */

static void on_context(struct app *app, int item)
{
    cluster_use_context(app->cluster, kubeconfig_context(cluster_config(app->cluster), (size_t)item).name);
}

void choose_context(struct app *app)
{
    const struct kubeconfig *config = cluster_config(app->cluster);
    menu_start(&app->dialog.menu, "Context", "no kubeconfig names a context");
    for (size_t i = 0; config && i < kubeconfig_context_count(config); i++) {
        struct kubeconfig_context c = kubeconfig_context(config, i);
        bool now = str_equal(c.name, cluster_context(app->cluster));
        menu_add(&app->dialog.menu, (int)i, c.name, now ? "now" : c.cluster);
        if (now)
            menu_point(&app->dialog.menu, (int)i);
    }
    dialog_list(app, "Context", on_context);
}

/* Themes. */

void choose_theme_named(struct app *app, const char *name)
{
    struct theme theme;
    struct err_info info;
    if (theme_load(name, &theme, &info) != ERR_OK) {
        notice_say(app, ROLE_ERROR, "%s", info.text);
        return;
    }
    theme_fini(&app->theme);
    app->theme = theme;
    screen_theme(&app->theme);
    screen_redraw();
}

static void on_theme(struct app *app, int item)
{
    choose_theme_named(app, theme_shipped(item));
}

void choose_theme(struct app *app)
{
    menu_start(&app->dialog.menu, "Theme", "");
    for (int i = 0; theme_shipped(i); i++)
        menu_add(&app->dialog.menu, i, theme_shipped(i),
                 str_equal(theme_shipped(i), app->theme.name) ? "now" : "");
    dialog_list(app, "Theme", on_theme);
}

/* The column to sort by. */

static void on_sort(struct app *app, int item)
{
    pane_pods_sort(app_pane(app, PANE_PODS), item);
}

void choose_sort(struct app *app)
{
    menu_start(&app->dialog.menu, "Sort by", "");
    for (int i = 0; i < pod_column_count; i++)
        if (pod_columns[i].sort != PODVIEW_BY_HEALTH || i == 0)
            menu_add(&app->dialog.menu, i, i ? pod_columns[i].title : "HEALTH", pod_columns[i].help);
    dialog_list(app, "Sort by", on_sort);
}
