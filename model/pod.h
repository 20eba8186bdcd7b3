/*
 * A pod as this program keeps it: compact values, decoded once, the object itself not kept.
 *
 * Absent, zero and unknown are three things: enums say which where it matters, TIME_NONE is "no such time".
 * Strings that repeat are ids of the store's interning table (0 is absent, reads as ""). Texts that differ
 * from pod to pod are owned by the pod. A pod's containers, with everything they need, are one block of
 * memory.
 */
#ifndef MODEL_POD_H
#define MODEL_POD_H

#include "base/intern.h"
#include "base/time.h"

#include <stdbool.h>
#include <stdint.h>

enum probe_kind { PROBE_STARTUP, PROBE_READINESS, PROBE_LIVENESS, PROBE_KINDS };
enum probe_handler { HANDLER_NONE, HANDLER_EXEC, HANDLER_HTTP, HANDLER_TCP, HANDLER_GRPC };

/* What a probe is set to, defaults filled in (core/v1 types, see README "facts"). Equal specs are kept once.
 */
struct probe_spec {
    uint32_t words;   /* interned: "GET :8080/healthz", "tcp :8080", "exec cat /tmp/ready", "grpc :9000 svc";
                         named ports resolved ("GET :8080(http)/healthz"), undeclared ones marked "http?" */
    uint32_t headers; /* interned: "X-Probe: readiness, Host: a"; 0 for none */
    int32_t initial_delay_s, timeout_s, period_s, success_threshold, failure_threshold;
    int32_t termination_grace_s; /* -1: not set, the pod's counts */
    uint8_t handler;             /* enum probe_handler */
    bool port_undeclared;        /* a named port no container port has: the prober errs for ever */
};

enum container_role { CONTAINER_MAIN, CONTAINER_INIT, CONTAINER_SIDECAR, CONTAINER_EPHEMERAL };
enum run_state { RUN_UNKNOWN, RUN_WAITING, RUN_RUNNING, RUN_TERMINATED };
/* A boolean that the server may not have said. */
enum tri { TRI_UNKNOWN, TRI_FALSE, TRI_TRUE };

/* One state of a container: what it is now, or what it was last (lastState). */
struct container_state {
    int64_t started_at, finished_at; /* TIME_NONE if absent */
    uint32_t reason;                 /* interned, 0 if absent */
    int32_t exit_code, signal;       /* of RUN_TERMINATED */
    uint8_t state;                   /* enum run_state; RUN_UNKNOWN: absent */
};

struct container {
    uint32_t name, image;        /* interned */
    uint32_t probe[PROBE_KINDS]; /* ids for store_probe(); 0: no such probe */
    int32_t restarts;
    struct container_state state, last;
    const char *message;      /* of the current waiting or terminated state; "" if none; in the pod's block */
    const char *last_message; /* of lastState.terminated; "" if none */
    uint8_t role;             /* enum container_role */
    uint8_t ready, started;   /* enum tri */
    bool has_status;          /* the kubelet has said something about it */
};

enum pod_source { POD_FROM_TABLE, POD_FROM_OBJECT };
enum pod_phase { PHASE_UNKNOWN, PHASE_PENDING, PHASE_RUNNING, PHASE_SUCCEEDED, PHASE_FAILED };

struct pod {
    char *name;   /* owned */
    char *status; /* owned: kubectl's STATUS word(s), decided by model/podstatus.c */
    char *labels; /* owned: "a=1,b=2" sorted by key as kubectl prints; "" for none, NULL unknown */
    char *why;    /* owned: the shortest true sentence, "" when healthy; model/health.c */
    struct container *containers;  /* owned block: init first, then containers, then ephemeral */
    uint32_t namespace_, node, ip; /* interned (ip too: it is short and the table needs no second form) */
    uint32_t nominated_node;
    uint32_t owner;                 /* interned "ReplicaSet/try1-5f7", 0 for none */
    uint32_t id;                    /* its place in the store; never changes while the pod is there */
    uint32_t uid_hash;              /* tells a pod from its successor of the same name */
    int64_t created, deleted;       /* deletionTimestamp; TIME_NONE if absent */
    int64_t last_restart;           /* newest lastState finishedAt, for "(2m ago)"; TIME_NONE if none */
    int64_t not_ready_since;        /* Ready condition's last transition while it is not True; TIME_NONE */
    int64_t changed;                /* server time at which a visible cell changed last (rows flash) */
    int32_t ready, total, restarts; /* kubectl's READY and RESTARTS; -1 unknown */
    int16_t gates_met, gates;       /* readiness gates */
    int32_t grace_s;                /* terminationGracePeriodSeconds; -1 unknown */
    uint16_t container_count;
    uint8_t phase;           /* enum pod_phase */
    uint8_t source;          /* enum pod_source: a Table row knows no containers */
    uint8_t health;          /* enum health, model/health.h */
    uint8_t ready_condition; /* enum tri */
    bool marked;             /* the user marked the row */
};

/* Frees what the pod owns, not the pod. */
void pod_fini(struct pod *pod);

/* The container of that name, or NULL. name_id is an interned id. */
const struct container *pod_container(const struct pod *pod, uint32_t name_id);

#endif
