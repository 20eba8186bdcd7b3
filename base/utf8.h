/*
 * UTF-8: how wide text is in cells, and how to make bytes from outside safe for a terminal.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/str.h"

#include <stddef.h>
#include <stdint.h>

#define UTF8_BAD 0xFFFD /* what invalid bytes read as */

/* Decodes one code point of text (len > 0), returns the bytes it took (at least 1); *cp is UTF8_BAD for an
 * invalid byte, overlong form, surrogate or number over 0x10FFFF. */
size_t utf8_decode(const char *text, size_t len, uint32_t *cp);
/* Appends one code point. */
void utf8_add(struct str *out, uint32_t cp);
/* Cells of one code point, whatever the locale: 0 combining, 1, 2 wide; control characters 0. */
int utf8_width(uint32_t cp);
/* Cells of text. */
size_t utf8_cells(const char *text, size_t len);
/* How many bytes of text fit into `cells` cells, never cutting a character or parting it from its combining
 * marks; *used (may be NULL) is the cells they take. */
size_t utf8_fit(const char *text, size_t len, size_t cells, size_t *used);
/* Appends text so that no byte of it can command a terminal: C0 as ^X, DEL as ^?, C1 and bidirectional
 * controls and invalid bytes as U+FFFD. A tab becomes spaces up to the next multiple of 8 counted from the
 * start of this text; line feeds are kept where keep_lines is set. */
void utf8_add_safe(struct str *out, const char *text, size_t len, int keep_lines);

#endif
