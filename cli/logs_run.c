#include "cli/logs_run.h"

#include "api-client/logs.h"
#include "base/time.h"
#include "base/xmalloc.h"
#include "cli/complain.h"
#include "cli/logs_find.h"
#include "cli/logs_sink.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct run;

/* One container's log on its way to the output. */
struct reading {
    struct run *run;
    const struct logs_source *source;
    struct logs_sink sink;
    struct request *request; /* the bytes as they come, or */
    struct log_stream *log;  /* lines that survive cuts */
    bool over, in_line;
};

struct run {
    struct client *client;
    const char *namespace_;
    const struct logs_options *options;
    struct logs_output output;
    struct reading *readings;
    size_t count;
    bool failed;
};

/* The end of one log; what went wrong ends the verb, or is printed among the lines. */
static void reading_over(struct reading *r, enum err err, const char *body, size_t len,
                         const struct err_info *info)
{
    r->over = true;
    if (err == ERR_OK)
        return;
    if (!r->run->options->ignore_errors) {
        r->run->failed = true;
        logs_output_flush(&r->run->output);
        complain_answer(err, body, len, info);
        return;
    }
    struct str words = {0};
    str_add(&words, "error: ");
    logs_error_text(&words, body, len, info);
    str_add(&words, "\n");
    logs_sink_add(&r->sink, str_text(&words), words.len);
    str_fini(&words);
}

/* Bytes as they come. */

static enum err raw_data(void *user, const char *bytes, size_t len)
{
    struct reading *r = user;
    logs_sink_add(&r->sink, bytes, len);
    return r->run->output.failed ? ERR_CANCELLED : ERR_OK;
}

static void raw_done(void *user, enum err err, const struct response *response, const struct err_info *info)
{
    struct reading *r = user;
    size_t len = 0;
    const char *body = err == ERR_OK ? "" : request_error_body(r->request, &len);
    (void)response;
    reading_over(r, err, body ? body : "", len, info);
    r->request = NULL;
}

static void add_parameters(const struct logs_options *o, struct str *path)
{
    char text[TIME_TEXT];
    str_add(path, o->follow ? "&follow=true" : "");
    str_add(path, o->previous ? "&previous=true" : "");
    str_add(path, o->timestamps ? "&timestamps=true" : "");
    str_add(path, o->insecure_backend ? "&insecureSkipTLSVerifyBackend=true" : "");
    if (o->tail >= 0)
        str_addf(path, "&tailLines=%" PRId64, o->tail);
    if (o->since_s > 0)
        str_addf(path, "&sinceSeconds=%" PRId64, o->since_s);
    if (o->limit_bytes > 0)
        str_addf(path, "&limitBytes=%" PRId64, o->limit_bytes);
    if (o->since) {
        str_add(path, "&sinceTime=");
        url_add_escaped(path, time_format(text, time_parse(o->since)));
    }
}

static void start_raw(struct reading *r)
{
    struct str path = {0};
    log_add_pod_path(&path, r->run->namespace_, r->source->pod);
    str_add(&path, "/log?container=");
    url_add_escaped(&path, r->source->container);
    add_parameters(r->run->options, &path);
    r->request = client_request(r->run->client, &(struct request_spec){
                                                    .path = str_text(&path),
                                                    .accept = "application/json, */*",
                                                    .streaming = true,
                                                    .on_data = raw_data,
                                                    .on_done = raw_done,
                                                    .user = r,
                                                });
    str_fini(&path);
}

/* Lines that survive cuts. */

static void on_line(void *user, const char *line, size_t len, int64_t when, const char *stamp, bool partial)
{
    struct reading *r = user;
    (void)when;
    if (r->run->options->timestamps && !r->in_line && *stamp) {
        logs_sink_add(&r->sink, stamp, strlen(stamp));
        logs_sink_add(&r->sink, " ", 1);
    }
    logs_sink_add(&r->sink, line, len);
    if (!partial)
        logs_sink_add(&r->sink, "\n", 1);
    r->in_line = partial;
}

