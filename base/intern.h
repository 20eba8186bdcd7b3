/*
 * Strings that repeat, kept once: namespaces, nodes, images, label keys, reasons.
 *
 * A string becomes a 32-bit id; the same bytes give the same id, so equality is a comparison of numbers.
 * Id 0 is the empty string, and so is what "absent" reads as. Nothing is ever removed: only strings from
 * small vocabularies belong here, never names that come and go.
 */
#ifndef BASE_INTERN_H
#define BASE_INTERN_H

#include <stddef.h>
#include <stdint.h>

struct intern {
    char **texts; /* by id */
    uint32_t *slots;
    uint32_t count, slot_count;
};

void intern_init(struct intern *in);
void intern_fini(struct intern *in);
/* text may be NULL (id 0). */
uint32_t intern_id(struct intern *in, const char *text);
uint32_t intern_id_n(struct intern *in, const char *text, size_t len);
/* The id if the text is there, else 0; adds nothing. */
uint32_t intern_find(const struct intern *in, const char *text);
/* Borrowed, never NULL; an id that was never handed out reads as "". */
const char *intern_text(const struct intern *in, uint32_t id);

/* FNV-1a, for the hash tables of this program. */
uint32_t hash_bytes(const void *bytes, size_t len);

#endif
