/* Themes: reading a file of roles. */
#include "themes/theme.h"

#include "base/str.h"
#include "base/xmalloc.h"
#include "themes/shipped.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

enum { FILE_MAX = 64 * 1024 };

static const struct {
    const char *name;
    enum theme_role fallback;
} roles[THEME_ROLE_COUNT] = {
#define X(id, name, fallback, meaning) [ROLE_##id] = {name, ROLE_##fallback},
    THEME_ROLES(X)
#undef X
};

const char *theme_shipped(int i)
{
    return shipped_themes[i].name;
}

void theme_fini(struct theme *theme)
{
    free(theme->name);
    theme->name = NULL;
}

/* One word of a style: a colour's name or number, or an attribute. */

static bool parse_colour(const char *word, short *colour)
{
    static const char *const names[] = {"black", "red",     "green", "yellow",
                                        "blue",  "magenta", "cyan",  "white"};
    char *end;
    if (strcmp(word, "default") == 0) {
        *colour = THEME_DEFAULT;
        return true;
    }
    bool bright = str_starts(word, "bright-");
    for (short i = 0; i < 8; i++)
        if (strcmp(word + (bright ? strlen("bright-") : 0), names[i]) == 0) {
            *colour = (short)(i + (bright ? 8 : 0));
            return true;
        }
    long number = strtol(word, &end, 10);
    if (end == word || *end || number < 0 || number > 255)
        return false;
    *colour = (short)number;
    return true;
}

static unsigned parse_attribute(const char *word)
{
    static const struct {
        const char *name;
        unsigned bit;
    } attributes[] = {
        {"bold", THEME_BOLD}, {"dim", THEME_DIM}, {"underline", THEME_UNDERLINE}, {"reverse", THEME_REVERSE}};
    for (size_t i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++)
        if (strcmp(word, attributes[i].name) == 0)
            return attributes[i].bit;
    return 0;
}

/* "foreground background attributes..."; on failure *bad is the word that is neither. */
static bool parse_style(char *text, struct theme_style *style, const char **bad)
{
    int colours = 0;
    *style = (struct theme_style){THEME_DEFAULT, THEME_DEFAULT, 0};
    for (char *save, *word = strtok_r(text, " ", &save); word; word = strtok_r(NULL, " ", &save)) {
        unsigned attribute = parse_attribute(word);
        short colour;
        if (attribute) {
            style->attributes |= attribute;
        } else if (colours < 2 && parse_colour(word, &colour)) {
            *(colours++ ? &style->bg : &style->fg) = colour;
        } else {
            *bad = word;
            return false;
        }
    }
    return true;
}

static int role_by_name(const char *name)
{
    for (int i = 0; i < THEME_ROLE_COUNT; i++)
        if (strcmp(roles[i].name, name) == 0)
            return i;
    return -1;
}

/* The file: a mapping of role to style. */

struct reading {
    const char *where;
    struct theme *theme;
    bool set[THEME_ROLE_COUNT];
    struct err_info *info;
};

static enum err read_pair(struct reading *r, const yaml_node_t *key, const yaml_node_t *value)
{
    size_t line = key->start_mark.line + 1;
    const char *bad = "";
    if (key->type != YAML_SCALAR_NODE || value->type != YAML_SCALAR_NODE)
        return err_set(r->info, ERR_CONFIG, "%s, line %zu: wanted \"role: foreground background attributes\"",
                       r->where, line);
    const char *name = (const char *)key->data.scalar.value;
    int role = role_by_name(name);
    if (role < 0)
        return err_set(r->info, ERR_CONFIG, "%s, line %zu: there is no role \"%.40s\"", r->where, line, name);
    char *text = xstrdup((const char *)value->data.scalar.value);
    enum err err = ERR_OK;
    if (!parse_style(text, &r->theme->styles[role], &bad))
        err = err_set(r->info, ERR_CONFIG,
                      "%s, line %zu: \"%.40s\" is no colour (a name, default, 0-255) and no attribute (bold "
                      "dim underline reverse)",
                      r->where, line, bad);
    r->set[role] = true;
    free(text);
    return err;
}

