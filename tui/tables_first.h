/*
 * Every row on the screen at once: pods from the server's Tables without objects, before the objects come.
 *
 * Measured (architecture.md): 10,000 pods are 180 MB as objects, 62 MB as a Table with metadata, 2.6 MB as
 * Tables without objects. The latter name no namespace, so they are asked for one namespace at a time; where
 * namespaces may not be listed nothing is done: the objects come anyway.
 */
#ifndef TUI_TABLES_FIRST_H
#define TUI_TABLES_FIRST_H

#include "api-client/client.h"
#include "model/store.h"

struct tables_first;

/* namespace_ NULL: all. on_rows is called when rows were put into the store, on_done once at the end, whether
 * there was anything to read or not; never before this returns. */
struct tables_first *tables_first_start(struct client *client, struct store *store, const char *namespace_,
                                        void (*on_rows)(void *user), void (*on_done)(void *user), void *user);
/* NULL is allowed. */
void tables_first_stop(struct tables_first *tables);

#endif
