/* Where a JSON value ends, 64 bytes at a time. */
#include "api-client/split_scan.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

struct masks {
    uint64_t quote, backslash, open, close;
};

/* '[' and '{' differ in one bit, so do ']' and '}'. */
enum { CASE_BIT = 0x20, OPEN = '{', CLOSE = '}' };

#ifdef __SSE2__
static uint64_t mask_of(__m128i a, __m128i b, __m128i c, __m128i d, char byte)
{
    __m128i wanted = _mm_set1_epi8(byte);
    uint64_t m0 = (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(a, wanted));
    uint64_t m1 = (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(b, wanted));
    uint64_t m2 = (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(c, wanted));
    uint64_t m3 = (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(d, wanted));
    return m0 | m1 << 16 | m2 << 32 | m3 << 48;
}

static struct masks masks_of(const char *block)
{
    __m128i a = _mm_loadu_si128((const __m128i *)(const void *)block);
    __m128i b = _mm_loadu_si128((const __m128i *)(const void *)(block + 16));
    __m128i c = _mm_loadu_si128((const __m128i *)(const void *)(block + 32));
    __m128i d = _mm_loadu_si128((const __m128i *)(const void *)(block + 48));
    struct masks m = {.quote = mask_of(a, b, c, d, '"'), .backslash = mask_of(a, b, c, d, '\\')};
    __m128i bit = _mm_set1_epi8(CASE_BIT);
    a = _mm_or_si128(a, bit);
    b = _mm_or_si128(b, bit);
    c = _mm_or_si128(c, bit);
    d = _mm_or_si128(d, bit);
    m.open = mask_of(a, b, c, d, OPEN);
    m.close = mask_of(a, b, c, d, CLOSE);
    return m;
}
#else
static struct masks masks_of(const char *block)
{
    struct masks m = {0};
    for (unsigned i = 0; i < 64; i++) {
        unsigned char c = (unsigned char)block[i];
        m.quote |= (uint64_t)(c == '"') << i;
        m.backslash |= (uint64_t)(c == '\\') << i;
        m.open |= (uint64_t)((c | CASE_BIT) == OPEN) << i;
        m.close |= (uint64_t)((c | CASE_BIT) == CLOSE) << i;
    }
    return m;
}
#endif

/* Which of the first len bytes are escaped; scan->escaped is then the byte's after them. Backslashes are
 * rare, so they are walked one by one. */
static uint64_t escaped_bytes(struct split_scan *scan, uint64_t backslash, unsigned len)
{
    uint64_t escaped = scan->escaped;
    scan->escaped = 0;
    backslash &= ~escaped;
    while (backslash) {
        unsigned at = (unsigned)__builtin_ctzll(backslash);
        if (at + 1 >= len) {
            scan->escaped = 1;
            break;
        }
        escaped |= (uint64_t)1 << (at + 1);
        backslash &= ~((uint64_t)3 << at);
    }
    return escaped;
}

/* Bit i is the exclusive or of bits 0 to i: between two quotes all are set. */
static uint64_t prefix_xor(uint64_t bits)
{
    bits ^= bits << 1;
    bits ^= bits << 2;
    bits ^= bits << 4;
    bits ^= bits << 8;
    bits ^= bits << 16;
    bits ^= bits << 32;
    return bits;
}

/* The closing bracket may be in here: one bracket after the other. Returns the bytes up to it, 0 if it is not
 * there. */
static unsigned walk(struct split_scan *scan, uint64_t open, uint64_t close)
{
    for (uint64_t both = open | close; both; both &= both - 1) {
        uint64_t bit = both & -both;
        if (open & bit)
            scan->depth++;
        else if (--scan->depth == 0)
            return (unsigned)__builtin_ctzll(bit) + 1;
    }
    return 0;
}

static unsigned scan_block(struct split_scan *scan, const char *block, unsigned len)
{
    struct masks m = masks_of(block);
    uint64_t escaped = m.backslash || scan->escaped ? escaped_bytes(scan, m.backslash, len) : 0;
    uint64_t strings = prefix_xor(m.quote & ~escaped) ^ scan->in_string;
    uint64_t open = m.open & ~strings, close = m.close & ~strings;
    uint64_t closes = (uint64_t)__builtin_popcountll(close);
    scan->in_string = (uint64_t)0 - (strings >> 63);
    if (scan->depth <= closes)
        return walk(scan, open, close);
    scan->depth += (uint64_t)__builtin_popcountll(open) - closes;
    return 0;
}

size_t split_scan(struct split_scan *scan, const char *bytes, size_t len)
{
    size_t at = 0;
    unsigned end;
    for (; len - at >= 64; at += 64)
        if ((end = scan_block(scan, bytes + at, 64)))
            return at + end;
    if (at < len) {
        char block[64];
        memset(block, ' ', sizeof(block));
        memcpy(block, bytes + at, len - at);
        if ((end = scan_block(scan, block, (unsigned)(len - at))))
            return at + end;
    }
    return len;
}
