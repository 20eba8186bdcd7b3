/* The frame: panes and bars. */
#include "tui/frame.h"

#include "tui/app.h"
#include "tui/bars.h"

#include <string.h>

void frame_init(struct frame *f)
{
    *f = (struct frame){.focus = PANE_PODS, .below = PANE_CONTAINERS};
    f->wanted = PANE_BIT(PANE_PODS) | PANE_BIT(PANE_CONTAINERS) | PANE_BIT(PANE_EVENTS) |
                PANE_BIT(PANE_LOGS) | PANE_BIT(PANE_DETAIL);
}

enum pane_id frame_neighbour(const struct frame *f, int step)
{
    int id = f->focus;
    do
        id = (id + step + PANE_COUNT) % PANE_COUNT;
    while (!(f->wanted & PANE_BIT(id)));
    return (enum pane_id)id;
}

void frame_close_pane(struct app *app, enum pane_id id)
{
    app->frame.wanted &= ~PANE_BIT(id);
    app->frame.zoom = false;
    if (app->frame.below == id)
        app->frame.below = PANE_CONTAINERS;
    if (app->frame.focus == id)
        app_focus(app, PANE_PODS);
}

/* Places. */

static void place_pane(struct app *app, enum pane_id id, struct rect place)
{
    app_pane(app, id)->place = place;
    app->frame.shown |= PANE_BIT(id);
}

/*
 * +------------------- pods -------------------+
 * | containers          |  detail or shell     |
 * | events              |  logs                |
 */
static void place_tiled(struct app *app, struct rect whole)
{
    struct frame *f = &app->frame;
    struct rect pods, lower, left, right, top, bottom;
    enum pane_id upper = f->wanted & PANE_BIT(PANE_EXEC) ? PANE_EXEC : PANE_DETAIL;
    layout_rows(whole, 40, 100, 6, &pods, &lower);
    layout_columns(lower, 57, 100, 30, &left, &right);
    place_pane(app, PANE_PODS, pods);
    layout_rows(left, 50, 100, 4, &top, &bottom);
    place_pane(app, PANE_CONTAINERS, top);
    place_pane(app, PANE_EVENTS, bottom);
    if (f->focus == PANE_DETAIL)
        upper = PANE_DETAIL;
    if (f->wanted & PANE_BIT(upper)) {
        layout_rows(right, 55, 100, 4, &top, &bottom);
        place_pane(app, upper, top);
        place_pane(app, PANE_LOGS, bottom);
    } else {
        place_pane(app, PANE_LOGS, right);
    }
}

/* Whoever has the keys has the larger part. */
static void place_stacked(struct app *app, struct rect whole)
{
    struct rect pods, lower;
    layout_rows(whole, app->frame.focus == PANE_PODS ? 58 : 36, 100, 6, &pods, &lower);
    place_pane(app, PANE_PODS, pods);
    place_pane(app, app->frame.below, lower);
}

static void place_panes(struct app *app, struct rect whole, int rows, int cols)
{
    struct frame *f = &app->frame;
    f->shown = 0;
    if (f->focus != PANE_PODS)
        f->below = f->focus;
    f->form = f->zoom ? LAYOUT_SINGLE : layout_form(rows, cols);
    if (f->form == LAYOUT_TILED)
        place_tiled(app, whole);
    else if (f->form == LAYOUT_STACKED)
        place_stacked(app, whole);
    else
        place_pane(app, f->focus, whole);
}

/* Drawing. */

static void draw_pane(struct app *app, struct pane *pane, bool focused)
{
    struct str title = {0}, note = {0};
    struct rect r = pane->place, inside = {r.y + 1, r.x + 1, r.h - 2, r.w - 2};
    (void)app;
    pane->class->title(pane, &title, &note);
    draw_box(r, str_text(&title), str_text(&note), focused);
    draw_fill(inside, ROLE_TEXT);
    if (inside.h > 0 && inside.w > 0)
        pane->class->draw(pane, inside, focused);
    str_fini(&title);
    str_fini(&note);
}

/* Where not all panes have a place, the lowest line of the frame names those that Tab leads to. */
static void draw_tabs(struct app *app)
{
    const struct frame *f = &app->frame;
    struct rect r = app->panes[f->form == LAYOUT_SINGLE ? f->focus : f->below]->place;
    int y = r.y + r.h - 1, x = r.x + 2, end = r.x + r.w - 2;
    for (int i = 0; i < PANE_COUNT; i++) {
        const char *name = pane_class((enum pane_id)i)->name;
        int width = (int)strlen(name) + 2;
        if (!(f->wanted & PANE_BIT(i)) || x + width > end)
            continue;
        bool here = f->shown & PANE_BIT(i);
        x += draw_text(y, x, 1, ROLE_BORDER, " ");
        x += draw_text(y, x, width - 2, here ? ROLE_TITLE : ROLE_DIM, name);
        x += draw_text(y, x, 1, ROLE_BORDER, " ");
    }
}

static void draw_panes(struct app *app)
{
    for (int i = 0; i < PANE_COUNT; i++)
        if (app->frame.shown & PANE_BIT(i))
            draw_pane(app, app->panes[i], app->frame.focus == (enum pane_id)i);
    if (app->frame.form != LAYOUT_TILED)
        draw_tabs(app);
}

void frame_draw(struct app *app)
{
    int rows, cols;
    screen_size(&rows, &cols);
    struct rect whole = {1, 0, rows - 2, cols}, top = {0, 0, 1, cols}, foot = {rows - 1, 0, 1, cols};
    draw_cursor(-1, 0);
    if (rows < 4 || cols < 16) {
        draw_words((struct rect){0, 0, rows, cols}, ROLE_TEXT, "too small");
        return;
    }
    place_panes(app, whole, rows, cols);
    draw_panes(app);
    bars_draw_top(app, top);
    bars_draw_foot(app, foot);
    if (dialog_open(&app->dialog))
        dialog_draw(app, whole, foot);
}
