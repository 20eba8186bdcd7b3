/* An API server for tests of the whole program: connections and answers. */
#include "tests/support/fake_api.h"

#include "base/time.h"
#include "base/xmalloc.h"
#include "tests/support/fake_objects.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CONNECTIONS_MAX = 64, RULES_MAX = 16, LINE_MAX_BYTES = 2048, WAIT_MS = 20000 };

struct connection {
    int fd; /* -1: free */
    struct str request;
    char line[LINE_MAX_BYTES]; /* of what is being streamed, "" while nothing is */
    struct fake_query query;
    size_t sent; /* changes, or bytes of a log, that went out */
};

struct rule {
    char part[64];
    enum fake_answer answer;
};

struct fake_api {
    pthread_t thread;
    pthread_mutex_t lock;
    int listener, wake[2];
    bool closing;
    char url[64];
    struct fake_objects objects;
    struct connection connections[CONNECTIONS_MAX];
    struct rule rules[RULES_MAX];
    int rule_count;
    struct str lines; /* every request's first line */
};

/* Sending. A client that is gone is noticed when it is read from. */

static void send_all(int fd, const char *bytes, size_t len)
{
    while (len) {
        ssize_t n = send(fd, bytes, len, MSG_NOSIGNAL);
        if (n <= 0)
            return;
        bytes += n;
        len -= (size_t)n;
    }
}

static void send_chunk(int fd, const char *bytes, size_t len)
{
    char size[32];
    if (!len)
        return;
    send_all(fd, size, (size_t)snprintf(size, sizeof(size), "%zx\r\n", len));
    send_all(fd, bytes, len);
    send_all(fd, "\r\n", 2);
}

static void send_body(int fd, const char *status, const char *type, const struct str *body)
{
    struct str head = {0};
    str_addf(&head, "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\n\r\n", status, type,
             body->len);
    send_all(fd, head.data, head.len);
    send_all(fd, str_text(body), body->len);
    str_fini(&head);
}

static void send_failure(int fd, const char *status, const char *reason, int code, const char *message)
{
    struct str body = {0};
    str_addf(&body,
             "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\","
             "\"message\":\"%s\",\"reason\":\"%s\",\"code\":%d}",
             message, reason, code);
    send_body(fd, status, "application/json", &body);
    str_fini(&body);
}

static void hang_up(struct connection *c)
{
    shutdown(c->fd, SHUT_RDWR);
    close(c->fd);
    str_fini(&c->request);
    *c = (struct connection){.fd = -1};
}

/* Streams: what is new since the last time. */

static void push_news(struct fake_api *api, struct connection *c)
{
    struct str news = {0};
    if (c->query.watch)
        c->sent = fake_objects_changes(&api->objects, &c->query, c->sent, &news);
    else
        c->sent = fake_objects_log(&api->objects, &c->query, c->sent, &news);
    send_chunk(c->fd, str_text(&news), news.len);
    str_fini(&news);
}

static void start_stream(struct fake_api *api, struct connection *c, const char *line)
{
    static const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                               "Transfer-Encoding: chunked\r\n\r\n";
    send_all(c->fd, head, sizeof(head) - 1);
    snprintf(c->line, sizeof(c->line), "%s", line);
    c->sent = c->query.watch ? (size_t)c->query.version : 0;
    push_news(api, c);
}

/* Answers. */

static void answer_special(struct connection *c, enum fake_answer answer)
{
    struct str body = {0};
    if (answer == FAKE_FORBID) {
        send_failure(c->fd, "403 Forbidden", "Forbidden", 403,
                     "it is forbidden: User \\\"tester\\\" cannot do that");
    } else if (answer == FAKE_HTML) {
        str_add(&body, "<html><body>Please log in</body></html>");
        send_body(c->fd, "200 OK", "text/html", &body);
    } else if (answer == FAKE_GARBAGE) {
        str_add(&body, "{\"items\":[{\"\x1b]0;owned\x07\xff\xfe");
        send_body(c->fd, "200 OK", "application/json", &body);
    } else if (answer == FAKE_HANG_UP) {
        hang_up(c);
    }
    str_fini(&body);
}

static void answer_one(struct fake_api *api, struct connection *c, const char *line)
{
    struct str body = {0};
    bool removes = str_starts(line, "DELETE ");
    if (!fake_objects_get(&api->objects, &c->query, &body)) {
        send_failure(c->fd, "404 Not Found", "NotFound", 404, "not found");
    } else {
        send_body(c->fd, "200 OK", "application/json", &body);
        if (removes)
            fake_objects_remove(&api->objects, c->query.kind, c->query.namespace_, c->query.name);
    }
    str_fini(&body);
}

