/*
 * What the benchmarks share: the server as a child, the clock, what the kernel says of a process, and one
 * line per figure.
 */
#ifndef TESTS_BENCH_MEASURE_H
#define TESTS_BENCH_MEASURE_H

#include <stdbool.h>
#include <sys/types.h>

/* The benchmark's API server: started with these numbers beside the program that asks (argv0), its port. Ends
 * when this program does. */
struct bench_server {
    pid_t pid;
    int lifeline;
    int port;
    char kubeconfig[64]; /* a file that names it as the current context */
};
void bench_server_start(struct bench_server *server, const char *argv0, int pods, int changes_per_s,
                        int mb_per_s);
/* A port that accepts and never answers. */
void bench_server_mute(struct bench_server *server);
void bench_server_end(struct bench_server *server);

/* Seconds of a steady clock. */
double bench_now(void);
/* Seconds of processor time the process has taken. */
double bench_cpu(pid_t pid);
/* Its peak memory in MB (VmHWM), 0 when it is gone. */
double bench_peak_mb(pid_t pid);

/* Runs a program to its end with KUBECONFIG set and its output going nowhere; keeps the better of what is in
 * *best and what it took. False when it failed. */
struct bench_ran {
    double wall, cpu; /* seconds */
    double peak_mb;
};
bool bench_run(const struct bench_server *server, char *const argv[], struct bench_ran *best);
/* curl reading a path of the server to nowhere; accept: its Accept header, NULL: none. */
bool bench_curl(const struct bench_server *server, const char *path, const char *accept,
                struct bench_ran *best);

/* "name  measured unit  bar  ratio": ratio is measured divided by what curl took in this run, 0: there is
 * none. A bar of 0 means that there is none. */
void bench_print(const char *name, double measured, const char *unit, double bar);
void bench_print_ratio(const char *name, double measured, double curl, double bar);
/* Of a bar that is to be reached. */
void bench_print_least(const char *name, double measured, const char *unit, double bar);
/* What could not be measured, and why; bench_missed is then the exit status. */
void bench_miss(const char *name, const char *why);
int bench_missed(void);

#endif
