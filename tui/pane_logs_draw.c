/* The logs pane on the screen. */
#include "tui/pane_logs_parts.h"

#include "base/utf8.h"

#include <inttypes.h>
#include <stdio.h>

enum { MATCHES_MOST = 64 };

/* One line while it is drawn. */
struct inked {
    const struct log_text *text;
    enum theme_role role, match_role;
    struct {
        size_t start, end;
    } matches[MATCHES_MOST];
    int match_count;
};

static enum theme_role role_of(const struct log_line *line)
{
    static const enum theme_role roles[] = {
        [LOG_LEVEL_NONE] = ROLE_TEXT,     [LOG_LEVEL_DEBUG] = ROLE_LOG_DEBUG, [LOG_LEVEL_INFO] = ROLE_TEXT,
        [LOG_LEVEL_WARN] = ROLE_LOG_WARN, [LOG_LEVEL_ERROR] = ROLE_LOG_ERROR,
    };
    return line->note ? ROLE_NOTE : roles[line->level];
}

static void find_matches(const struct log_query *query, struct inked *ink)
{
    const char *text = str_text(&ink->text->text);
    size_t from = 0, start, end;
    ink->match_count = 0;
    while (ink->match_count < MATCHES_MOST &&
           log_query_find(query, text, ink->text->text.len, from, &start, &end)) {
        ink->matches[ink->match_count].start = start;
        ink->matches[ink->match_count++].end = end;
        from = end;
    }
}

/* Where the way of drawing at `at` ends: the next run or the edge of a match. */
static size_t same_until(const struct inked *ink, size_t at, size_t end, bool *in_match)
{
    *in_match = false;
    for (int i = 0; i < ink->match_count; i++) {
        size_t from = ink->matches[i].start, to = ink->matches[i].end;
        if (at >= from && at < to) {
            *in_match = true;
            return to < end ? to : end;
        }
        if (from > at && from < end)
            end = from;
    }
    for (size_t i = 0; i < ink->text->runs.len; i++) {
        if (ink->text->runs.data[i].at > at)
            return ink->text->runs.data[i].at < end ? ink->text->runs.data[i].at : end;
    }
    return end;
}

static unsigned attributes_of(const struct log_look *look)
{
    return (look->attributes & LOG_BOLD ? THEME_BOLD : 0u) | (look->attributes & LOG_DIM ? THEME_DIM : 0u) |
           (look->attributes & (LOG_UNDERLINE | LOG_ITALIC) ? THEME_UNDERLINE : 0u) |
           (look->attributes & LOG_REVERSE ? THEME_REVERSE : 0u);
}

/* Draws the bytes [at, end) of a line. */
static void draw_part(const struct inked *ink, int y, int x, int cells, size_t at, size_t end)
{
    const char *text = str_text(&ink->text->text);
    while (at < end && cells > 0) {
        bool in_match;
        size_t until = same_until(ink, at, end, &in_match);
        struct log_look look = log_text_look(ink->text, at);
        int used = in_match ? draw_text_n(y, x, cells, ink->match_role, text + at, until - at)
                            : draw_coloured_n(y, x, cells, ink->role, look.fg, look.bg, attributes_of(&look),
                                              text + at, until - at);
        x += used;
        cells -= used;
        at = until;
    }
}

static void draw_stamp(const struct pane_logs *p, int y, int x, int cells, const struct log_line *line)
{
    char text[TIME_TEXT];
    log_stamps_text(text, p->stamps, line->when, cluster_now(p->pane.app->cluster));
    draw_field(y, x, cells, ROLE_LOG_TIME, text, p->stamps == LOG_STAMPS_RELATIVE);
}

/* A row that is not wrapped: what the sideways place shows of it. */
static void draw_cut(struct pane_logs *p, const struct inked *ink, int y, int x)
{
    const char *text = str_text(&ink->text->text);
    size_t len = ink->text->text.len;
    size_t at = utf8_fit(text, len, p->left, NULL);
    size_t fits = utf8_fit(text + at, len - at, (size_t)p->width, NULL);
    draw_part(ink, y, x, p->width, at, at + fits);
    if (at + fits < len)
        draw_text(y, x + p->width - 1, 1, ROLE_DIM, draw_symbol(SYMBOL_ELLIPSIS));
}

