/* The manual page podprobe(1), made from the rows of verbs, flags and keys. */
#ifndef CLI_MANUAL_H
#define CLI_MANUAL_H

#include "base/str.h"

/* Appends troff (man macros). */
void manual_add(struct str *out);

#endif
