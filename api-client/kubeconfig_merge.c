/* What the kubeconfig files say together (client-go clientcmd: the first file to name something wins). */
#include "api-client/kubeconfig_merge.h"

#include "api-client/kubeconfig_file.h"
#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

#define FILE_CAP ((size_t)16 * 1024 * 1024)

static const struct {
    const char *list, *word;
} sections[SECTION_COUNT] = {
    [SECTION_CLUSTERS] = {"clusters", "cluster"},
    [SECTION_CONTEXTS] = {"contexts", "context"},
    [SECTION_USERS] = {"users", "user"},
};

const char *kubeconfig_section_word(enum conf_section section)
{
    return sections[section].word;
}

static enum err problem(struct kubeconfig *config, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static enum err problem(struct kubeconfig *config, const char *format, ...)
{
    enum { PROBLEM_MAX = 4096 };
    if (config->problem.len > PROBLEM_MAX)
        return ERR_CONFIG;
    if (config->problem.len)
        str_add(&config->problem, "; ");
    va_list args;
    va_start(args, format);
    str_addv(&config->problem, format, args);
    va_end(args);
    return ERR_CONFIG;
}

static void merge_entry(struct kubeconfig *config, const struct kubeconfig_file *file,
                        enum conf_section section, const struct conf_node *item)
{
    const char *word = sections[section].word;
    const char *name = conf_text(item, "name");
    if (!name) {
        problem(config, "%s line %d: a %s without a name", file->shown, item->line, word);
        return;
    }
    const struct conf_node *body = conf_get(item, word);
    if (body && body->type != CONF_MAP) {
        problem(config, "%s line %d: \"%s\" of %s holds no fields", file->shown, body->line, word, name);
        body = NULL;
    }
    *vec_push(&config->sections[section]) = (struct kubeconfig_entry){
        .name = name,
        .body = body,
        .file = file,
        .line = item->line,
        .order = config->sections[section].len,
    };
}

static void merge_section(struct kubeconfig *config, const struct kubeconfig_file *file,
                          enum conf_section section, const struct conf_node *root)
{
    const struct conf_node *list = conf_get(root, sections[section].list);
    if (list && list->type != CONF_LIST) {
        problem(config, "%s line %d: \"%s\" is not a list (each %s starts with \"- name:\")", file->shown,
                list->line, sections[section].list, sections[section].word);
        return;
    }
    conf_each(item, list) merge_entry(config, file, section, item);
}

static void merge_current(struct kubeconfig *config, const struct kubeconfig_file *file,
                          const struct conf_node *root)
{
    const char *current = conf_text(root, "current-context");
    if (!current || config->current[0])
        return;
    config->current = current;
    config->current_file = file;
    config->current_line = conf_get(root, "current-context")->line;
}

static enum err merge_root(struct kubeconfig *config, const struct kubeconfig_file *file,
                           const struct conf_node *root)
{
    if (root->type != CONF_MAP)
        return problem(config, "%s is no kubeconfig: it should begin with \"apiVersion: v1\"", file->shown);
    const char *kind = conf_text(root, "kind");
    if (kind && !str_equal(kind, "Config"))
        return problem(config, "%s line %d: this is a %s, not a kubeconfig (kind: Config)", file->shown,
                       conf_get(root, "kind")->line, kind);
    for (int section = 0; section < SECTION_COUNT; section++)
        merge_section(config, file, (enum conf_section)section, root);
    merge_current(config, file, root);
    return ERR_OK;
}

static struct kubeconfig_file *add_file(struct kubeconfig *config, const char *path)
{
    struct kubeconfig_file *file = xcalloc(1, sizeof(*file));
    file->path = xstrdup(path);
    file->shown = config_path_shown(path, config->places.home);
    file->dir = config_path_dir(path);
    struct kubeconfig_file **last = &config->files;
    while (*last)
        last = &(*last)->next;
    *last = file;
    return file;
}

static void say_looked(struct kubeconfig *config, const char *shown, const char *words)
{
    str_addf(&config->looked, "%s%s %s", config->looked.len ? ", " : "", shown, words);
}

enum err kubeconfig_merge_file(struct kubeconfig *config, const char *path)
{
    struct str text = {0};
    struct err_info info;
    struct conf_node *root = NULL;
    struct kubeconfig_file *file = add_file(config, path);
    enum err err = config_file_read(path, FILE_CAP, &text, &info);
    if (err == ERR_NOT_FOUND) {
        say_looked(config, file->shown, "does not exist");
        goto out;
    }
    if (err) {
        err = problem(config, "%s cannot be read: %s", file->shown, info.text);
        goto out;
    }
    err = conf_parse(&config->arena, str_text(&text), text.len, &root, &info);
    if (err)
        err = problem(config, "%s cannot be understood, %s", file->shown, info.text);
    else if (root)
        err = merge_root(config, file, root);
    else
        say_looked(config, file->shown, "is empty");
out:
    str_fini(&text);
    return err;
}

static int by_name(const void *a, const void *b)
{
    const struct kubeconfig_entry *x = a, *y = b;
    int order = strcmp(x->name, y->name);
    return order ? order : (x->order > y->order) - (x->order < y->order);
}

/* The same name twice in one file is an error to kubectl; here only that name cannot be used. */
static void note_duplicate(struct kubeconfig *config, enum conf_section section,
                           struct kubeconfig_entry *kept, const struct kubeconfig_entry *other)
{
    if (kept->file != other->file || kept->again_line)
        return;
    kept->again_line = other->line;
    problem(config, "%s: the %s \"%s\" is there twice, in line %d and in line %d", kept->file->shown,
            sections[section].word, kept->name, kept->line, other->line);
}

static void end_section(struct kubeconfig *config, enum conf_section section)
{
    struct kubeconfig_entry *entries = config->sections[section].data;
    size_t len = config->sections[section].len, kept = 0;
    if (len)
        qsort(entries, len, sizeof(*entries), by_name);
    for (size_t i = 0; i < len; i++)
        if (kept && str_equal(entries[kept - 1].name, entries[i].name))
            note_duplicate(config, section, &entries[kept - 1], &entries[i]);
        else
            entries[kept++] = entries[i];
    config->sections[section].len = kept;
}

void kubeconfig_merge_end(struct kubeconfig *config)
{
    for (int section = 0; section < SECTION_COUNT; section++)
        end_section(config, (enum conf_section)section);
}

static int name_order(const void *name, const void *entry)
{
    return strcmp(name, ((const struct kubeconfig_entry *)entry)->name);
}

const struct kubeconfig_entry *kubeconfig_find(const struct kubeconfig *config, enum conf_section section,
                                               const char *name)
{
    if (!config->sections[section].len)
        return NULL;
    return bsearch(name, config->sections[section].data, config->sections[section].len,
                   sizeof(struct kubeconfig_entry), name_order);
}