static void answer_log(struct fake_api *api, struct connection *c)
{
    struct str body = {0};
    fake_objects_log(&api->objects, &c->query, 0, &body);
    send_body(c->fd, "200 OK", "text/plain", &body);
    str_fini(&body);
}

static void answer_list(struct fake_api *api, struct connection *c)
{
    struct str body = {0};
    fake_objects_list(&api->objects, &c->query, &body);
    send_body(c->fd, "200 OK", "application/json", &body);
    str_fini(&body);
}

static enum fake_answer rule_for(const struct fake_api *api, const char *line)
{
    for (int i = api->rule_count - 1; i >= 0; i--)
        if (strstr(line, api->rules[i].part))
            return api->rules[i].answer;
    return FAKE_SERVE;
}

static void answer(struct fake_api *api, struct connection *c, const char *line, bool table)
{
    enum fake_answer rule = rule_for(api, line);
    str_addf(&api->lines, "%s\n", line);
    if (rule != FAKE_SERVE) {
        answer_special(c, rule);
        return;
    }
    if (!fake_query_read(&c->query, line, table))
        send_failure(c->fd, "404 Not Found", "NotFound", 404,
                     "the server could not find the requested resource");
    else if (c->query.watch || (c->query.log && c->query.follow))
        start_stream(api, c, line);
    else if (c->query.log)
        answer_log(api, c);
    else if (*c->query.name)
        answer_one(api, c, line);
    else
        answer_list(api, c);
}

/* A request that is whole: its head, and as much of a body as the head says. */
static size_t whole_request(const struct str *request)
{
    const char *end = request->len ? strstr(request->data, "\r\n\r\n") : NULL;
    if (!end)
        return 0;
    const char *length = strcasestr(request->data, "\r\nContent-Length:");
    size_t body = length && length < end ? strtoul(length + strlen("\r\nContent-Length:"), NULL, 10) : 0;
    size_t whole = (size_t)(end - request->data) + 4 + body;
    return request->len >= whole ? whole : 0;
}

static void read_requests(struct fake_api *api, struct connection *c)
{
    char buf[8192];
    ssize_t n = recv(c->fd, buf, sizeof(buf), 0);
    if (n <= 0) {
        hang_up(c);
        return;
    }
    str_add_bytes(&c->request, buf, (size_t)n);
    size_t whole = whole_request(&c->request);
    if (!whole)
        return;
    char line[LINE_MAX_BYTES];
    snprintf(line, sizeof(line), "%.*s", (int)strcspn(c->request.data, "\r\n"), c->request.data);
    bool table = strcasestr(c->request.data, "as=Table") != NULL;
    str_clear(&c->request);
    answer(api, c, line, table);
}

static void take_connection(struct fake_api *api)
{
    int fd = accept(api->listener, NULL, NULL);
    struct timeval limit = {.tv_sec = 5};
    for (int i = 0; fd >= 0 && i < CONNECTIONS_MAX; i++)
        if (api->connections[i].fd < 0) {
            setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
            fcntl(fd, F_SETFD, FD_CLOEXEC);
            api->connections[i].fd = fd;
            return;
        }
    if (fd >= 0)
        close(fd);
}

static void turn(struct fake_api *api, const struct pollfd *fds)
{
    char buf[64];
    if (fds[0].revents)
        take_connection(api);
    if (fds[1].revents && read(api->wake[0], buf, sizeof(buf)) < 0)
        return;
    for (int i = 0; i < CONNECTIONS_MAX; i++) {
        struct connection *c = &api->connections[i];
        if (fds[i + 2].revents && fds[i + 2].fd == c->fd && c->fd >= 0)
            read_requests(api, c);
        if (c->fd >= 0 && *c->line)
            push_news(api, c);
    }
}

static void *serve(void *user)
{
    struct fake_api *api = user;
    struct pollfd fds[CONNECTIONS_MAX + 2];
    pthread_mutex_lock(&api->lock);
    while (!api->closing) {
        fds[0] = (struct pollfd){.fd = api->listener, .events = POLLIN};
        fds[1] = (struct pollfd){.fd = api->wake[0], .events = POLLIN};
        for (int i = 0; i < CONNECTIONS_MAX; i++)
            fds[i + 2] = (struct pollfd){.fd = api->connections[i].fd, .events = POLLIN};
        pthread_mutex_unlock(&api->lock);
        poll(fds, CONNECTIONS_MAX + 2, -1);
        pthread_mutex_lock(&api->lock);
        turn(api, fds);
    }
    pthread_mutex_unlock(&api->lock);
    return NULL;
}

/* The test's side. */

