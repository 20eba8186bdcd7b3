/* One request's life: credentials, transfer, one more try after a 401, the end. */
#include "api-client/client_parts.h"

#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

static void forget_answer(struct request *request)
{
    free(request->content_type);
    free(request->warning);
    request->content_type = request->warning = NULL;
    request->response =
        (struct response){.status = 0, .content_type = "", .retry_after_ms = -1, .warning = ""};
    request->head_complete = request->head_told = false;
    request->curl_error[0] = '\0';
    str_clear(&request->error_body);
}

/* Out of the multi handle first: cleanup alone lets go of the connection in the middle of its answer, and the
 * next request would wait behind it for ever (libcurl 7.88). */
static void drop_transfer(struct request *request)
{
    if (request->easy) {
        curl_multi_remove_handle(request->client->multi, request->easy);
        curl_easy_cleanup(request->easy);
    }
    curl_slist_free_all(request->headers);
    curl_slist_free_all(request->connect_to);
    request->easy = NULL;
    request->headers = request->connect_to = NULL;
    request->curl_paused = false;
}

static char *copy_bytes(const char *bytes, size_t len)
{
    return bytes ? memcpy(xmalloc(len + 1), bytes, len) : NULL;
}

struct request *client_request(struct client *client, const struct request_spec *spec)
{
    struct request *request = xcalloc(1, sizeof(*request));
    struct request_spec *own = &request->spec;
    request->client = client;
    request->number = ++client->numbers;
    *own = *spec;
    own->method = xstrdup(spec->method ? spec->method : "GET");
    own->path = xstrdup(spec->path);
    own->accept = xstrdup(spec->accept ? spec->accept : "application/json");
    own->content_type = xstrdup(spec->content_type ? spec->content_type : "application/json");
    own->body = copy_bytes(spec->body, spec->body_len);
    forget_answer(request);
    request->next = client->requests;
    if (request->next)
        request->next->before = request;
    client->requests = request;
    client_wake(client);
    return request;
}

void request_free(struct request *request)
{
    struct client *client = request->client;
    drop_transfer(request);
    forget_answer(request);
    if (request->before)
        request->before->next = request->next;
    else
        client->requests = request->next;
    if (request->next)
        request->next->before = request->before;
    char *texts[] = {(char *)(uintptr_t)request->spec.method, (char *)(uintptr_t)request->spec.path,
                     (char *)(uintptr_t)request->spec.accept, (char *)(uintptr_t)request->spec.content_type,
                     (char *)(uintptr_t)request->spec.body};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        free(texts[i]);
    str_fini(&request->error_body);
    free(request);
}

/* Only marked: libcurl may be in one of its callbacks. */
void request_cancel(struct request *request)
{
    if (!request || request->state == REQUEST_OVER)
        return;
    struct client *client = request->client;
    client_enter(client);
    if (request->state == REQUEST_ASKING)
        credentials_forget(client->credentials, request);
    request->state = REQUEST_OVER;
    client_leave(client);
}

void request_pause(struct request *request, bool paused)
{
    struct client *client = request->client;
    client_enter(client);
    request->paused = paused;
    client_leave(client);
}

void request_apply_pause(struct request *request)
{
    if (request->paused || !request->curl_paused)
        return;
    if (client_turn_is_over(request->client)) {
        client_wake(request->client);
        return;
    }
    request->curl_paused = false;
    curl_easy_pause(request->easy, CURLPAUSE_CONT);
}

const char *request_error_body(const struct request *request, size_t *len)
{
    *len = request->error_body.len;
    return str_text(&request->error_body);
}

static void finish_with(struct request *request, enum err err, const struct err_info *info)
{
    drop_transfer(request);
    request->state = REQUEST_OVER;
    if (request->spec.on_done)
        request->spec.on_done(request->spec.user, err, &request->response, info);
}

void request_tell_refused(struct request *request)
{
    finish_with(request, request->err, &request->info);
}

