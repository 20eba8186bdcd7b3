/*
 * dashboard CASE: podprobe in a terminal, on the cluster of KUBECONFIG and the pods of
 * tests/cluster/with-pods. One case a run; ends with 0 when the screen came to show what it should, otherwise
 * prints the screen.
 */
#include "base/str.h"
#include "tests/support/vt.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROWS = 30, COLS = 120, PATIENCE = 6, INSTANCES = 3, LINES = 200 };

static struct vt *dashboard_start(const char *filter)
{
    const char *program = getenv("PODPROBE"), *namespace = getenv("NAMESPACE");
    const char *argv[] = {program ? program : "./podprobe", "-n", namespace, filter, NULL};
    return vt_start(ROWS, COLS, "xterm-256color", (char *const *)(uintptr_t)argv,
                    (const char *const[]){"LC_ALL=C.UTF-8", NULL});
}

/* PATIENCE times as long as a test without a cluster waits: containers and servers start meanwhile. */
static bool comes(struct vt *vt, const char *text)
{
    for (int tries = 0; tries < PATIENCE; tries++)
        if (vt_wait_text(vt, text))
            return true;
    printf("never on the screen: \"%s\"\n%s", text, vt_screen(vt));
    return false;
}

static bool ends(struct vt *vt)
{
    vt_type(vt, "q");
    int status = vt_wait_end(vt);
    if (status != 0)
        printf("ended with %d\n%s", status, vt_screen(vt));
    return status == 0;
}

/* What may be seen is seen, by asking again and again; the panes whose contents are forbidden say so. */
static bool viewer(struct vt *vt)
{
    return comes(vt, "2 of 2") && comes(vt, "polling") && comes(vt, "events is forbidden") &&
           comes(vt, "pods/log") && comes(vt, "Service Account:") && ends(vt);
}

static bool run(const char *command)
{
    int status = system(command); /* NOLINT(cert-env33-c): the test's own words */
    if (status == 0)
        return true;
    printf("failed (%d): %s\n", WIFEXITED(status) ? WEXITSTATUS(status) : -1, command);
    return false;
}

/* RESTART holds the command; what happens after it is on the screen without a key pressed. */
static bool restart(struct vt *vt)
{
    return comes(vt, "2 of 2") && comes(vt, "live") && run(getenv("RESTART")) &&
           run("kubectl -n \"$NAMESPACE\" delete pod waits --wait=false >/dev/null") && comes(vt, "1 of 1") &&
           comes(vt, "live") && ends(vt);
}

/* Every line of every instance once, in order; lines that begin with dashes are podprobe's notes, told when
 * one is missing. */
static bool is_complete(const char *path)
{
    struct str notes = {0};
    char *line = NULL, wanted[64];
    size_t size = 0;
    int count = 0;
    FILE *file = fopen(path, "r");
    while (file && getline(&line, &size, file) > 0) {
        if (str_starts(line, "--- ")) {
            str_addf(&notes, "after %d lines: %s", count, line);
            continue;
        }
        snprintf(wanted, sizeof(wanted), "instance %d line %d\n", count / LINES + 1, count % LINES + 1);
        if (!str_equal(line, wanted)) {
            printf("%swanted %sfound  %s", str_text(&notes), wanted, line);
            break;
        }
        count++;
    }
    free(line);
    str_fini(&notes);
    if (file)
        fclose(file);
    if (count != INSTANCES * LINES)
        printf("%d lines of %d in order\n", count, INSTANCES * LINES);
    return count == INSTANCES * LINES;
}

static bool save(struct vt *vt, const char *path)
{
    vt_type(vt, "S");
    if (!comes(vt, "save to"))
        return false;
    vt_type(vt, "\x15"); /* ctrl-u: without the name that it proposes */
    vt_type(vt, path);
    vt_type(vt, "\r");
    return comes(vt, "lines saved");
}

static bool logs(struct vt *vt)
{
    char path[] = "/tmp/podprobe-log-XXXXXX", last[64];
    int fd = mkstemp(path);
    if (fd < 0)
        return false;
    close(fd);
    unlink(path);
    snprintf(last, sizeof(last), "instance %d line %d", INSTANCES, LINES);
    bool good = comes(vt, "1 of 2");
    vt_type(vt, "l");
    good = good && comes(vt, last) && save(vt, path) && is_complete(path) && ends(vt);
    unlink(path);
    return good;
}

struct test {
    const char *name, *filter;
    bool (*fn)(struct vt *vt);
};

static const struct test tests[] = {
    {"viewer", NULL, viewer},
    {"restart", NULL, restart},
    {"logs", "--filter=counts", logs},
};

int main(int argc, char **argv)
{
    for (size_t i = 0; argc == 2 && i < sizeof(tests) / sizeof(*tests); i++) {
        if (!str_equal(tests[i].name, argv[1]))
            continue;
        struct vt *vt = dashboard_start(tests[i].filter);
        bool good = tests[i].fn(vt);
        vt_free(vt);
        return good ? 0 : 1;
    }
    fprintf(stderr, "dashboard viewer|restart|logs\n");
    return 2;
}
