/* One sentence at the foot of the screen. */
#include "tui/notice.h"

#include "base/time.h"
#include "tui/app.h"

#include <stdarg.h>
#include <stdio.h>

enum { SHOWN_MS = 8000 };

void notice_say(struct app *app, enum theme_role role, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(app->notice.text, sizeof(app->notice.text), format, args);
    va_end(args);
    app->notice.role = role;
    app->notice.until = time_steady() + SHOWN_MS;
    app_stale(app);
}

bool notice_expire(struct notice *notice, int64_t steady_now)
{
    if (!notice->text[0] || steady_now < notice->until)
        return false;
    notice->text[0] = '\0';
    return true;
}
