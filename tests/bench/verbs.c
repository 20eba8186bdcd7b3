/*
 * Verbs beside curl reading the same bytes.
 *
 *   verbs PROGRAM get PODS MB_PER_SECOND
 *   verbs PROGRAM logs
 */
#include "tests/bench/measure.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 5 };

#define TABLE "application/json;as=Table;v=v1;g=meta.k8s.io,application/json"
#define LOG "/api/v1/namespaces/ns-000/pods/shop-000000-7c9d8b6f5d-x000000/log"

static const char *self, *program;

static bool run(const struct bench_server *server, const char *words, struct bench_ran *best)
{
    char copy[128], *argv[16] = {(char *)(uintptr_t)program}, *rest = copy;
    size_t count = 1;
    snprintf(copy, sizeof(copy), "%s", words);
    for (char *word; count < 15 && (word = strsep(&rest, " "));)
        argv[count++] = word;
    return bench_run(server, argv, best);
}

/* In turns, the best of each: the machine has other work too. */
static bool compare(const struct bench_server *server, const char *words, const char *path,
                    const char *accept, struct bench_ran *ours, struct bench_ran *curl)
{
    *ours = *curl = (struct bench_ran){.wall = 1e9, .cpu = 1e9};
    for (int i = 0; i < ROUNDS; i++)
        if (!bench_curl(server, path, accept, curl) || !run(server, words, ours))
            return false;
    return true;
}

static void measure_get(int pods, int pace)
{
    struct bench_server server;
    struct bench_ran ours, curl;
    char name[80], speed[32] = "memory speed";
    if (pace)
        snprintf(speed, sizeof(speed), "%d MB/s", pace);
    snprintf(name, sizeof(name), "%d pods, %s: get pods -A", pods, speed);
    bench_server_start(&server, self, pods, 0, pace);
    if (compare(&server, "get pods -A", "/api/v1/pods", TABLE, &ours, &curl)) {
        bench_print_ratio(name, ours.wall, curl.wall, 1.25);
        snprintf(name, sizeof(name), "%d pods, %s: get pods -A, peak memory", pods, speed);
        bench_print(name, ours.peak_mb, "MB", 0);
    } else {
        bench_miss(name, "it failed");
    }
    bench_server_end(&server);
}

static void measure_logs(void)
{
    struct bench_server server;
    struct bench_ran ours, curl;
    bench_server_start(&server, self, 10, 0, 0);
    if (compare(&server, "logs -n ns-000 shop-000000-7c9d8b6f5d-x000000 -c web", LOG, NULL, &ours, &curl)) {
        bench_print_ratio("logs of 200 MB: processor time", ours.cpu, curl.cpu, 1.5);
        bench_print("logs of 200 MB: peak memory", ours.peak_mb, "MB", 0);
    } else {
        bench_miss("logs", "it failed");
    }
    bench_server_end(&server);
}

int main(int argc, char **argv)
{
    self = argv[0];
    program = argc > 1 ? argv[1] : "";
    const char *what = argc > 2 ? argv[2] : "";
    int pods = argc > 3 ? atoi(argv[3]) : 0, pace = argc > 4 ? atoi(argv[4]) : 0;
    if (strcmp(what, "get") == 0 && pods)
        measure_get(pods, pace);
    else if (strcmp(what, "logs") == 0)
        measure_logs();
    else
        return fprintf(stderr, "usage: verbs PROGRAM get PODS MB/S | logs\n"), 2;
    return bench_missed();
}
