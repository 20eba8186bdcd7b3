/* The text of one pod as the detail pane shows it: fetched from the server whenever it is wanted, since whole
 * objects are not kept. */
#ifndef TUI_POD_TEXT_H
#define TUI_POD_TEXT_H

#include "api-client/client.h"
#include "base/str.h"

enum pod_text_kind { POD_TEXT_DESCRIBE, POD_TEXT_YAML };

struct pod_text;

/* done is called once unless cancelled: text is borrowed, "" when err is set and info says why. */
struct pod_text *
pod_text_fetch(struct client *client, enum pod_text_kind kind, const char *namespace_, const char *name,
               void (*done)(void *user, enum err err, const struct str *text, const struct err_info *info),
               void *user);
/* No call comes afterwards. NULL is allowed. */
void pod_text_cancel(struct pod_text *fetch);

#endif
