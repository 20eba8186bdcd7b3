/* What is asked of the user, over the panes. */
#include "tui/dialog.h"

#include "tui/app.h"
#include "tui/command.h"
#include "tui/help.h"

#include <stdio.h>
#include <string.h>

void dialog_init(struct dialog *d)
{
    *d = (struct dialog){0};
    prompt_init(&d->prompt);
    menu_init(&d->menu);
}

void dialog_fini(struct dialog *d)
{
    prompt_fini(&d->prompt);
    menu_fini(&d->menu);
    str_fini(&d->question);
    str_fini(&d->details);
    str_fini(&d->problem);
}

bool dialog_open(const struct dialog *d)
{
    return d->kind != DIALOG_NONE;
}

static void close_dialog(struct dialog *d)
{
    d->kind = DIALOG_NONE;
    draw_cursor(-1, 0);
}

static void open_prompt(struct app *app, enum dialog_kind kind, const char *label, const char *text)
{
    app->dialog.kind = kind;
    str_clear(&app->dialog.problem);
    prompt_start(&app->dialog.prompt, label, text);
    app_stale(app);
}

void dialog_search(struct app *app, struct pane *pane)
{
    char label[32];
    snprintf(label, sizeof(label), "%s: ", pane->class->search_words ? pane->class->search_words : "search");
    app->dialog.pane = pane;
    open_prompt(app, DIALOG_SEARCH, label, "");
}

void dialog_command(struct app *app)
{
    open_prompt(app, DIALOG_COMMAND, ":", "");
}

void dialog_input(struct app *app, const char *label, const char *text,
                  void (*on_text)(struct app *app, const char *text, void *user), void *user)
{
    app->dialog.on_text = on_text;
    app->dialog.user = user;
    open_prompt(app, DIALOG_INPUT, label, text);
}

void dialog_help(struct app *app)
{
    app->dialog.kind = DIALOG_HELP;
    app->dialog.scroll = 0;
    app_stale(app);
}

void dialog_list(struct app *app, const char *title, void (*on_choice)(struct app *app, int item))
{
    (void)title;
    app->dialog.kind = DIALOG_LIST;
    app->dialog.on_choice = on_choice;
    app_stale(app);
}

void dialog_confirm(struct app *app, const char *question, const char *details,
                    void (*on_answer)(struct app *app, bool yes, void *user), void *user)
{
    struct dialog *d = &app->dialog;
    d->kind = DIALOG_CONFIRM;
    d->on_answer = on_answer;
    d->user = user;
    d->scroll = 0;
    str_clear(&d->question);
    str_add(&d->question, question);
    str_clear(&d->details);
    str_add(&d->details, details);
    app_stale(app);
}

/* Keys. */

static void search_key(struct app *app, const struct key *key)
{
    struct dialog *d = &app->dialog;
    pane_search_fn search = d->pane->class->search;
    enum prompt_result result = prompt_key(&d->prompt, key, NULL, NULL);
    str_clear(&d->problem);
    if (result == PROMPT_EDITED) {
        search(d->pane, str_text(&d->prompt.text), false, &d->problem);
    } else if (result == PROMPT_ACCEPTED) {
        search(d->pane, str_text(&d->prompt.text), true, &d->problem);
        close_dialog(d);
        if (d->problem.len)
            notice_say(app, ROLE_WARN, "%s", str_text(&d->problem));
    } else if (result == PROMPT_CANCELLED) {
        search(d->pane, "", true, &d->problem);
        close_dialog(d);
    }
}

static const char *complete(void *user, const char *typed, int i)
{
    return command_completion(user, typed, i);
}

static void command_key(struct app *app, const struct key *key)
{
    struct dialog *d = &app->dialog;
    enum prompt_result result = prompt_key(&d->prompt, key, complete, app);
    if (result == PROMPT_CANCELLED) {
        close_dialog(d);
    } else if (result == PROMPT_ACCEPTED) {
        close_dialog(d);
        command_run(app, str_text(&d->prompt.text));
    }
}

static void input_key(struct app *app, const struct key *key)
{
    struct dialog *d = &app->dialog;
    enum prompt_result result = prompt_key(&d->prompt, key, NULL, NULL);
    if (result != PROMPT_CANCELLED && result != PROMPT_ACCEPTED)
        return;
    close_dialog(d);
    if (result == PROMPT_ACCEPTED)
        d->on_text(app, str_text(&d->prompt.text), d->user);
}

