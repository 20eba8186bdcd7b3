/*
 * The benchmark's own API server: pods from memory, over plain HTTP on loopback.
 *
 *   server PODS NAMESPACES CHANGES_PER_SECOND [MB_PER_SECOND]
 *
 * Prints its port, then serves until standard input ends: namespaces; pods of all or one namespace, whole or
 * in pages; the same as Tables with metadata or without objects; a watch that changes pods at the rate asked
 * for; 200 MB of log lines as the log of any pod. A pod is about 18 KB: one text in memory with name and
 * status put in, so that the server costs as little as a server can.
 *
 * MB_PER_SECOND is the pace of one answer: a real API server encodes objects at about 100 MB/s (and Tables
 * without objects at a third of that); 0, the default, is as fast as memory and loopback go.
 */
#include "base/str.h"
#include "base/xmalloc.h"

#include <arpa/inet.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <uv.h>

enum { PIECE = 256 * 1024, POD_BYTES = 18000, WATCH_TICK_MS = 10, LOG_BYTES = 200 * 1000 * 1000 };

static uv_loop_t loop;
static uv_tcp_t listener;
static uv_pipe_t lifeline;
static int pod_count, namespace_count, change_rate, pace; /* pace: MB/s, 0: none */
static struct str pod_metadata, pod_spec;                 /* what all pods share */
static struct str log_piece;

enum form { FORM_OBJECTS, FORM_TABLE_METADATA, FORM_TABLE_BARE, FORM_LOG };

/* One answer being written: which pods, in which form, how far. */
struct connection {
    uv_tcp_t tcp;
    uv_write_t write;
    uv_timer_t ticker; /* of a watch */
    struct str request, out;
    enum form form;
    int namespace_; /* -1: all */
    int next, end;  /* pod numbers */
    int after;      /* the page's continue token: the next page's first pod, 0: none */
    int remaining;  /* pods after this page */
    bool writing, listing, first, watching, closing;
    uint64_t began; /* nanoseconds, of this answer */
    size_t sent;    /* bytes of this answer, before the transfer encoding */
    double owed;    /* changes a watch should have sent by now */
    uint64_t last_tick;
    int closes;
};

/* Pods. */

static void build_shared_text(void)
{
    struct str *m = &pod_metadata;
    str_add(
        m,
        "\"creationTimestamp\":\"2026-01-02T03:04:05Z\",\"labels\":{\"app\":\"shop\",\"pod-template-hash\":"
        "\"7c9d8b6f5d\",\"tier\":\"web\"},\"annotations\":{\"notes\":\"");
    str_add_repeat(m, 'n', 1500);
    str_add(m,
            "\"},\"ownerReferences\":[{\"apiVersion\":\"apps/v1\",\"kind\":\"ReplicaSet\",\"name\":"
            "\"shop-7c9d8b6f5d\",\"uid\":\"1\",\"controller\":true}],\"managedFields\":[{\"manager\":\"m\","
            "\"operation\":\"Update\",\"fieldsV1\":{");
    for (int i = 0; m->len < 6000; i++)
        str_addf(m, "%s\"f:field-%04d\":{\"f:a\":{},\"f:b\":{\".\":{},\"k:{\\\"name\\\":\\\"x\\\"}\":{}}}",
                 i ? "," : "", i);
    str_add(m, "}}]}");
    str_add(
        &pod_spec,
        "\"spec\":{\"nodeName\":\"node-12\",\"restartPolicy\":\"Always\",\"terminationGracePeriodSeconds\":"
        "30,"
        "\"containers\":[{\"name\":\"web\",\"image\":\"registry.example/"
        "shop:1.2\",\"ports\":[{\"name\":\"http\","
        "\"containerPort\":8080}],\"readinessProbe\":{\"httpGet\":{\"path\":\"/ready\",\"port\":\"http\"},"
        "\"periodSeconds\":5},\"livenessProbe\":{\"tcpSocket\":{\"port\":8080}},\"env\":[");
    for (int i = 0; pod_metadata.len + pod_spec.len < POD_BYTES - 900; i++)
        str_addf(&pod_spec, "%s{\"name\":\"SETTING_%04d\",\"value\":\"a value of %d \\\"quoted\\\" words\"}",
                 i ? "," : "", i, i);
    str_add(
        &pod_spec,
        "]},{\"name\":\"log\",\"image\":\"registry.example/log:3\",\"livenessProbe\":{\"exec\":{\"command\":"
        "[\"cat\",\"/tmp/ok\"]}}}]}");
}

