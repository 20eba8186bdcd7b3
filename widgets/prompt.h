/* One line where the user types: UTF-8, the usual editing keys, history, completion with Tab. */
#ifndef WIDGETS_PROMPT_H
#define WIDGETS_PROMPT_H

#include "base/str.h"
#include "base/vec.h"
#include "widgets/draw.h"
#include "widgets/keys.h"

struct prompt {
    char label[64];
    struct str text;
    size_t cursor;       /* byte offset, at a character's start */
    VEC(char *) history; /* oldest first; kept from one use to the next */
    size_t history_at;   /* history.len: the line being typed */
    int completion;      /* which one Tab shows next */
    struct str typed;    /* what stood there before Tab was pressed first */
};

enum prompt_result { PROMPT_NOTHING, PROMPT_EDITED, PROMPT_ACCEPTED, PROMPT_CANCELLED };

void prompt_init(struct prompt *prompt);
void prompt_fini(struct prompt *prompt);
/* Starts anew; text may be "". */
void prompt_start(struct prompt *prompt, const char *label, const char *text);
/* complete gives the i-th whole line that what was typed can become, NULL at the end; may be NULL itself. */
enum prompt_result prompt_key(struct prompt *prompt, const struct key *key,
                              const char *(*complete)(void *user, const char *typed, int i), void *user);
void prompt_insert(struct prompt *prompt, const char *text);
/* Draws the line with the cursor, and a message at the right ("" for none). */
void prompt_draw(const struct prompt *prompt, struct rect line, const char *message);

#endif
