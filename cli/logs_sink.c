#include "cli/logs_sink.h"

#include "base/xmalloc.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PENDING_MOST = 256 * 1024, HELD_MOST = 1024 * 1024 };

void logs_output_init(struct logs_output *output)
{
    const char *term = getenv("TERM"), *no_color = getenv("NO_COLOR");
    *output = (struct logs_output){.safe = isatty(1)};
    output->colours = !(no_color && *no_color) && term && strcmp(term, "dumb") != 0;
}

void logs_output_fini(struct logs_output *output)
{
    str_fini(&output->pending);
    log_text_fini(&output->text);
}

static void write_all(struct logs_output *output, const char *bytes, size_t len)
{
    while (len && !output->failed) {
        ssize_t n = write(1, bytes, len);
        if (n > 0) {
            bytes += n;
            len -= (size_t)n;
        } else if (n < 0 && errno == EAGAIN) {
            poll(&(struct pollfd){.fd = 1, .events = POLLOUT}, 1, -1);
        } else if (n < 0 && errno != EINTR) {
            output->failed = true;
        }
    }
}

void logs_output_flush(struct logs_output *output)
{
    write_all(output, str_text(&output->pending), output->pending.len);
    str_clear(&output->pending);
}

static void put(struct logs_output *output, const char *bytes, size_t len)
{
    if (output->pending.len + len > PENDING_MOST)
        logs_output_flush(output);
    if (len >= PENDING_MOST)
        write_all(output, bytes, len);
    else
        str_add_bytes(&output->pending, bytes, len);
}

/* One run's look as the sequence that asks for it. */
static void put_look(struct str *out, const struct log_look *look)
{
    static const struct {
        unsigned bit;
        const char *code;
    } codes[] = {
        {LOG_BOLD, ";1"}, {LOG_DIM, ";2"}, {LOG_ITALIC, ";3"}, {LOG_UNDERLINE, ";4"}, {LOG_REVERSE, ";7"}};
    str_add(out, "\033[0");
    for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++)
        str_add(out, look->attributes & codes[i].bit ? codes[i].code : "");
    if (look->fg >= 0)
        str_addf(out, look->fg < 8 ? ";3%d" : ";38;5;%d", look->fg);
    if (look->bg >= 0)
        str_addf(out, look->bg < 8 ? ";4%d" : ";48;5;%d", look->bg);
    str_add_char(out, 'm');
}

/* A line for a terminal: nothing in it commands, its colours stay and end with it. */
static void put_safe(struct logs_output *output, const char *line, size_t len)
{
    struct log_text *text = &output->text;
    size_t at = 0;
    log_text_make(text, line, len);
    for (size_t i = 0; output->colours && i < text->runs.len; i++) {
        put(output, str_text(&text->text) + at, text->runs.data[i].at - at);
        at = text->runs.data[i].at;
        put_look(&output->pending, &text->runs.data[i].look);
    }
    put(output, str_text(&text->text) + at, text->text.len - at);
    if (output->colours && text->runs.len)
        put(output, "\033[0m", 4);
}

void logs_sink_init(struct logs_sink *sink, struct logs_output *output, const char *prefix, bool whole)
{
    *sink = (struct logs_sink){
        .output = output,
        .prefix = xstrdup(prefix ? prefix : ""),
        .whole = whole || output->safe,
    };
}

/* Bytes of one line; the prefix goes before its first. */
static void put_piece(struct logs_sink *sink, const char *bytes, size_t len, bool ends)
{
    if (!sink->in_line)
        put(sink->output, sink->prefix, strlen(sink->prefix));
    if (sink->output->safe)
        put_safe(sink->output, bytes, len);
    else
        put(sink->output, bytes, len);
    if (ends)
        put(sink->output, "\n", 1);
    sink->in_line = !ends;
}

/* Bytes of one line, held until it is whole where that is asked. */
static void add_piece(struct logs_sink *sink, const char *bytes, size_t len, bool ends)
{
    bool hold = sink->whole && !ends && sink->held.len + len < HELD_MOST;
    if (hold || sink->held.len)
        str_add_bytes(&sink->held, bytes, len);
    if (hold)
        return;
    if (sink->held.len) {
        put_piece(sink, str_text(&sink->held), sink->held.len, ends);
        str_clear(&sink->held);
    } else if (len || ends) {
        put_piece(sink, bytes, len, ends);
    }
}

void logs_sink_add(struct logs_sink *sink, const char *bytes, size_t len)
{
    if (!sink->whole && !*sink->prefix) {
        put(sink->output, bytes, len);
        return;
    }
    while (len) {
        const char *end = memchr(bytes, '\n', len);
        size_t n = end ? (size_t)(end - bytes) : len;
        add_piece(sink, bytes, n, end != NULL);
        n += end ? 1 : 0;
        bytes += n;
        len -= n;
    }
}

void logs_sink_fini(struct logs_sink *sink)
{
    if (sink->held.len)
        put_piece(sink, str_text(&sink->held), sink->held.len, false);
    str_fini(&sink->held);
    free(sink->prefix);
    sink->prefix = NULL;
}
