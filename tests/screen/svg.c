/*
 * A picture of a program's screen, as SVG on standard output. See tests/screen/picture.
 *
 *   svg COLUMNSxROWS STEP... -- PROGRAM ARGUMENT...
 *
 * A step is "wait:TEXT" or "type:KEYS"; after the last one whatever still comes within a moment is awaited.
 */
#include "base/str.h"
#include "tests/support/vt.h"

#include <stdio.h>
#include <string.h>

enum { CELL_W = 9, CELL_H = 19, BASE_LINE = 14, MARGIN = 10, REST_MS = 2000 };

static const char page[] = "#16181d", ink[] = "#c8ccd4";

static void add_escaped(struct str *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '<')
            str_add(out, "&lt;");
        else if (*text == '>')
            str_add(out, "&gt;");
        else if (*text == '&')
            str_add(out, "&amp;");
        else
            str_add_char(out, *text);
    }
}

static bool same_look(const struct vt_cell *a, const struct vt_cell *b)
{
    return a->bold == b->bold && a->underline == b->underline && a->plain_fg == b->plain_fg && a->fg == b->fg;
}

/* Grounds first, so that no letter is covered. */
static void add_grounds(struct vt *vt, int row, int cols, struct str *out)
{
    for (int col = 0, end; col < cols; col = end) {
        struct vt_cell first = vt_cell(vt, row, col), cell;
        for (end = col + 1; end < cols; end++) {
            cell = vt_cell(vt, row, end);
            if (cell.plain_bg != first.plain_bg || cell.bg != first.bg)
                break;
        }
        if (!first.plain_bg)
            str_addf(out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#%06x\"/>\n",
                     MARGIN + col * CELL_W, MARGIN + row * CELL_H, (end - col) * CELL_W, CELL_H, first.bg);
    }
}

static void add_run(struct str *out, int row, int col, int cells, const struct vt_cell *look,
                    const char *text)
{
    str_addf(out, "<text x=\"%d\" y=\"%d\" textLength=\"%d\" lengthAdjust=\"spacingAndGlyphs\"",
             MARGIN + col * CELL_W, MARGIN + row * CELL_H + BASE_LINE, cells * CELL_W);
    if (!look->plain_fg)
        str_addf(out, " fill=\"#%06x\"", look->fg);
    str_addf(out, "%s%s>", look->bold ? " font-weight=\"bold\"" : "",
             look->underline ? " text-decoration=\"underline\"" : "");
    add_escaped(out, text);
    str_add(out, "</text>\n");
}

/* Text of one look up to the next two blanks. */
static void add_texts(struct vt *vt, int row, int cols, struct str *out)
{
    struct str text = {0};
    for (int col = 0, end; col < cols; col = end) {
        struct vt_cell first = vt_cell(vt, row, col), cell = first;
        end = col + 1;
        if (!*first.text || *first.text == ' ')
            continue;
        int last = col;
        for (end = col; end<cols; end += cell.width> 1 ? cell.width : 1) {
            cell = vt_cell(vt, row, end);
            bool blank = !*cell.text || *cell.text == ' ';
            if (!same_look(&cell, &first) || (blank && end > last + 1))
                break;
            str_add(&text, blank ? " " : cell.text);
            last = blank ? last : end + cell.width - 1;
        }
        while (text.len && text.data[text.len - 1] == ' ')
            str_cut(&text, text.len - 1);
        add_run(out, row, col, last - col + 1, &first, str_text(&text));
        str_clear(&text);
    }
    str_fini(&text);
}

static void print_picture(struct vt *vt, int rows, int cols)
{
    struct str out = {0};
    int w = cols * CELL_W + 2 * MARGIN, h = rows * CELL_H + 2 * MARGIN;
    str_addf(&out,
             "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">\n"
             "<rect width=\"%d\" height=\"%d\" rx=\"8\" fill=\"%s\"/>\n",
             w, h, w, h, w, h, page);
    for (int row = 0; row < rows; row++)
        add_grounds(vt, row, cols, &out);
    str_addf(&out,
             "<g fill=\"%s\" font-family=\"DejaVu Sans Mono, Menlo, Consolas, monospace\" font-size=\"15\" "
             "xml:space=\"preserve\">\n",
             ink);
    for (int row = 0; row < rows; row++)
        add_texts(vt, row, cols, &out);
    str_add(&out, "</g>\n</svg>\n");
    fputs(str_text(&out), stdout);
    str_fini(&out);
}

static bool take_step(struct vt *vt, const char *step)
{
    if (str_starts(step, "wait:"))
        return vt_wait_text(vt, step + strlen("wait:"));
    if (str_starts(step, "type:"))
        vt_type(vt, step + strlen("type:"));
    return str_starts(step, "type:");
}

int main(int argc, char **argv)
{
    int cols, rows, at = 2;
    if (argc < 4 || sscanf(argv[1], "%dx%d", &cols, &rows) != 2 || cols < 1 || rows < 1)
        return fprintf(stderr, "usage: svg COLUMNSxROWS STEP... -- PROGRAM ARGUMENT...\n"), 2;
    int program = 2;
    while (program < argc && strcmp(argv[program], "--") != 0)
        program++;
    if (program + 1 >= argc)
        return fprintf(stderr, "svg: no program\n"), 2;
    struct vt *vt = vt_start(rows, cols, "xterm-256color", argv + program + 1, NULL);
    for (; at < program; at++)
        if (!take_step(vt, argv[at])) {
            fprintf(stderr, "svg: %s: not seen\n%s", argv[at], vt_screen(vt));
            vt_free(vt);
            return 1;
        }
    for (int i = 0; i < 10; i++)
        vt_settle(vt, REST_MS);
    print_picture(vt, rows, cols);
    vt_free(vt);
    return 0;
}
