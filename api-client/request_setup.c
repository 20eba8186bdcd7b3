/* What libcurl is told about one request: where, who we are, whom to trust, how long to wait. */
#include "api-client/client_parts.h"

#include "api-client/request_proxy.h"
#include "base/xmalloc.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/utsname.h>

enum {
    CONNECT_MS = 10 * 1000,
    SILENCE_S = 30,
    KEEPALIVE_IDLE_S = 20, /* a watch may be silent for ever, a peer that is gone may not */
    KEEPALIVE_EVERY_S = 10,
    KEEPALIVE_TRIES = 3,
    UNACKNOWLEDGED_MS = 30 * 1000,
    PLAIN_BUFFER = 256 * 1024,
    SMALL_BUFFER = 32 * 1024 /* of gzip thirty times as much comes out in one go */
};

static void set_blob(CURL *easy, CURLoption option, const char *pem)
{
    if (!pem)
        return;
    struct curl_blob blob = {.data = (void *)(uintptr_t)pem, .len = strlen(pem), .flags = CURL_BLOB_COPY};
    curl_easy_setopt(easy, option, &blob);
}

/* A certificate authority that is named is the only one that is trusted, as in kubectl. */
void request_set_tls(CURL *easy, const struct target *target, const struct credential *credential)
{
    set_blob(easy, CURLOPT_SSLCERT_BLOB, credential->cert_pem);
    set_blob(easy, CURLOPT_SSLKEY_BLOB, credential->key_pem);
    if (target->ca_pem) {
        set_blob(easy, CURLOPT_CAINFO_BLOB, target->ca_pem);
        set_blob(easy, CURLOPT_PROXY_CAINFO_BLOB, target->ca_pem);
        curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
        curl_easy_setopt(easy, CURLOPT_PROXY_CAPATH, NULL);
    }
    if (target->insecure) {
        curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
        curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
        curl_easy_setopt(easy, CURLOPT_PROXY_SSL_VERIFYPEER, 0L);
        curl_easy_setopt(easy, CURLOPT_PROXY_SSL_VERIFYHOST, 0L);
    }
    curl_easy_setopt(easy, CURLOPT_CERTINFO,
                     1L); /* so that a wrong name can be answered with the right ones */
}

static int on_socket_made(void *user, curl_socket_t fd, curlsocktype purpose)
{
    (void)user;
    (void)purpose;
    int tries = KEEPALIVE_TRIES;
    unsigned unacknowledged = UNACKNOWLEDGED_MS;
    setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &tries, sizeof(tries));
    setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &unacknowledged, sizeof(unacknowledged));
    return CURL_SOCKOPT_OK;
}

static void set_patience(struct request *request)
{
    CURL *easy = request->easy;
    const struct request_spec *spec = &request->spec;
    int64_t whole = spec->timeout_ms;
    if (!whole && !spec->streaming)
        whole = request->client->target->request_timeout_ms;
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
    if (whole > 0)
        curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)whole);
    if (!spec->streaming) {
        curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
        curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME,
                         whole / 1000 > SILENCE_S ? (long)(whole / 1000) : (long)SILENCE_S);
    }
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPIDLE, (long)KEEPALIVE_IDLE_S);
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPINTVL, (long)KEEPALIVE_EVERY_S);
    curl_easy_setopt(easy, CURLOPT_SOCKOPTFUNCTION, on_socket_made);
}

/* The path and query go behind the server's own path. */
static char *whole_url(CURLU *url, const char *path)
{
    char *base = NULL;
    if (curl_url_get(url, CURLUPART_URL, &base, 0) != CURLUE_OK)
        return NULL;
    size_t len = strlen(base);
    while (len && base[len - 1] == '/')
        len--;
    char *whole = xasprintf("%.*s%s", (int)len, base, path);
    curl_free(base);
    return whole;
}

static void add_header(struct request *request, const char *name, const char *value)
{
    char *line = xasprintf("%s: %s", name, value);
    request->headers = curl_slist_append(request->headers, line);
    free(line);
}

/*
 * With tls-server-name the URL names that (for SNI and the certificate's check), CONNECT_TO leads to the real
 * place, and the Host header says the real place, as kubectl's does.
 */
static void set_server_name(struct request *request, CURLU *url, const char *host, const char *port)
{
    const char *name = request->client->target->tls_server_name;
    char *own_port = NULL;
    char *to = xasprintf("%s:%s:%s:%s", name, port, host, port);
    request->connect_to = curl_slist_append(NULL, to);
    curl_easy_setopt(request->easy, CURLOPT_CONNECT_TO, request->connect_to);
    curl_url_get(url, CURLUPART_PORT, &own_port, 0);
    char *real = xasprintf("%s%s%s", host, own_port ? ":" : "", own_port ? own_port : "");
    add_header(request, "Host", real);
    curl_url_set(url, CURLUPART_HOST, name, 0);
    curl_free(own_port);
    free(real);
    free(to);
}