/* The lines of a program that logs its requests. */
static void build_log(void)
{
    for (int i = 0; log_piece.len < PIECE; i++)
        str_addf(&log_piece,
                 "2026-01-02T03:04:05.%09dZ level=info msg=\"request answered\" method=GET path=/orders/%d "
                 "status=200 bytes=%d took=%dms\n",
                 i * 1000, i, i * 37 % 9000, i % 90);
}

static void add_metadata(struct str *out, int i, long version)
{
    str_addf(out,
             "\"metadata\":{\"name\":\"shop-%06d-7c9d8b6f5d-x%06d\",\"namespace\":\"ns-%03d\",\"uid\":"
             "\"00000000-0000-4000-8000-%012d\",\"resourceVersion\":\"%ld\",",
             i, i, i % namespace_count, i, version);
    str_add_bytes(out, pod_metadata.data, pod_metadata.len);
}

/* Readiness comes and goes with the version, now and then a container has been restarted. */
static void add_status(struct str *out, long version)
{
    const char *ready = version % 3 ? "true" : "false";
    str_addf(
        out,
        "\"status\":{\"phase\":\"Running\",\"podIP\":\"10.0.0.1\",\"podIPs\":[{\"ip\":\"10.0.0.1\"}],"
        "\"conditions\":["
        "{\"type\":\"Ready\",\"status\":\"%s\",\"lastTransitionTime\":\"2026-01-02T03:04:09Z\"}],"
        "\"containerStatuses\":[{\"name\":\"web\",\"ready\":%s,\"started\":true,\"restartCount\":%ld,"
        "\"state\":{\"running\":{\"startedAt\":\"2026-01-02T03:04:06Z\"}}},{\"name\":\"log\",\"ready\":true,"
        "\"started\":true,\"restartCount\":0,\"state\":{\"running\":{\"startedAt\":\"2026-01-02T03:04:06Z\"}}"
        "}]}",
        version % 3 ? "True" : "False", ready, version / 5000);
}

