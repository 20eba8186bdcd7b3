/*
 * An API server for tests of the whole program: plain HTTP on loopback, in a thread of its own, with what the
 * test puts into it. Every function may be called while the program runs; who watches is told.
 */
#ifndef TESTS_SUPPORT_FAKE_API_H
#define TESTS_SUPPORT_FAKE_API_H

#include <stdbool.h>

struct fake_api;

/* How requests are answered. */
enum fake_answer {
    FAKE_SERVE,
    FAKE_FORBID,  /* 403 with a Status */
    FAKE_SILENT,  /* taken, never answered */
    FAKE_HTML,    /* 200, a page of a proxy */
    FAKE_HANG_UP, /* the connection is closed without a word */
    FAKE_GARBAGE  /* 200 and bytes that are no JSON */
};

struct fake_api *fake_api_open(void);
void fake_api_close(struct fake_api *api);
/* "http://127.0.0.1:PORT". Borrowed. */
const char *fake_api_url(const struct fake_api *api);

/* Puts an object, new or in place of the one of that name. kind: "pods", "events", "namespaces" (namespace
 * ""). json is the whole object; its resourceVersion is the server's to set: "\"resourceVersion\":\"0\"" in
 * it is replaced. */
void fake_api_put(struct fake_api *api, const char *kind, const char *namespace_, const char *name,
                  const char *json);
void fake_api_remove(struct fake_api *api, const char *kind, const char *namespace_, const char *name);
/* Appends to a container's log; who follows gets it. Lines come as the server sends them: with a time. */
void fake_api_log(struct fake_api *api, const char *pod, const char *container, const char *lines);
/* The same for the container before its last restart. */
void fake_api_log_previous(struct fake_api *api, const char *pod, const char *container, const char *lines);

/* Requests whose line holds `part` ("/events", "watch=true", "DELETE") are answered so from now on; the rule
 * given last wins. */
void fake_api_answer(struct fake_api *api, const char *part, enum fake_answer answer);
/* Cuts every connection on which something is being watched or followed. */
void fake_api_cut(struct fake_api *api);
/* Requests so far whose line holds `part`. */
int fake_api_count(struct fake_api *api, const char *part);
/* Waits until that many came; false after 20 s. */
bool fake_api_wait(struct fake_api *api, const char *part, int count);
/* Waits until somebody watches or follows what holds `part`; false after 20 s. */
bool fake_api_wait_watched(struct fake_api *api, const char *part);

#endif
