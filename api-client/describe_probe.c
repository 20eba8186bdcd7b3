/* describe's probes: a handler as a word and an address, then the timings. */
#include "api-client/describe_parts.h"

#include <ctype.h>
#include <string.h>

static void add_port(struct str *out, const cJSON *port)
{
    char buf[DESCRIBE_NUMBER];
    str_add(out, cJSON_IsString(port) || cJSON_IsNumber(port) ? describe_scalar(buf, port) : "0");
}

/* Go's url.URL escapes what is neither a letter, a digit nor one of these. */
static void add_escaped(struct str *out, const char *text, const char *allowed)
{
    for (; *text; text++)
        if (isalnum((unsigned char)*text) || strchr(allowed, *text))
            str_add_char(out, *text);
        else
            str_addf(out, "%%%02X", (unsigned)(unsigned char)*text);
}

static void add_url_host(struct str *out, const cJSON *http)
{
    static const char allowed[] = "-_.~!$&'()*+,;=:[]<>\"";
    const char *host = json_text_or_empty(http, "host");
    const cJSON *port = json_get(http, "port");
    bool named_nothing = cJSON_IsString(port) && !*describe_string(port);
    bool bracket = !named_nothing && strpbrk(host, ":%");
    str_add(out, bracket ? "[" : "");
    add_escaped(out, host, allowed);
    str_add(out, bracket ? "]" : "");
    if (named_nothing)
        return;
    str_add_char(out, ':');
    struct str text = {0};
    add_port(&text, port);
    add_escaped(out, str_text(&text), allowed);
    str_fini(&text);
}

static void add_http(struct str *out, const cJSON *http)
{
    const char *path = json_text_or_empty(http, "path");
    const char *scheme = json_text_or_empty(http, "scheme");
    for (const char *c = scheme; *c; c++)
        str_add_char(out, (char)tolower((unsigned char)*c));
    str_add(out, *scheme ? "://" : "//");
    add_url_host(out, http);
    str_add(out, *path && *path != '/' ? "/" : "");
    add_escaped(out, path, "-_.~$&+,/:;=@");
}

static void add_tcp(struct str *out, const cJSON *tcp)
{
    str_addf(out, "%s:", json_text_or_empty(tcp, "host"));
    add_port(out, json_get(tcp, "port"));
}

static void add_grpc(struct str *out, const cJSON *grpc)
{
    str_addf(out, "<pod>:%lld %s", (long long)json_int(grpc, "port", 0), json_text_or_empty(grpc, "service"));
}

static void add_exec(struct str *out, const cJSON *exec)
{
    describe_go_list(out, json_get(exec, "command"));
}

static const struct handler {
    const char *member, *word;
    void (*add)(struct str *out, const cJSON *handler);
} handlers[] = {
    {"exec", "exec ", add_exec},
    {"httpGet", "http-get ", add_http},
    {"tcpSocket", "tcp-socket ", add_tcp},
    {"grpc", "grpc ", add_grpc},
};

static void add_handler(struct str *out, const cJSON *probe)
{
    for (size_t i = 0; i < sizeof(handlers) / sizeof(handlers[0]); i++) {
        const cJSON *handler = describe_object(probe, handlers[i].member);
        if (handler) {
            str_add(out, handlers[i].word);
            handlers[i].add(out, handler);
            return;
        }
    }
    str_add(out, "unknown");
}

static void add_probe(struct describe_text *w, const char *title, const cJSON *probe)
{
    struct str text = {0};
    add_handler(&text, probe);
    describe_add(
        w, 2, "%s:\t%s delay=%llds timeout=%llds period=%llds #success=%lld #failure=%lld\n", title,
        str_text(&text), (long long)json_int(probe, "initialDelaySeconds", 0),
        (long long)json_int(probe, "timeoutSeconds", 0), (long long)json_int(probe, "periodSeconds", 0),
        (long long)json_int(probe, "successThreshold", 0), (long long)json_int(probe, "failureThreshold", 0));
    str_fini(&text);
}

void describe_probes(struct describe_text *w, const cJSON *container)
{
    static const char *const probes[][2] = {
        {"livenessProbe", "Liveness"}, {"readinessProbe", "Readiness"}, {"startupProbe", "Startup"}};
    for (size_t i = 0; i < sizeof(probes) / sizeof(probes[0]); i++) {
        const cJSON *probe = describe_object(container, probes[i][0]);
        if (probe)
            add_probe(w, probes[i][1], probe);
    }
}
