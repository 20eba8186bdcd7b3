/* The logs pane: search over everything that was read. */
#include "tui/pane_logs_parts.h"

#include <string.h>

void pane_logs_search_step(struct pane_logs *p, size_t max_bytes)
{
    if (!log_search_step(&p->search, &p->view, &p->query, max_bytes))
        return;
    p->searching = false;
    if (p->search.found) {
        p->match = p->search.line;
        pane_logs_show(p, p->match);
        if (p->search.wrapped)
            notice_say(p->pane.app, ROLE_DIM, "the search went round the end");
    } else {
        notice_say(p->pane.app, ROLE_DIM, "\"%s\" is in none of the %zu lines here", p->query.text,
                   log_view_rows(&p->view));
    }
    app_stale(p->pane.app);
}

static void search_from(struct pane_logs *p, size_t row, bool forward)
{
    if (!log_query_active(&p->query))
        return;
    log_search_start(&p->search, &p->view, row, forward);
    p->searching = true;
    pane_logs_work(p);
}

/* From the newest line back while the log is followed, else from the top of the screen on. */
static void search_first(struct pane_logs *p)
{
    size_t row, inner, rows = log_view_rows(&p->view);
    pane_logs_place(p, &row, &inner);
    p->upwards = p->follow;
    if (p->follow)
        search_from(p, 0, false); /* the row before the first is the last */
    else
        search_from(p, row > 0 ? row - 1 : rows ? rows - 1 : 0, true);
}

void pane_logs_search(struct pane *pane, const char *text, bool accepted, struct str *problem)
{
    struct pane_logs *p = pane_logs_self(pane);
    (void)problem; /* what is no regular expression is looked for as it stands */
    if (accepted && p->query.text && strcmp(p->query.text, text) == 0)
        return;
    log_query_set(&p->query, text);
    p->searching = false;
    p->match = UINT64_MAX;
    if (accepted || strlen(text) > 1)
        search_first(p);
    app_stale(pane->app);
}

void pane_logs_search_again(struct pane *pane, bool forward)
{
    struct pane_logs *p = pane_logs_self(pane);
    if (!log_query_active(&p->query)) {
        notice_say(pane->app, ROLE_DIM, "nothing is searched for; / starts a search");
        return;
    }
    if (p->match == UINT64_MAX)
        search_first(p);
    else
        search_from(p, log_view_row(&p->view, p->match), forward != p->upwards);
}

bool pane_logs_escape(struct pane *pane)
{
    struct pane_logs *p = pane_logs_self(pane);
    if (log_query_active(&p->query)) {
        log_query_set(&p->query, "");
        p->searching = false;
        p->match = UINT64_MAX;
        return true;
    }
    if (*p->filter || p->view.least != LOG_LEVEL_NONE) {
        p->filter[0] = '\0';
        pane_logs_refilter(p, LOG_LEVEL_NONE);
        return true;
    }
    return false;
}
