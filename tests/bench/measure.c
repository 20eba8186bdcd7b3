/* What the benchmarks share. */
#include "tests/bench/measure.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int missed;

static void write_kubeconfig(struct bench_server *server)
{
    snprintf(server->kubeconfig, sizeof(server->kubeconfig), "/tmp/podprobe-bench-XXXXXX");
    int fd = mkstemp(server->kubeconfig);
    if (fd < 0) {
        perror("bench: a kubeconfig in /tmp");
        exit(1);
    }
    dprintf(fd,
            "apiVersion: v1\nkind: Config\ncurrent-context: bench\n"
            "clusters: [{name: bench, cluster: {server: \"http://127.0.0.1:%d\"}}]\n"
            "users: [{name: bench, user: {}}]\n"
            "contexts: [{name: bench, context: {cluster: bench, user: bench}}]\n",
            server->port);
    close(fd);
}

static void run_server(const char *argv0, int in, int out, const int numbers[3])
{
    char path[512], pods[16], changes[16], pace[16];
    const char *slash = strrchr(argv0, '/');
    snprintf(path, sizeof(path), "%.*sserver", slash ? (int)(slash - argv0 + 1) : 0, argv0);
    snprintf(pods, sizeof(pods), "%d", numbers[0]);
    snprintf(changes, sizeof(changes), "%d", numbers[1]);
    snprintf(pace, sizeof(pace), "%d", numbers[2]);
    dup2(in, 0);
    dup2(out, 1);
    execl(path, path, pods, "20", changes, pace, (char *)NULL);
    perror(path);
    _exit(127);
}

void bench_server_start(struct bench_server *server, const char *argv0, int pods, int changes_per_s,
                        int mb_per_s)
{
    int in[2], out[2];
    char line[32] = "";
    if (pipe2(in, O_CLOEXEC) || pipe2(out, O_CLOEXEC)) {
        perror("bench: pipe");
        exit(1);
    }
    server->pid = fork();
    if (server->pid == 0)
        run_server(argv0, in[0], out[1], (const int[]){pods, changes_per_s, mb_per_s});
    close(in[0]);
    close(out[1]);
    if (read(out[0], line, sizeof(line) - 1) <= 0) {
        fprintf(stderr, "bench: the server did not start\n");
        exit(1);
    }
    close(out[0]);
    server->lifeline = in[1];
    server->port = atoi(line);
    write_kubeconfig(server);
}

void bench_server_mute(struct bench_server *server)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof(address);
    server->pid = 0;
    server->lifeline = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(server->lifeline, (struct sockaddr *)&address, sizeof(address)) || listen(server->lifeline, 8)) {
        perror("bench: listen");
        exit(1);
    }
    getsockname(server->lifeline, (struct sockaddr *)&address, &len);
    server->port = ntohs(address.sin_port);
    write_kubeconfig(server);
}

void bench_server_end(struct bench_server *server)
{
    close(server->lifeline);
    if (server->pid)
        waitpid(server->pid, NULL, 0);
    unlink(server->kubeconfig);
}

double bench_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

double bench_cpu(pid_t pid)
{
    clockid_t clock;
    struct timespec used = {0};
    if (clock_getcpuclockid(pid, &clock) == 0)
        clock_gettime(clock, &used);
    return (double)used.tv_sec + (double)used.tv_nsec / 1e9;
}

double bench_peak_mb(pid_t pid)
{
    char path[64], line[256];
    double kb = 0;
    snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
    FILE *file = fopen(path, "re");
    while (file && fgets(line, sizeof(line), file))
        if (strncmp(line, "VmHWM:", 6) == 0)
            kb = atof(line + 6);
    if (file)
        fclose(file);
    return kb / 1024;
}

static void run_child(const struct bench_server *server, char *const argv[])
{
    int null = open("/dev/null", O_RDWR);
    dup2(null, 0);
    dup2(null, 1);
    setenv("KUBECONFIG", server->kubeconfig, 1);
    execvp(argv[0], argv);
    _exit(127);
}

bool bench_run(const struct bench_server *server, char *const argv[], struct bench_ran *best)
{
    struct rusage usage;
    int status;
    double began = bench_now();
    pid_t pid = fork();
    if (pid == 0)
        run_child(server, argv);
    if (pid < 0 || wait4(pid, &status, 0, &usage) != pid || status != 0)
        return false;
    double wall = bench_now() - began;
    double cpu = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                 (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
    best->wall = wall < best->wall ? wall : best->wall;
    best->cpu = cpu < best->cpu ? cpu : best->cpu;
    best->peak_mb = (double)usage.ru_maxrss / 1024;
    return true;
}

bool bench_curl(const struct bench_server *server, const char *path, const char *accept,
                struct bench_ran *best)
{
    char url[256], header[256];
    const char *const words[] = {"curl", "-sf", "-o", "/dev/null", "-H", header, url, NULL};
    snprintf(url, sizeof(url), "http://127.0.0.1:%d%s", server->port, path);
    snprintf(header, sizeof(header), "Accept: %s", accept ? accept : "application/json");
    return bench_run(server, (char *const *)(uintptr_t)words, best);
}

void bench_print(const char *name, double measured, const char *unit, double bar)
{
    if (bar > 0)
        printf("%-62s %9.2f %-6s bar %7.2f  %s\n", name, measured, unit, bar, measured <= bar ? "" : "OVER");
    else
        printf("%-62s %9.2f %-6s\n", name, measured, unit);
    fflush(stdout);
}

void bench_print_least(const char *name, double measured, const char *unit, double bar)
{
    printf("%-62s %9.2f %-6s bar %7.2f  %s\n", name, measured, unit, bar, measured >= bar ? "" : "UNDER");
    fflush(stdout);
}

void bench_print_ratio(const char *name, double measured, double curl, double bar)
{
    double ratio = curl > 0 ? measured / curl : 0;
    printf("%-62s %9.3f s      ", name, measured);
    if (bar > 0)
        printf("bar %7.2f  ratio %.2f to curl's %.3f s  %s\n", bar, ratio, curl, ratio <= bar ? "" : "OVER");
    else
        printf("             ratio %.2f to curl's %.3f s\n", ratio, curl);
    fflush(stdout);
}

void bench_miss(const char *name, const char *why)
{
    printf("%-62s not measured: %s\n", name, why);
    missed = 1;
}

int bench_missed(void)
{
    return missed;
}
