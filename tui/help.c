/* Every key, made from the rows that define them. */
#include "tui/help.h"

#include "base/vec.h"
#include "tui/action.h"
#include "tui/app.h"
#include "tui/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const groups[] = {"Move", "Look", "Logs", "Act", "Cluster", "Program"};
enum { GROUPS = sizeof(groups) / sizeof(groups[0]), KEY_CELLS = 18 };

/* A line of the help: a heading (words NULL) or keys and words. */
struct line {
    const char *keys, *words;
};

struct help {
    VEC(struct line) lines;
};

static void build(struct help *help, bool read_only)
{
    for (int g = 0; g < GROUPS; g++) {
        *vec_push(&help->lines) = (struct line){groups[g], NULL};
        for (const struct action *a = action_list; a->name; a++)
            if (strcmp(a->group, groups[g]) == 0 && !(a->changes && read_only))
                *vec_push(&help->lines) = (struct line){a->keys, a->words};
    }
    *vec_push(&help->lines) = (struct line){"Commands after \":\"", NULL};
    for (const struct command *c = command_list; c->names; c++)
        *vec_push(&help->lines) = (struct line){c->names, c->words};
}

static void draw_line(struct rect r, const struct line *line)
{
    if (!line->words) {
        draw_text(r.y, r.x, r.w, ROLE_HEADER, line->keys);
        return;
    }
    int cells = r.w > 2 * KEY_CELLS ? KEY_CELLS : r.w / 2;
    draw_field(r.y, r.x + 2, cells - 2, ROLE_FOOTER_KEY, line->keys, false);
    draw_text(r.y, r.x + cells + 1, r.w - cells - 1, ROLE_TEXT, line->words);
}

void help_draw(struct app *app, struct rect whole, int *scroll)
{
    struct help help = {0};
    build(&help, app->options->read_only);
    int columns = whole.w >= 150 ? 2 : 1, lines = (int)help.lines.len;
    int per_column = (lines + columns - 1) / columns, h = per_column + 2 < whole.h ? per_column + 2 : whole.h;
    int w = whole.w < 78 * columns ? whole.w : 78 * columns;
    struct rect box = {whole.y + (whole.h - h) / 2, whole.x + (whole.w - w) / 2, h, w};
    if (*scroll > per_column - (h - 2))
        *scroll = per_column - (h - 2);
    draw_fill(box, ROLE_TEXT);
    draw_box(box, "Keys", h - 2 < per_column ? "j k scroll, any other key closes" : "any key closes", true);
    for (int c = 0; c < columns; c++)
        for (int i = 0; i < h - 2 && i + *scroll < per_column; i++) {
            int at = c * per_column + i + *scroll;
            if (at < lines)
                draw_line((struct rect){box.y + 1 + i, box.x + 2 + c * (w / columns), 1, w / columns - 4},
                          &help.lines.data[at]);
        }
    free(help.lines.data);
}

/* A hyphen that is a minus sign, and a dot or quote at a line's start, are troff's own. */
static void add_troff(struct str *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '-' || *text == '\\')
            str_add_char(out, '\\');
        str_add_char(out, *text);
        if (*text == '\\')
            str_add_char(out, 'e');
    }
}

void help_add_manual(struct str *out)
{
    struct help help = {0};
    build(&help, false);
    str_add(out, ".SH KEYS\n");
    for (size_t i = 0; i < help.lines.len; i++) {
        const struct line *line = &help.lines.data[i];
        str_add(out, line->words ? ".TP\n.B \"" : ".SS \"");
        for (const char *p = line->keys; *p; p++)
            add_troff(out, *p == '"' ? "'" : (char[]){*p, '\0'});
        str_add(out, "\"\n");
        if (line->words) {
            add_troff(out, line->words);
            str_add_char(out, '\n');
        }
    }
    free(help.lines.data);
}
