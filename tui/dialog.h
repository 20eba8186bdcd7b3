/*
 * What is asked of the user, over the panes: a line to type (filter, search, command), a list to choose from,
 * a question, the help. One at a time; it has the keys while it is open.
 */
#ifndef TUI_DIALOG_H
#define TUI_DIALOG_H

#include "base/str.h"
#include "widgets/keys.h"
#include "widgets/menu.h"
#include "widgets/prompt.h"

#include <stdbool.h>

struct app;
struct pane;

enum dialog_kind {
    DIALOG_NONE,
    DIALOG_SEARCH,
    DIALOG_COMMAND,
    DIALOG_LIST,
    DIALOG_CONFIRM,
    DIALOG_HELP,
    DIALOG_INPUT
};

struct dialog {
    enum dialog_kind kind;
    struct prompt prompt;
    struct menu menu;
    struct pane *pane; /* that is searched */
    struct str question, details, problem;
    void (*on_choice)(struct app *app, int item);
    void (*on_answer)(struct app *app, bool yes, void *user);
    void (*on_text)(struct app *app, const char *text, void *user);
    void *user;
    int scroll; /* of the help and of a question's details */
};

void dialog_init(struct dialog *dialog);
void dialog_fini(struct dialog *dialog);
bool dialog_open(const struct dialog *dialog);

/* "/" in a pane, ":" */
void dialog_search(struct app *app, struct pane *pane);
void dialog_command(struct app *app);
void dialog_help(struct app *app);
/* A line for anything else ("save to:"); on_text is called when it is accepted. */
void dialog_input(struct app *app, const char *label, const char *text,
                  void (*on_text)(struct app *app, const char *text, void *user), void *user);
/* A list to choose from: dialog_menu(app) is filled by the caller, then shown. */
void dialog_list(struct app *app, const char *title, void (*on_choice)(struct app *app, int item));
/* A question with details below it; on_answer is always called, with false when it was closed. */
void dialog_confirm(struct app *app, const char *question, const char *details,
                    void (*on_answer)(struct app *app, bool yes, void *user), void *user);

void dialog_key(struct app *app, const struct key *key);
/* Draws over the panes; the prompt goes into `line`, the last but one of the screen. */
void dialog_draw(struct app *app, struct rect whole, struct rect line);

#endif
