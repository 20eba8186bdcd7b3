/*
 * A pod as this program keeps it: compact values, decoded once, the object itself not kept.
 *
 * Absent, zero and unknown are three things: enums say which where it matters, TIME_NONE is "no such time".
 * Strings that repeat are ids of the store's interning table (0 is absent, reads as ""). What differs from
 * pod to pod (texts and containers) is one block of memory, made by pod_pack: a typical pod with two
 * containers takes about 550 bytes all told.
 */
#ifndef MODEL_POD_H
#define MODEL_POD_H

#include "base/intern.h"
#include "base/time.h"

#include <stdbool.h>
#include <stdint.h>

enum probe_kind { PROBE_STARTUP, PROBE_READINESS, PROBE_LIVENESS, PROBE_KINDS };
enum probe_handler { HANDLER_NONE, HANDLER_EXEC, HANDLER_HTTP, HANDLER_TCP, HANDLER_GRPC };

/* "startup", "readiness", "liveness". */
const char *probe_kind_word(enum probe_kind kind);

/* What a probe is set to, defaults filled in (core/v1 types, see README "facts"). Equal specs are kept once.
 */
struct probe_spec {
    uint32_t
        words;        /* interned: "GET :8080/healthz", "tcp :8080", "exec cat /tmp/ready", "grpc :9000 svc";
                         named ports resolved "GET :8080/healthz (http)", undeclared ones "GET :http?/healthz" */
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
    uint16_t order;           /* place in the list of statuses from 1; 0: no status. kubectl's STATUS asks */
    uint8_t role;             /* enum container_role */
    uint8_t ready, started;   /* enum tri */
    bool has_status;          /* the kubelet has said something about it */
};

enum pod_source { POD_FROM_TABLE, POD_FROM_OBJECT };
enum pod_phase { PHASE_UNKNOWN, PHASE_PENDING, PHASE_RUNNING, PHASE_SUCCEEDED, PHASE_FAILED };

/* Texts are cut to these many bytes (never inside a character) when a pod is packed. */
enum { POD_TEXT_MAX = 1024, POD_LABELS_MAX = 16 * 1024, POD_CONTAINERS_MAX = 1024 };

struct pod {
    const char *name;             /* the pod's block holds it, as the next four */
    const char *labels;           /* "a=1,b=2" sorted by key as kubectl prints; "" for none, NULL unknown */
    const char *ip;               /* podIPs[0]; "" for none */
    const char *owner;            /* "ReplicaSet/try1-5f7"; "" for none */
    const char *message;          /* status.message, or why it is not scheduled; "" for none */
    struct container *containers; /* where the block starts: init first, then containers, then ephemeral */
    const char *status;           /* kubectl's STATUS word(s), of the store's interning table: the same words
                                     are the same pointer, good as long as the store; model/podstatus.c */
    char *why;                    /* the shortest true sentence, "" when healthy; pod_set_why sets it */
    uint32_t namespace_, node, nominated_node; /* interned, as the next three */
    uint32_t reason;                           /* status.reason: "Evicted", "NodeLost", ... */
    uint32_t scheduled_reason;      /* of the PodScheduled condition: "Unschedulable", "SchedulingGated" */
    uint32_t gate;                  /* the first readiness gate that is not met */
    uint32_t id;                    /* its place in the store; never changes while the pod is there */
    uint32_t uid_hash;              /* tells a pod from its successor of the same name */
    uint32_t event_uid_hash;        /* the uid its events name: a mirror pod's is another one */
    uint32_t seen;                  /* store_pod_seen */
    int64_t created, deleted;       /* deletionTimestamp; TIME_NONE if absent */
    int64_t last_restart;           /* newest lastState finishedAt, for "(2m ago)"; TIME_NONE if none */
    int64_t not_ready_since;        /* Ready condition's last transition while it is not True; TIME_NONE */
    int64_t changed;                /* server time at which a visible cell changed last (rows flash) */
    int32_t ready, total, restarts; /* kubectl's READY and RESTARTS; -1 unknown */
    int16_t gates_met, gates;       /* readiness gates */
    int32_t grace_s;                /* the grace of a deletion, else of the spec; -1 unknown */
    uint16_t container_count;
    uint8_t phase;           /* enum pod_phase */
    uint8_t source;          /* enum pod_source: a Table row knows no containers */
    uint8_t health;          /* enum health, model/health.h */
    uint8_t ready_condition; /* enum tri, as the next two */
    uint8_t initialized, scheduled;
    bool gate_missing; /* nobody has set that gate yet */
    bool finalizers;   /* somebody must let it go before it can be removed */
    bool marked;       /* the user marked the row */
    bool packed;       /* owns its block */
    bool gone;         /* the store's: removed, its slot not yet free */
    bool in_changes;   /* the store's: already in changes[] */
};

/* A pod of which nothing is known: absent times, texts "", numbers -1. */
void pod_init(struct pod *pod);

/*
 * Copies the texts and containers that name, labels, ip, owner, message and containers point to into one
 * block that the pod owns. Until then they are borrowed and pod_fini frees none of them.
 */
void pod_pack(struct pod *pod);

/* Copies the sentence, cut to POD_TEXT_MAX. */
void pod_set_why(struct pod *pod, const char *why);

/* Frees what the pod owns, not the pod. */
void pod_fini(struct pod *pod);

/* The container of that name, or NULL. name_id is an interned id. */
const struct container *pod_container(const struct pod *pod, uint32_t name_id);

#endif
