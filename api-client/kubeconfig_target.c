/* From a context's name to a target: which entries count, and what the flags change (client-go
 * clientcmd.DirectClientConfig). */
#include "api-client/kubeconfig_account.h"
#include "api-client/kubeconfig_build.h"
#include "base/time.h"
#include "base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

/* A few names of a section, as help for who mistyped one. */
static void add_names(struct str *out, const struct kubeconfig *config, enum conf_section section)
{
    enum { NAMES = 8 };
    size_t len = config->sections[section].len;
    for (size_t i = 0; i < len && i < NAMES; i++)
        str_addf(out, "%s%.64s", i ? ", " : "", config->sections[section].data[i].name);
    if (len > NAMES)
        str_addf(out, " and %zu more", len - NAMES);
}

/* The files that were read, for "is not in". */
static void add_files(struct str *out, const struct kubeconfig *config)
{
    enum { FILES = 3 };
    size_t count = 0;
    for (const struct kubeconfig_file *file = config->files; file; file = file->next)
        if (count++ < FILES)
            str_addf(out, "%s%.200s", count > 1 ? " or " : "", file->shown);
    if (count > FILES)
        str_addf(out, " or %zu more files", count - FILES);
}

/* What could not be read may be the very thing that is missed. */
static void say_problem(const struct target_build *b)
{
    if (b->config->problem.len)
        err_prefix(b->info, ERR_CONFIG, "%.400s; ", str_text(&b->config->problem));
}

static enum err not_there(const struct target_build *b, enum conf_section section, const char *name)
{
    const char *word = kubeconfig_section_word(section);
    struct str names = {0}, files = {0};
    add_names(&names, b->config, section);
    add_files(&files, b->config);
    err_set(b->info, ERR_CONFIG, "the %s \"%.200s\" is not in %s: %s%s", word, name,
            files.len ? str_text(&files) : "any kubeconfig", names.len ? "choose one of " : "there is none",
            str_text(&names));
    say_problem(b);
    str_fini(&names);
    str_fini(&files);
    return ERR_CONFIG;
}

static enum err find_entry(const struct target_build *b, enum conf_section section, const char *name,
                           const struct kubeconfig_entry **out)
{
    const struct kubeconfig_entry *entry = kubeconfig_find(b->config, section, name);
    const char *word = kubeconfig_section_word(section);
    if (!entry)
        return not_there(b, section, name);
    if (entry->again_line)
        return err_set(b->info, ERR_CONFIG,
                       "%s: the %s \"%s\" is there twice, in line %d and in line %d: remove one",
                       entry->file->shown, word, name, entry->line, entry->again_line);
    *out = entry;
    return ERR_OK;
}

static enum err pick_context(struct target_build *b, const char *wanted)
{
    const struct kubeconfig *config = b->config;
    const char *name = build_said(wanted) ? wanted : b->flags->context;
    if (build_said(name))
        return find_entry(b, SECTION_CONTEXTS, name, &b->context);
    if (!config->current[0])
        return ERR_OK;
    if (kubeconfig_find(config, SECTION_CONTEXTS, config->current))
        return find_entry(b, SECTION_CONTEXTS, config->current, &b->context);
    enum err err = not_there(b, SECTION_CONTEXTS, config->current);
    return err_prefix(b->info, err, "%s line %d, current-context: ", config->current_file->shown,
                      config->current_line);
}

/* The entry that a flag names, else the one that the context names in its field. */
static enum err pick_of_context(struct target_build *b, enum conf_section section, const char *flag,
                                const struct kubeconfig_entry **out)
{
    const char *field = kubeconfig_section_word(section);
    if (build_said(flag))
        return find_entry(b, section, flag, out);
    const char *name = b->context ? conf_text(b->context->body, field) : NULL;
    if (!name)
        return ERR_OK;
    /* --server says where to: the cluster's entry may then be missing. */
    if (section == SECTION_CLUSTERS && build_said(b->flags->server) &&
        !kubeconfig_find(b->config, section, name))
        return ERR_OK;
    enum err err = find_entry(b, section, name, out);
    if (err)
        err_prefix(b->info, err, "%s line %d, the context \"%.200s\": ", b->context->file->shown,
                   conf_get(b->context->body, field)->line, b->context->name);
    return err;
}

static enum err pick_entries(struct target_build *b, const char *wanted)
{
    enum err err = pick_context(b, wanted);
    if (!err)
        err = pick_of_context(b, SECTION_CLUSTERS, b->flags->cluster, &b->cluster);
    if (!err)
        err = pick_of_context(b, SECTION_USERS, b->flags->user, &b->user);
    return err;
}

static enum err no_context(const struct target_build *b)
{
    struct str names = {0}, files = {0};
    add_names(&names, b->config, SECTION_CONTEXTS);
    add_files(&files, b->config);
    err_set(b->info, ERR_CONFIG,
            "no context is chosen, there is no current-context in %s: give --context with one of %s",
            str_text(&files), str_text(&names));
    say_problem(b);
    str_fini(&names);
    str_fini(&files);
    return ERR_CONFIG;
}

