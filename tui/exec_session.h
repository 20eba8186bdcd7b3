/*
 * A shell in a container, or its main process attached to: the stream and the terminal it is shown in, or the
 * whole screen while that is handed over. Knows nothing of panes.
 */
#ifndef TUI_EXEC_SESSION_H
#define TUI_EXEC_SESSION_H

#include "api-client/client.h"
#include "widgets/terminal.h"

#include <stdbool.h>

enum exec_state { EXEC_STARTING, EXEC_OPEN, EXEC_ENDED };

struct exec_spec {
    struct client *client;
    const char *namespace_, *pod, *container; /* copied */
    bool attach;                              /* not a shell */
    int cols, rows;
    /* There is something new to draw; `much`: so much of it that it need not be at once. */
    void (*on_change)(void *user, bool much);
    /* The whole screen is given back: detach keys, or the end. */
    void (*on_screen_over)(void *user);
    void *user;
};

struct exec_session;

struct exec_session *exec_session_open(const struct exec_spec *spec);
/* NULL is allowed. */
void exec_session_close(struct exec_session *session);
/* The client is about to be closed. An open shell goes on. */
void exec_session_client_gone(struct exec_session *session);

enum exec_state exec_session_state(const struct exec_session *session);
/* What it is doing, or how it ended, in words. Borrowed. */
const char *exec_session_words(const struct exec_session *session);
/* Ended as it should: exit code 0. */
bool exec_session_ended_well(const struct exec_session *session);
struct terminal *exec_session_terminal(const struct exec_session *session);
void exec_session_resize(struct exec_session *session, int cols, int rows);

/* Takes the whole screen, which the caller has lent. */
void exec_session_take_screen(struct exec_session *session);

#endif
