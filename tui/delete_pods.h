/* Deleting pods: the marked ones, or the selected one. Asks first, saying how many and which. */
#ifndef TUI_DELETE_PODS_H
#define TUI_DELETE_PODS_H

#include <stdbool.h>

struct app;

/* at_once: without grace, as kubectl's --grace-period=0 --force. */
void delete_pods_ask(struct app *app, bool at_once);

/* The client is about to be closed: the answers that are awaited will not come. */
void delete_pods_forget(struct app *app);

#endif
