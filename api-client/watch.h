/*
 * One resource kept in step with the server: list in pages, then watch with bookmarks, again and again.
 *
 * Resumes after a cut from the last resourceVersion; 410 lists anew; polls where `watch` is forbidden or
 * unknown; Retry-After is obeyed; exponential back-off with jitter, 0.5 s to 30 s. Never gives up.
 */
#ifndef API_CLIENT_WATCH_H
#define API_CLIENT_WATCH_H

#include "api-client/client.h"
#include "api-client/json.h"

enum watch_state {
    WATCH_CONNECTING, /* nothing has come yet */
    WATCH_LISTING,    /* catching up: a list is being read */
    WATCH_LIVE,       /* in step */
    WATCH_POLLING,    /* in step every few seconds: the server gives no watch */
    WATCH_STALE,      /* was in step, the connection is gone; trying again */
    WATCH_FORBIDDEN,  /* the server said 403 (tries again once a minute) */
    WATCH_MISSING     /* the server knows no such resource (404 for the path) */
};

/* "live", "catching up", "stale", ...; never NULL. */
const char *watch_state_word(enum watch_state state);

enum watch_change { CHANGE_LISTED, CHANGE_ADDED, CHANGE_MODIFIED, CHANGE_DELETED };

struct watch_spec {
    const char *path;   /* "/api/v1/pods" or "/api/v1/namespaces/a/events"; copied */
    const char *query;  /* "labelSelector=..&fieldSelector=..", escaped; NULL: none; copied */
    const char *accept; /* NULL: application/json */
    const char *const
        *leave_out; /* parts of an object that on_object need not see (prune.h); NULL: prune_any */
    int page_size;  /* 0: 500; -1: one unpaged list */
    /* The first list may be some moments old (resourceVersion=0, as client-go's informers ask): the server
     * gives it in one piece from its watch cache, whatever the page size, which is the fastest way to have it
     * all (measured), and the watch makes up for its age. Later lists are not. */
    bool from_cache;
    /* Begin with a watch that sends what there is (sendInitialEvents, Kubernetes 1.32 and later) instead of a
     * list. Only for servers known to have it: an older one would ignore the wish and never say where the
     * list ends; one that refuses it is listed. Objects come one by one either way, so it saves the server
     * memory, not us time: off unless asked for. */
    bool initial_events;
    /* A list begins: what on_object brings until on_list_end replaces all that was. Comes again without an
     * end before it when the list was cut and begins anew. */
    void (*on_list_begin)(void *user);
    /* One object (of a Table: one row); lives until the function returns. */
    void (*on_object)(void *user, enum watch_change change, const cJSON *object);
    /* Every page has been read: what was not listed is gone. */
    void (*on_list_end)(void *user);
    /* An element was let go (too big, no JSON): the rest goes on. Optional. */
    void (*on_lost)(void *user, const struct err_info *info);
    /* State or its sentence changed. Optional. */
    void (*on_state)(void *user);
    void *user;
};

struct watch;

struct watch *watch_start(struct client *client, const struct watch_spec *spec);
void watch_stop(struct watch *watch);
enum watch_state watch_state(const struct watch *watch);
/* Since when (server time), and the sentence about it: "" while live. Borrowed. */
int64_t watch_state_since(const struct watch *watch);
const char *watch_problem(const struct watch *watch);
enum err watch_error(const struct watch *watch);
/* Milliseconds until the next try, -1 when none is planned. */
int64_t watch_retry_in(const struct watch *watch);
/* Try now instead of waiting (the user pressed a key). */
void watch_retry(struct watch *watch);
/* Objects seen in the running list, and how many remain as the server guesses (-1: it does not say). */
size_t watch_listed(const struct watch *watch);
int64_t watch_remaining(const struct watch *watch);

#endif
