#include "api-client/logs_pod.h"

#include "base/str.h"

#include <stdio.h>

static const cJSON *named(const cJSON *list, const char *name)
{
    json_each(item, list)
    {
        if (str_equal(json_text(item, "name"), name))
            return item;
    }
    return NULL;
}

static const cJSON *find(const cJSON *pod, const char *const paths[3], const char *name)
{
    for (int i = 0; i < 3; i++) {
        const cJSON *found = named(json_at(pod, paths[i]), name);
        if (found)
            return found;
    }
    return NULL;
}

/* "exit code 137, OOMKilled" of a terminated state. */
static void end_words(const cJSON *terminated, char *out, size_t size)
{
    const char *reason = json_text_or_empty(terminated, "reason");
    int64_t signal = json_int(terminated, "signal", 0);
    int n = signal ? snprintf(out, size, "signal %d", (int)signal)
                   : snprintf(out, size, "exit code %d", (int)json_int(terminated, "exitCode", -1));
    if (*reason && n > 0 && (size_t)n < size)
        snprintf(out + n, size - (size_t)n, ", %.60s", reason);
}

static void read_state(const cJSON *status, struct log_pod *out)
{
    const cJSON *waiting = json_at(status, "state.waiting");
    const cJSON *ended = json_at(status, "state.terminated");
    const cJSON *last = json_at(status, "lastState.terminated");
    bool running = json_at(status, "state.running") != NULL;

    out->run = running ? LOG_RUN_RUNNING : ended ? LOG_RUN_ENDED : status ? LOG_RUN_WAITING : LOG_RUN_NONE;
    out->had_one = running || ended || last;
    out->started = json_time(status, running ? "state.running.startedAt" : "state.terminated.startedAt");
    snprintf(out->reason, sizeof(out->reason), "%s", json_text_or_empty(waiting ? waiting : ended, "reason"));
    if (ended || last)
        end_words(ended ? ended : last, out->ended, sizeof(out->ended));
}

/* Has the pod as a whole come to its end? */
static bool pod_over(const cJSON *pod)
{
    const char *phase = json_text_or_empty(pod, "status.phase");
    return json_at(pod, "metadata.deletionTimestamp") || str_equal(phase, "Succeeded") ||
           str_equal(phase, "Failed");
}

/* Will the kubelet start it again, now that its instance has ended? */
static bool restarts(const cJSON *pod, const cJSON *spec, bool init, int64_t exit_code)
{
    const char *policy = json_text(spec, "restartPolicy"); /* a sidecar's, or a rule of the container's own */
    if (str_equal(policy, "Always"))
        return true;
    if (!policy)
        policy = json_text_or_empty(pod, "spec.restartPolicy");
    if (str_equal(policy, "Never") || (init && exit_code == 0))
        return false;
    return !str_equal(policy, "OnFailure") || exit_code != 0;
}

void log_pod_read(const cJSON *pod, const char *container, struct log_pod *out)
{
    static const char *const specs[3] = {"spec.initContainers", "spec.containers",
                                         "spec.ephemeralContainers"};
    static const char *const statuses[3] = {"status.initContainerStatuses", "status.containerStatuses",
                                            "status.ephemeralContainerStatuses"};
    const cJSON *spec = find(pod, specs, container);
    const cJSON *status = find(pod, statuses, container);
    bool init = named(json_at(pod, specs[0]), container) != NULL;
    bool ephemeral = named(json_at(pod, specs[2]), container) != NULL;

    *out = (struct log_pod){.exists = spec != NULL, .restarts = json_int(status, "restartCount", 0)};
    snprintf(out->uid, sizeof(out->uid), "%s", json_text_or_empty(pod, "metadata.uid"));
    read_state(status, out);
    int64_t code = json_int(status, "state.terminated.exitCode", 0);
    out->comes_again = !pod_over(pod);
    if (out->run == LOG_RUN_ENDED)
        out->comes_again = out->comes_again && !ephemeral && restarts(pod, spec, init, code);
}
