/* Popups to choose from: a namespace, a context, a theme, the column to sort by. */
#ifndef TUI_CHOOSE_H
#define TUI_CHOOSE_H

struct app;

void choose_namespace(struct app *app);
void choose_context(struct app *app);
void choose_theme(struct app *app);
void choose_sort(struct app *app);
/* Takes the theme of that name; a notice says what is wrong with it. */
void choose_theme_named(struct app *app, const char *name);

/* The server has named its namespaces: an open list shows them too. */
void choose_namespaces_came(struct app *app);

/* The i-th namespace that is known ("all" first), NULL at the end: for completion. Borrowed until the next
 * call that changes the list. */
const char *choose_namespace_name(struct app *app, int i);

#endif
