/* A probe's spec: what it does in words, and its timings with the defaults of the API filled in. */
#include "api-client/decode_container.h"

#include "base/str.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { WORDS_MAX = 1024 };

int32_t decode_int32(const cJSON *parent, const char *path, int32_t least, int32_t otherwise)
{
    int64_t value = json_int(parent, path, INT64_MIN);
    return value >= least && value <= INT32_MAX ? (int32_t)value : otherwise;
}

/* The number that the container gives a named port; 0 if none has that name. */
static int64_t declared_port(const cJSON *container_spec, const char *name)
{
    json_each(port, json_get(container_spec, "ports"))
    {
        if (*name && str_equal(json_text(port, "name"), name))
            return json_int(port, "containerPort", 0);
    }
    return 0;
}

/* A name that is only digits is a number to the kubelet, when no port has that name. */
static int64_t number_in(const char *name)
{
    char *end;
    long value = strtol(name, &end, 10);
    return *name && !*end && value > 0 && value < 65536 ? value : 0;
}

/* Appends ":8080"; the name of a named port goes to *name ("" if it has none), to be said at the end. */
static void add_port(struct str *out, const cJSON *spec, const cJSON *port, const char **name,
                     bool *undeclared)
{
    int64_t number = json_int(port, "port", 0);
    const char *text = json_text(port, "port");
    *name = "";
    if (text) {
        number = declared_port(spec, text);
        *name = number ? text : "";
        number = number ? number : number_in(text);
        *undeclared = !number;
    }
    if (number > 0 && number < 65536)
        str_addf(out, ":%lld", (long long)number);
    else
        str_addf(out, ":%s?", text ? text : "");
}

static void add_port_name(struct str *out, const char *name)
{
    if (*name)
        str_addf(out, " (%s)", name);
}

static void add_http(struct str *out, const cJSON *spec, const cJSON *get, bool *undeclared)
{
    const char *host = json_text_or_empty(get, "host"), *path = json_text_or_empty(get, "path"), *name;
    bool https = strcasecmp(json_text_or_empty(get, "scheme"), "HTTPS") == 0;
    str_add(out, "GET ");
    if (*host)
        str_addf(out, "%s://%s", https ? "https" : "http", host);
    else if (https)
        str_add(out, "https ");
    add_port(out, spec, get, &name, undeclared);
    str_addf(out, "%s%s", *path == '/' ? "" : "/", path);
    add_port_name(out, name);
}

static void add_tcp(struct str *out, const cJSON *spec, const cJSON *tcp, bool *undeclared)
{
    const char *name;
    str_addf(out, "tcp %s", json_text_or_empty(tcp, "host"));
    add_port(out, spec, tcp, &name, undeclared);
    add_port_name(out, name);
}

static void add_grpc(struct str *out, const cJSON *spec, const cJSON *grpc, bool *undeclared)
{
    const char *name, *service = json_text_or_empty(grpc, "service");
    str_add(out, "grpc ");
    add_port(out, spec, grpc, &name, undeclared);
    if (*service)
        str_addf(out, " %s", service);
}

/* A word as a shell would need it: in quotes when it is empty or holds what parts words. */
static void add_word(struct str *out, const char *word)
{
    if (*word && !strpbrk(word, " \t\n\r'\"\\$`;|&<>()*?")) {
        str_add(out, word);
        return;
    }
    str_add_char(out, '\'');
    for (; *word; word++)
        if (*word == '\'')
            str_add(out, "'\\''");
        else
            str_add_char(out, *word);
    str_add_char(out, '\'');
}

static void add_exec(struct str *out, const cJSON *spec, const cJSON *exec, bool *undeclared)
{
    (void)spec;
    *undeclared = false;
    str_add(out, "exec");
    json_each(word, json_get(exec, "command"))
    {
        if (out->len > WORDS_MAX)
            break;
        str_add_char(out, ' ');
        add_word(out, cJSON_IsString(word) ? word->valuestring : "");
    }
}

static const struct {
    const char *member;
    enum probe_handler handler;
    void (*add)(struct str *out, const cJSON *spec, const cJSON *handler, bool *undeclared);
} handlers[] = {
    {"httpGet", HANDLER_HTTP, add_http},
    {"exec", HANDLER_EXEC, add_exec},
    {"tcpSocket", HANDLER_TCP, add_tcp},
    {"grpc", HANDLER_GRPC, add_grpc},
};

/* Not longer than a line can show, and never half a character. */
static uint32_t short_word(struct store *store, struct str *text)
{
    if (text->len > WORDS_MAX) {
        size_t len = WORDS_MAX;
        while (len && ((unsigned char)text->data[len] & 0xC0) == 0x80)
            len--;
        str_cut(text, len);
        str_add(text, "...");
    }
    uint32_t id = store_word(store, str_text(text));
    str_fini(text);
    return id;
}

static void decode_handler(struct store *store, const cJSON *container_spec, const cJSON *probe,
                           struct probe_spec *spec)
{
    struct str words = {0};
    for (size_t i = 0; i < sizeof(handlers) / sizeof(handlers[0]); i++) {
        const cJSON *handler = json_get(probe, handlers[i].member);
        if (!cJSON_IsObject(handler))
            continue;
        spec->handler = (uint8_t)handlers[i].handler;
        handlers[i].add(&words, container_spec, handler, &spec->port_undeclared);
        break;
    }
    spec->words = short_word(store, &words);
}

static uint32_t decode_headers(struct store *store, const cJSON *probe)
{
    struct str text = {0};
    json_each(header, json_at(probe, "httpGet.httpHeaders"))
    {
        if (text.len > WORDS_MAX)
            break;
        str_addf(&text, "%s%s: %s", text.len ? ", " : "", json_text_or_empty(header, "name"),
                 json_text_or_empty(header, "value"));
    }
    return short_word(store, &text);
}

uint32_t decode_probe(struct store *store, const cJSON *container_spec, enum probe_kind kind)
{
    static const char *const members[PROBE_KINDS] = {[PROBE_STARTUP] = "startupProbe",
                                                     [PROBE_READINESS] = "readinessProbe",
                                                     [PROBE_LIVENESS] = "livenessProbe"};
    const cJSON *probe = json_get(container_spec, members[kind]);
    if (!cJSON_IsObject(probe))
        return 0;
    struct probe_spec spec = {
        .initial_delay_s = decode_int32(probe, "initialDelaySeconds", 0, 0),
        .timeout_s = decode_int32(probe, "timeoutSeconds", 1, 1),
        .period_s = decode_int32(probe, "periodSeconds", 1, 10),
        .success_threshold = decode_int32(probe, "successThreshold", 1, 1),
        .failure_threshold = decode_int32(probe, "failureThreshold", 1, 3),
        .termination_grace_s = decode_int32(probe, "terminationGracePeriodSeconds", 0, -1),
        .headers = decode_headers(store, probe),
    };
    decode_handler(store, container_spec, probe, &spec);
    return store_probe_id(store, &spec);
}
