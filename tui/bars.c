/* The bars at the top and at the foot. */
#include "tui/bars.h"

#include "base/str.h"
#include "base/utf8.h"
#include "tui/action.h"
#include "tui/app.h"

#include <string.h>

/* "live", "catching up 1200 of about 10000", "stale 12s, next try in 3s". */
static void add_state(struct app *app, struct str *text)
{
    struct cluster *c = app->cluster;
    enum watch_state state = cluster_state(c);
    char age[TIME_TEXT];
    if (!cluster_client(c)) {
        str_add(text, "no cluster");
        return;
    }
    str_add(text, watch_state_word(state));
    if (state == WATCH_LISTING) {
        str_addf(text, " %zu", cluster_listed(c));
        if (cluster_remaining(c) > 0)
            str_addf(text, " of about %zu", cluster_listed(c) + (size_t)cluster_remaining(c));
    } else if (state != WATCH_LIVE && cluster_state_since(c) != TIME_NONE) {
        str_addf(text, " %s", time_age(age, cluster_now(c) - cluster_state_since(c)));
        if (cluster_retry_in(c) >= 1000)
            str_addf(text, ", next try in %s", time_age(age, cluster_retry_in(c)));
    }
}

static enum theme_role state_role(enum watch_state state)
{
    static const enum theme_role roles[] = {
        [WATCH_CONNECTING] = ROLE_BUSY, [WATCH_LISTING] = ROLE_BUSY, [WATCH_LIVE] = ROLE_GOOD,
        [WATCH_POLLING] = ROLE_WARN,    [WATCH_STALE] = ROLE_BAD,    [WATCH_FORBIDDEN] = ROLE_BAD,
        [WATCH_MISSING] = ROLE_BAD,
    };
    return roles[state];
}

/* One part of the bar where it fits whole; returns where the next begins. */
static int draw_part(struct rect line, int x, const char *label, const char *text)
{
    int need = (int)(utf8_cells(label, strlen(label)) + utf8_cells(text, strlen(text)));
    if (!*text || x + need > line.w)
        return x;
    x += draw_text(line.y, x, line.w - x, ROLE_DIM, label);
    x += draw_text(line.y, x, line.w - x, ROLE_BAR, text);
    return x + 2;
}

void bars_draw_top(struct app *app, struct rect line)
{
    struct str state = {0};
    const char *namespace_ = cluster_namespace(app->cluster);
    draw_fill(line, ROLE_BAR);
    add_state(app, &state);
    int width = (int)utf8_cells(str_text(&state), state.len);
    struct rect left = line;
    left.w -= width + 2;
    int x = draw_text(line.y, 0, left.w, ROLE_TITLE_FOCUS, "podprobe") + 2;
    x = draw_part(left, x, "ctx ", cluster_context(app->cluster));
    x = draw_part(left, x, "ns ", namespace_ ? namespace_ : "all");
    x = draw_part(left, x, "", cluster_server(app->cluster));
    draw_part(left, x, "from ", cluster_source(app->cluster));
    draw_text(line.y, line.w - width - 1 > 0 ? line.w - width - 1 : 0, line.w,
              state_role(cluster_state(app->cluster)), str_text(&state));
    str_fini(&state);
}

static int key_width(const struct action *action)
{
    char key[32];
    action_first_key(action, key, sizeof(key));
    return (int)(strlen(key) + strlen(action->brief)) + 1;
}

static void draw_key(int y, int x, const struct action *action)
{
    char key[32];
    int room = key_width(action);
    action_first_key(action, key, sizeof(key));
    int used = draw_text(y, x, room, ROLE_FOOTER_KEY, key);
    used += draw_text(y, x + used, room - used, ROLE_FOOTER, ":");
    draw_text(y, x + used, room - used, ROLE_FOOTER, action->brief);
}

/* From the right: what leads to everything else. Returns the room that is left. */
static int draw_last_keys(struct rect line)
{
    static const char *const last[] = {"quit", "help"};
    int right = line.x + line.w;
    for (int i = 0; i < 2; i++) {
        const struct action *a = action_by_name(last[i], false);
        right -= key_width(a);
        draw_key(line.y, right, a);
        right -= 2;
    }
    return right;
}

static bool in_footer(const struct app *app, const struct action *a)
{
    bool shell = app->frame.focus == PANE_EXEC; /* takes every key that is not its own row's */
    return a->brief && action_in_pane(a, app->frame.focus) && !(a->changes && app->options->read_only) &&
           !(shell && a->panes != PANE_BIT(PANE_EXEC)) && !str_equal(a->name, "help") &&
           !str_equal(a->name, "quit");
}

static void draw_keys(struct app *app, struct rect line)
{
    int x = line.x, end = app->frame.focus == PANE_EXEC ? line.x + line.w : draw_last_keys(line);
    for (const struct action *a = action_list; a->name; a++) {
        if (!in_footer(app, a) || x + key_width(a) > end)
            continue;
        draw_key(line.y, x, a);
        x += key_width(a) + 2;
    }
}

/* While pods come, the keys are of more use than a sentence that was said once (app.c). */
static bool is_trouble(enum watch_state state)
{
    return state != WATCH_LIVE && state != WATCH_POLLING && state != WATCH_LISTING;
}

/* What a key just did comes first, then what is wrong with the cluster, then what keys there are. */
void bars_draw_foot(struct app *app, struct rect line)
{
    const char *problem = cluster_problem(app->cluster);
    draw_fill(line, ROLE_FOOTER);
    if (app->notice.text[0])
        draw_text(line.y, line.x, line.w, app->notice.role, app->notice.text);
    else if (*problem && is_trouble(cluster_state(app->cluster)) && podview_count(cluster_view(app->cluster)))
        draw_text(line.y, line.x, line.w, ROLE_ERROR, problem);
    else
        draw_keys(app, line);
}
