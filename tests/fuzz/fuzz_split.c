/* Any bytes in any pieces: no crash, and the same elements as in one piece. */
#include "api-client/split.h"

#include "base/intern.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct sum {
    uint32_t hash;
    size_t count;
};

static enum err on_element(void *user, const char *json, size_t len)
{
    struct sum *sum = user;
    sum->hash = sum->hash * 31 + hash_bytes(json, len);
    sum->count++;
    return ERR_OK;
}

static struct sum run(enum split_form form, const uint8_t *data, size_t size, size_t piece)
{
    struct sum sum = {0};
    struct err_info info;
    struct split *split = split_new(form, 4096, on_element, &sum);
    enum err err = ERR_OK;
    for (size_t at = 0; !err && at < size; at += piece)
        err = split_feed(split, (const char *)data + at, size - at < piece ? size - at : piece, &info);
    if (!err)
        split_end(split, &info);
    split_free(split);
    return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    enum split_form form = data[0] & 1 ? SPLIT_LINES : SPLIT_ITEMS;
    size_t piece = 1 + data[1] % 100;
    struct sum whole = run(form, data + 2, size - 2, size);
    struct sum pieces = run(form, data + 2, size - 2, piece);
    if (whole.hash != pieces.hash || whole.count != pieces.count)
        abort();
    return 0;
}
