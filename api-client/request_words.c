/* What went wrong with a request, in sentences: what was tried, what answered, what to do. */
#include "api-client/client_parts.h"

#include "api-client/json.h"
#include "base/xmalloc.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { STATUS_ARENA = 1024 * 1024 };

/* Why libcurl failed. */

static const char *detail(const struct request *request, CURLcode code)
{
    return request->curl_error[0] ? request->curl_error : curl_easy_strerror(code);
}

/* `the server https://host:6443 (context "kind")`, into out. */
static const char *server_words(const struct request *request, struct str *out)
{
    const struct target *target = request->client->target;
    str_addf(out, "%s", target->server);
    if (target->context && *target->context)
        str_addf(out, " (context \"%s\")", target->context);
    return str_text(out);
}

static const char *host_of(const struct request *request, struct str *out)
{
    const char *start = strstr(request->client->target->server, "://");
    start = start ? start + 3 : request->client->target->server;
    str_add_bytes(out, start, strcspn(start, "/"));
    return str_text(out);
}

static enum err words_resolve(const struct request *request, CURLcode code, struct err_info *info)
{
    struct str host = {0};
    (void)code;
    err_set(info, ERR_CONNECT, "no address is known for %s: is the name right, does the name service answer?",
            host_of(request, &host));
    str_fini(&host);
    return ERR_CONNECT;
}

static enum err words_proxy(const struct request *request, CURLcode code, struct err_info *info)
{
    return err_set(info, ERR_CONNECT, "the proxy to %s cannot be used (proxy-url, HTTPS_PROXY): %s",
                   request->client->target->server, detail(request, code));
}

static enum err words_connect(const struct request *request, CURLcode code, struct err_info *info)
{
    struct str server = {0};
    long number = 0;
    curl_easy_getinfo(request->easy, CURLINFO_OS_ERRNO, &number);
    const char *why = number ? strerror((int)number) : detail(request, code);
    const char *way = request->proxied ? "the proxy (proxy-url, HTTPS_PROXY) to " : "";
    const char *hint = number == ECONNREFUSED ? ": nothing listens there; is the API server running?"
                                              : ": is the address right, is the network up?";
    err_set(info, ERR_CONNECT, "cannot connect to %s%s: %s%s", way, server_words(request, &server), why,
            request->proxied ? "" : hint);
    str_fini(&server);
    return ERR_CONNECT;
}

static enum err words_timeout(const struct request *request, CURLcode code, struct err_info *info)
{
    struct str server = {0};
    double connected = 0, total = 0;
    (void)code;
    curl_easy_getinfo(request->easy, CURLINFO_PRETRANSFER_TIME, &connected);
    curl_easy_getinfo(request->easy, CURLINFO_TOTAL_TIME, &total);
    if (connected <= 0)
        err_set(info, ERR_TIMEOUT,
                "cannot connect to %s: no answer within %.0f s; is the address right, is it "
                "behind a firewall or VPN?",
                server_words(request, &server), total);
    else
        err_set(info, ERR_TIMEOUT, "%s has not answered %s %s within %.0f s", server_words(request, &server),
                request->spec.method, request->spec.path, total);
    str_fini(&server);
    return ERR_TIMEOUT;
}

/* The names a certificate is good for, from libcurl's "X509v3 Subject Alternative Name:DNS:a, IP Address:b".
 */
static void add_certificate_names(const struct request *request, struct str *out)
{
    struct curl_certinfo *chain = NULL;
    static const char san[] = "X509v3 Subject Alternative Name:";
    if (curl_easy_getinfo(request->easy, CURLINFO_CERTINFO, &chain) != CURLE_OK || !chain ||
        chain->num_of_certs < 1)
        return;
    for (struct curl_slist *line = chain->certinfo[0]; line; line = line->next) {
        if (!str_starts(line->data, san))
            continue;
        for (const char *c = line->data + strlen(san); *c && out->len < 300;) {
            size_t len = strcspn(c, ","), colon = strcspn(c, ":");
            if (colon < len)
                str_addf(out, "%s%.*s", out->len ? ", " : "", (int)(len - colon - 1), c + colon + 1);
            c += len + (c[len] == ',');
            c += strspn(c, " ");
        }
    }
}

static enum err words_wrong_name(const struct request *request, struct err_info *info)
{
    struct str names = {0}, host = {0};
    const char *asked = request->client->target->tls_server_name;
    add_certificate_names(request, &names);
    err_set(
        info, ERR_TLS,
        "the certificate of %s is not made out to \"%s\" but to: %s. Use one of these as the server's name, "
        "or say --tls-server-name NAME",
        request->client->target->server, asked && *asked ? asked : host_of(request, &host),
        names.len ? str_text(&names) : "(no name)");
    str_fini(&names);
    str_fini(&host);
    return ERR_TLS;
}

