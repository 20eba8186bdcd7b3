/* The dashboard in a terminal before an API server of the test's, and what all screen tests do with it. */
#ifndef TESTS_SUPPORT_DASH_H
#define TESTS_SUPPORT_DASH_H

#include "tests/support/fake_pods.h"
#include "tests/support/folder.h"
#include "tests/support/vt.h"

struct dash {
    struct folder folder; /* HOME and everything else it may write to */
    struct fake_api *api, *other;
    struct vt *vt;
};

struct dash_options {
    int rows, cols;           /* 0: 24 lines, 80 columns */
    const char *term;         /* NULL: xterm-256color */
    const char *locale;       /* NULL: C.UTF-8 */
    const char *env;          /* one more "NAME=value"; may be NULL */
    const char *arguments[6]; /* of podprobe, NULL at the end */
};

/* A server with fake_put_shop in it; the context "shop" of the kubeconfig leads there, "other" to an empty
 * second server. */
void dash_open(struct dash *dash);
/* Starts the program. */
void dash_run(struct dash *dash, const struct dash_options *options);
/* dash_open, dash_run with these lines and columns, and waits until it is live with three pods. */
void dash_start(struct dash *dash, int rows, int cols);
/* Ends what was started. */
void dash_close(struct dash *dash);

/* Types; then waits for the text on the screen, or for it to go. The test fails with the screen's picture
 * when that does not happen. */
void dash_type(struct dash *dash, const char *keys);
void dash_expect(struct dash *dash, const char *text);
void dash_expect_gone(struct dash *dash, const char *text);
/* Presses Escape until the text, which is not there before, is on the screen. */
void dash_escape(struct dash *dash, const char *text);
/* Presses Escape until the text has left the screen. */
void dash_escape_from(struct dash *dash, const char *text);
/* The text stands in a row that holds the other one too. */
void dash_expect_row(struct dash *dash, const char *in_row, const char *text);
/* Types q, and expects an end with status 0. */
void dash_quit(struct dash *dash);

/* In the footer while the pods have the keys. */
#define PODS_FOOT "l:logs"

#define ESC "\x1b"
#define CTRL_C "\x03"
#define CTRL_D "\x04"
#define CTRL_K "\x0b"
#define CTRL_N "\x0e"
#define CTRL_T "\x14"
#define CTRL_U "\x15"
#define CTRL_X "\x18"
#define ENTER "\r"
#define TAB "\t"

#endif
