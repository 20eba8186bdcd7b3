/* The head of an answer, line by line. */
#include "api-client/client_parts.h"

#include "api-client/request_proxy.h"
#include "base/time.h"
#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { RETRY_AFTER_MAX_MS = 10 * 60 * 1000 }; /* a server that says more is asked again anyway */

static void status_line(struct request *request, const char *line)
{
    const char *space = strchr(line, ' ');
    request->response.status = space ? atoi(space + 1) : 0;
}

static void on_content_type(struct request *request, const char *value)
{
    free(request->content_type);
    request->content_type = xstrdup(value);
    for (char *c = request->content_type; *c && *c != ';'; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
    request->response.content_type = request->content_type;
}

/* Seconds or a date. */
static void on_retry_after(struct request *request, const char *value)
{
    char *end;
    long long seconds = strtoll(value, &end, 10);
    int64_t wait = -1;
    if (end != value && *end == '\0') {
        wait = seconds < 0 || seconds > RETRY_AFTER_MAX_MS / 1000 ? RETRY_AFTER_MAX_MS : seconds * 1000;
    } else {
        int64_t date = time_parse_http(value);
        if (date != TIME_NONE)
            wait = date - client_now(request->client);
        if (date != TIME_NONE && wait < 0)
            wait = 0;
    }
    request->response.retry_after_ms = wait > RETRY_AFTER_MAX_MS ? RETRY_AFTER_MAX_MS : wait;
}

/* `299 - "text"`: the text, quotes and escapes taken off. */
static void on_warning(struct request *request, const char *value)
{
    const char *open = strchr(value, '"');
    if (!open)
        return;
    free(request->warning);
    char *out = request->warning = xmalloc(strlen(open));
    for (const char *c = open + 1; *c && *c != '"'; c++) {
        c += *c == '\\' && c[1];
        *out++ = *c;
    }
    *out = '\0';
    request->response.warning = request->warning;
}

static void on_date(struct request *request, const char *value)
{
    int64_t date = time_parse_http(value);
    if (date != TIME_NONE)
        client_set_clock(request->client, date);
}

static const struct {
    const char *name;
    void (*take)(struct request *request, const char *value);
} headers[] = {
    {"Content-Type", on_content_type},
    {"Retry-After", on_retry_after},
    {"Warning", on_warning},
    {"Date", on_date},
};

static void header_line(struct request *request, char *line)
{
    char *colon = strchr(line, ':');
    if (!colon)
        return;
    *colon = '\0';
    const char *value = colon + 1 + strspn(colon + 1, " \t");
    for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++)
        if (strcasecmp(line, headers[i].name) == 0)
            headers[i].take(request, value);
}

/* Where the server is shows when it is connected: a name may lead into a private network. */
static void note_place(struct request *request)
{
    struct client *client = request->client;
    char *address = NULL;
    if (client->remote || client->near)
        return;
    curl_easy_getinfo(request->easy, CURLINFO_PRIMARY_IP, &address);
    if (address && *address) {
        client->near = request_host_near(address);
        client->remote = !client->near;
    }
}

void request_head_line(struct request *request, const char *bytes, size_t len)
{
    if (request->head_complete)
        return; /* a trailer */
    while (len && (bytes[len - 1] == '\n' || bytes[len - 1] == '\r'))
        len--;
    char *line = xstrndup(bytes, len);
    if (str_starts(line, "HTTP/"))
        status_line(request, line);
    else if (*line)
        header_line(request, line);
    else if (request->response.status >= 200) { /* 100 Continue comes before the real one */
        request->head_complete = true;
        note_place(request);
    }
    free(line);
}
