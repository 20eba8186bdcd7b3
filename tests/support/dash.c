/* The dashboard in a terminal before an API server of the test's. */
#include "tests/support/dash.h"

#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char config[] =
    "apiVersion: v1\nkind: Config\ncurrent-context: shop\n"
    "clusters:\n- name: first\n  cluster:\n    server: %s\n- name: second\n  cluster:\n    server: %s\n"
    "users:\n- name: tester\n  user:\n    token: secret\n"
    "contexts:\n- name: shop\n  context:\n    cluster: first\n    user: tester\n    namespace: shop\n"
    "- name: other\n  context:\n    cluster: second\n    user: tester\n    namespace: shop\n";

void dash_open(struct dash *dash)
{
    struct str text = {0};
    *dash = (struct dash){0};
    folder_make(&dash->folder);
    dash->api = fake_api_open();
    dash->other = fake_api_open();
    str_addf(&text, config, fake_api_url(dash->api), fake_api_url(dash->other));
    folder_write(&dash->folder, "config", text.data);
    str_fini(&text);
    fake_put_shop(dash->api);
}

void dash_run(struct dash *dash, const struct dash_options *options)
{
    const char *program = getenv("PODPROBE"), *argv[8] = {program ? program : "./podprobe"};
    char kubeconfig[600], home[600], locale[64], state[600], configs[600];
    snprintf(kubeconfig, sizeof(kubeconfig), "KUBECONFIG=%s", folder_path(&dash->folder, "config"));
    snprintf(home, sizeof(home), "HOME=%s", folder_path(&dash->folder, "home"));
    snprintf(configs, sizeof(configs), "XDG_CONFIG_HOME=%s", folder_path(&dash->folder, "etc"));
    snprintf(state, sizeof(state), "XDG_STATE_HOME=%s", folder_path(&dash->folder, "state"));
    snprintf(locale, sizeof(locale), "LC_ALL=%s", options->locale ? options->locale : "C.UTF-8");
    const char *env[] = {kubeconfig,   home,         locale,     configs,         state,        "NO_COLOR",
                         "http_proxy", "HTTP_PROXY", "no_proxy", "POD_NAMESPACE", options->env, NULL};
    for (int i = 0; i < 6 && options->arguments[i]; i++)
        argv[i + 1] = options->arguments[i];
    dash->vt =
        vt_start(options->rows ? options->rows : 24, options->cols ? options->cols : 80,
                 options->term ? options->term : "xterm-256color", (char *const *)(uintptr_t)argv, env);
}

void dash_start(struct dash *dash, int rows, int cols)
{
    dash_open(dash);
    dash_run(dash, &(struct dash_options){.rows = rows, .cols = cols});
    dash_expect(dash, "3 of 3");
    dash_expect(dash, "CrashLoopBackOff"); /* of the objects; rows of the Table are there before */
    dash_expect(dash, "live");
}

void dash_close(struct dash *dash)
{
    vt_free(dash->vt);
    fake_api_close(dash->api);
    fake_api_close(dash->other);
    folder_remove(&dash->folder);
}

void dash_type(struct dash *dash, const char *keys)
{
    vt_type(dash->vt, keys);
}

static void fail_with_screen(struct dash *dash, const char *what, const char *text)
{
    char *screen = strdup(vt_screen(dash->vt));
    printf("%s: \"%s\"\n%s", what, text, screen); /* cmocka's own printing ends after 1024 bytes */
    fflush(stdout);
    free(screen);
    fail_msg("%s: \"%s\"", what, text);
}

void dash_expect(struct dash *dash, const char *text)
{
    if (!vt_wait_text(dash->vt, text))
        fail_with_screen(dash, "never came on the screen", text);
}

void dash_expect_gone(struct dash *dash, const char *text)
{
    if (!vt_wait_gone(dash->vt, text))
        fail_with_screen(dash, "never left the screen", text);
}

/* A byte that follows an escape too soon is taken for a key with alt: what comes next waits for the screen.
 */
void dash_escape(struct dash *dash, const char *text)
{
    dash_expect_gone(dash, text); /* a frame drawn between two keys may still hold it */
    for (int tries = 0; tries < 20 && !vt_has(dash->vt, text); tries++) {
        dash_type(dash, ESC);
        for (int i = 0; i < 10 && !vt_has(dash->vt, text); i++)
            vt_settle(dash->vt, 500);
    }
    dash_expect(dash, text);
}

void dash_escape_from(struct dash *dash, const char *text)
{
    for (int tries = 0; tries < 20 && vt_has(dash->vt, text); tries++) {
        dash_type(dash, ESC);
        for (int i = 0; i < 10 && vt_has(dash->vt, text); i++)
            vt_settle(dash->vt, 500);
    }
    dash_expect_gone(dash, text);
}

struct pair {
    const char *in_row, *text;
};

static bool has_in_row(struct vt *vt, void *user)
{
    const struct pair *pair = user;
    int row = vt_find(vt, pair->in_row);
    return row >= 0 && strstr(vt_row(vt, row), pair->text);
}

void dash_expect_row(struct dash *dash, const char *in_row, const char *text)
{
    struct pair pair = {in_row, text};
    if (!vt_wait(dash->vt, has_in_row, &pair))
        fail_with_screen(dash, in_row, text);
}

void dash_quit(struct dash *dash)
{
    dash_type(dash, "q");
    int status = vt_wait_end(dash->vt);
    if (status != 0)
        fail_with_screen(dash, "did not end with status 0", "q");
}
