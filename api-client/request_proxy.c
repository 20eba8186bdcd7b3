/* Which proxy leads to a server; what addresses say about where they are. */
#include "api-client/request_proxy.h"

#include "base/str.h"
#include "base/xmalloc.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct address {
    unsigned char bytes[16];
    size_t len; /* 4, 16; 0: no address */
};

static struct address address_of(const char *host)
{
    struct address a = {.len = 0};
    char bare[64];
    size_t len = strlen(host);
    if (len > 2 && len < sizeof(bare) && host[0] == '[' && host[len - 1] == ']') {
        memcpy(bare, host + 1, len - 2);
        bare[len - 2] = '\0';
        host = bare;
    }
    if (inet_pton(AF_INET, host, a.bytes) == 1)
        a.len = 4;
    else if (inet_pton(AF_INET6, host, a.bytes) == 1)
        a.len = 16;
    return a;
}

static bool in_range(const struct address *a, const struct address *net, unsigned bits)
{
    if (a->len != net->len || !a->len || bits > a->len * 8)
        return false;
    if (memcmp(a->bytes, net->bytes, bits / 8) != 0)
        return false;
    unsigned rest = bits % 8;
    return rest == 0 || ((a->bytes[bits / 8] ^ net->bytes[bits / 8]) >> (8 - rest)) == 0;
}

static bool in_cidr(const struct address *a, const char *cidr)
{
    char net[64];
    const char *slash = strchr(cidr, '/');
    if (!slash || (size_t)(slash - cidr) >= sizeof(net))
        return false;
    memcpy(net, cidr, (size_t)(slash - cidr));
    net[slash - cidr] = '\0';
    struct address base = address_of(net);
    char *end;
    unsigned long bits = strtoul(slash + 1, &end, 10);
    return slash[1] && *end == '\0' && bits <= 128 && in_range(a, &base, (unsigned)bits);
}

static bool is_loopback(const char *host)
{
    struct address a = address_of(host);
    return strcasecmp(host, "localhost") == 0 || in_cidr(&a, "127.0.0.0/8") || in_cidr(&a, "::1/128");
}

bool request_host_near(const char *host)
{
    static const char *const ranges[] = {"10.0.0.0/8",     "172.16.0.0/12", "192.168.0.0/16",
                                         "169.254.0.0/16", "fc00::/7",      "fe80::/10"};
    struct address a = address_of(host);
    bool near = is_loopback(host);
    for (size_t i = 0; !near && i < sizeof(ranges) / sizeof(ranges[0]); i++)
        near = in_cidr(&a, ranges[i]);
    return near;
}

/* "name" is the name and all below it, ".name" and "*.name" only what is below. */
static bool name_matches(const char *pattern, const char *host)
{
    size_t host_len = strlen(host), len;
    bool below_only = *pattern == '.' || *pattern == '*';
    pattern += *pattern == '*';
    pattern += *pattern == '.';
    len = strlen(pattern);
    if (len == 0 || len > host_len || strcasecmp(host + host_len - len, pattern) != 0)
        return false;
    return len == host_len ? !below_only : host[host_len - len - 1] == '.';
}

/* Splits "host:port" where the colon is a port's (not in a bare IPv6 address). */
static char *split_port(char *entry)
{
    char *colon = strrchr(entry, ':'), *bracket = strrchr(entry, ']');
    if (!colon || colon < bracket || (strchr(entry, ':') != colon && !bracket))
        return NULL;
    *colon = '\0';
    return colon + 1;
}

static bool entry_matches(char *entry, const char *host, const char *port)
{
    struct address a = address_of(host), own;
    if (strcmp(entry, "*") == 0 || in_cidr(&a, entry))
        return true;
    char *entry_port = split_port(entry);
    if (entry_port && strcmp(entry_port, port) != 0)
        return false;
    own = address_of(entry);
    return own.len ? in_range(&a, &own, (unsigned)own.len * 8) : name_matches(entry, host);
}

bool request_no_proxy(const char *list, const char *host, const char *port)
{
    bool found = is_loopback(host);
    char *copy = xstrdup(list ? list : ""), *rest = copy, *entry;
    while (!found && (entry = strsep(&rest, ",")) != NULL) {
        entry += strspn(entry, " \t");
        entry[strcspn(entry, " \t")] = '\0';
        found = *entry && entry_matches(entry, host, port);
    }
    free(copy);
    return found;
}

static const char *environment(char *(*getenv_fn)(const char *), const char *upper, const char *lower)
{
    const char *value = getenv_fn(upper);
    return value && *value ? value : getenv_fn(lower);
}

static char *as_curl_reads_it(const char *proxy)
{
    if (!proxy || !*proxy)
        return xstrdup("");
    if (str_starts(proxy, "socks5://"))
        return xasprintf("socks5h://%s", proxy + strlen("socks5://"));
    return strstr(proxy, "://") ? xstrdup(proxy) : xasprintf("http://%s", proxy);
}

char *request_proxy(const char *server, const char *proxy_url, char *(*getenv_fn)(const char *name))
{
    if (proxy_url && *proxy_url)
        return as_curl_reads_it(proxy_url);
    bool tls = str_starts(server, "https:");
    const char *proxy =
        environment(getenv_fn, tls ? "HTTPS_PROXY" : "HTTP_PROXY", tls ? "https_proxy" : "http_proxy");
    if (!proxy || !*proxy)
        return xstrdup("");
    CURLU *url = curl_url();
    char *host = NULL, *port = NULL;
    curl_url_set(url, CURLUPART_URL, server, 0);
    curl_url_get(url, CURLUPART_HOST, &host, 0);
    curl_url_get(url, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT);
    bool direct =
        !host || request_no_proxy(environment(getenv_fn, "NO_PROXY", "no_proxy"), host, port ? port : "");
    curl_free(host);
    curl_free(port);
    curl_url_cleanup(url);
    return direct ? xstrdup("") : as_curl_reads_it(proxy);
}
