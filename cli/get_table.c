/* get for eyes: the server's Tables, one after another. */
#include "cli/complain.h"
#include "cli/get.h"
#include "cli/get_rows.h"

#include "base/xmalloc.h"

#include <stdio.h>
#include <stdlib.h>

/* The Tables of one kind: objects asked for by name share one. */
struct section {
    struct get_rows rows;
    bool any; /* the server answered */
};

struct sections {
    struct get *get;
    struct section *list;
    size_t count;
};

static bool same_kind(const struct kind *a, const struct kind *b)
{
    return str_equal(a->plural, b->plural) && str_equal(a->group, b->group);
}

/* kubectl begins a new table whenever the kind changes. */
static struct section *section_for(struct sections *sections, const struct get_target *target)
{
    struct section *last = sections->count ? &sections->list[sections->count - 1] : NULL;
    if (last && same_kind(last->rows.kind, &target->kind))
        return last;
    last = &sections->list[sections->count++];
    get_rows_init(&last->rows, sections->get, &target->kind);
    last->any = false;
    return last;
}

static size_t kinds_read(const struct sections *sections)
{
    const struct kind *first = NULL;
    size_t count = 0;
    for (size_t i = 0; i < sections->count; i++) {
        const struct section *section = &sections->list[i];
        if (!section->any || (first && same_kind(first, section->rows.kind)))
            continue;
        first = first ? first : section->rows.kind;
        count++;
    }
    return count;
}

static bool any_rows(const struct sections *sections)
{
    for (size_t i = 0; i < sections->count; i++)
        if (sections->list[i].rows.print.rows.len)
            return true;
    return false;
}

static void say_nothing_found(const struct get *get)
{
    if (get_namespace(get, &get->targets.data[0]))
        fprintf(stderr, "No resources found in %s namespace.\n", get->session->namespace_);
    else
        fputs("No resources found\n", stderr);
}

static int check_sort(const struct sections *sections)
{
    if (!sections->get->sort || !any_rows(sections))
        return 0;
    for (size_t i = 0; i < sections->count; i++)
        if (sortkeys_any(&sections->list[i].rows.keys))
            return 0;
    return complain("couldn't find any field with path \"%s\" in the list of objects",
                    sections->get->sort_text);
}

static void write_sections(const struct sections *sections)
{
    bool prefixed = sections->get->show_kind || kinds_read(sections) > 1, first = true;
    for (size_t i = 0; i < sections->count; i++) {
        struct get_rows *rows = &sections->list[i].rows;
        if (!rows->print.rows.len)
            continue;
        if (!first && !sections->get->no_headers)
            putchar('\n');
        first = false;
        get_rows_write(rows, prefixed);
    }
}

static void read_sections(struct sections *sections)
{
    struct get *get = sections->get;
    for (size_t i = 0; i < get->targets.len; i++) {
        struct section *section = section_for(sections, &get->targets.data[i]);
        struct get_reader reader = {.accept = GET_TABLE_ACCEPT,
                                    .on_element = get_rows_add,
                                    .on_page = get_rows_page,
                                    .user = &section->rows};
        section->any |= get_read(get, &get->targets.data[i], &reader);
    }
}

int get_table_run(struct get *get)
{
    struct sections sections = {.get = get, .list = xcalloc(get->targets.len + 1, sizeof(struct section))};
    int status;
    read_sections(&sections);
    status = check_sort(&sections);
    if (!status && any_rows(&sections))
        write_sections(&sections);
    else if (!status && !get->errors.len && !get->ignore_not_found && get->targets.len)
        say_nothing_found(get);
    status |= get_say_errors(get);
    for (size_t i = 0; i < sections.count; i++)
        get_rows_fini(&sections.list[i].rows);
    free(sections.list);
    return status;
}
