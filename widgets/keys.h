/* Keys from the terminal, with names: "ctrl-d", "shift-tab", "f5", "alt-x", "enter", "space", "k", "한". */
#ifndef WIDGETS_KEYS_H
#define WIDGETS_KEYS_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum key_type { KEY_CHARACTER, KEY_SPECIAL, KEY_MOUSED, KEY_RESIZED, KEY_PASTED };

/* Keys that are no characters. */
enum key_special {
    K_NONE,
    K_UP,
    K_DOWN,
    K_LEFT,
    K_RIGHT,
    K_PAGE_UP,
    K_PAGE_DOWN,
    K_HOME,
    K_END,
    K_INSERT,
    K_DELETE,
    K_BACKSPACE,
    K_ENTER,
    K_ESCAPE,
    K_TAB,
    K_SHIFT_TAB,
    K_F1,
    K_F12 = K_F1 + 11,
    K_COUNT
};

struct key {
    enum key_type type;
    uint32_t code; /* KEY_CHARACTER: code point (control keys: the letter, with ctrl set); KEY_SPECIAL: enum
                      above */
    bool ctrl, alt;
    int y, x, clicks, wheel; /* of KEY_MOUSED; wheel -1 up, +1 down */
};

/* Takes the next key that has arrived; false if there is none. Call until false. */
bool key_read(struct key *key);
/* The text of the KEY_PASTED that key_read gave last, in UTF-8 with line feeds: what the terminal marked as
 * pasted, so that it is never taken for keys. Borrowed until the next key_read. */
const char *key_pasted(size_t *len);
/* Asks the terminal to mark what is pasted, where terminfo says that it can; called as the screen is taken
 * and given back. */
void keyboard_mark_pastes(bool on);
/* The terminal has gone away (hang-up). */
bool keyboard_gone(void);
/* Reads a name; false if it is none. */
bool key_parse(const char *name, struct key *key);
bool key_equal(const struct key *a, const struct key *b);
/* Its name. Borrowed until the next call. */
const char *key_text(const struct key *key);

#endif
