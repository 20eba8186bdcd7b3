/*
 * The program on a screen: what its parts share. Handlers change values and call app_stale; the loop draws
 * once per turn, before it sleeps.
 */
#ifndef TUI_APP_H
#define TUI_APP_H

#include "base/loop.h"
#include "themes/theme.h"
#include "tui/cluster.h"
#include "tui/dialog.h"
#include "tui/frame.h"
#include "tui/namespace_list.h"
#include "tui/notice.h"
#include "tui/pane.h"
#include "tui/selection.h"
#include "tui/tui.h"

#include <stdbool.h>

struct app {
    struct loop *loop;
    const struct tui_options *options;
    struct cluster *cluster;
    struct selection selection;
    struct frame frame;
    struct dialog dialog;
    struct notice notice;
    struct theme theme;
    struct namespace_list namespaces;
    struct pane *panes[PANE_COUNT]; /* NULL: never opened */
    struct fd_watch *keyboard;
    struct signal_watch *signals[4];
    struct timer *clock;                               /* once a second: ages, countdowns */
    struct timer *painter;                             /* bounds how often data alone repaints */
    struct timer *settle;                              /* the selection has rested */
    bool stale;                                        /* something is to be drawn before the loop sleeps */
    bool lent;                                         /* the terminal belongs to somebody else now */
    bool ordering;                                     /* rows are still on their way to their places */
    char limits[sizeof(((struct err_info *)0)->text)]; /* the last that was said; see tell_limits */
    struct deletion *deletions;                        /* whose answers are awaited */
    int exit_status;
};

/* Draw before the loop sleeps: for what a key did. */
void app_stale(struct app *app);
/* Draw within APP_PAINT_MS: for what the cluster did, which may be a thousand things a second. */
enum { APP_PAINT_MS = 40, APP_SETTLE_MS = 120 };
void app_stale_soon(struct app *app);

/* The selected pod and container are (perhaps) others: tells the panes, at once or when it has rested. */
void app_select_pod(struct app *app, const struct pod *pod);
void app_select_container(struct app *app, const char *container);

/* The pane, opened if it was not yet; focus moves to it where that is asked. */
struct pane *app_pane(struct app *app, enum pane_id id);
void app_focus(struct app *app, enum pane_id id);
struct pane *app_focused(struct app *app);

/* Appends how fresh the pods are, for the note of a pane that is about them; nothing while they are live. */
void app_add_freshness(const struct app *app, struct str *note);
/* Gives the terminal away (a credential plugin, an editor, a whole-screen shell) and takes it back. */
void app_lend(struct app *app, bool lent);
void app_quit(struct app *app);
/* Runs what a key means; false if it means nothing here. */
bool app_key(struct app *app, const struct key *key);

#endif
