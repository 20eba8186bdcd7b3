/* What a verb works with: the loop, the kubeconfig and a client for its server, from what was typed. */
#ifndef CLI_SESSION_H
#define CLI_SESSION_H

#include "api-client/client.h"
#include "api-client/kubeconfig.h"
#include "cli/args.h"

struct session {
    struct loop *loop;
    struct kubeconfig *config;
    struct client *client;  /* owns the target */
    const char *namespace_; /* -n, else the context's, else "default"; borrowed */
    struct connect_flags flags;
};

/* Reads the flags that every verb has. Borrowed from args. */
void session_flags(const struct args *args, struct connect_flags *flags);
/* Loop, kubeconfig and client; nothing is asked of the server yet. 0, or the exit status after what is wrong
 * was said; session_close is needed only after 0. */
int session_open(const struct args *args, struct session *session);
void session_close(struct session *session);

/* Fetches a path (already escaped) into *body; 0, or 1 after it was said what went wrong. */
int session_fetch(struct session *session, const char *path, const char *accept, struct str *body);

#endif
