/* One server's transfers: libcurl's multi interface driven by the loop. */
#include "api-client/client_parts.h"

#include "base/time.h"
#include "base/xmalloc.h"

#include <stdlib.h>

/*
 * A turn of the loop shares its time with keys and drawing. When this much was spent, a socket that is ready
 * waits for the next turn (poll is level-triggered, it will be told again), and a body that keeps coming is
 * paused until then: libcurl by itself reads on for as long as there is something to read.
 */
enum { TURN_BUDGET_NS = 4 * 1000 * 1000 };

static void client_destroy(struct client *client);

void client_enter(struct client *client)
{
    if (client->inside++ == 0)
        client->entered_ns = uv_hrtime();
}

bool client_turn_is_over(const struct client *client)
{
    uint64_t running = client->inside ? uv_hrtime() - client->entered_ns : 0;
    return client->spent_ns + running >= TURN_BUDGET_NS;
}

/* What could not be done inside libcurl's callbacks: going on after a pause, freeing. */
static void settle(struct client *client)
{
    struct request *next;
    for (struct request *r = client->requests; r; r = r->next)
        if (r->state == REQUEST_RUNNING)
            request_apply_pause(r);
    for (struct request *r = client->requests; r; r = next) {
        next = r->next;
        if (r->state == REQUEST_OVER)
            request_free(r);
    }
}

void client_leave(struct client *client)
{
    if (client->inside == 1)
        settle(client);
    if (--client->inside > 0)
        return;
    client->spent_ns += uv_hrtime() - client->entered_ns;
    if (client->closed)
        client_destroy(client);
}

static void on_idle(uv_idle_t *idle)
{
    (void)idle; /* it being there keeps the poll from sleeping */
}

void client_wake(struct client *client)
{
    if (!client->closed)
        uv_idle_start(&client->idle, on_idle);
}

/* libcurl's side: finished transfers, sockets, its one timer. */

static void tell_finished(struct client *client)
{
    int left;
    CURLMsg *message;
    while (!client->closed && (message = curl_multi_info_read(client->multi, &left))) {
        CURLcode code = message->data.result;
        struct request *request = NULL;
        if (message->msg != CURLMSG_DONE)
            continue;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&request);
        request_finish(request, code);
    }
}

static void act(struct client *client, curl_socket_t fd, int what)
{
    int running;
    client_enter(client);
    curl_multi_socket_action(client->multi, fd, what, &running);
    tell_finished(client);
    client_leave(client);
}

struct client_socket {
    struct client *client;
    curl_socket_t fd;
    struct fd_watch *watch;
};

static void on_socket_ready(void *user, int events)
{
    struct client_socket *socket = user;
    int what = (events & UV_READABLE ? CURL_CSELECT_IN : 0) | (events & UV_WRITABLE ? CURL_CSELECT_OUT : 0);
    if (!client_turn_is_over(socket->client))
        act(socket->client, socket->fd, what);
}

static int on_curl_socket(CURL *easy, curl_socket_t fd, int what, void *user, void *socket_user)
{
    (void)easy;
    struct client *client = user;
    struct client_socket *socket = socket_user;
    if (what == CURL_POLL_REMOVE) {
        if (socket)
            fd_watch_free(socket->watch);
        free(socket);
        curl_multi_assign(client->multi, fd, NULL);
        return 0;
    }
    if (!socket) {
        socket = xcalloc(1, sizeof(*socket));
        *socket = (struct client_socket){.client = client, .fd = fd};
        socket->watch = fd_watch_new(client->loop, fd, on_socket_ready, socket);
        curl_multi_assign(client->multi, fd, socket);
    }
    if (socket->watch)
        fd_watch_set(socket->watch,
                     (what & CURL_POLL_IN ? UV_READABLE : 0) | (what & CURL_POLL_OUT ? UV_WRITABLE : 0));
    return 0;
}

static void on_timer(void *user)
{
    struct client *client = user;
    act(client, CURL_SOCKET_TIMEOUT, 0);
}

static int on_curl_timer(CURLM *multi, long timeout_ms, void *user)
{
    (void)multi;
    struct client *client = user;
    if (timeout_ms < 0)
        timer_stop(client->timer);
    else
        timer_start(client->timer, (uint64_t)timeout_ms, 0);
    return 0;
}