static enum err set_address(struct request *request, struct err_info *info)
{
    const struct target *target = request->client->target;
    CURLU *url = curl_url();
    char *host = NULL, *port = NULL, *whole = NULL;
    enum err err = ERR_OK;
    curl_url_set(url, CURLUPART_URL, target->server, CURLU_NON_SUPPORT_SCHEME);
    curl_url_get(url, CURLUPART_HOST, &host, 0);
    curl_url_get(url, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT);
    if (host && port && target->tls_server_name && *target->tls_server_name)
        set_server_name(request, url, host, port);
    if (host)
        whole = whole_url(url, request->spec.path);
    if (whole && (str_starts(whole, "https://") || str_starts(whole, "http://")))
        curl_easy_setopt(request->easy, CURLOPT_URL, whole);
    else
        err = err_set(info, ERR_CONFIG, "the server \"%s\" is no URL like https://host:6443 (%s)",
                      target->server, target->source ? target->source : "--server");
    if (host && !request->client->remote)
        request->client->near = request->client->near || request_host_near(host);
    free(whole);
    curl_free(host);
    curl_free(port);
    curl_url_cleanup(url);
    return err;
}

static void set_proxy(struct request *request)
{
    const struct target *target = request->client->target;
    char *proxy = request_proxy(target->server, target->proxy_url, getenv);
    curl_easy_setopt(request->easy, CURLOPT_PROXY, proxy); /* "": none, whatever the environment says */
    curl_easy_setopt(request->easy, CURLOPT_NOPROXY, "");
    curl_easy_setopt(request->easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    request->proxied = *proxy;
    if (*proxy) {
        request->client->near = false;
        request->client->remote = true;
    }
    free(proxy);
}

/* Compressed bytes are right for a slow link and wrong for a near one: gzip at the server takes longer than
 * sending what it saves. */
static void set_compression(struct request *request)
{
    struct client *client = request->client;
    bool gzip = !client->target->disable_compression && !client->near && !request->spec.streaming;
    if (gzip)
        curl_easy_setopt(request->easy, CURLOPT_ACCEPT_ENCODING, "gzip");
    bool small = gzip || request->spec.streaming; /* there may be many watches, each with its buffer */
    curl_easy_setopt(request->easy, CURLOPT_BUFFERSIZE, small ? (long)SMALL_BUFFER : (long)PLAIN_BUFFER);
}

static void add_impersonation(struct request *request)
{
    const struct target *target = request->client->target;
    if (target->as && *target->as)
        add_header(request, "Impersonate-User", target->as);
    if (target->as_uid && *target->as_uid)
        add_header(request, "Impersonate-Uid", target->as_uid);
    for (char **group = target->as_groups; group && *group; group++)
        add_header(request, "Impersonate-Group", *group);
    for (char **extra = target->as_extra; extra && *extra; extra++)
        request->headers = curl_slist_append(request->headers, *extra);
}

static const char *user_agent(void)
{
    static char text[128];
    struct utsname system;
    if (!*text && uname(&system) == 0)
        snprintf(text, sizeof(text), "podprobe/%s (linux/%.32s)", PODPROBE_VERSION, system.machine);
    return text;
}

static bool has_control_byte(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < ' ' || *text == 0x7f)
            return true;
    return false;
}

/* A token is never shown, not even a broken one. */
static enum err add_token(struct request *request, const char *token, struct err_info *info)
{
    if (!token || !*token)
        return ERR_OK;
    if (has_control_byte(token))
        return err_set(info, ERR_CREDENTIALS, "the bearer token of user \"%s\" has a line break in it",
                       request->client->target->user);
    char *line = xasprintf("Authorization: Bearer %s", token);
    request->headers = curl_slist_append(request->headers, line);
    explicit_bzero(line, strlen(line));
    free(line);
    return ERR_OK;
}

static enum err set_headers(struct request *request, const struct credential *credential,
                            struct err_info *info)
{
    const struct request_spec *spec = &request->spec;
    add_header(request, "Accept", spec->accept);
    if (spec->body)
        add_header(request, "Content-Type", spec->content_type);
    add_header(request, "User-Agent", user_agent());
    add_impersonation(request);
    request->headers = curl_slist_append(request->headers, "Expect:");
    for (struct curl_slist *h = request->headers; h; h = h->next)
        if (has_control_byte(h->data))
            return err_set(info, ERR_CONFIG, "the header \"%.40s\" has a line break or control byte in it",
                           h->data);
    enum err err = add_token(request, credential->token, info);
    curl_easy_setopt(request->easy, CURLOPT_HTTPHEADER, request->headers);
    return err;
}

static void set_method(struct request *request)
{
    const struct request_spec *spec = &request->spec;
    CURL *easy = request->easy;
    if (spec->body) {
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)spec->body_len);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, spec->body);
    } else if (strcmp(spec->method, "POST") == 0) {
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)0);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, "");
    }
    if (strcmp(spec->method, "GET") != 0)
        curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, spec->method);
}

static void set_callbacks(struct request *request)
{
    CURL *easy = request->easy;
    curl_easy_setopt(easy, CURLOPT_PRIVATE, request);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, request->curl_error);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, request_on_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, request);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, request_on_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, request);
}

enum err request_setup(struct request *request, const struct credential *credential, struct err_info *info)
{
    request->easy = curl_easy_init();
    /* Big lists come faster over HTTP/1.1 (measured), and a stalled watch holds up nothing but itself. */
    curl_easy_setopt(request->easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(request->easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(request->easy, CURLOPT_QUICK_EXIT,
                     1L); /* a name server that is silent holds up nothing */
    set_callbacks(request);
    set_method(request);
    set_proxy(request);
    enum err err = set_address(request, info);
    if (!err)
        err = set_headers(request, credential, info);
    request_set_tls(request->easy, request->client->target, credential);
    set_compression(request);
    set_patience(request);
    return err;
}
