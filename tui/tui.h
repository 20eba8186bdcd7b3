/* The dashboard, seen from outside. */
#ifndef TUI_TUI_H
#define TUI_TUI_H

#include "api-client/kubeconfig.h"
#include "base/err.h"

#include <stdbool.h>

struct tui_options {
    const struct connect_flags *flags;
    bool all_namespaces, read_only;
    const char *theme;  /* NULL: the user's setting, or dark */
    const char *filter; /* to start with; NULL: none */
    const char *pane;   /* to start in; NULL: pods */
};

/* Runs until the user quits; the terminal is restored. Returns the exit status. ERR_SYSTEM when there is no
 * usable terminal (info says what to do instead). */
enum err tui_run(const struct tui_options *options, int *status, struct err_info *info);

#endif