/* Draws a row of the view from its inner row on; returns the screen rows it took. */
static int draw_row(struct pane_logs *p, struct rect place, int y, size_t row, size_t inner)
{
    struct log_line line;
    struct inked ink = {.text = log_view_text(&p->view, row, &line)};
    size_t len = ink.text->text.len, at = 0;
    int stamp = place.w - p->width, taken = 0;
    ink.role = role_of(&line);
    ink.match_role = log_view_line(&p->view, row) == p->match ? ROLE_CURSOR : ROLE_MATCH;
    find_matches(&p->query, &ink);
    if (stamp > 1 && inner == 0)
        draw_stamp(p, place.y + y, place.x, stamp - 1, &line);
    if (!p->wrap) {
        draw_cut(p, &ink, place.y + y, place.x + stamp);
        return 1;
    }
    do {
        size_t n = log_wrap(str_text(&ink.text->text), len, at, (size_t)p->width);
        if (inner > 0)
            inner--;
        else
            draw_part(&ink, place.y + y + taken++, place.x + stamp, p->width, at, at + n);
        at += n;
    } while (at < len && y + taken < place.h);
    return taken ? taken : 1;
}

static void draw_empty(struct pane_logs *p, struct rect inside)
{
    char words[256];
    if (p->log && log_problem(p->log)[0])
        draw_words(inside, p->ended ? ROLE_ERROR : ROLE_WARN, log_problem(p->log));
    else if (p->said.text[0])
        draw_words(inside, ROLE_ERROR, p->said.text);
    else if (!*p->container)
        draw_words(inside, ROLE_DIM, *p->pod ? "asking for the pod's containers ..." : "no pod is selected");
    else if (log_next(&p->buffer) > 0)
        draw_words(inside, ROLE_DIM, "no line passes the filter");
    else {
        snprintf(words, sizeof(words), "%s",
                 p->ended                     ? "the log is empty"
                 : p->log && log_live(p->log) ? "nothing was written so far"
                                              : "reading ...");
        draw_words(inside, ROLE_DIM, words);
    }
}

/* Why no lines come stands at the foot; returns the rows it took. */
static int draw_problem(struct pane_logs *p, struct rect inside)
{
    const char *problem = p->said.text[0] ? p->said.text : p->log && !p->ended ? log_problem(p->log) : "";
    if (!*problem || inside.h < 3)
        return 0;
    draw_field(inside.y + inside.h - 1, inside.x, inside.w, ROLE_WARN, problem, false);
    return 1;
}

void pane_logs_draw(struct pane *pane, struct rect inside, bool focused)
{
    struct pane_logs *p = pane_logs_self(pane);
    size_t row, inner;
    (void)focused;
    /* Only as much as a frame has time for: the worker does the rest. */
    if (p->due || !log_view_update(&p->view, 64 * 1024, NULL))
        pane_logs_work(p);
    if (log_view_rows(&p->view) == 0) {
        draw_empty(p, inside);
        return;
    }
    inside.h -= draw_problem(p, inside);
    int stamp = log_stamps_width(p->stamps);
    p->width = stamp + 10 < inside.w ? inside.w - stamp : inside.w;
    p->height = inside.h;
    pane_logs_place(p, &row, &inner);
    for (int y = 0; y < inside.h && row < log_view_rows(&p->view); row++, inner = 0)
        y += draw_row(p, inside, y, row, inner);
}

/* 12345 as "12,345". */
static void add_number(struct str *out, uint64_t n)
{
    if (n >= 1000) {
        add_number(out, n / 1000);
        str_addf(out, ",%03d", (int)(n % 1000));
    } else {
        str_addf(out, "%d", (int)n);
    }
}

static void add_state(const struct pane_logs *p, struct str *note)
{
    str_add(note, p->ended                 ? "ended"
                  : !p->log                ? "idle"
                  : !p->follow             ? "paused"
                  : log_live(p->log)       ? "live"
                  : log_problem(p->log)[0] ? "waiting"
                                           : "connecting");
}

static void add_view(const struct pane_logs *p, struct str *note)
{
    static const char *const levels[] = {"", "debug+", "info+", "warn+", "error"};
    if (log_view_filtered(&p->view)) {
        str_addf(note, "  %s%s%s ", *p->filter ? "\"" : "", p->filter, *p->filter ? "\"" : "");
        str_addf(note, "%s%s", levels[p->view.least], *levels[p->view.least] ? " " : "");
        add_number(note, log_view_rows(&p->view));
        str_add(note, " of ");
        add_number(note, log_next(&p->buffer) - log_first(&p->buffer));
    }
    if (p->searching)
        str_add(note, "  searching");
    if (p->buffer.let_go) {
        str_add(note, "  ");
        add_number(note, p->buffer.let_go);
        str_add(note, " lines let go");
    }
}

void pane_logs_title(struct pane *pane, struct str *title, struct str *note)
{
    const struct pane_logs *p = pane_logs_self(pane);
    str_add(title, "Logs");
    if (*p->container)
        str_addf(title, " of %s", p->container);
    if (p->previous)
        str_add(title, " before its last restart");
    if (*p->container)
        add_state(p, note);
    add_view(p, note);
}
