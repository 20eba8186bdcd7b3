/* What goes wrong, in kubectl's words. */
#include "cli/complain.h"

#include "api-client/json.h"
#include "base/utf8.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { STATUS_ARENA = 1024 * 1024 };

__attribute__((format(printf, 2, 0))) static void say(const char *before, const char *format, va_list args)
{
    struct str words = {0}, safe = {0};
    str_addv(&words, format, args);
    utf8_add_safe(&safe, str_text(&words), words.len, 1);
    fprintf(stderr, "%s%s\n", before, str_text(&safe));
    str_fini(&words);
    str_fini(&safe);
}

int complain(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    say("error: ", format, args);
    va_end(args);
    return 1;
}

int complain_usage(const struct verb *verb, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    say("error: ", format, args);
    va_end(args);
    fprintf(stderr, "See 'podprobe%s%s --help' for usage.\n", *verb->name ? " " : "", verb->name);
    return 1;
}

static void add_safe(struct str *out, const char *text)
{
    utf8_add_safe(out, text, strlen(text), 1);
}

/* False when the body is no Status. */
static bool add_status(struct str *out, const char *body, size_t len)
{
    struct arena arena;
    cJSON *status = NULL;
    bool good = false;
    arena_init(&arena, STATUS_ARENA);
    if (len && json_parse(&arena, body, len, &status, NULL) == ERR_OK &&
        str_equal(json_text(status, "kind"), "Status")) {
        const char *reason = json_text_or_empty(status, "reason");
        const char *message = json_text_or_empty(status, "message");
        good = *message;
        if (good) {
            str_add(out, *reason ? "Error from server (" : "Error from server");
            add_safe(out, reason);
            str_add(out, *reason ? "): " : ": ");
            add_safe(out, message);
        }
    }
    arena_fini(&arena);
    return good;
}

/* "cannot connect to https://host:port (context ...)": the host and port of it. */
static void add_refused(struct str *out, const struct err_info *info)
{
    const char *start = strstr(info->text, "://");
    size_t len = start ? strcspn(start + 3, "/ :") : 0;
    if (start && start[3 + len] == ':')
        len += 1 + strspn(start + 4 + len, "0123456789");
    str_add(out, "The connection to the server ");
    if (start)
        str_add_bytes(out, start + 3, len);
    str_add(out, " was refused - did you specify the right host or port?");
}

void complain_answer_text(struct str *out, enum err err, const char *body, size_t len,
                          const struct err_info *info)
{
    bool unreached = err == ERR_CONNECT || err == ERR_TLS || (err == ERR_TIMEOUT && !len);
    if (err == ERR_UNAUTHORIZED)
        str_addf(out, "error: You must be logged in to the server (Unauthorized): %s", info->text);
    else if (add_status(out, body, len))
        return;
    else if (err == ERR_CONNECT && strstr(info->text, strerror(ECONNREFUSED)) && !strstr(info->text, "proxy"))
        add_refused(out, info);
    else
        str_addf(out, "%s: %s", unreached ? "Unable to connect to the server" : "error", info->text);
}

int complain_answer(enum err err, const char *body, size_t len, const struct err_info *info)
{
    struct str words = {0};
    complain_answer_text(&words, err, body, len, info);
    fprintf(stderr, "%s\n", str_text(&words));
    str_fini(&words);
    return 1;
}

int complain_output(void)
{
    errno = 0;
    if (fflush(stdout) == 0 && !ferror(stdout))
        return 0;
    if (errno != EPIPE)
        complain("cannot write to standard output: %s", strerror(errno ? errno : EIO));
    clearerr(stdout);
    return 1;
}
