/* Text made from objects. */
#include "cli/template.h"

#include "api-client/print.h"
#include "base/vec.h"
#include "base/xmalloc.h"
#include "cli/jsonpath.h"

#include <stdlib.h>
#include <string.h>

enum { RANGES_DEEP = 8 };
enum part_kind { PART_TEXT, PART_PATH, PART_RANGE, PART_END };

struct part {
    enum part_kind kind;
    char *text;            /* owned, of PART_TEXT */
    struct jsonpath *path; /* owned, of PART_PATH and PART_RANGE */
    size_t end;            /* of PART_RANGE: where its PART_END is */
};

struct template
{
    VEC(struct part) parts;
};

void template_free(struct template *template)
{
    if (!template)
        return;
    for (size_t i = 0; i < template->parts.len; i++) {
        free(template->parts.data[i].text);
        jsonpath_free(template->parts.data[i].path);
    }
    free(template->parts.data);
    free(template);
}

static struct part *add_part(struct template *template, enum part_kind kind)
{
    struct part *part = vec_push(&template->parts);
    *part = (struct part){.kind = kind};
    return part;
}

/* The closing brace of the one that text begins with; quotes may hold braces. NULL if there is none. */
static const char *closing(const char *text)
{
    char quote = 0;
    for (text++; *text; text++) {
        if (*text == '\\' && text[1])
            text++;
        else if (quote)
            quote = *text == quote ? 0 : quote;
        else if (*text == '"' || *text == '\'')
            quote = *text;
        else if (*text == '}')
            return text;
    }
    return NULL;
}

/* "\n" without its quotes. */
static char *unquoted(const char *text)
{
    static const char names[] = "ntr", values[] = "\n\t\r";
    struct str out = {0};
    size_t len = strlen(text);
    for (size_t i = 1; i + 1 < len; i++) {
        const char *name = text[i] == '\\' ? strchr(names, text[i + 1]) : NULL;
        if (text[i] == '\\' && i + 2 < len)
            i++;
        str_add_char(&out, name ? values[name - names] : text[i]);
    }
    str_add(&out, "");
    char *taken = str_take(&out);
    return taken ? taken : xstrdup("");
}

/* What stands between two braces. */
static enum err add_command(struct template *template, const char *command, struct err_info *info)
{
    size_t len = strlen(command);
    if (len >= 2 && (*command == '"' || *command == '\'') && command[len - 1] == *command) {
        add_part(template, PART_TEXT)->text = unquoted(command);
        return ERR_OK;
    }
    if (str_equal(command, "end")) {
        add_part(template, PART_END);
        return ERR_OK;
    }
    bool range = str_starts(command, "range ");
    struct part *part = add_part(template, range ? PART_RANGE : PART_PATH);
    const char *path = range ? command + 6 + strspn(command + 6, " ") : command;
    path += *path == '@';
    return jsonpath_parse(path, &part->path, info);
}

/* Each range is told where it ends. */
static enum err match_ranges(struct template *template, struct err_info *info)
{
    size_t open[RANGES_DEEP] = {0}, depth = 0;
    for (size_t i = 0; i < template->parts.len; i++) {
        struct part *part = &template->parts.data[i];
        if (part->kind == PART_RANGE && depth == RANGES_DEEP)
            return err_set(info, ERR_USAGE, "more than %d ranges in each other", RANGES_DEEP);
        if (part->kind == PART_RANGE)
            open[depth++] = i;
        else if (part->kind == PART_END && depth == 0)
            return err_set(info, ERR_USAGE, "{end} without {range}");
        else if (part->kind == PART_END)
            template->parts.data[open[--depth]].end = i;
    }
    return depth ? err_set(info, ERR_USAGE, "{range} without {end}") : ERR_OK;
}

static enum err read_parts(struct template *template, const char *text, struct err_info *info)
{
    while (*text) {
        size_t len = strcspn(text, "{");
        if (len) {
            add_part(template, PART_TEXT)->text = xstrndup(text, len);
            text += len;
            continue;
        }
        const char *end = closing(text);
        if (!end)
            return err_set(info, ERR_USAGE, "a brace is not closed: %.60s", text);
        char *command = xstrndup(text + 1, (size_t)(end - text - 1));
        enum err err = add_command(template, command, info);
        free(command);
        if (err != ERR_OK)
            return err;
        text = end + 1;
    }
    return match_ranges(template, info);
}

enum err template_parse(const char *text, struct template **out, struct err_info *info)
{
    struct template *template = xcalloc(1, sizeof(*template));
    enum err err = read_parts(template, text, info);
    if (err == ERR_OK)
        *out = template;
    else
        template_free(template);
    return err;
}

static void add_value(struct str *out, const cJSON *value)
{
    if (cJSON_IsString(value))
        str_add(out, value->valuestring);
    else
        print_json_line(out, value);
}

static void write_path(const struct part *part, const cJSON *object, struct str *out)
{
    struct jsonpath_values values = {0};
    jsonpath_find(part->path, object, &values);
    for (size_t i = 0; i < values.list.len; i++) {
        str_add(out, i ? " " : "");
        add_value(out, values.list.data[i]);
    }
    free(values.list.data);
}

static void write_parts(const struct template *template, size_t from, size_t end, const cJSON *object,
                        struct str *out)
{
    for (size_t i = from; i < end; i++) {
        const struct part *part = &template->parts.data[i];
        if (part->kind == PART_TEXT) {
            str_add(out, part->text);
        } else if (part->kind == PART_PATH) {
            write_path(part, object, out);
        } else if (part->kind == PART_RANGE) {
            struct jsonpath_values values = {0};
            jsonpath_find(part->path, object, &values);
            for (size_t v = 0; v < values.list.len; v++)
                write_parts(template, i + 1, part->end, values.list.data[v], out);
            free(values.list.data);
            i = part->end;
        }
    }
}

void template_write(const struct template *template, const cJSON *object, struct str *out)
{
    write_parts(template, 0, template->parts.len, object, out);
}