static enum err read_document(struct reading *r, yaml_document_t *document)
{
    yaml_node_t *root = yaml_document_get_root_node(document);
    if (!root || root->type != YAML_MAPPING_NODE)
        return err_set(r->info, ERR_CONFIG, "%s: a theme is a list of lines \"role: colours\"", r->where);
    for (yaml_node_pair_t *p = root->data.mapping.pairs.start; p < root->data.mapping.pairs.top; p++) {
        enum err err = read_pair(r, yaml_document_get_node(document, p->key),
                                 yaml_document_get_node(document, p->value));
        if (err != ERR_OK)
            return err;
    }
    return ERR_OK;
}

/* A role that the file leaves out is drawn as the one it falls back to; chains of them end at "text". Where a
 * role says "default", the colours of "text" stand: a theme with a ground of its own has it everywhere. */
static void fill_in(struct reading *r)
{
    for (int i = 0; i < THEME_ROLE_COUNT; i++) {
        int from = i;
        for (int steps = 0; !r->set[from] && steps < THEME_ROLE_COUNT; steps++)
            from = (int)roles[from].fallback;
        r->theme->styles[i] =
            r->set[from] ? r->theme->styles[from] : (struct theme_style){THEME_DEFAULT, THEME_DEFAULT, 0};
    }
    for (int i = 0; i < THEME_ROLE_COUNT; i++) {
        struct theme_style *style = &r->theme->styles[i], text = r->theme->styles[ROLE_TEXT];
        style->fg = style->fg == THEME_DEFAULT ? text.fg : style->fg;
        style->bg = style->bg == THEME_DEFAULT ? text.bg : style->bg;
    }
}

enum err theme_parse(const char *text, size_t len, const char *where, struct theme *theme,
                     struct err_info *info)
{
    struct reading r = {.where = where, .theme = theme, .info = info};
    yaml_parser_t parser;
    yaml_document_t document;
    enum err err;
    *theme = (struct theme){0};
    if (!yaml_parser_initialize(&parser))
        return err_set(info, ERR_SYSTEM, "%s: no memory for reading it", where);
    yaml_parser_set_input_string(&parser, (const unsigned char *)text, len);
    if (yaml_parser_load(&parser, &document)) {
        err = read_document(&r, &document);
        yaml_document_delete(&document);
    } else {
        err = err_set(info, ERR_CONFIG, "%s, line %zu: %s", where, parser.problem_mark.line + 1,
                      parser.problem ? parser.problem : "not YAML");
    }
    yaml_parser_delete(&parser);
    fill_in(&r);
    theme->name = xstrdup(where);
    if (err != ERR_OK)
        theme_fini(theme);
    return err;
}

void theme_monochrome(struct theme *theme)
{
    const struct shipped_theme *s = shipped_themes;
    while (s->name && strcmp(s->name, "monochrome") != 0)
        s++;
    theme_parse(s->begin, (size_t)(s->end - s->begin), s->name, theme, NULL);
}

/* $XDG_CONFIG_HOME/podprobe/themes/NAME.yaml; a name with a slash is a path. The caller frees. */
static char *path_of(const char *name)
{
    const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    if (strchr(name, '/'))
        return xstrdup(name);
    if (config && *config)
        return xasprintf("%s/podprobe/themes/%s.yaml", config, name);
    return xasprintf("%s/.config/podprobe/themes/%s.yaml", home ? home : "", name);
}

static enum err load_file(const char *path, struct theme *theme, struct err_info *info)
{
    char *text = xmalloc(FILE_MAX);
    FILE *file = fopen(path, "re");
    if (!file) {
        free(text);
        return err_set(info, ERR_CONFIG,
                       "theme file %s: %s; shipped are dark, light, high-contrast, colour-blind, monochrome",
                       path, strerror(errno));
    }
    size_t len = fread(text, 1, FILE_MAX, file);
    enum err err = len == FILE_MAX ? err_set(info, ERR_CONFIG, "theme file %s: too big", path)
                                   : theme_parse(text, len, path, theme, info);
    fclose(file);
    free(text);
    return err;
}

enum err theme_load(const char *name, struct theme *theme, struct err_info *info)
{
    for (const struct shipped_theme *s = shipped_themes; s->name; s++)
        if (strcmp(s->name, name) == 0)
            return theme_parse(s->begin, (size_t)(s->end - s->begin), s->name, theme, info);
    char *path = path_of(name);
    enum err err = load_file(path, theme, info);
    free(path);
    return err;
}
