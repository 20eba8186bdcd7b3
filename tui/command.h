/* ":" commands: pods, ns NAME, ctx NAME, theme NAME, and every action by its name. */
#ifndef TUI_COMMAND_H
#define TUI_COMMAND_H

#include "base/str.h"

struct app;

struct command {
    const char *names;    /* "namespaces namespace ns": the first is shown */
    const char *argument; /* word for it in the help; NULL: none */
    const char *words;
    void (*run)(struct app *app, const char *argument); /* "" when nothing was typed */
    /* The i-th thing the argument can be, NULL at the end; may be NULL. */
    const char *(*choice)(struct app *app, int i);
};

/* The rows; ends with NULL names. */
extern const struct command command_list[];

/* Runs what was typed; an unknown word becomes a notice. */
void command_run(struct app *app, const char *typed);
/* The i-th completion of what was typed so far, whole; NULL at the end. Borrowed until the next call. */
const char *command_completion(struct app *app, const char *typed, int i);

#endif