static void list_key(struct app *app, const struct key *key)
{
    int item;
    enum menu_result result = menu_key(&app->dialog.menu, key, &item);
    if (result == MENU_NOTHING)
        return;
    close_dialog(&app->dialog);
    if (result == MENU_CHOSEN)
        app->dialog.on_choice(app, item);
}

/* Scrolls a text that may be longer than the screen; true if the key was for that. */
static bool scroll_key(struct dialog *d, const struct key *key)
{
    bool up = key->code == K_UP || key->code == K_PAGE_UP,
         down = key->code == K_DOWN || key->code == K_PAGE_DOWN;
    int step = key->code == K_PAGE_UP || key->code == K_PAGE_DOWN ? 10 : 1;
    if (key->type == KEY_CHARACTER && !key->ctrl) {
        up = key->code == 'k';
        down = key->code == 'j';
    } else if (key->type != KEY_SPECIAL) {
        return false;
    }
    d->scroll += down ? step : up ? -step : 0;
    d->scroll = d->scroll < 0 ? 0 : d->scroll;
    return up || down;
}

static void help_key(struct app *app, const struct key *key)
{
    if (!scroll_key(&app->dialog, key))
        close_dialog(&app->dialog);
}

/* Only "y" is yes; Enter is not, since it may have been typed before the question came up. */
static void confirm_key(struct app *app, const struct key *key)
{
    struct dialog *d = &app->dialog;
    bool yes =
        key->type == KEY_CHARACTER && !key->ctrl && !key->alt && (key->code == 'y' || key->code == 'Y');
    bool no = (key->type == KEY_SPECIAL && key->code == K_ESCAPE) ||
              (key->type == KEY_CHARACTER && (key->code == 'n' || key->code == 'N' || key->code == 'q')) ||
              (key->ctrl && key->code == 'c');
    if (scroll_key(d, key) || (!yes && !no))
        return;
    close_dialog(d);
    d->on_answer(app, yes, d->user);
}

void dialog_key(struct app *app, const struct key *key)
{
    static void (*const by_kind[])(struct app *, const struct key *) = {
        [DIALOG_SEARCH] = search_key,   [DIALOG_COMMAND] = command_key, [DIALOG_LIST] = list_key,
        [DIALOG_CONFIRM] = confirm_key, [DIALOG_HELP] = help_key,       [DIALOG_INPUT] = input_key,
    };
    by_kind[app->dialog.kind](app, key);
    app_stale(app);
}

/* Drawing. */

static int count_lines(const char *text)
{
    int n = 0;
    for (; *text; text++)
        n += *text == '\n';
    return n;
}

static const char *skip_lines(const char *text, int n)
{
    while (n-- > 0 && strchr(text, '\n'))
        text = strchr(text, '\n') + 1;
    return text;
}

static void draw_confirm(struct dialog *d, struct rect whole)
{
    int lines = count_lines(str_text(&d->details)), h = lines + 4, w = whole.w < 72 ? whole.w : 72;
    h = h > whole.h ? whole.h : h;
    struct rect box = {whole.y + (whole.h - h) / 2, whole.x + (whole.w - w) / 2, h, w};
    draw_fill(box, ROLE_TEXT);
    draw_box(box, str_text(&d->question), "", true);
    int room = h - 4 > 0 ? h - 4 : 0;
    if (d->scroll > lines - room)
        d->scroll = lines > room ? lines - room : 0;
    draw_words((struct rect){box.y + 1, box.x + 1, room + 1, w - 2}, ROLE_TEXT,
               skip_lines(str_text(&d->details), d->scroll));
    draw_text(box.y + h - 2, box.x + 2, w - 4, ROLE_STRONG, "y: yes   n: no");
}

void dialog_draw(struct app *app, struct rect whole, struct rect line)
{
    struct dialog *d = &app->dialog;
    if (d->kind == DIALOG_SEARCH || d->kind == DIALOG_COMMAND || d->kind == DIALOG_INPUT)
        prompt_draw(&d->prompt, line, str_text(&d->problem));
    else if (d->kind == DIALOG_LIST)
        menu_draw(&d->menu, whole);
    else if (d->kind == DIALOG_CONFIRM)
        draw_confirm(d, whole);
    else if (d->kind == DIALOG_HELP)
        help_draw(app, whole, &d->scroll);
}