static void add_pod(struct str *out, int i, long version)
{
    str_add(out, "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",");
    add_metadata(out, i, version);
    str_add(out, ",");
    str_add_bytes(out, pod_spec.data, pod_spec.len);
    str_add(out, ",");
    add_status(out, version);
    str_add(out, "}");
}

static void add_row(struct str *out, int i, bool metadata)
{
    str_addf(out,
             "{\"cells\":[\"shop-%06d-7c9d8b6f5d-x%06d\",\"2/"
             "2\",\"Running\",\"1\",\"100d\",\"10.0.0.1\",\"node-12\","
             "\"\\u003cnone\\u003e\",\"\\u003cnone\\u003e\"]",
             i, i);
    if (metadata) {
        str_add(out, ",\"object\":{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"meta.k8s.io/v1\",");
        add_metadata(out, i, 1);
        str_add(out, "}");
    }
    str_add(out, "}");
}

/* Answers are chunked: their length is not known beforehand. */

static void on_written(uv_write_t *write, int status);

static void send_out(struct connection *c)
{
    if (c->writing || !c->out.len || c->closing)
        return;
    uv_buf_t buf = uv_buf_init(c->out.data, (unsigned)c->out.len);
    c->writing = true;
    c->write.data = c;
    uv_write(&c->write, (uv_stream_t *)&c->tcp, &buf, 1, on_written);
}

/* Turns what was added since `from` into one chunk of the transfer encoding. */
static void wrap_chunk(struct str *out, struct str *piece)
{
    if (!piece->len)
        return;
    str_addf(out, "%zx\r\n", piece->len);
    str_add_bytes(out, piece->data, piece->len);
    str_add(out, "\r\n");
}

static void head(struct connection *c, const char *type)
{
    str_addf(&c->out, "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nTransfer-Encoding: chunked\r\n\r\n", type);
}

static void add_element(struct str *out, const struct connection *c, int i)
{
    if (c->form == FORM_OBJECTS)
        add_pod(out, i, 1);
    else
        add_row(out, i, c->form == FORM_TABLE_METADATA);
}

static const char columns[] =
    "{\"kind\":\"Table\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":{%s},\"columnDefinitions\":["
    "{\"name\":\"Name\",\"type\":\"string\",\"format\":\"name\",\"priority\":0},"
    "{\"name\":\"Ready\",\"type\":\"string\",\"priority\":0},"
    "{\"name\":\"Status\",\"type\":\"string\",\"priority\":0},"
    "{\"name\":\"Restarts\",\"type\":\"string\",\"priority\":0},"
    "{\"name\":\"Age\",\"type\":\"string\",\"priority\":0},"
    "{\"name\":\"IP\",\"type\":\"string\",\"priority\":1},"
    "{\"name\":\"Node\",\"type\":\"string\",\"priority\":1},"
    "{\"name\":\"Nominated Node\",\"type\":\"string\",\"priority\":1},"
    "{\"name\":\"Readiness Gates\",\"type\":\"string\",\"priority\":1}],\"rows\":[";

static void add_list_head(struct str *out, const struct connection *c)
{
    char metadata[128] = "\"resourceVersion\":\"1000\"";
    if (c->after)
        snprintf(metadata, sizeof(metadata),
                 "\"resourceVersion\":\"1000\",\"continue\":\"%d\",\"remainingItemCount\":%d", c->after,
                 c->remaining);
    str_addf(out,
             c->form == FORM_OBJECTS
                 ? "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":{%s},\"items\":["
                 : columns,
             metadata);
}

static void add_list_piece(struct connection *c, struct str *piece)
{
    int step = c->namespace_ < 0 ? 1 : namespace_count;
    if (c->first)
        add_list_head(piece, c);
    for (; c->next < c->end && piece->len < PIECE; c->next += step) {
        if (!c->first)
            str_add_char(piece, ',');
        c->first = false;
        add_element(piece, c, c->next);
    }
    if (c->next < c->end)
        return;
    str_add(piece, "]}");
    c->listing = false;
}

static void add_log_piece(struct connection *c, struct str *piece)
{
    str_add_bytes(piece, log_piece.data, log_piece.len);
    c->listing = c->sent + piece->len < LOG_BYTES;
}

/* The next piece of an answer, as large as PIECE. */
static void next_piece(struct connection *c)
{
    static struct str piece;
    str_clear(&piece);
    if (c->form == FORM_LOG)
        add_log_piece(c, &piece);
    else
        add_list_piece(c, &piece);
    c->sent += piece.len;
    wrap_chunk(&c->out, &piece);
    if (!c->listing)
        str_add(&c->out, "0\r\n\r\n");
}

static void on_closed(uv_handle_t *handle)
{
    struct connection *c = handle->data;
    if (++c->closes < 2)
        return;
    str_fini(&c->request);
    str_fini(&c->out);
    free(c);
}

static void close_connection(struct connection *c)
{
    if (c->closing)
        return;
    c->closing = true;
    uv_close((uv_handle_t *)&c->tcp, on_closed);
    uv_close((uv_handle_t *)&c->ticker, on_closed);
}

/* How long the answer is ahead of its pace. */
static uint64_t wait_ms(const struct connection *c)
{
    if (!pace || c->form == FORM_LOG)
        return 0;
    double due = (double)c->sent * (c->form == FORM_TABLE_BARE ? 3 : 1) / pace / 1e6;
    double gone = (double)(uv_hrtime() - c->began) / 1e9;
    return due > gone ? (uint64_t)((due - gone) * 1000) : 0;
}

static void on_pace(uv_timer_t *ticker)
{
    struct connection *c = ticker->data;
    next_piece(c);
    send_out(c);
}

static void answer_if_asked(struct connection *c);

static void on_written(uv_write_t *write, int status)
{
    struct connection *c = write->data;
    c->writing = false;
    if (status < 0) {
        close_connection(c);
        return;
    }
    str_clear(&c->out);
    uint64_t wait = c->listing ? wait_ms(c) : 0;
    if (wait) {
        uv_timer_start(&c->ticker, on_pace, wait, 0);
        return;
    }
    if (c->listing)
        next_piece(c);
    else
        answer_if_asked(c);
    send_out(c);
}

/* A watch sends what it owes since the last tick; a reader that is slow is not sent more than one piece at a
 * time. */
static void on_tick(uv_timer_t *ticker)
{
    static long version = 2000;
    static struct str piece;
    struct connection *c = ticker->data;
    uint64_t now = uv_now(&loop);
    c->owed += (double)(now - c->last_tick) * change_rate / 1000;
    c->last_tick = now;
    if (c->writing || c->owed < 1)
        return;
    str_clear(&piece);
    for (; c->owed >= 1; c->owed--, version++) {
        str_add(&piece, "{\"type\":\"MODIFIED\",\"object\":");
        add_pod(&piece, (int)((unsigned long)version * 7919 % (unsigned long)pod_count), version);
        str_add(&piece, "}\n");
    }
    wrap_chunk(&c->out, &piece);
    send_out(c);
}

static void start_watch(struct connection *c)
{
    head(c, "application/json");
    c->watching = true;
    c->last_tick = uv_now(&loop);
    if (change_rate)
        uv_timer_start(&c->ticker, on_tick, WATCH_TICK_MS, WATCH_TICK_MS);
    send_out(c);
}

static void answer_namespaces(struct connection *c)
{
    struct str body = {0};
    str_add(&body, "{\"kind\":\"NamespaceList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":"
                   "\"1000\"},\"items\":[");
    for (int i = 0; i < namespace_count; i++)
        str_addf(&body, "%s{\"metadata\":{\"name\":\"ns-%03d\"}}", i ? "," : "", i);
    str_add(&body, "]}");
    head(c, "application/json");
    wrap_chunk(&c->out, &body);
    str_add(&c->out, "0\r\n\r\n");
    str_fini(&body);
    send_out(c);
}

static void answer_nothing(struct connection *c)
{
    static const char body[] = "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\","
                               "\"message\":\"the server could not "
                               "find the requested resource\",\"reason\":\"NotFound\",\"code\":404}";
    str_addf(&c->out,
             "HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
             sizeof(body) - 1, body);
    send_out(c);
}

/* One pod, by the number in its name. */
static void answer_pod(struct connection *c, const char *name)
{
    struct str body = {0};
    int i = str_starts(name, "shop-") ? atoi(name + strlen("shop-")) : 0;
    add_pod(&body, i % pod_count, 1);
    head(c, "application/json");
    wrap_chunk(&c->out, &body);
    str_add(&c->out, "0\r\n\r\n");
    str_fini(&body);
    send_out(c);
}

static int query_number(const char *query, const char *name)
{
    const char *found = query ? strstr(query, name) : NULL;
    return found ? atoi(found + strlen(name)) : 0;
}

/* Pages end as a real server's do: with a token for the next and the number of pods it would still bring. */
static void cut_page(struct connection *c, int limit)
{
    int step = c->namespace_ < 0 ? 1 : namespace_count;
    int left = pod_count > c->next ? (pod_count - c->next + step - 1) / step : 0;
    c->end = pod_count;
    c->after = c->remaining = 0;
    if (!limit || left <= limit)
        return;
    c->end = c->after = c->next + limit * step;
    c->remaining = left - limit;
}

static void start_answer(struct connection *c, const char *type)
{
    c->first = c->listing = true;
    c->sent = 0;
    c->began = uv_hrtime();
    head(c, type);
    next_piece(c);
    send_out(c);
}

static void answer_pods(struct connection *c, const char *request)
{
    const char *query = strchr(request, '?'), *namespace_ = strstr(request, "/namespaces/ns-");
    bool table = strstr(c->request.data, "as=Table") != NULL;
    c->namespace_ = namespace_ ? atoi(namespace_ + strlen("/namespaces/ns-")) : -1;
    c->form = !table                                         ? FORM_OBJECTS
              : query && strstr(query, "includeObject=None") ? FORM_TABLE_BARE
                                                             : FORM_TABLE_METADATA;
    if (query && strstr(query, "watch=")) {
        start_watch(c);
        return;
    }
    c->next = query_number(query, "continue=");
    if (!c->next && c->namespace_ > 0)
        c->next = c->namespace_;
    cut_page(c, query_number(query, "limit="));
    start_answer(c, "application/json");
}

/* All of it, or for a follower its last lines and then silence. */
static void answer_log(struct connection *c, const char *path)
{
    struct str last = {0};
    c->form = FORM_LOG;
    if (!strstr(path, "follow=")) {
        start_answer(c, "text/plain");
        return;
    }
    if (!strstr(path, "sinceTime=")) {
        str_add_bytes(&last, log_piece.data, log_piece.len / 100);
        str_cut(&last, (size_t)(strrchr(last.data, '\n') + 1 - last.data));
    }
    head(c, "text/plain");
    wrap_chunk(&c->out, &last);
    str_fini(&last);
    send_out(c);
}

/* There are none, and there will be none. */
static void answer_events(struct connection *c, const char *path)
{
    static const char list[] = "{\"kind\":\"EventList\",\"apiVersion\":\"v1\",\"metadata\":{"
                               "\"resourceVersion\":\"1000\"},\"items\":[]}";
    head(c, "application/json");
    if (!strstr(path, "watch="))
        str_addf(&c->out, "%zx\r\n%s\r\n0\r\n\r\n", sizeof(list) - 1, list);
    send_out(c);
}

static void answer(struct connection *c)
{
    char line[1024];
    snprintf(line, sizeof(line), "%.*s", (int)strcspn(c->request.data, "\r\n"), c->request.data);
    char *end = strstr(line, " HTTP/");
    if (end)
        *end = '\0';
    char *path = strchr(line, ' ');
    path = path ? path + 1 : line;
    const char *pod = strstr(path, "/pods/");
    if (pod && strstr(pod, "/log"))
        answer_log(c, path);
    else if (strstr(path, "/events"))
        answer_events(c, path);
    else if (pod && !strchr(pod + strlen("/pods/"), '/'))
        answer_pod(c, pod + strlen("/pods/"));
    else if (str_starts(path, "/api/v1/") && strstr(path, "/pods") && !pod)
        answer_pods(c, path);
    else if (str_starts(path, "/api/v1/namespaces"))
        answer_namespaces(c);
    else
        answer_nothing(c);
}

/* A client may ask for the next page before the last write of this one is known to have ended. */
static void answer_if_asked(struct connection *c)
{
    if (c->writing || c->listing || !c->request.data || !strstr(c->request.data, "\r\n\r\n"))
        return;
    answer(c);
    str_clear(&c->request);
}

static void on_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
    struct connection *c = stream->data;
    if (n < 0) {
        close_connection(c);
    } else {
        str_add_bytes(&c->request, buf->base, (size_t)n);
        answer_if_asked(c);
    }
    free(buf->base);
}

