/*
 * The dashboard measured from outside, as a user has it: in a pseudo-terminal, its screen read by libvterm.
 *
 *   dashboard PROGRAM first-frame
 *   dashboard PROGRAM list PODS MB_PER_SECOND
 *   dashboard PROGRAM changes PODS
 *   dashboard PROGRAM idle
 */
#include "tests/bench/measure.h"
#include "tests/support/vt.h"

#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ROWS = 48, COLS = 160, CHANGES = 1000, KEYS = 200, IDLE_S = 10 };
enum { SETTLED_S = 12 }; /* the time limits of connecting have run out */

static const char *self, *program;

/* A dashboard of all namespaces; preload and turns may be NULL. */
static struct vt *start(const char *kubeconfig, const char *preload, const char *turns)
{
    char config[128], library[600], file[128];
    char *argv[] = {(char *)(uintptr_t)program, (char *)(uintptr_t) "-A",
                    (char *)(uintptr_t) "--theme=monochrome", NULL};
    const char *env[] = {config, preload ? library : NULL, file, NULL};
    snprintf(config, sizeof(config), "KUBECONFIG=%s", kubeconfig);
    snprintf(library, sizeof(library), "LD_PRELOAD=%s", preload ? preload : "");
    snprintf(file, sizeof(file), "BENCH_TURNS=%s", turns ? turns : "");
    return vt_start(ROWS, COLS, "xterm-256color", argv, env);
}

static bool is_painted(struct vt *vt, void *user)
{
    (void)user;
    return strspn(vt_screen(vt), " \n") < strlen(vt_screen(vt));
}

static double first_frame(const char *kubeconfig)
{
    double best = 1e9;
    for (int i = 0; i < 7; i++) {
        double began = bench_now();
        struct vt *vt = start(kubeconfig, NULL, NULL);
        bool painted = vt_wait(vt, is_painted, NULL);
        double took = bench_now() - began;
        best = painted && took < best ? took : best;
        vt_free(vt);
    }
    return best;
}

static void measure_first_frame(void)
{
    struct bench_server mute;
    bench_print("first frame, no server known", first_frame("/nonexistent") * 1000, "ms", 20);
    bench_server_mute(&mute);
    bench_print("first frame, the server accepts and never answers", first_frame(mute.kubeconfig) * 1000,
                "ms", 20);
    bench_server_end(&mute);
}

/* The words at the end of the first line say how the list is. */
static bool is_live(struct vt *vt, void *user)
{
    (void)user;
    const char *row = vt_row(vt, 0);
    size_t len = strlen(row);
    return len > 5 && strcmp(row + len - 5, " live") == 0;
}

static bool wait_long(struct vt *vt, bool (*fn)(struct vt *vt, void *user), void *user)
{
    for (int i = 0; i < 5; i++)
        if (vt_wait(vt, fn, user))
            return true;
    return false;
}

struct listed {
    double rows, live, cpu, peak_mb;
};

static bool list_once(const struct bench_server *server, int pods, struct listed *out)
{
    char all[64];
    snprintf(all, sizeof(all), " %d of %d ", pods, pods);
    double began = bench_now();
    struct vt *vt = start(server->kubeconfig, NULL, NULL);
    bool good = vt_wait_text(vt, all);
    out->rows = bench_now() - began;
    good = good && wait_long(vt, is_live, NULL);
    out->live = bench_now() - began;
    out->cpu = bench_cpu(vt_pid(vt));
    out->peak_mb = bench_peak_mb(vt_pid(vt));
    vt_free(vt);
    return good;
}

static void print_list(int pods, int pace, const struct listed *best, const struct bench_ran *curl)
{
    char name[80], speed[32] = "memory speed";
    if (pace)
        snprintf(speed, sizeof(speed), "%d MB/s", pace);
    snprintf(name, sizeof(name), "%d pods, %s: every row on the screen", pods, speed);
    bench_print(name, best->rows, "s", pods <= 10000 ? 0.25 : 0);
    snprintf(name, sizeof(name), "%d pods, %s: all objects read", pods, speed);
    bench_print_ratio(name, best->live, curl->wall, 1.25);
    snprintf(name, sizeof(name), "%d pods, %s: processor time of that", pods, speed);
    bench_print_ratio(name, best->cpu, curl->cpu, 0);
    snprintf(name, sizeof(name), "%d pods, %s: peak memory", pods, speed);
    bench_print(name, best->peak_mb, "MB", pods <= 10000 ? 30 : 100);
}

