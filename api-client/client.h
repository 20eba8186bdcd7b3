/*
 * Requests to one API server: libcurl's multi interface inside the loop.
 *
 * A client is opened without touching the network; the first request connects. Every request carries the
 * target's credentials (asked for again once after a 401), impersonation headers and User-Agent.
 */
#ifndef API_CLIENT_CLIENT_H
#define API_CLIENT_CLIENT_H

#include "api-client/credentials.h"
#include "api-client/target.h"
#include "base/err.h"
#include "base/loop.h"
#include "base/str.h"

struct client;
struct request;

/* Takes over the target. Never fails: what is wrong with it shows at the first request. */
struct client *client_open(struct loop *loop, struct target *target);
/* Cancels what runs; no callback comes afterwards. */
void client_close(struct client *client);
const struct target *client_target(const struct client *client);
struct loop *client_loop(const struct client *client);
struct credentials *client_credentials(struct client *client);
/* The server's clock now (its last Date header carried on by the steady clock), the terminal's before any
 * answer. */
int64_t client_now(const struct client *client);

struct response {
    int status;               /* HTTP status; 0: no answer came */
    const char *content_type; /* "" if none */
    int64_t retry_after_ms;   /* -1 if the server did not say */
    const char *warning;      /* the last Warning header's text, "" if none */
};

struct request_spec {
    const char *method;       /* NULL: GET */
    const char *path;         /* "/api/v1/pods?limit=500": path and query, already escaped; copied */
    const char *accept;       /* NULL: application/json */
    const char *content_type; /* of the body; NULL: application/json */
    const char *body;         /* NULL: none; copied */
    size_t body_len;
    int64_t timeout_ms; /* whole request; 0: the target's request timeout, or none. Connecting is always
                           bounded (10 s), and so is silence before the first byte (30 s) unless streaming */
    bool streaming;     /* a watch or log: may be silent for ever */
    /* Status and headers are there. Optional. */
    void (*on_head)(void *user, const struct response *response);
    /* Bytes of a body with status 2xx. Return anything but ERR_OK to end the request with that error.
     * Optional. */
    enum err (*on_data)(void *user, const char *bytes, size_t len);
    /* The end, always called once unless cancelled; the request is gone afterwards. err is ERR_OK for a
     * complete 2xx answer; otherwise info says in a sentence what was tried, what answered (the Status
     * object's message where the body is one) and what to do. */
    void (*on_done)(void *user, enum err err, const struct response *response, const struct err_info *info);
    void *user;
};

/* Starts in the loop; never calls back before it returns. */
struct request *client_request(struct client *client, const struct request_spec *spec);
/* No callback comes afterwards. NULL is allowed. */
void request_cancel(struct request *request);
/* Stops and goes on reading (a slow consumer). */
void request_pause(struct request *request, bool paused);
/* Body of an answer that was no 2xx, as far as 64 KiB: valid in on_done. Borrowed. */
const char *request_error_body(const struct request *request, size_t *len);

/* Reads a whole answer into *body by turning the loop until it is there: for verbs without a screen. `status`
 * (may be NULL) is the HTTP status, 0 for none. The body is filled for errors too. */
enum err client_fetch(struct client *client, const struct request_spec *spec, struct str *body, int *status,
                      struct err_info *info);

/* Appends text percent-escaped for a path segment or query value. */
void url_add_escaped(struct str *url, const char *text);

#endif