static void on_log_end(void *user, enum err err, const struct err_info *info)
{
    struct reading *r = user;
    const char *body;
    size_t len;
    log_error_body(r->log, &body, &len);
    reading_over(r, err, body, len, info);
}

static void start_lines(struct reading *r)
{
    const struct logs_options *o = r->run->options;
    r->log = log_open(r->run->client, &(struct log_spec){
                                          .namespace_ = r->run->namespace_,
                                          .pod = r->source->pod,
                                          .container = r->source->container,
                                          .follow = true,
                                          .one_instance = true,
                                          .insecure_backend = o->insecure_backend,
                                          .restarts = r->source->restarts,
                                          .tail_lines = o->tail,
                                          .since_seconds = o->since_s,
                                          .since_time = o->since,
                                          .on_line = on_line,
                                          .on_end = on_log_end,
                                          .user = r,
                                      });
}

/* A follow goes line by line, so that a cut loses nothing; the rest is the server's bytes. */
static void start(struct reading *r)
{
    const struct logs_options *o = r->run->options;
    if (o->follow && !o->previous && o->limit_bytes == 0)
        start_lines(r);
    else
        start_raw(r);
}

static bool going_on(const struct run *run, size_t from, size_t upto)
{
    if (run->failed || run->output.failed)
        return false;
    for (size_t i = from; i < upto; i++) {
        if (!run->readings[i].over)
            return true;
    }
    return false;
}

static void flush(void *user)
{
    logs_output_flush(user);
}

/* Reads those logs side by side to their end. */
static void read_some(struct run *run, size_t from, size_t upto)
{
    struct loop *loop = client_loop(run->client);
    for (size_t i = from; i < upto; i++)
        start(&run->readings[i]);
    while (going_on(run, from, upto) && loop_turn(loop))
        ;
    for (size_t i = from; i < upto; i++) {
        struct reading *r = &run->readings[i];
        request_cancel(r->request);
        log_close(r->log);
        logs_sink_fini(&r->sink);
    }
}

static void prepare(struct run *run, const struct logs_sources *sources)
{
    bool prefix = run->options->prefix || sources->prefix;
    run->count = sources->list.len;
    run->readings = xcalloc(run->count + 1, sizeof(*run->readings));
    for (size_t i = 0; i < run->count; i++) {
        const struct logs_source *source = &sources->list.data[i];
        char *words = prefix ? xasprintf("[pod/%s/%s] ", source->pod, source->container) : NULL;
        run->readings[i] = (struct reading){.run = run, .source = source};
        logs_sink_init(&run->readings[i].sink, &run->output, words, run->options->follow && run->count > 1);
        free(words);
    }
}

static int read_all(struct run *run)
{
    struct loop *loop = client_loop(run->client);
    loop_before_sleep(loop, flush, &run->output);
    if (run->options->follow) {
        read_some(run, 0, run->count);
    } else {
        for (size_t i = 0; i < run->count && !run->failed && !run->output.failed; i++)
            read_some(run, i, i + 1);
    }
    loop_before_sleep(loop, NULL, NULL);
    logs_output_flush(&run->output);
    return run->failed || run->output.failed;
}

int logs_run(struct client *client, const char *namespace_, const struct logs_options *options)
{
    struct logs_sources sources = {0};
    struct run run = {.client = client, .namespace_ = namespace_, .options = options};
    int status;
    logs_output_init(&run.output);
    if (!logs_find(client, namespace_, options, &sources, &status))
        goto out;
    if (options->follow && sources.list.len > 1 && sources.list.len > (size_t)options->most_requests) {
        complain("you are attempting to follow %zu log streams, but maximum allowed concurrency is %d, use "
                 "--max-log-requests to increase the limit",
                 sources.list.len, options->most_requests);
        status = 1;
        goto out;
    }
    prepare(&run, &sources);
    status = read_all(&run);
out:
    free(run.readings);
    logs_output_fini(&run.output);
    logs_sources_fini(&sources);
    return status;
}
