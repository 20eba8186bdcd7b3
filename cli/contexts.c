/* The list of contexts as `kubectl config get-contexts` prints it. */
#include "cli/contexts.h"

#include "base/utf8.h"
#include "base/vec.h"
#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

/* A column is as wide as its widest cell and three spaces, at least six; the last is not padded (kubectl's
 * printers.GetNewTabWriter). */
enum { COLUMNS = 5, WIDTH_MIN = 6, GAP = 3 };

struct row {
    char *cells[COLUMNS];
};

typedef VEC(struct row) row_list;

/* Go counts code points here, not cells; so must who wants the same bytes. */
static size_t code_points(const char *text)
{
    size_t count = 0;
    for (; *text; text++)
        count += ((unsigned char)*text & 0xC0) != 0x80;
    return count;
}

static char *safe(const char *text)
{
    struct str out = {0};
    utf8_add_safe(&out, text, strlen(text), 0);
    return str_take(&out);
}

static void add_row(row_list *rows, const char *const cells[COLUMNS])
{
    struct row *row = vec_push(rows);
    for (int i = 0; i < COLUMNS; i++)
        row->cells[i] = safe(cells[i]);
}

static void add_context(row_list *rows, const struct kubeconfig_context *context)
{
    const char *cells[COLUMNS] = {context->current ? "*" : "", context->name, context->cluster, context->user,
                                  context->namespace_};
    add_row(rows, cells);
}

static void print_rows(const row_list *rows, struct str *out)
{
    size_t widths[COLUMNS] = {0};
    for (size_t r = 0; r < rows->len; r++)
        for (int i = 0; i < COLUMNS; i++) {
            size_t width = code_points(rows->data[r].cells[i]) + GAP;
            if (width > widths[i])
                widths[i] = width;
        }
    for (size_t r = 0; r < rows->len; r++) {
        for (int i = 0; i < COLUMNS; i++) {
            const char *cell = rows->data[r].cells[i];
            size_t width = widths[i] > WIDTH_MIN ? widths[i] : WIDTH_MIN;
            str_add(out, cell);
            if (i < COLUMNS - 1)
                str_add_repeat(out, ' ', width - code_points(cell));
        }
        str_add_char(out, '\n');
    }
}

static void free_rows(row_list *rows)
{
    for (size_t r = 0; r < rows->len; r++)
        for (int i = 0; i < COLUMNS; i++)
            free(rows->data[r].cells[i]);
    free(rows->data);
}

static size_t times_wanted(const struct contexts_spec *spec, const char *name)
{
    size_t times = !spec->names;
    for (const char *const *wanted = spec->names; wanted && *wanted; wanted++)
        times += str_equal(*wanted, name);
    return times;
}

static bool is_there(const struct kubeconfig *config, const char *name)
{
    for (size_t i = 0; i < kubeconfig_context_count(config); i++)
        if (str_equal(kubeconfig_context(config, i).name, name))
            return true;
    return false;
}

/* One is said as an error, several as lines without that word: so kubectl does. */
static int say_missing(const struct kubeconfig *config, const struct contexts_spec *spec, struct str *wrong)
{
    struct str lines = {0};
    int missing = 0;
    for (const char *const *name = spec->names; name && *name; name++)
        if (!is_there(config, *name)) {
            str_add(&lines, "context ");
            utf8_add_safe(&lines, *name, strlen(*name), 0);
            str_add(&lines, " not found\n");
            missing++;
        }
    str_addf(wrong, "%s%s", missing == 1 ? "error: " : "", str_text(&lines));
    str_fini(&lines);
    return missing > 0;
}

int contexts_print(const struct kubeconfig *config, const struct contexts_spec *spec, struct str *out,
                   struct str *wrong)
{
    static const char *const titles[COLUMNS] = {"CURRENT", "NAME", "CLUSTER", "AUTHINFO", "NAMESPACE"};
    row_list rows = {0};
    if (!spec->names_only && !spec->no_headers)
        add_row(&rows, titles);
    for (size_t i = 0; i < kubeconfig_context_count(config); i++) {
        struct kubeconfig_context context = kubeconfig_context(config, i);
        for (size_t times = times_wanted(spec, context.name); times > 0; times--)
            add_context(&rows, &context);
    }
    if (spec->names_only)
        for (size_t r = 0; r < rows.len; r++)
            str_addf(out, "%s\n", rows.data[r].cells[1]);
    else
        print_rows(&rows, out);
    free_rows(&rows);
    return say_missing(config, spec, wrong);
}
