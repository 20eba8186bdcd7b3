/* One sentence at the foot of the screen: what a key did, or why it could not. It goes after a while. */
#ifndef TUI_NOTICE_H
#define TUI_NOTICE_H

#include "themes/theme.h"

#include <stdbool.h>
#include <stdint.h>

struct notice {
    char text[512];
    enum theme_role role;
    int64_t until; /* steady time */
};

struct app;

void notice_say(struct app *app, enum theme_role role, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Called once a second and with every key: takes away what was there long enough. True if it went. */
bool notice_expire(struct notice *notice, int64_t steady_now);

#endif
