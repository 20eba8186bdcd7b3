/* The words of get: KIND [NAME...], KIND,KIND, KIND/NAME..., with kubectl's complaints. */
#include "cli/complain.h"
#include "cli/get.h"

#include "base/xmalloc.h"

#include <string.h>

static const char *keep(struct get *get, const char *text, size_t len)
{
    char *piece = xstrndup(text, len);
    *vec_push(&get->pieces) = piece;
    return piece;
}

static void add_target(struct get *get, const struct kind *kind, const char *name)
{
    *vec_push(&get->targets) = (struct get_target){.kind = *kind, .name = name};
}

/* "pod/web" */
static int add_pair(struct get *get, const char *word)
{
    const char *slash = strchr(word, '/');
    struct kind kind;
    if (slash && strchr(slash + 1, '/'))
        return complain("arguments in resource/name form may not have more than one slash");
    if (!slash || slash == word || !slash[1] || memchr(word, ',', (size_t)(slash - word)))
        return complain("arguments in resource/name form must have a single resource and name");
    if (kinds_find(&get->kinds, keep(get, word, (size_t)(slash - word)), &kind))
        return 1;
    add_target(get, &kind, slash + 1);
    return 0;
}

static int add_kind(struct get *get, const char *word)
{
    struct kind kind;
    if (kinds_find(&get->kinds, word, &kind))
        return 1;
    if (args_count(get->args) == 1)
        add_target(get, &kind, NULL);
    for (size_t i = 1; i < args_count(get->args); i++)
        add_target(get, &kind, args_word(get->args, i));
    return 0;
}

static int add_all(struct get *get)
{
    if (kinds_all(&get->kinds))
        return 1;
    for (size_t i = 0; i < get->kinds.all.len; i++)
        add_target(get, &get->kinds.all.data[i], NULL);
    return 0;
}

/* "pods,nodes" */
static int add_kinds(struct get *get, const char *list)
{
    for (;;) {
        size_t len = strcspn(list, ",");
        const char *word = keep(get, list, len);
        bool all = str_equal(word, "all") && args_count(get->args) == 1;
        if (all ? add_all(get) : add_kind(get, word))
            return 1;
        if (!list[len])
            return 0;
        list += len + 1;
    }
}

static size_t count_pairs(const struct args *args)
{
    size_t pairs = 0;
    for (size_t i = 0; i < args_count(args); i++)
        pairs += strchr(args_word(args, i), '/') != NULL;
    return pairs;
}

static int add_words(struct get *get, size_t pairs)
{
    const struct args *args = get->args;
    if (!pairs)
        return add_kinds(get, args_word(args, 0));
    for (size_t i = 0; i < args_count(args); i++)
        if (add_pair(get, args_word(args, i)))
            return 1;
    return 0;
}

/* What kubectl refuses once it knows the kinds. */
static int check_names(const struct get *get)
{
    for (size_t i = 0; i < get->targets.len; i++) {
        const struct get_target *target = &get->targets.data[i];
        if (!target->name)
            continue;
        if (!*target->name)
            return complain("resource name may not be empty");
        if (get->selector || get->field_selector)
            return complain("name cannot be provided when a selector is specified");
        if (get->all_namespaces)
            return complain("a resource cannot be retrieved by name across all namespaces");
    }
    return 0;
}

int get_words(struct get *get)
{
    size_t count = args_count(get->args), pairs = count_pairs(get->args);
    if (!count) {
        complain("Required resource not specified: say which kind, for example 'podprobe get pods'.");
        fputs("See 'podprobe get -h' for help and examples\n", stderr);
        return 1;
    }
    if (pairs && pairs < count)
        return complain("there is no need to specify a resource type as a separate argument when passing "
                        "arguments in resource/name form (e.g. 'podprobe get resource/<resource_name>' "
                        "instead of 'podprobe get resource resource/<resource_name>'");
    return add_words(get, pairs) || check_names(get);
}
