/*
 * Which proxy leads to a server, as kubectl decides it: the kubeconfig's proxy-url, else HTTPS_PROXY or
 * HTTP_PROXY by the server's scheme, unless NO_PROXY names the host (Go's http.ProxyFromEnvironment).
 */
#ifndef API_CLIENT_REQUEST_PROXY_H
#define API_CLIENT_REQUEST_PROXY_H

#include <stdbool.h>

/* The proxy's URL, "" for none; the caller frees it. Where a name is to be resolved is the proxy's business:
 * socks5 reads as socks5h, as in Go. getenv_fn is getenv outside of tests. */
char *request_proxy(const char *server, const char *proxy_url, char *(*getenv_fn)(const char *name));
/* Does NO_PROXY's list keep the host (and port) from the proxy? Loopback always. */
bool request_no_proxy(const char *list, const char *host, const char *port);
/* A loopback, private or link-local address, or localhost: a network where bytes are cheaper than gzip. */
bool request_host_near(const char *host);

#endif
