/* The logs pane: which lines are on the screen. Rows are those of the view; a wrapped one takes several. */
#include "tui/pane_logs_parts.h"

enum { SIDEWAYS = 8 };

static size_t text_width(const struct pane_logs *p)
{
    return p->width > 0 ? (size_t)p->width : 1;
}

size_t pane_logs_row_height(struct pane_logs *p, size_t row)
{
    if (!p->wrap)
        return 1;
    const struct log_text *text = log_view_text(&p->view, row, NULL);
    return log_wrap_rows(str_text(&text->text), text->text.len, text_width(p));
}

/* The place from which the last screenful starts. */
static void bottom(struct pane_logs *p, size_t *row, size_t *inner)
{
    size_t room = p->height > 0 ? (size_t)p->height : 1;
    *row = log_view_rows(&p->view);
    *inner = 0;
    while (*row > 0 && room > 0) {
        size_t height = pane_logs_row_height(p, --*row);
        *inner = height > room ? height - room : 0;
        room -= height < room ? height : room;
    }
}

void pane_logs_place(struct pane_logs *p, size_t *row, size_t *inner)
{
    size_t last_row, last_inner;
    bottom(p, &last_row, &last_inner);
    *row = log_view_row(&p->view, p->top);
    *inner = p->top_rows;
    if (*row < log_view_rows(&p->view) && log_view_line(&p->view, *row) != p->top)
        *inner = 0; /* that line is gone: let go of, or filtered away */
    if (p->follow || *row > last_row || (*row == last_row && *inner > last_inner)) {
        *row = last_row;
        *inner = last_inner;
    }
}

static void stand(struct pane_logs *p, size_t row, size_t inner)
{
    p->top = row < log_view_rows(&p->view) ? log_view_line(&p->view, row) : 0;
    p->top_rows = inner;
}

static void scroll_up(struct pane_logs *p, size_t rows)
{
    size_t row, inner;
    pane_logs_place(p, &row, &inner);
    while (rows > 0 && (row > 0 || inner > 0)) {
        if (inner == 0)
            inner = pane_logs_row_height(p, --row);
        size_t step = inner < rows ? inner : rows;
        inner -= step;
        rows -= step;
    }
    p->follow = false;
    stand(p, row, inner);
}

/* Going down to the end means: follow. */
static void scroll_down(struct pane_logs *p, size_t rows)
{
    size_t row, inner, last_row, last_inner;
    pane_logs_place(p, &row, &inner);
    bottom(p, &last_row, &last_inner);
    while (rows > 0 && row < log_view_rows(&p->view)) {
        size_t left = pane_logs_row_height(p, row) - inner;
        size_t step = left < rows ? left : rows;
        inner += step;
        rows -= step;
        if (step == left) {
            row++;
            inner = 0;
        }
    }
    p->follow = row > last_row || (row == last_row && inner >= last_inner);
    stand(p, row, inner);
}

void pane_logs_scroll(struct pane_logs *p, long rows)
{
    if (rows < 0)
        scroll_up(p, (size_t)-rows);
    else
        scroll_down(p, (size_t)rows);
}

void pane_logs_stay(struct pane_logs *p)
{
    scroll_up(p, 0);
}

void pane_logs_move(struct pane *pane, enum pane_move move)
{
    struct pane_logs *p = pane_logs_self(pane);
    long page = p->height > 1 ? p->height - 1 : 1, half = p->height > 1 ? p->height / 2 : 1;
    const long steps[] = {
        [MOVE_UP] = -1,          [MOVE_DOWN] = 1,        [MOVE_PAGE_UP] = -page,
        [MOVE_PAGE_DOWN] = page, [MOVE_HALF_UP] = -half, [MOVE_HALF_DOWN] = half,
    };
    if (move == MOVE_LEFT) {
        p->left -= p->left < SIDEWAYS ? p->left : SIDEWAYS;
    } else if (move == MOVE_RIGHT) {
        p->left += p->wrap ? 0 : SIDEWAYS;
    } else if (move == MOVE_END) {
        p->follow = true;
    } else if (move == MOVE_HOME) {
        p->follow = false;
        stand(p, 0, 0);
    } else {
        pane_logs_scroll(p, steps[move]);
    }
}

void pane_logs_show(struct pane_logs *p, uint64_t line)
{
    size_t row, inner, wanted = log_view_row(&p->view, line);
    size_t room = p->height > 0 ? (size_t)p->height : 1;
    pane_logs_place(p, &row, &inner);
    if (wanted >= row + (inner > 0) && wanted < row + room) {
        size_t rows = 0;
        for (size_t r = row; r <= wanted; r++)
            rows += pane_logs_row_height(p, r);
        if (rows <= room + inner) {
            p->follow = false;
            stand(p, row, inner);
            return;
        }
    }
    p->follow = false;
    stand(p, wanted, 0);
    scroll_up(p, room / 3);
}
