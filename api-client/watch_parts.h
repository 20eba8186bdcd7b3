/*
 * The inside of a watch, for api-client/watch*.c alone.
 *
 * Two steps take turns: a list in pages (watch_list.c) and a watch from where it ended (watch_stream.c).
 * Between them stands watch.c: what the state is called, when the next try is.
 */
#ifndef API_CLIENT_WATCH_PARTS_H
#define API_CLIENT_WATCH_PARTS_H

#include "api-client/prune.h"
#include "api-client/split.h"
#include "api-client/watch.h"

enum watch_step {
    STEP_LIST,    /* a list from its first page */
    STEP_PAGE,    /* a list's next page */
    STEP_INITIAL, /* a watch that begins with what there is (sendInitialEvents) */
    STEP_WATCH    /* a watch from version */
};

struct watch {
    struct client *client;
    struct watch_spec spec; /* its texts are the watch's own */
    enum watch_state state;
    int64_t since; /* server time */
    enum err err;
    struct err_info problem;
    enum watch_step step; /* under way, or next when the timer ends */
    struct request *request;
    struct split *split;
    struct arena arena;
    struct prune *prune;
    struct str pruned;
    struct timer *timer;
    int64_t retry_at;     /* steady clock; TIME_NONE while something is under way */
    struct str version;   /* the last resourceVersion seen; "" before the first list */
    struct str page;      /* the next page's continue token */
    size_t listed;        /* objects of the running list */
    int64_t remaining;    /* -1: the server does not say */
    unsigned failures;    /* in a row */
    unsigned polls;       /* since watch was refused last; 0: it is not refused */
    int64_t watch_began;  /* steady clock */
    int timeout_s;        /* of the running watch */
    size_t events;        /* of the running watch */
    bool listing;         /* on_list_begin was told, on_list_end not yet */
    bool synced;          /* a list was complete once */
    bool unpaged;         /* pages were too slow for the server's memory: this list in one piece */
    bool consistent;      /* this list from the store, whatever version the watch cache has */
    bool relist;          /* the running watch told that its version is too old */
    bool initial_refused; /* the server has no sendInitialEvents */
    bool stopped;
    struct err_info trouble; /* why the running answer's bytes were refused */
    int inside;              /* depth of our own calls: not freed meanwhile */
};

void watch_enter(struct watch *watch);
void watch_leave(struct watch *watch);

/* watch.c: what the steps report. */
void watch_set_state(struct watch *watch, enum watch_state state, enum err err, const char *problem);
/* Begins a step now. */
void watch_begin(struct watch *watch, enum watch_step step);
/* Begins it after a while: at least wait_ms, by back-off when that is -1. */
void watch_begin_later(struct watch *watch, enum watch_step step, int64_t wait_ms);
/* A step failed: names the state and plans the next try. */
void watch_failed(struct watch *watch, enum watch_step next, enum err err, const struct response *response,
                  const struct err_info *info);
/* A list's first bytes are about to come; it is complete. */
void watch_list_is_coming(struct watch *watch);
void watch_list_complete(struct watch *watch);
/* Watching is refused: the next list comes after a while. */
void watch_poll(struct watch *watch);
/* An element is let go. */
void watch_lose(struct watch *watch, const char *what, const struct err_info *info);
void watch_lose_big(void *user, size_t len);
/* Parses an object (of a list) or event, without what is to be left out. */
enum err watch_parse(struct watch *watch, const char *json, size_t len, bool event, cJSON **out,
                     struct err_info *info);
/* Drops the running request and its splitter. */
void watch_drop_request(struct watch *watch);
/* Adds "?query&" or "?". */
void watch_add_path(const struct watch *watch, struct str *path);

/* watch_list.c, watch_stream.c */
void watch_list_begin(struct watch *watch);
void watch_list_page(struct watch *watch);
void watch_stream_begin(struct watch *watch, bool initial);
/* The timer ended while the watch was under way: no head came in time, or the end did not. */
void watch_stream_overdue(struct watch *watch);

#endif
