/* A theme's file of any bytes: read or refused, and every style it gives can be drawn on every terminal. */
#include "themes/theme.h"
#include "widgets/colour.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const int colours[] = {8, 16, 256};
    struct theme theme;
    struct err_info info = {""};
    if (theme_parse((const char *)data, size, "fuzz", &theme, &info) != ERR_OK) {
        if (!info.text[0])
            abort();
        return 0;
    }
    for (int role = 0; role < THEME_ROLE_COUNT; role++)
        for (int i = 0; i < 3; i++) {
            struct theme_style style = colour_fit_style(theme.styles[role], colours[i]);
            if (style.fg >= colours[i] || style.bg >= colours[i] || style.fg < -1 || style.bg < -1)
                abort();
            colour_readable(style.fg, style.bg);
        }
    theme_fini(&theme);
    return 0;
}
