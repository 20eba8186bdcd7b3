/* Errors: one list, and a sentence beside the number. */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char *const words[ERR_COUNT] = {
#define X(name, text) [ERR_##name] = text,
    ERR_LIST(X)
#undef X
};

const char *err_words(enum err err)
{
    return (unsigned)err < ERR_COUNT ? words[err] : "unknown error";
}

/* What a server said must not move the cursor; a line feed may stay, servers use it. */
static void without_control_bytes(char *text)
{
    for (; *text; text++)
        if (((unsigned char)*text < ' ' && *text != '\n') || *text == 0x7f)
            *text = ' ';
}

enum err err_set(struct err_info *info, enum err err, const char *format, ...)
{
    if (!info)
        return err;
    va_list args;
    va_start(args, format);
    vsnprintf(info->text, sizeof(info->text), format, args);
    va_end(args);
    without_control_bytes(info->text);
    return err;
}

enum err err_prefix(struct err_info *info, enum err err, const char *format, ...)
{
    if (!info)
        return err;
    char said[sizeof(info->text)];
    memcpy(said, info->text, sizeof(said));
    va_list args;
    va_start(args, format);
    int len = vsnprintf(info->text, sizeof(info->text), format, args);
    va_end(args);
    if (len >= 0 && (size_t)len < sizeof(info->text))
        snprintf(info->text + len, sizeof(info->text) - (size_t)len, "%s", said);
    without_control_bytes(info->text);
    return err;
}