/* X509_V_ERR_* of OpenSSL, as CURLINFO_SSL_VERIFYRESULT gives them. */
static const struct {
    long code;
    const char *words;
} verify_words[] = {
    {9, "is not valid yet: does this machine's clock go right?"},
    {10, "has expired: renew it, or check this machine's clock"},
    {18, "is self-signed and not trusted: name it with --certificate-authority FILE"},
    {19, "comes from an authority that is not trusted: name that with --certificate-authority FILE"},
    {20, "comes from an authority that is not trusted: name that with --certificate-authority FILE"},
    {21, "comes from an authority that is not trusted: name that with --certificate-authority FILE"},
    {23, "has been revoked"},
};

static enum err words_verify(const struct request *request, CURLcode code, struct err_info *info)
{
    long verify = 0;
    const char *server = request->client->target->server;
    curl_easy_getinfo(request->easy, CURLINFO_SSL_VERIFYRESULT, &verify);
    if (strstr(request->curl_error, "does not match") || strstr(request->curl_error, "no alternative"))
        return words_wrong_name(request, info);
    for (size_t i = 0; i < sizeof(verify_words) / sizeof(verify_words[0]); i++)
        if (verify_words[i].code == verify)
            return err_set(info, ERR_TLS, "the certificate of %s %s%s", server, verify_words[i].words,
                           verify >= 18 && verify <= 21
                               ? " (certificate-authority in the kubeconfig), or trust any with "
                                 "--insecure-skip-tls-verify"
                               : "");
    return err_set(info, ERR_TLS, "the certificate of %s is not trusted: %s", server, detail(request, code));
}

static enum err words_handshake(const struct request *request, CURLcode code, struct err_info *info)
{
    const char *said = detail(request, code), *server = request->client->target->server;
    if (strstr(said, "wrong version number") || strstr(said, "unknown protocol"))
        return err_set(info, ERR_TLS, "%s does not speak TLS: should the address begin with http:// ?",
                       server);
    if (strstr(said, "alert"))
        return err_set(info, ERR_TLS, "%s does not accept the client certificate of user \"%s\": %s", server,
                       request->client->target->user, said);
    return err_set(info, ERR_TLS, "no TLS with %s: %s", server, said);
}

static enum err words_own_certificate(const struct request *request, CURLcode code, struct err_info *info)
{
    return err_set(info, ERR_CREDENTIALS, "the client certificate or key of user \"%s\" cannot be used: %s",
                   request->client->target->user, detail(request, code));
}

static enum err words_authority(const struct request *request, CURLcode code, struct err_info *info)
{
    return err_set(info, ERR_CONFIG, "the certificate authority of cluster \"%s\" cannot be used: %s",
                   request->client->target->cluster, detail(request, code));
}

static enum err words_cut(const struct request *request, CURLcode code, struct err_info *info)
{
    if (strstr(request->curl_error, "alert"))
        return words_handshake(request, code, info);
    if (code == CURLE_GOT_NOTHING || request->response.status == 0)
        return err_set(info, ERR_CUT, "%s closed the connection without an answer",
                       request->client->target->server);
    return err_set(info, ERR_CUT, "the connection to %s was cut: %s", request->client->target->server,
                   detail(request, code));
}

static enum err words_encoding(const struct request *request, CURLcode code, struct err_info *info)
{
    return err_set(info, ERR_PARSE, "%s answered %s with bytes that cannot be unpacked: %s",
                   request->client->target->server, request->spec.path, detail(request, code));
}

static enum err words_not_http(const struct request *request, CURLcode code, struct err_info *info)
{
    return err_set(info, ERR_PARSE, "what answers at %s does not speak HTTP/1.1 (%s): is it an API server?",
                   request->client->target->server, detail(request, code));
}

static const struct {
    CURLcode code;
    enum err (*words)(const struct request *request, CURLcode code, struct err_info *info);
} curl_words[] = {
    {CURLE_COULDNT_RESOLVE_HOST, words_resolve},
    {CURLE_COULDNT_RESOLVE_PROXY, words_proxy},
    {CURLE_PROXY, words_proxy},
    {CURLE_COULDNT_CONNECT, words_connect},
    {CURLE_OPERATION_TIMEDOUT, words_timeout},
    {CURLE_PEER_FAILED_VERIFICATION, words_verify},
    {CURLE_SSL_CONNECT_ERROR, words_handshake},
    {CURLE_SSL_CERTPROBLEM, words_own_certificate},
    {CURLE_SSL_CACERT_BADFILE, words_authority},
    {CURLE_SEND_ERROR, words_cut},
    {CURLE_RECV_ERROR, words_cut},
    {CURLE_GOT_NOTHING, words_cut},
    {CURLE_PARTIAL_FILE, words_cut},
    {CURLE_BAD_CONTENT_ENCODING, words_encoding},
    {CURLE_UNSUPPORTED_PROTOCOL, words_not_http},
    {CURLE_WEIRD_SERVER_REPLY, words_not_http},
};

enum err request_words_curl(const struct request *request, CURLcode code, struct err_info *info)
{
    long by_proxy = 0;
    curl_easy_getinfo(request->easy, CURLINFO_HTTP_CONNECTCODE, &by_proxy);
    if (by_proxy >= 300)
        return words_proxy(request, code, info);
    for (size_t i = 0; i < sizeof(curl_words) / sizeof(curl_words[0]); i++)
        if (curl_words[i].code == code)
            return curl_words[i].words(request, code, info);
    return err_set(info, ERR_CONNECT, "%s: %s", request->client->target->server, detail(request, code));
}