/* libcurl and its TLS library take milliseconds to get ready: not before something is asked for. */
static void make_multi(struct client *client)
{
    static bool global;
    if (!global)
        curl_global_init(CURL_GLOBAL_DEFAULT);
    global = true;
    client->multi = curl_multi_init();
    curl_multi_setopt(client->multi, CURLMOPT_SOCKETFUNCTION, on_curl_socket);
    curl_multi_setopt(client->multi, CURLMOPT_SOCKETDATA, client);
    curl_multi_setopt(client->multi, CURLMOPT_TIMERFUNCTION, on_curl_timer);
    curl_multi_setopt(client->multi, CURLMOPT_TIMERDATA, client);
}

/* The work that waits. */

static void do_work(struct client *client, struct request *request)
{
    switch (request->state) {
    case REQUEST_QUEUED:
        request_begin(request);
        break;
    case REQUEST_READY:
        request->state = REQUEST_RUNNING;
        curl_multi_add_handle(client->multi, request->easy);
        break;
    case REQUEST_REFUSED:
        request_tell_refused(request);
        break;
    default:
        break;
    }
}

/* One step for each request that was there when the turn began: who is told of a failure may ask again. */
static void on_check(uv_check_t *check)
{
    struct client *client = check->data;
    uint64_t last = client->numbers;
    bool more = false;
    client->spent_ns = 0;
    if (!uv_is_active((uv_handle_t *)&client->idle))
        return;
    uv_idle_stop(&client->idle);
    client_enter(client);
    if (!client->multi)
        make_multi(client);
    for (struct request *r = client->requests; r && !client->closed; r = r->next)
        if (r->number <= last)
            do_work(client, r);
    for (struct request *r = client->requests; r; r = r->next)
        more = more || r->state == REQUEST_QUEUED || r->state == REQUEST_READY || r->state == REQUEST_REFUSED;
    if (more)
        client_wake(client);
    client_leave(client);
}

struct client *client_open(struct loop *loop, struct target *target)
{
    struct client *client = xcalloc(1, sizeof(*client));
    client->loop = loop;
    client->target = target;
    client->clock = TIME_NONE;
    client->credentials = credentials_new(loop, target);
    client->timer = timer_new(loop, on_timer, client);
    uv_check_init(&loop->uv, &client->check);
    uv_idle_init(&loop->uv, &client->idle);
    client->handles = 2;
    client->check.data = client->idle.data = client;
    uv_check_start(&client->check, on_check);
    uv_unref((uv_handle_t *)&client->check);
    return client;
}

static void on_handle_closed(uv_handle_t *handle)
{
    struct client *client = handle->data;
    if (--client->handles == 0)
        free(client);
}

static void client_destroy(struct client *client)
{
    client->inside++; /* a cancelled request's end is no reason to come here again */
    while (client->requests)
        request_free(client->requests);
    if (client->multi)
        curl_multi_cleanup(client->multi);
    timer_free(client->timer);
    credentials_free(client->credentials);
    target_free(client->target);
    uv_close((uv_handle_t *)&client->check, on_handle_closed);
    uv_close((uv_handle_t *)&client->idle, on_handle_closed);
}

void client_close(struct client *client)
{
    if (!client || client->closed)
        return;
    client_enter(client);
    client->closed = true;
    for (struct request *r = client->requests; r; r = r->next)
        request_cancel(r);
    client_leave(client);
}

const struct target *client_target(const struct client *client)
{
    return client->target;
}

struct loop *client_loop(const struct client *client)
{
    return client->loop;
}

struct credentials *client_credentials(struct client *client)
{
    return client->credentials;
}

/*
 * A Date header has whole seconds, so the server's clock is somewhere in the second that it names. While the
 * terminal's clock agrees with that it is the finer one. Otherwise each answer is a lower bound, the highest
 * is the nearest; a much lower one says that the clock was put back.
 */
void client_set_clock(struct client *client, int64_t date)
{
    int64_t wall = time_now(), steady = time_steady();
    int64_t bound = date - steady;
    if (wall >= date - 100 && wall < date + 1500)
        client->clock = wall - steady;
    else if (client->clock == TIME_NONE || bound > client->clock || bound < client->clock - 3000)
        client->clock = bound;
}

int64_t client_now(const struct client *client)
{
    return client->clock == TIME_NONE ? time_now() : client->clock + time_steady();
}
