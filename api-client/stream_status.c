/* Status objects of streams. */
#include "api-client/stream_status.h"

#include "api-client/json.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

static enum err exit_of_causes(const cJSON *status, int *exit_code, struct err_info *info)
{
    json_each(cause, json_at(status, "details.causes"))
    {
        if (!str_equal(json_text(cause, "reason"), "ExitCode"))
            continue;
        const char *text = json_text_or_empty(cause, "message");
        char *end;
        unsigned long code = strtoul(text, &end, 10);
        if (*text < '0' || *text > '9' || *end || code == 0 || code > 255)
            return err_set(info, ERR_PARSE, "the server gave an exit code that is none: \"%s\"", text);
        *exit_code = (int)code;
        return err_set(info, ERR_EXIT, "command terminated with exit code %lu", code);
    }
    return err_set(info, ERR_PARSE, "the server says the command failed, but not with which exit code");
}

enum err status_of_exit(const char *json, size_t len, int *exit_code, struct err_info *info)
{
    struct arena arena;
    cJSON *status = NULL;
    arena_init(&arena, JSON_OBJECT_CAP);
    *exit_code = -1;
    enum err err = json_parse(&arena, json, len, &status, info);
    const char *word = json_text_or_empty(status, "status");
    if (err) {
        err_set(info, err, "the server's word about the command's end is no JSON: \"%.*s\"",
                (int)(len < 200 ? len : 200), json);
    } else if (str_equal(word, "Success")) {
        *exit_code = 0;
    } else if (!str_equal(word, "Failure")) {
        err = err_set(info, ERR_PARSE, "the server's word about the command's end has no status");
    } else if (str_equal(json_text(status, "reason"), "NonZeroExitCode")) {
        err = exit_of_causes(status, exit_code, info);
    } else {
        err = err_set(info, ERR_SERVER, "%s", json_text_or_empty(status, "message"));
    }
    arena_fini(&arena);
    return err;
}

static enum err err_of_http(int status)
{
    static const struct {
        int status;
        enum err err;
    } list[] = {{401, ERR_UNAUTHORIZED},
                {403, ERR_FORBIDDEN},
                {404, ERR_NOT_FOUND},
                {409, ERR_CONFLICT},
                {429, ERR_BUSY}};
    for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++)
        if (list[i].status == status)
            return list[i].err;
    return ERR_SERVER;
}

enum err status_of_refusal(int http_status, const char *body, size_t len, struct err_info *info)
{
    struct arena arena;
    cJSON *status = NULL;
    enum err err = err_of_http(http_status);
    /* A chunked body has its sizes around the object. */
    const char *start = len ? memchr(body, '{', len) : NULL;
    const char *end = len ? memrchr(body, '}', len) : NULL;
    arena_init(&arena, JSON_OBJECT_CAP);
    if (start && end > start)
        json_parse(&arena, start, (size_t)(end - start) + 1, &status, NULL);
    const char *message = json_text(status, "message");
    const char *reason = json_text_or_empty(status, "reason");
    if (message && *reason)
        err_set(info, err, "Error from server (%s): %s", reason, message);
    else if (message)
        err_set(info, err, "Error from server: %s", message);
    else
        err_set(info, err, "the server does not start the stream: it answered HTTP %d", http_status);
    arena_fini(&arena);
    return err;
}
