/* A list over the panes to choose from: type to narrow it down. */
#ifndef WIDGETS_MENU_H
#define WIDGETS_MENU_H

#include "base/str.h"
#include "base/vec.h"
#include "widgets/draw.h"
#include "widgets/keys.h"

struct menu_item {
    char *text, *note; /* owned; note at the right, "" for none */
    int id;            /* what menu_key answers */
};

struct menu {
    char *title;
    VEC(struct menu_item) items;
    struct str typed;   /* narrows the list down */
    size_t cursor, top; /* among those that match */
    char *empty;        /* words where there are no items */
};

void menu_init(struct menu *menu);
void menu_fini(struct menu *menu);
/* Empty, with that title. */
void menu_start(struct menu *menu, const char *title, const char *empty);
void menu_add(struct menu *menu, int id, const char *text, const char *note);
/* Puts the cursor on the item of that id. */
void menu_point(struct menu *menu, int id);

enum menu_result { MENU_NOTHING, MENU_CHOSEN, MENU_CANCELLED };
enum menu_result menu_key(struct menu *menu, const struct key *key, int *id);
/* In the middle of the rectangle, no larger than it needs. */
void menu_draw(struct menu *menu, struct rect whole);

#endif