struct fake_api *fake_api_open(void)
{
    struct fake_api *api = xcalloc(1, sizeof(*api));
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof(address);
    api->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    for (int i = 0; i < CONNECTIONS_MAX; i++)
        api->connections[i].fd = -1;
    if (bind(api->listener, (struct sockaddr *)&address, len) || listen(api->listener, 16) ||
        getsockname(api->listener, (struct sockaddr *)&address, &len) || pipe2(api->wake, O_CLOEXEC)) {
        perror("the test's API server");
        abort();
    }
    snprintf(api->url, sizeof(api->url), "http://127.0.0.1:%d", ntohs(address.sin_port));
    pthread_mutex_init(&api->lock, NULL);
    pthread_create(&api->thread, NULL, serve, api);
    return api;
}

static void wake(struct fake_api *api)
{
    while (write(api->wake[1], "", 1) < 0 && errno == EINTR) {
    }
}

void fake_api_close(struct fake_api *api)
{
    if (!api)
        return;
    pthread_mutex_lock(&api->lock);
    api->closing = true;
    pthread_mutex_unlock(&api->lock);
    wake(api);
    pthread_join(api->thread, NULL);
    for (int i = 0; i < CONNECTIONS_MAX; i++)
        if (api->connections[i].fd >= 0)
            hang_up(&api->connections[i]);
    close(api->listener);
    close(api->wake[0]);
    close(api->wake[1]);
    fake_objects_fini(&api->objects);
    str_fini(&api->lines);
    pthread_mutex_destroy(&api->lock);
    free(api);
}

const char *fake_api_url(const struct fake_api *api)
{
    return api->url;
}

void fake_api_put(struct fake_api *api, const char *kind, const char *namespace_, const char *name,
                  const char *json)
{
    pthread_mutex_lock(&api->lock);
    fake_objects_put(&api->objects, kind, namespace_, name, json);
    pthread_mutex_unlock(&api->lock);
    wake(api);
}

void fake_api_remove(struct fake_api *api, const char *kind, const char *namespace_, const char *name)
{
    pthread_mutex_lock(&api->lock);
    fake_objects_remove(&api->objects, kind, namespace_, name);
    pthread_mutex_unlock(&api->lock);
    wake(api);
}

static void add_log(struct fake_api *api, const char *pod, const char *container, bool previous,
                    const char *lines)
{
    pthread_mutex_lock(&api->lock);
    fake_objects_add_log(&api->objects, pod, container, previous, lines);
    pthread_mutex_unlock(&api->lock);
    wake(api);
}

void fake_api_log(struct fake_api *api, const char *pod, const char *container, const char *lines)
{
    add_log(api, pod, container, false, lines);
}

void fake_api_log_previous(struct fake_api *api, const char *pod, const char *container, const char *lines)
{
    add_log(api, pod, container, true, lines);
}

void fake_api_answer(struct fake_api *api, const char *part, enum fake_answer answer)
{
    pthread_mutex_lock(&api->lock);
    if (api->rule_count < RULES_MAX) {
        struct rule *rule = &api->rules[api->rule_count++];
        snprintf(rule->part, sizeof(rule->part), "%s", part);
        rule->answer = answer;
    }
    pthread_mutex_unlock(&api->lock);
}

void fake_api_cut(struct fake_api *api)
{
    pthread_mutex_lock(&api->lock);
    for (int i = 0; i < CONNECTIONS_MAX; i++)
        if (api->connections[i].fd >= 0 && *api->connections[i].line)
            hang_up(&api->connections[i]);
    pthread_mutex_unlock(&api->lock);
    wake(api);
}

int fake_api_count(struct fake_api *api, const char *part)
{
    int count = 0;
    pthread_mutex_lock(&api->lock);
    char *copy = xstrdup(str_text(&api->lines)), *rest = NULL;
    pthread_mutex_unlock(&api->lock);
    for (char *line = strtok_r(copy, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
        count += strstr(line, part) != NULL;
    free(copy);
    return count;
}

static bool is_watched(struct fake_api *api, const char *part)
{
    bool found = false;
    pthread_mutex_lock(&api->lock);
    for (int i = 0; i < CONNECTIONS_MAX; i++)
        found = found || (api->connections[i].fd >= 0 && *api->connections[i].line &&
                          strstr(api->connections[i].line, part));
    pthread_mutex_unlock(&api->lock);
    return found;
}

static void rest_a_moment(void)
{
    poll(NULL, 0, 5);
}

bool fake_api_wait(struct fake_api *api, const char *part, int count)
{
    for (int64_t end = time_steady() + WAIT_MS; time_steady() < end; rest_a_moment())
        if (fake_api_count(api, part) >= count)
            return true;
    return false;
}

bool fake_api_wait_watched(struct fake_api *api, const char *part)
{
    for (int64_t end = time_steady() + WAIT_MS; time_steady() < end; rest_a_moment())
        if (is_watched(api, part))
            return true;
    return false;
}
