/*
 * Finds where a JSON object or array ends, 64 bytes at a time, without parsing it.
 *
 * Quotes, backslashes, opening and closing brackets become bit masks; brackets inside strings are taken out;
 * a block that cannot close the value costs two population counts. The state carries over from piece to
 * piece, so that any cutting of the bytes gives the same answer.
 */
#ifndef API_CLIENT_SPLIT_SCAN_H
#define API_CLIENT_SPLIT_SCAN_H

#include <stddef.h>
#include <stdint.h>

struct split_scan {
    uint64_t depth;     /* brackets open */
    uint64_t in_string; /* all ones or zero */
    uint64_t escaped;   /* 1: the next byte is escaped by a backslash */
};

/* Goes through bytes up to the bracket that brings depth to 0; returns how many bytes that took, and len with
 * depth still over 0 when the end was not among them. The first byte of a value must be its bracket. */
size_t split_scan(struct split_scan *scan, const char *bytes, size_t len);

#endif