/* The best of three of each, in turns: the machine has other work too. */
static void measure_list(int pods, int pace)
{
    struct bench_server server;
    struct listed best = {.rows = 1e9, .live = 1e9, .cpu = 1e9};
    struct bench_ran curl = {.wall = 1e9, .cpu = 1e9};
    bool good = true;
    bench_server_start(&server, self, pods, 0, pace);
    for (int i = 0; good && i < (pods > 10000 && pace ? 1 : 3); i++) {
        struct listed one = {0};
        good = bench_curl(&server, "/api/v1/pods", NULL, &curl) && list_once(&server, pods, &one);
        best.rows = one.rows < best.rows ? one.rows : best.rows;
        best.live = one.live < best.live ? one.live : best.live;
        best.cpu = one.cpu < best.cpu ? one.cpu : best.cpu;
        best.peak_mb = one.peak_mb > best.peak_mb ? one.peak_mb : best.peak_mb;
    }
    bench_server_end(&server);
    if (good)
        print_list(pods, pace, &best, &curl);
    else
        bench_miss("list", "the list did not become live");
}

/* Keys. */

/* The name under the cursor, "" when none is seen. */
static void cursor_name(struct vt *vt, char *name, size_t size)
{
    *name = '\0';
    for (int row = 1; row < ROWS; row++) {
        if (!vt_look(vt, row, 20).reverse)
            continue;
        const char *found = strstr(vt_row(vt, row), "shop-");
        if (!found) /* the frame of the pane that has the focus */
            continue;
        snprintf(name, size, "%.11s", found);
        return;
    }
}

static bool cursor_moved(struct vt *vt, void *before)
{
    char name[16];
    cursor_name(vt, name, sizeof(name));
    return *name && strcmp(name, before) != 0;
}

