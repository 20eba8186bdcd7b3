/* What describe's parts write with. */
#include "api-client/describe_text.h"
#include "api-client/json_sort.h"
#include "base/utf8.h"
#include "base/xmalloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void describe_text_init(struct describe_text *w, struct str *out)
{
    memset(w, 0, sizeof(*w));
    w->out = out;
}

void describe_text_break(struct describe_text *w)
{
    tabwriter_flush(&w->tabs, w->out);
}

void describe_text_fini(struct describe_text *w)
{
    describe_text_break(w);
    tabwriter_fini(&w->tabs);
    str_fini(&w->line);
}

static void write_escaped(struct describe_text *w, const char *text)
{
    while (*text) {
        size_t plain = strcspn(text, "\033\r");
        tabwriter_write(&w->tabs, text, plain);
        text += plain;
        if (*text)
            tabwriter_write(&w->tabs, *text++ == '\r' ? "\\r" : "^[", 2);
    }
}

void describe_add(struct describe_text *w, int level, const char *format, ...)
{
    va_list args;
    str_clear(&w->line);
    str_add_repeat(&w->line, ' ', 2 * (size_t)(level + w->nested));
    va_start(args, format);
    str_addv(&w->line, format, args);
    va_end(args);
    write_escaped(w, str_text(&w->line));
}

void describe_add_lines(struct describe_text *w, int level, const char *first, const char *rest,
                        const char *text)
{
    const char *before = first;
    for (;;) {
        size_t len = strcspn(text, "\n");
        describe_add(w, level, "%s%.*s\n", before, (int)len, text);
        if (!text[len])
            return;
        text += len + 1;
        before = rest;
    }
}

static void add_none(struct describe_text *w)
{
    describe_add(w, 0, "<none>\n");
}

void describe_add_labels(struct describe_text *w, const char *title, const cJSON *labels)
{
    describe_add(w, 0, "%s:\t", title);
    const cJSON **members = json_sorted_members(labels, json_by_name);
    for (size_t i = 0; members[i]; i++) {
        if (i) {
            describe_add(w, 0, "%s", "");
            describe_add(w, 0, "\t");
        }
        describe_add(w, 0, "%s=%s\n", members[i]->string, describe_string(members[i]));
    }
    if (!members[0])
        add_none(w);
    free(members);
}

void describe_add_cut(struct describe_text *w, int level, const char *text, size_t max)
{
    if (strlen(text) > max)
        describe_add(w, level, "%.*s...\n", (int)max, text);
    else
        describe_add(w, level, "%s\n", text);
}

/* A value of several lines, or too long for one, below its name. */
static void add_annotation_below(struct describe_text *w, const char *name, char *value)
{
    describe_add(w, 0, "%s:\n", name);
    for (char *line; (line = strsep(&value, "\n"));) {
        bool cut = strlen(line) > DESCRIBE_VALUE_MAX - 2;
        describe_add(w, 0, "\t  %.*s%s\n", cut ? DESCRIBE_VALUE_MAX - 2 : (int)strlen(line), line,
                     cut ? "..." : "");
    }
}

static void add_annotation(struct describe_text *w, const cJSON *annotation)
{
    const char *name = annotation->string;
    char *value = xstrdup(describe_string(annotation));
    size_t len = strlen(value);
    if (len && value[len - 1] == '\n')
        value[--len] = '\0';
    if (len + strlen(name) + 2 > DESCRIBE_VALUE_MAX || strchr(value, '\n'))
        add_annotation_below(w, name, value);
    else
        describe_add(w, 0, "%s: %s\n", name, value);
    free(value);
}

void describe_add_annotations(struct describe_text *w, const char *title, const cJSON *annotations)
{
    bool any = false;
    const cJSON **members = json_sorted_members(annotations, json_by_name);
    describe_add(w, 0, "%s:\t", title);
    for (size_t i = 0; members[i]; i++) {
        if (str_equal(members[i]->string, "kubectl.kubernetes.io/last-applied-configuration"))
            continue;
        if (any)
            describe_add(w, 0, "\t");
        add_annotation(w, members[i]);
        any = true;
    }
    if (!any)
        add_none(w);
    free(members);
}

const cJSON *describe_object(const cJSON *parent, const char *name)
{
    const cJSON *item = json_get(parent, name);
    return cJSON_IsObject(item) ? item : NULL;
}

const char *describe_string(const cJSON *item)
{
    const char *text = cJSON_GetStringValue(item);
    return text ? text : "";
}

const char *describe_scalar(char buf[DESCRIBE_NUMBER], const cJSON *item)
{
    if (!cJSON_IsNumber(item))
        return describe_string(item);
    snprintf(buf, DESCRIBE_NUMBER, "%.15g", item->valuedouble);
    return buf;
}

void describe_go_list(struct str *out, const cJSON *array)
{
    const char *before = "[";
    char buf[DESCRIBE_NUMBER];
    json_each_element(item, array)
    {
        str_addf(out, "%s%s", before, describe_scalar(buf, item));
        before = " ";
    }
    str_add(out, *before == '[' ? "[]" : "]");
}

void describe_go_map(struct str *out, const cJSON *object)
{
    char buf[DESCRIBE_NUMBER];
    const cJSON **members = json_sorted_members(object, json_by_name);
    str_add(out, "map[");
    for (size_t i = 0; members[i]; i++)
        str_addf(out, "%s%s:%s", i ? " " : "", members[i]->string, describe_scalar(buf, members[i]));
    str_add(out, "]");
    free(members);
}

static void quote_control(struct str *out, uint32_t cp)
{
    static const char letters[] = "abtnvfr"; /* from U+0007 on */
    if (cp >= 7 && cp <= 13)
        str_addf(out, "\\%c", letters[cp - 7]);
    else if (cp < 0x80)
        str_addf(out, "\\x%02x", (unsigned)cp);
    else
        str_addf(out, "\\u%04x", (unsigned)cp);
}

void describe_go_quote(struct str *out, const char *text)
{
    size_t left = strlen(text);
    str_add_char(out, '"');
    while (left) {
        uint32_t cp;
        size_t took = utf8_decode(text, left, &cp);
        if (cp == UTF8_BAD && took == 1)
            str_addf(out, "\\x%02x", (unsigned)(unsigned char)*text);
        else if (cp < ' ' || (cp >= 0x7F && cp < 0xA1) || cp == 0xAD)
            quote_control(out, cp);
        else
            str_addf(out, "%s%.*s", cp == '"' || cp == '\\' ? "\\" : "", (int)took, text);
        text += took;
        left -= took;
    }
    str_add_char(out, '"');
}

char *describe_time(char buf[TIME_TEXT], const cJSON *parent, const char *path)
{
    int64_t when = json_time(parent, path);
    if (when == TIME_NONE)
        snprintf(buf, TIME_TEXT, "Mon, 01 Jan 0001 00:00:00 +0000");
    else
        time_format_describe(buf, when);
    return buf;
}