/* Why the server said no. */

static const struct {
    int status;
    enum err err;
    const char *words; /* HTTP's own */
} statuses[] = {
    {400, ERR_SERVER, "Bad Request"},
    {401, ERR_UNAUTHORIZED, "Unauthorized"},
    {403, ERR_FORBIDDEN, "Forbidden"},
    {404, ERR_NOT_FOUND, "Not Found"},
    {405, ERR_SERVER, "Method Not Allowed"},
    {406, ERR_SERVER, "Not Acceptable"},
    {408, ERR_TIMEOUT, "Request Timeout"},
    {409, ERR_CONFLICT, "Conflict"},
    {410, ERR_GONE, "Gone"},
    {413, ERR_TOO_BIG, "Content Too Large"},
    {415, ERR_SERVER, "Unsupported Media Type"},
    {422, ERR_SERVER, "Unprocessable Content"},
    {429, ERR_BUSY, "Too Many Requests"},
    {500, ERR_SERVER, "Internal Server Error"},
    {502, ERR_SERVER, "Bad Gateway"},
    {503, ERR_BUSY, "Service Unavailable"},
    {504, ERR_TIMEOUT, "Gateway Timeout"},
};

static enum err status_err(int status, const char **words)
{
    *words = "";
    for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++)
        if (statuses[i].status == status) {
            *words = statuses[i].words;
            return statuses[i].err;
        }
    return ERR_SERVER;
}

static const char *why_unauthorized(const struct target *target)
{
    if (target->exec)
        return "the credential plugin's answer is not accepted; log in anew as it asks for";
    if (target->token || target->token_file)
        return "the token is wrong or has expired; get a new one";
    return target->cert_pem ? "its client certificate is not from an authority this server knows"
                            : "no credentials were given; choose a context with a user, or say --token or "
                              "--client-certificate";
}

/* A certificate or token that ran out is the usual reason, and the server does not say it. */
static enum err words_unauthorized(const struct request *request, struct err_info *info)
{
    const struct target *target = request->client->target;
    struct credential last = credentials_last(request->client->credentials);
    bool named = target->user && *target->user;
    struct str why = {0};
    credentials_explain(target, &last, client_now(request->client), &why);
    err_set(info, ERR_UNAUTHORIZED, "%s answered 401 Unauthorized to %s%s%s: %s", target->server,
            named ? "user \"" : "us", named ? target->user : "", named ? "\"" : "",
            why.len ? str_text(&why) : why_unauthorized(target));
    str_fini(&why);
    return ERR_UNAUTHORIZED;
}

/* Tags and runs of blanks taken out, as far as 200 bytes. */
static void add_plain(struct str *out, const char *body, size_t len)
{
    bool tag = false;
    for (size_t i = 0; i < len && out->len < 200; i++) {
        char c = body[i];
        bool blank = (unsigned char)c <= ' ' || tag || c == '<';
        tag = c == '<' || (tag && c != '>');
        if (!blank)
            str_add_char(out, c);
        else if (out->len && out->data[out->len - 1] != ' ')
            str_add_char(out, ' ');
    }
    if (str_ends(str_text(out), " "))
        str_cut(out, out->len - 1);
}

static enum err words_plain(const struct request *request, enum err err, const char *words,
                            struct err_info *info)
{
    const struct response *response = &request->response;
    struct str body = {0};
    add_plain(&body, str_text(&request->error_body), request->error_body.len);
    bool html = str_starts(response->content_type, "text/html");
    err_set(info, err, "%s answered %s %s with %d %s%s%s%s", request->client->target->server,
            request->spec.method, request->spec.path, response->status, words, body.len ? ": " : "",
            str_text(&body),
            html || (response->status >= 300 && response->status < 400) ? " (is it an API server?)" : "");
    str_fini(&body);
    return err;
}

/* The Status object's own message is what kubectl shows too. */
static bool words_of_status(struct request *request, enum err err, struct err_info *info)
{
    struct arena arena;
    cJSON *status;
    bool good = false;
    arena_init(&arena, STATUS_ARENA);
    if (json_parse(&arena, str_text(&request->error_body), request->error_body.len, &status, NULL) ==
        ERR_OK) {
        const char *message = json_text(status, "message");
        int64_t wait = json_int(status, "details.retryAfterSeconds", -1);
        good = str_equal(json_text(status, "kind"), "Status") && message && *message;
        if (good)
            err_set(info, err, "%s", message);
        if (request->response.retry_after_ms < 0 && wait >= 0 && wait <= 600)
            request->response.retry_after_ms = wait * 1000;
    }
    arena_fini(&arena);
    return good;
}

enum err request_words_http(struct request *request, struct err_info *info)
{
    const char *words;
    enum err err = status_err(request->response.status, &words);
    bool said = words_of_status(request, err, info);
    if (err == ERR_UNAUTHORIZED)
        return words_unauthorized(request, info);
    return said ? err : words_plain(request, err, words, info);
}
