/* Where a JSON value ends, 64 bytes at a time. */
#include "api-client/split_scan.h"

#include <string.h>
#ifdef __x86_64__
#include <immintrin.h>
#endif

#define ALWAYS_INLINE __attribute__((always_inline)) static inline

struct masks {
    uint64_t quote, backslash, open, close;
};

/* '[' and '{' differ in one bit, so do ']' and '}'. */
enum { CASE_BIT = 0x20, OPEN = '{', CLOSE = '}' };

/* The same three times: with 32-byte and 16-byte comparisons, and without any. */
#ifdef __x86_64__
#define WIDE __attribute__((target("avx2,popcnt,bmi"), always_inline)) static inline

WIDE uint64_t wide_mask(__m256i a, __m256i b, char byte)
{
    __m256i wanted = _mm256_set1_epi8(byte);
    uint64_t low = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(a, wanted));
    uint64_t high = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(b, wanted));
    return low | high << 32;
}

WIDE struct masks wide_masks(const char *block)
{
    __m256i a = _mm256_loadu_si256((const __m256i *)(const void *)block);
    __m256i b = _mm256_loadu_si256((const __m256i *)(const void *)(block + 32));
    struct masks m = {.quote = wide_mask(a, b, '"'), .backslash = wide_mask(a, b, '\\')};
    __m256i bit = _mm256_set1_epi8(CASE_BIT);
    a = _mm256_or_si256(a, bit);
    b = _mm256_or_si256(b, bit);
    m.open = wide_mask(a, b, OPEN);
    m.close = wide_mask(a, b, CLOSE);
    return m;
}

WIDE unsigned wide_count(uint64_t bits)
{
    return (unsigned)__builtin_popcountll(bits);
}

ALWAYS_INLINE uint64_t mask_of(const __m128i v[4], char byte)
{
    __m128i wanted = _mm_set1_epi8(byte);
    uint64_t mask = 0;
    for (int i = 0; i < 4; i++)
        mask |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v[i], wanted)) << (16 * i);
    return mask;
}

ALWAYS_INLINE struct masks plain_masks(const char *block)
{
    __m128i v[4], bit = _mm_set1_epi8(CASE_BIT);
    for (int i = 0; i < 4; i++)
        v[i] = _mm_loadu_si128((const __m128i *)(const void *)(block + 16 * i));
    struct masks m = {.quote = mask_of(v, '"'), .backslash = mask_of(v, '\\')};
    for (int i = 0; i < 4; i++)
        v[i] = _mm_or_si128(v[i], bit);
    m.open = mask_of(v, OPEN);
    m.close = mask_of(v, CLOSE);
    return m;
}
#else
ALWAYS_INLINE struct masks plain_masks(const char *block)
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

/* Written out: without it a compiler that may not use the processor's instruction calls a function. */
ALWAYS_INLINE unsigned plain_count(uint64_t bits)
{
    bits -= bits >> 1 & 0x5555555555555555;
    bits = (bits & 0x3333333333333333) + (bits >> 2 & 0x3333333333333333);
    return (unsigned)(((bits + (bits >> 4)) & 0x0f0f0f0f0f0f0f0f) * 0x0101010101010101 >> 56);
}

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

/* What a block's masks say. Returns the bytes up to the value's end, 0 when it is not in here. */
ALWAYS_INLINE unsigned take_block(struct split_scan *scan, const struct masks *m, unsigned len,
                                  unsigned (*count)(uint64_t bits))
{
    uint64_t escaped = m->backslash || scan->escaped ? escaped_bytes(scan, m->backslash, len) : 0;
    uint64_t strings = prefix_xor(m->quote & ~escaped) ^ scan->in_string;
    uint64_t open = m->open & ~strings, close = m->close & ~strings;
    scan->in_string = (uint64_t)0 - (strings >> 63);
    if (!(open | close))
        return 0;
    unsigned closes = count(close);
    if (scan->depth <= closes)
        return walk(scan, open, close);
    scan->depth += count(open) - (uint64_t)closes;
    return 0;
}

ALWAYS_INLINE size_t scan_all(struct split_scan *scan, const char *bytes, size_t len,
                              struct masks (*masks_of)(const char *block), unsigned (*count)(uint64_t bits))
{
    struct split_scan own = *scan; /* in registers */
    size_t at = 0;
    unsigned end = 0;
    for (; !end && at < len; at += 64) {
        char rest[64];
        const char *block = bytes + at;
        unsigned n = len - at < 64 ? (unsigned)(len - at) : 64;
        if (n < 64) {
            memset(rest, ' ', sizeof(rest));
            block = memcpy(rest, block, n);
        }
        struct masks m = masks_of(block);
        end = take_block(&own, &m, n, count);
    }
    *scan = own;
    return end ? at - 64 + end : len;
}

#ifdef __x86_64__
__attribute__((target("avx2,popcnt,bmi"))) static size_t scan_wide(struct split_scan *scan, const char *bytes,
                                                                   size_t len)
{
    return scan_all(scan, bytes, len, wide_masks, wide_count);
}
#endif

size_t split_scan(struct split_scan *scan, const char *bytes, size_t len)
{
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("bmi"))
        return scan_wide(scan, bytes, len);
#endif
    return scan_all(scan, bytes, len, plain_masks, plain_count);
}
