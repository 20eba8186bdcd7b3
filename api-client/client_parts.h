/*
 * The inside of client and request, for api-client/client*.c, request*.c and stream_wire.c alone.
 *
 * A request lives in its client's list from client_request to its end. libcurl forbids adding and removing
 * transfers inside its callbacks, so what users ask for meanwhile is noted and done when the client is left.
 */
#ifndef API_CLIENT_CLIENT_PARTS_H
#define API_CLIENT_CLIENT_PARTS_H

#include "api-client/client.h"

#include <curl/curl.h>

enum { ERROR_BODY_CAP = 64 * 1024 };

enum request_state {
    REQUEST_QUEUED,  /* to be begun in the loop */
    REQUEST_ASKING,  /* for credentials */
    REQUEST_READY,   /* to be given to libcurl */
    REQUEST_RUNNING, /* libcurl has it */
    REQUEST_REFUSED, /* no credentials: to be told */
    REQUEST_OVER     /* told or cancelled: to be freed */
};

struct request {
    struct client *client;
    struct request *next, *before;
    enum request_state state;
    uint64_t number;
    struct request_spec spec; /* its texts are the request's own */
    CURL *easy;
    struct curl_slist *headers, *connect_to;
    char curl_error[CURL_ERROR_SIZE];
    struct response response; /* its texts are the two below */
    char *content_type, *warning;
    bool head_complete, head_told, retried;
    bool proxied;     /* what cannot be reached may be the proxy */
    bool paused;      /* the user's wish */
    bool curl_paused; /* what libcurl was told: by that wish, or because the turn was over */
    struct str error_body;
    enum err err; /* why it was ended by us */
    struct err_info info;
};

struct client {
    struct loop *loop;
    struct target *target;
    struct credentials *credentials;
    CURLM *multi; /* NULL before the first request */
    struct request *requests;
    uint64_t numbers;
    struct timer *timer; /* libcurl's */
    uv_check_t check;    /* a turn begins: time is given anew, work that waits is done */
    uv_idle_t idle;      /* keeps the loop from sleeping while work waits */
    int handles;         /* of the two above, not yet closed */
    uint64_t spent_ns;   /* in this turn, by calls that have returned */
    uint64_t entered_ns; /* when the running one began */
    int inside;          /* depth of our own calls: nothing is freed meanwhile */
    bool closed;
    int64_t clock; /* server time minus steady clock; TIME_NONE before any answer */
    bool near;     /* the server is on this machine or in a private network: gzip costs more than it saves */
    bool remote;   /* seen to be neither */
};

/* Everything the client does happens between these two. */
void client_enter(struct client *client);
void client_leave(struct client *client);
/* This turn has taken its time: the rest is the next one's. */
bool client_turn_is_over(const struct client *client);
/* Something waits to be done in the next turn. */
void client_wake(struct client *client);
/* A Date header's time came in. */
void client_set_clock(struct client *client, int64_t date);

/* request.c */
void request_begin(struct request *request);
void request_finish(struct request *request, CURLcode code);
void request_tell_refused(struct request *request);
void request_free(struct request *request);
void request_apply_pause(struct request *request);
size_t request_on_header(char *line, size_t one, size_t len, void *user);
size_t request_on_body(char *bytes, size_t one, size_t len, void *user);

/* request_setup.c: makes the transfer. ERR_CONFIG or ERR_CREDENTIALS when the target cannot be used. */
enum err request_setup(struct request *request, const struct credential *credential, struct err_info *info);
/* Whom to trust and who we are; streams connect the same way. */
void request_set_tls(CURL *easy, const struct target *target, const struct credential *credential);

/* request_head.c: one header line, as libcurl gives it. */
void request_head_line(struct request *request, const char *bytes, size_t len);

/* request_words.c: sentences. */
enum err request_words_curl(const struct request *request, CURLcode code, struct err_info *info);
enum err request_words_http(struct request *request, struct err_info *info);

#endif