static void on_alloc(uv_handle_t *handle, size_t size, uv_buf_t *buf)
{
    (void)handle;
    *buf = uv_buf_init(xmalloc(size), (unsigned)size);
}

static void on_connection(uv_stream_t *server, int status)
{
    struct connection *c = xcalloc(1, sizeof(*c));
    (void)status;
    uv_tcp_init(&loop, &c->tcp);
    uv_timer_init(&loop, &c->ticker);
    c->tcp.data = c->ticker.data = c;
    if (uv_accept(server, (uv_stream_t *)&c->tcp) != 0) {
        close_connection(c);
        return;
    }
    uv_tcp_nodelay(&c->tcp, 1);
    uv_read_start((uv_stream_t *)&c->tcp, on_alloc, on_read);
}

static void on_lifeline(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
    (void)stream;
    free(buf->base);
    if (n < 0)
        uv_stop(&loop);
}

int main(int argc, char **argv)
{
    struct sockaddr_in address;
    int len = sizeof(address);
    if (argc < 4 || argc > 5 || (pod_count = atoi(argv[1])) < 1 || (namespace_count = atoi(argv[2])) < 1)
        return fprintf(stderr, "usage: server PODS NAMESPACES CHANGES_PER_SECOND [MB_PER_SECOND]\n"), 2;
    change_rate = atoi(argv[3]);
    pace = argc > 4 ? atoi(argv[4]) : 0;
    build_shared_text();
    build_log();
    uv_loop_init(&loop);
    uv_tcp_init(&loop, &listener);
    uv_ip4_addr("127.0.0.1", 0, &address);
    if (uv_tcp_bind(&listener, (struct sockaddr *)&address, 0) ||
        uv_listen((uv_stream_t *)&listener, 64, on_connection))
        return fprintf(stderr, "server: cannot listen on loopback\n"), 1;
    uv_tcp_getsockname(&listener, (struct sockaddr *)&address, &len);
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    uv_pipe_init(&loop, &lifeline, 0);
    if (uv_pipe_open(&lifeline, 0) == 0)
        uv_read_start((uv_stream_t *)&lifeline, on_alloc, on_lifeline);
    return uv_run(&loop, UV_RUN_DEFAULT) < 0;
}