/* Nothing names a server. kubectl would try localhost:8080 now and say that it was refused. */
static enum err no_server(const struct target_build *b)
{
    const struct kubeconfig *config = b->config;
    if (b->context)
        return build_refuse(b, b->context, "cluster", "it names no cluster");
    if (config->sections[SECTION_CONTEXTS].len)
        return no_context(b);
    if (config->problem.len)
        return err_set(b->info, ERR_CONFIG, "%.800s; correct that, or name another file with --kubeconfig",
                       str_text(&config->problem));
    return err_set(
        b->info, ERR_CONFIG,
        "no cluster is known here (%.600s): name a kubeconfig with --kubeconfig or $KUBECONFIG, or a "
        "server with --server",
        config->looked.len ? str_text(&config->looked) : "there is no home folder to look in");
}

/* The order of kubectl: the flag, the context, the pod's own, "default". */
static void build_namespace(const struct target_build *b)
{
    const char *name = b->flags->namespace_;
    if (!build_said(name))
        name = conf_text(build_body(b->context), "namespace");
    if (name)
        b->target->namespace_ = xstrdup(name);
    else if (service_account_here(&b->config->places))
        b->target->namespace_ = service_account_namespace(&b->config->places);
    if (!b->target->namespace_)
        b->target->namespace_ = xstrdup("default");
}

/* A bare number is seconds (client-go clientcmd.ParseTimeout). */
static enum err build_timeout(const struct target_build *b)
{
    const char *text = b->flags->request_timeout;
    if (!build_said(text))
        return ERR_OK;
    char *end;
    long long seconds = strtoll(text, &end, 10);
    int64_t ms = *end || seconds < 0 || seconds > INT32_MAX ? time_parse_duration(text) : seconds * 1000;
    if (ms < 0)
        return err_set(b->info, ERR_USAGE,
                       "--request-timeout \"%s\": write a number of seconds, or one with a unit (1s, 2m, 3h)",
                       text);
    b->target->request_timeout_ms = ms;
    return ERR_OK;
}

static void build_names(const struct target_build *b)
{
    struct target *target = b->target;
    const struct kubeconfig_entry *from = b->context ? b->context : b->cluster;
    target->context = xstrdup(b->context ? b->context->name : "");
    target->cluster = xstrdup(b->cluster ? b->cluster->name : "");
    target->user = xstrdup(b->user ? b->user->name : "");
    if (!target->source)
        target->source = xstrdup(from ? from->file->shown : "--server");
}

static enum err find_server(struct target_build *b, const char **server, bool *account)
{
    const struct kubeconfig_places *places = &b->config->places;
    *server = build_said(b->flags->server) ? b->flags->server : conf_text(build_body(b->cluster), "server");
    *account =
        !*server && !b->context && !b->cluster && !b->config->problem.len && service_account_here(places);
    if (*server || *account)
        return ERR_OK;
    if (b->cluster)
        return build_refuse(b, b->cluster, "server", "it names no server: write https://HOST:PORT");
    if (b->context || b->config->problem.len || !build_said(places->master))
        return no_server(b);
    *server = places->master;
    b->target->source = xstrdup("$KUBERNETES_MASTER");
    return ERR_OK;
}

static enum err build(struct target_build *b, const char *context)
{
    const char *server;
    bool account;
    enum err err = pick_entries(b, context);
    if (!err)
        err = find_server(b, &server, &account);
    if (!err)
        err = build_cluster(b);
    if (!err)
        err = build_user(b);
    if (!err)
        err =
            account ? service_account_fill(&b->config->places, b->target, b->info) : build_server(b, server);
    if (!err)
        err = build_plugin(b);
    if (!err)
        err = build_timeout(b);
    if (err)
        return err;
    build_names(b);
    build_namespace(b);
    /* Over plain http kubectl presents nothing: a token would be there for all to read. */
    if (!str_starts(b->target->server, "https://"))
        target_drop_credentials(b->target);
    return ERR_OK;
}

/* What the command line says of one cluster must not reach another: a --token least of all. */
static struct connect_flags flags_for(const struct kubeconfig *config, const struct connect_flags *flags,
                                      const char *context)
{
    struct connect_flags kept = {0};
    if (!flags)
        return kept;
    const char *start = build_said(flags->context) ? flags->context : config->current;
    if (!build_said(context) || str_equal(context, start))
        return *flags;
    kept.as = flags->as;
    kept.as_uid = flags->as_uid;
    kept.as_groups = flags->as_groups;
    kept.request_timeout = flags->request_timeout;
    kept.disable_compression = flags->disable_compression;
    return kept;
}

enum err kubeconfig_target(const struct kubeconfig *config, const struct connect_flags *flags,
                           const char *context, struct target **out, struct err_info *info)
{
    struct connect_flags kept = flags_for(config, flags, context);
    struct target_build b = {.config = config, .flags = &kept, .info = info};
    b.target = xcalloc(1, sizeof(*b.target));
    enum err err = build(&b, context);
    *out = err ? NULL : b.target;
    if (err)
        target_free(b.target);
    return err;
}
