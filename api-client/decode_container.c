/* One container: its spec and what the kubelet says of it. */
#include "api-client/decode_container.h"

#include "base/str.h"

#include <string.h>

static enum tri decode_tri(const cJSON *value)
{
    return !cJSON_IsBool(value) ? TRI_UNKNOWN : cJSON_IsTrue(value) ? TRI_TRUE : TRI_FALSE;
}

/* A ContainerState: at most one of its members is set. An empty one says nothing. */
static const cJSON *decode_state(struct store *store, const cJSON *from, struct container_state *state)
{
    static const struct {
        const char *member;
        enum run_state state;
    } states[] = {{"waiting", RUN_WAITING}, {"running", RUN_RUNNING}, {"terminated", RUN_TERMINATED}};
    const cJSON *found = NULL;
    *state = (struct container_state){.started_at = TIME_NONE, .finished_at = TIME_NONE};
    for (size_t i = 0; i < sizeof(states) / sizeof(states[0]) && !found; i++) {
        const cJSON *member = json_get(from, states[i].member);
        if (cJSON_IsObject(member)) {
            state->state = (uint8_t)states[i].state;
            found = member;
        }
    }
    state->reason = store_word(store, json_text(found, "reason"));
    state->started_at = json_time(found, "startedAt");
    state->finished_at = json_time(found, "finishedAt");
    state->exit_code = decode_int32(found, "exitCode", INT32_MIN, 0);
    state->signal = decode_int32(found, "signal", 0, 0);
    return found;
}

void decode_container(struct store *store, const cJSON *spec, enum container_role role,
                      struct container *container)
{
    *container = (struct container){
        .name = store_word(store, json_text(spec, "name")),
        .image = store_word(store, json_text(spec, "image")),
        .role = (uint8_t)role,
        .message = "",
        .last_message = "",
    };
    decode_state(store, NULL, &container->state);
    decode_state(store, NULL, &container->last);
    if (role == CONTAINER_INIT && str_equal(json_text(spec, "restartPolicy"), "Always"))
        container->role = CONTAINER_SIDECAR;
    for (int kind = 0; kind < PROBE_KINDS; kind++)
        container->probe[kind] = decode_probe(store, spec, (enum probe_kind)kind);
}

void decode_container_status(struct store *store, const cJSON *status, unsigned order,
                             struct container *container)
{
    const cJSON *now = decode_state(store, json_get(status, "state"), &container->state);
    const cJSON *last = decode_state(store, json_get(status, "lastState"), &container->last);
    container->message = json_text_or_empty(now, "message");
    container->last_message = json_text_or_empty(last, "message");
    container->restarts = decode_int32(status, "restartCount", 0, 0);
    container->ready = (uint8_t)decode_tri(json_get(status, "ready"));
    container->started = (uint8_t)decode_tri(json_get(status, "started"));
    container->order = (uint16_t)order;
    container->has_status = true;
}
