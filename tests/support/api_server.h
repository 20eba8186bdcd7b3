/*
 * An API server that follows a script: each request must be the one the next step wants, and is answered with
 * what the step says. On loopback, in the test's own loop.
 */
#ifndef TESTS_SUPPORT_API_SERVER_H
#define TESTS_SUPPORT_API_SERVER_H

#include "api-client/target.h"
#include "base/loop.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

struct api_step {
    const char *wants;   /* must be in the request's head: "GET /api/v1/pods?limit=500 " */
    int status;          /* 0: no answer at all */
    const char *headers; /* "Name: value\r\n" each; NULL: none */
    const char *body;    /* NULL: none */
    bool hold;           /* the connection stays open behind the body */
    bool cut;            /* the connection ends before the body does */
    bool html;           /* its content type */
};

struct api_server;

/* The steps are borrowed, the last has no `wants`. A request too many, or another one, fails the test. */
struct api_server *api_server_open(struct loop *loop, const struct api_step *steps);
void api_server_close(struct api_server *server);
/* Requests answered so far. */
size_t api_server_step(const struct api_server *server);
/* All that was asked, heads one after the other. Borrowed. */
const char *api_server_heads(const struct api_server *server);
/* Bytes behind the body of the last answer that was held; then its end. */
void api_server_send(struct api_server *server, const char *bytes);
void api_server_end(struct api_server *server);
/* A target that leads there, with nothing to present. The caller's (client_open takes it). */
struct target *api_server_target(const struct api_server *server);

/* Turns the loop until done(user), or fails the test after ten seconds. */
void loop_until(struct loop *loop, bool (*done)(void *user), void *user);

#endif
