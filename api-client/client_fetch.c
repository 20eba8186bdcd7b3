/* A whole answer at once, and text made fit for a URL: for those who ask one thing and wait. */
#include "api-client/client.h"

#include "base/xmalloc.h"

#include <string.h>

struct fetch {
    const struct request_spec *spec;
    struct request *request;
    struct str *body;
    struct err_info *info;
    enum err err;
    int status;
    bool done;
};

static void on_head(void *user, const struct response *response)
{
    struct fetch *fetch = user;
    if (fetch->spec->on_head)
        fetch->spec->on_head(fetch->spec->user, response);
}

static enum err on_data(void *user, const char *bytes, size_t len)
{
    struct fetch *fetch = user;
    if (fetch->spec->on_data)
        return fetch->spec->on_data(fetch->spec->user, bytes, len);
    if (fetch->body)
        str_add_bytes(fetch->body, bytes, len);
    return ERR_OK;
}

static void on_done(void *user, enum err err, const struct response *response, const struct err_info *info)
{
    struct fetch *fetch = user;
    size_t len;
    const char *error_body = request_error_body(fetch->request, &len);
    if (fetch->body && len)
        str_add_bytes(fetch->body, error_body, len);
    if (fetch->info)
        *fetch->info = *info;
    fetch->err = err;
    fetch->status = response->status;
    fetch->done = true;
}

enum err client_fetch(struct client *client, const struct request_spec *spec, struct str *body, int *status,
                      struct err_info *info)
{
    struct fetch fetch = {.spec = spec, .body = body, .info = info};
    struct request_spec own = *spec;
    own.on_head = on_head;
    own.on_data = on_data;
    own.on_done = on_done;
    own.user = &fetch;
    fetch.request = client_request(client, &own);
    while (!fetch.done && loop_turn(client_loop(client)))
        ;
    if (!fetch.done) {
        request_cancel(fetch.request);
        fetch.err =
            err_set(info, ERR_CANCELLED, "%s %s was given up", own.method ? own.method : "GET", spec->path);
    }
    if (status)
        *status = fetch.status;
    return fetch.err;
}

void url_add_escaped(struct str *url, const char *text)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    for (; text && *text; text++)
        if (strchr(plain, *text))
            str_add_char(url, *text);
        else
            str_addf(url, "%%%02X", (unsigned char)*text);
}