static int by_value(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static void measure_keys(struct vt *vt, int pods)
{
    static double took[KEYS];
    char name[80], before[16];
    int in_time = 0;
    for (int i = 0; i < KEYS; i++) {
        vt_settle(vt, 7 + i % 20);
        cursor_name(vt, before, sizeof(before));
        double began = bench_now();
        vt_type(vt, "j");
        if (!vt_wait(vt, cursor_moved, before)) {
            bench_miss("key to paint", "the cursor did not move");
            return;
        }
        took[i] = (bench_now() - began) * 1000;
        in_time += took[i] <= 16;
    }
    qsort(took, KEYS, sizeof(took[0]), by_value);
    snprintf(name, sizeof(name), "%d pods, %d changes/s: keys painted within 16 ms (at least)", pods,
             CHANGES);
    bench_print_least(name, 100.0 * in_time / KEYS, "%", 99);
    snprintf(name, sizeof(name), "%d pods, %d changes/s: key to paint, median", pods, CHANGES);
    bench_print(name, took[KEYS / 2], "ms", 0);
    snprintf(name, sizeof(name), "%d pods, %d changes/s: key to paint, slowest of %d", pods, CHANGES, KEYS);
    bench_print(name, took[KEYS - 1], "ms", 0);
}

/* What turns.so writes when it is asked; false when it was not loaded. */
static bool read_turns(struct vt *vt, const char *file, long numbers[3])
{
    kill(vt_pid(vt), SIGUSR2);
    for (double end = bench_now() + 5; bench_now() < end;) {
        FILE *in = fopen(file, "re");
        bool good = in && fscanf(in, "%ld %ld %ld", &numbers[0], &numbers[1], &numbers[2]) == 3;
        if (in)
            fclose(in);
        if (good)
            return true;
        vt_settle(vt, 100);
    }
    return false;
}

static void print_turns(struct vt *vt, const char *file, int pods)
{
    long numbers[3];
    char name[80];
    if (!read_turns(vt, file, numbers)) {
        bench_miss("turns of the loop", "turns.so says nothing");
        return;
    }
    snprintf(name, sizeof(name), "%d pods: longest of %ld turns of the loop", pods, numbers[0]);
    bench_print(name, (double)numbers[1] / 1000, "ms", 10);
    snprintf(name, sizeof(name), "%d pods: longest on the clock, other programs included", pods);
    bench_print(name, (double)numbers[2] / 1000, "ms", 0);
}

/* Reads on, so that the program never waits for its terminal. */
static void watch_for(struct vt *vt, double seconds)
{
    for (double end = bench_now() + seconds; bench_now() < end;)
        vt_settle(vt, 100);
}

static void measure_changes(int pods)
{
    struct bench_server server;
    char library[512], file[] = "/tmp/podprobe-bench-turns-XXXXXX", name[80];
    const char *slash = strrchr(self, '/');
    snprintf(library, sizeof(library), "%.*sturns.so", slash ? (int)(slash - self + 1) : 0, self);
    close(mkstemp(file));
    bench_server_start(&server, self, pods, CHANGES, 0);
    struct vt *vt = start(server.kubeconfig, library, file);
    if (wait_long(vt, is_live, NULL)) {
        vt_type(vt, "jjjj");
        watch_for(vt, 1);
        double cpu = bench_cpu(vt_pid(vt)), began = bench_now();
        watch_for(vt, 5);
        snprintf(name, sizeof(name), "%d pods, %d changes/s: of one core", pods, CHANGES);
        bench_print(name, 100 * (bench_cpu(vt_pid(vt)) - cpu) / (bench_now() - began), "%", 10);
        measure_keys(vt, pods);
        print_turns(vt, file, pods);
    } else {
        bench_miss("changes", "the list did not become live");
    }
    unlink(file);
    vt_free(vt);
    bench_server_end(&server);
}

/* Calls that follow each other within 20 ms belong to one waking. */
static void count_wakings(FILE *trace)
{
    char line[4096];
    double last = 0;
    int wakings = 0, calls = 0;
    while (fgets(line, sizeof(line), trace)) {
        const char *at = strncmp(line, "[pid", 4) == 0 ? strchr(line, ']') : line;
        double when = at ? atof(at + (*at == ']')) : 0;
        if (when < 1e9)
            continue;
        calls++;
        wakings += last > 0 && when - last > 0.02;
        last = when;
    }
    bench_print("idle, a live watch: wakings in 10 s, the clock's 10 included", wakings, "", IDLE_S);
    bench_print("idle, a live watch: system calls of each", wakings ? (double)calls / wakings : 0, "", 0);
}

static void measure_idle(void)
{
    struct bench_server server;
    char command[128];
    bench_server_start(&server, self, 1000, 0, 0);
    struct vt *vt = start(server.kubeconfig, NULL, NULL);
    if (wait_long(vt, is_live, NULL)) {
        watch_for(vt, SETTLED_S);
        double cpu = bench_cpu(vt_pid(vt));
        snprintf(command, sizeof(command), "timeout %d strace -qq -f -ttt -p %d 2>&1", IDLE_S,
                 (int)vt_pid(vt));
        FILE *trace = system("command -v strace >/dev/null") == 0 ? popen(command, "r") : NULL;
        if (trace) {
            count_wakings(trace);
            pclose(trace);
        } else {
            bench_miss("idle", "there is no strace");
        }
        bench_print("idle, a live watch: of one core, traced", 10 * (bench_cpu(vt_pid(vt)) - cpu), "%", 0);
    }
    vt_free(vt);
    bench_server_end(&server);
}

int main(int argc, char **argv)
{
    self = argv[0];
    program = argc > 1 ? argv[1] : "";
    const char *what = argc > 2 ? argv[2] : "";
    int pods = argc > 3 ? atoi(argv[3]) : 0, pace = argc > 4 ? atoi(argv[4]) : 0;
    if (strcmp(what, "first-frame") == 0)
        measure_first_frame();
    else if (strcmp(what, "list") == 0 && pods)
        measure_list(pods, pace);
    else if (strcmp(what, "changes") == 0 && pods)
        measure_changes(pods);
    else if (strcmp(what, "idle") == 0)
        measure_idle();
    else
        return fprintf(stderr,
                       "usage: dashboard PROGRAM first-frame | list PODS MB/S | changes PODS | idle\n"),
               2;
    return bench_missed();
}
