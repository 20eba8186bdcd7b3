/* A growing array of any one type. */
#include "base/vec.h"

#include "base/xmalloc.h"

void *vec_reserve_bytes(void *data, size_t len, size_t *size, size_t more, size_t each)
{
    if (*size - len >= more)
        return data;
    size_t wanted = *size ? *size + *size / 2 : 8;
    if (wanted < len + more)
        wanted = len + more;
    *size = wanted;
    return xreallocarray(data, wanted, each);
}
