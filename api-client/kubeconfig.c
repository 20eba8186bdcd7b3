/* Which kubeconfig files are read, and the contexts they offer. */
#include "api-client/kubeconfig.h"

#include "api-client/kubeconfig_account.h"
#include "api-client/kubeconfig_merge.h"
#include "base/xmalloc.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* All files of one load together; one kubeconfig is a few hundred KiB at most. */
#define TREE_CAP ((size_t)96 * 1024 * 1024)

/* A node's own, first readable one first (kubeadm, k3s, the kubelet itself). */
static const char *const node_files[] = {"/etc/kubernetes/admin.conf", "/etc/rancher/k3s/k3s.yaml",
                                         "/etc/kubernetes/kubelet.conf"};

static const char *home_folder(void)
{
    const char *home = getenv("HOME");
    if (home && home[0])
        return home;
    const struct passwd *entry = getpwuid(getuid());
    return entry ? entry->pw_dir : "";
}

struct kubeconfig_places kubeconfig_places(void)
{
    return (struct kubeconfig_places){
        .root = "",
        .home = home_folder(),
        .list = getenv("KUBECONFIG"),
        .service_host = getenv("KUBERNETES_SERVICE_HOST"),
        .service_port = getenv("KUBERNETES_SERVICE_PORT"),
        .pod_namespace = getenv("POD_NAMESPACE"),
        .master = getenv("KUBERNETES_MASTER"),
    };
}

/* The members of struct kubeconfig_places, to copy and free them alike. */
static const size_t place_offsets[] = {
    offsetof(struct kubeconfig_places, root),         offsetof(struct kubeconfig_places, home),
    offsetof(struct kubeconfig_places, list),         offsetof(struct kubeconfig_places, service_host),
    offsetof(struct kubeconfig_places, service_port), offsetof(struct kubeconfig_places, pod_namespace),
    offsetof(struct kubeconfig_places, master),
};
enum { PLACES = sizeof(place_offsets) / sizeof(place_offsets[0]) };

static void copy_places(struct kubeconfig_places *to, const struct kubeconfig_places *from)
{
    for (int i = 0; i < PLACES; i++) {
        const char *text = *(const char *const *)((const char *)from + place_offsets[i]);
        *(char **)((char *)to + place_offsets[i]) = xstrdup(text ? text : "");
    }
}

static void free_places(struct kubeconfig_places *places)
{
    for (int i = 0; i < PLACES; i++)
        free(*(char **)((char *)places + place_offsets[i]));
}

static struct kubeconfig *new_config(const struct kubeconfig_places *places)
{
    struct kubeconfig *config = xcalloc(1, sizeof(*config));
    arena_init(&config->arena, TREE_CAP);
    copy_places(&config->places, places);
    config->current = "";
    return config;
}

static void free_files(struct kubeconfig_file *file)
{
    while (file) {
        struct kubeconfig_file *next = file->next;
        free(file->path);
        free(file->shown);
        free(file->dir);
        free(file);
        file = next;
    }
}

void kubeconfig_free(struct kubeconfig *config)
{
    if (!config)
        return;
    free_files(config->files);
    for (int i = 0; i < SECTION_COUNT; i++)
        free(config->sections[i].data);
    str_fini(&config->problem);
    str_fini(&config->looked);
    free_places(&config->places);
    arena_fini(&config->arena);
    free(config);
}

static bool says_something(const struct kubeconfig *config)
{
    for (int i = 0; i < SECTION_COUNT; i++)
        if (config->sections[i].len)
            return true;
    return config->current[0] || config->problem.len;
}

/* The same file twice in the list would make every name in it a duplicate. */
static bool was_read(const struct kubeconfig *config, const char *path)
{
    for (const struct kubeconfig_file *file = config->files; file; file = file->next)
        if (str_equal(file->path, path))
            return true;
    return false;
}

static void load_list(struct kubeconfig *config, const char *list)
{
    char *paths = xstrdup(list), *rest = paths, *path;
    while ((path = strsep(&rest, ":")))
        if (path[0] && !was_read(config, path))
            kubeconfig_merge_file(config, path);
    free(paths);
}

static void load_home(struct kubeconfig *config)
{
    if (!config->places.home[0])
        return;
    char *path = xasprintf("%s/.kube/config", config->places.home);
    kubeconfig_merge_file(config, path);
    free(path);
}

/* One that is there and cannot be read is the user's news, not a failure: other ways may lead further. */
static void load_node_files(struct kubeconfig *config)
{
    for (size_t i = 0; i < sizeof(node_files) / sizeof(node_files[0]) && !says_something(config); i++) {
        char *path = xasprintf("%s%s", config->places.root, node_files[i]);
        if (access(path, R_OK) == 0)
            kubeconfig_merge_file(config, path);
        else if (access(path, F_OK) == 0)
            str_addf(&config->looked, "%s%s is there but may not be read (try sudo)",
                     config->looked.len ? ", " : "", path);
        free(path);
    }
}

static enum err load_named(struct kubeconfig *config, const char *path, struct err_info *info)
{
    if (kubeconfig_merge_file(config, path) == ERR_NOT_FOUND)
        return err_set(info, ERR_CONFIG, "%s does not exist: give another file with --kubeconfig", path);
    return ERR_OK;
}

enum err kubeconfig_load_from(const struct connect_flags *flags, const struct kubeconfig_places *places,
                              struct kubeconfig **out, struct err_info *info)
{
    struct kubeconfig *config = new_config(places);
    const char *named = flags && flags->kubeconfig ? flags->kubeconfig : "";
    bool server = flags && flags->server && flags->server[0];
    enum err err = ERR_OK;
    *out = NULL;
    if (named[0])
        err = load_named(config, named, info);
    else if (config->places.list[0])
        load_list(config, config->places.list);
    else
        load_home(config);
    if (err) {
        kubeconfig_free(config);
        return err;
    }
    if (!named[0] && !server && !says_something(config) && !service_account_here(&config->places))
        load_node_files(config);
    kubeconfig_merge_end(config);
    *out = config;
    return ERR_OK;
}

enum err kubeconfig_load(const struct connect_flags *flags, struct kubeconfig **out, struct err_info *info)
{
    struct kubeconfig_places places = kubeconfig_places();
    return kubeconfig_load_from(flags, &places, out, info);
}

const char *kubeconfig_problem(const struct kubeconfig *config)
{
    return str_text(&config->problem);
}

const char *kubeconfig_current(const struct kubeconfig *config)
{
    return config->current;
}

size_t kubeconfig_context_count(const struct kubeconfig *config)
{
    return config->sections[SECTION_CONTEXTS].len;
}

static const char *text_or_empty(const struct conf_node *body, const char *key)
{
    const char *text = conf_text(body, key);
    return text ? text : "";
}

struct kubeconfig_context kubeconfig_context(const struct kubeconfig *config, size_t i)
{
    if (i >= config->sections[SECTION_CONTEXTS].len)
        return (struct kubeconfig_context){"", "", "", "", false};
    const struct kubeconfig_entry *entry = &config->sections[SECTION_CONTEXTS].data[i];
    return (struct kubeconfig_context){
        .name = entry->name,
        .cluster = text_or_empty(entry->body, "cluster"),
        .user = text_or_empty(entry->body, "user"),
        .namespace_ = text_or_empty(entry->body, "namespace"),
        .current = str_equal(entry->name, config->current),
    };
}
