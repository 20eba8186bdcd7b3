/* The logs pane, as its own files share it. */
#ifndef TUI_PANE_LOGS_PARTS_H
#define TUI_PANE_LOGS_PARTS_H

#include "api-client/logs.h"
#include "model/logstamp.h"
#include "model/logview.h"
#include "tui/app.h"

enum { PANE_LOGS_BUDGET = 8 * 1024 * 1024, PANE_LOGS_TAIL = 5000, PANE_LOGS_CONTEXT_MOST = 20 };

struct pane_logs {
    struct pane pane;
    struct log_buffer buffer;
    struct log_view view;
    /* Whose log it is; "" for none. */
    char *namespace_, *pod, *container;
    struct log_stream *log;
    struct timer *worker; /* filters and searches in portions, opens the log */
    bool previous;
    bool due;             /* the selection is another, and nothing was asked yet */
    bool ended;           /* the log is over */
    struct err_info said; /* why it is over; "" for a good end */
    /* What is asked for. */
    int64_t tail, since_s; /* -1: all; 0: no bound */
    /* How it is looked at. */
    bool follow, wrap;
    enum log_stamps stamps;
    char *filter;
    int context;
    uint64_t top; /* line number of the first one shown, and how many of its screen rows are above it */
    size_t top_rows;
    size_t left;            /* cells to the left of the screen; not with wrap */
    int height, width;      /* of the text, at the last drawing */
    struct log_query query; /* what is searched for */
    struct log_search search;
    bool searching; /* in portions, now */
    bool upwards;   /* the search began at the newest line: the next match is the one above */
    uint64_t match; /* the line found last; UINT64_MAX: none */
};

static inline struct pane_logs *pane_logs_self(struct pane *pane)
{
    return (struct pane_logs *)pane;
}

/* Asks for the log anew: another container, instance or span. */
void pane_logs_restart(struct pane_logs *p);
/* Looks at everything again with the filter and level that are set now. */
void pane_logs_refilter(struct pane_logs *p, enum log_level least);
/* Work for the worker: some of the lines, or of the search, are still to be looked at. */
void pane_logs_work(struct pane_logs *p);

/* pane_logs_move.c: screen rows that a row of the view takes; going there. */
size_t pane_logs_row_height(struct pane_logs *p, size_t row);
void pane_logs_scroll(struct pane_logs *p, long rows);
/* Stops following: what is on the screen stays there. */
void pane_logs_stay(struct pane_logs *p);
void pane_logs_move(struct pane *pane, enum pane_move move);
/* The row and inner row shown first, for this size. */
void pane_logs_place(struct pane_logs *p, size_t *row, size_t *inner);
/* Brings a line onto the screen, with what is around it. */
void pane_logs_show(struct pane_logs *p, uint64_t line);

/* pane_logs_draw.c */
void pane_logs_draw(struct pane *pane, struct rect inside, bool focused);
void pane_logs_title(struct pane *pane, struct str *title, struct str *note);

/* pane_logs_find.c */
void pane_logs_search(struct pane *pane, const char *text, bool accepted, struct str *problem);
void pane_logs_search_again(struct pane *pane, bool forward);
void pane_logs_search_step(struct pane_logs *p, size_t max_bytes);
bool pane_logs_escape(struct pane *pane);

#endif
