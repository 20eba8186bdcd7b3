/* The detail pager, as actions use it. */
#ifndef TUI_PANE_DETAIL_H
#define TUI_PANE_DETAIL_H

#include "tui/pane.h"
#include "tui/pod_text.h"

/* Shows that text of the selected pod, kept up to date as the pod changes; shows it already: takes it away.
 */
void pane_detail_show(struct app *app, enum pod_text_kind kind);
/* Long lines go on in the next line of the screen, or to the right of it. */
void pane_detail_toggle_wrap(struct pane *pane);

#endif