static void on_credential(void *user, enum err err, const struct credential *credential,
                          const struct err_info *info)
{
    struct request *request = user;
    struct client *client = request->client;
    client_enter(client);
    if (!err)
        err = request_setup(request, credential, &request->info);
    else if (info)
        request->info = *info;
    request->err = err;
    request->state = err ? REQUEST_REFUSED : REQUEST_READY;
    client_wake(client);
    client_leave(client);
}

void request_begin(struct request *request)
{
    request->state = REQUEST_ASKING;
    credentials_get(request->client->credentials, on_credential, request);
}

/* After a 401 a plugin or a changed token file may give something newer, once. */
static bool try_again(struct request *request)
{
    if (request->response.status != 401 || request->retried ||
        !credentials_refuse(request->client->credentials))
        return false;
    request->retried = true;
    drop_transfer(request);
    forget_answer(request);
    request->state = REQUEST_QUEUED;
    client_wake(request->client);
    return true;
}

static void tell_head(struct request *request)
{
    if (request->head_told || !request->head_complete)
        return;
    request->head_told = true;
    if (request->spec.on_head)
        request->spec.on_head(request->spec.user, &request->response);
}

static bool good_status(const struct request *request)
{
    return request->response.status >= 200 && request->response.status < 300;
}

void request_finish(struct request *request, CURLcode code)
{
    struct err_info info = {""};
    enum err err = request->err;
    if (request->state == REQUEST_OVER || (!err && code == CURLE_OK && try_again(request)))
        return;
    if (err)
        info = request->info;
    else if (code != CURLE_OK)
        err = request_words_curl(request, code, &info);
    else if (!good_status(request))
        err = request_words_http(request, &info);
    tell_head(request); /* a 401's is told late, when there is no other try; so is that of an empty body */
    if (request->state != REQUEST_OVER)
        finish_with(request, err, &info);
}

/* libcurl calls: a header line, then pieces of the body. */

static bool is_html(const struct request *request)
{
    return strncmp(request->response.content_type, "text/html", 9) == 0 &&
           strstr(request->spec.accept, "application/json");
}

size_t request_on_header(char *line, size_t one, size_t len, void *user)
{
    struct request *request = user;
    (void)one;
    if (request->state != REQUEST_RUNNING)
        return 0;
    bool was_complete = request->head_complete;
    request_head_line(request, line, len);
    if (request->head_complete && !was_complete && request->response.status != 401)
        tell_head(request);
    return request->state == REQUEST_RUNNING ? len : 0;
}

static void keep_error_body(struct request *request, const char *bytes, size_t len)
{
    size_t room = ERROR_BODY_CAP - request->error_body.len;
    str_add_bytes(&request->error_body, bytes, len < room ? len : room);
}

/* The body goes to the user when it is what was asked for; otherwise it is kept for the sentence. */
static enum err take_body(struct request *request, const char *bytes, size_t len)
{
    if (!good_status(request)) {
        keep_error_body(request, bytes, len);
        return ERR_OK;
    }
    if (is_html(request))
        return err_set(&request->info, ERR_PARSE,
                       "%s answered %s with HTML, not with the Kubernetes API: is it an API server?",
                       request->client->target->server, request->spec.path);
    if (!request->spec.on_data)
        return ERR_OK;
    enum err err = request->spec.on_data(request->spec.user, bytes, len);
    return err_set(&request->info, err, "the answer to %s %s: %s", request->spec.method, request->spec.path,
                   err_words(err));
}

size_t request_on_body(char *bytes, size_t one, size_t len, void *user)
{
    struct request *request = user;
    (void)one;
    if (request->state != REQUEST_RUNNING)
        return 0;
    if (request->paused || client_turn_is_over(request->client)) {
        request->curl_paused = true;
        return CURL_WRITEFUNC_PAUSE;
    }
    enum err err = take_body(request, bytes, len);
    if (request->state != REQUEST_RUNNING)
        return 0;
    request->err = err;
    return err ? 0 : len;
}
