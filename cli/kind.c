/* The kinds that are known without asking, and the words and paths of any. */
#include "cli/kind.h"

#include "cli/kind_discover.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static const struct kind known[] = {
    {"pods", "pod", "po", "Pod", "", "v1", true, true},
    {"events", "event", "ev", "Event", "", "v1", true, true},
    {"nodes", "node", "no", "Node", "", "v1", false, true},
    {"namespaces", "namespace", "ns", "Namespace", "", "v1", false, true},
};

/* Is the word one of the names in the list "a,b"? */
static bool in_list(const char *list, const char *word, size_t len)
{
    for (; *list; list += strcspn(list, ","), list += *list == ',')
        if (strcspn(list, ",") == len && strncasecmp(list, word, len) == 0)
            return true;
    return false;
}

static bool same(const char *name, const char *word, size_t len)
{
    return strlen(name) == len && strncasecmp(name, word, len) == 0;
}

/* "pods", "pods.v1.", "deployments.apps", "deployments.v1.apps" */
static bool kind_is(const struct kind *kind, const char *word)
{
    size_t len = strcspn(word, ".");
    const char *rest = word + len;
    if (!same(kind->plural, word, len) && !same(kind->singular, word, len) && !same(kind->kind, word, len) &&
        !in_list(kind->shorts, word, len))
        return false;
    if (!*rest || str_equal(rest + 1, kind->group))
        return true;
    size_t version = strcspn(++rest, ".");
    return same(kind->version, rest, version) && rest[version] == '.' &&
           str_equal(rest + version + 1, kind->group);
}

const struct kind *kind_known(const char *word)
{
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (kind_is(&known[i], word))
            return &known[i];
    return NULL;
}

const struct kind *kind_among(const struct kind *list, size_t len, const char *word)
{
    for (size_t i = 0; i < len; i++)
        if (kind_is(&list[i], word))
            return &list[i];
    return NULL;
}

void kind_add_path(struct str *path, const struct kind *kind, const char *namespace_, const char *name)
{
    if (*kind->group)
        str_addf(path, "/apis/%s/%s", kind->group, kind->version);
    else
        str_addf(path, "/api/%s", kind->version);
    if (kind->namespaced && namespace_) {
        str_add(path, "/namespaces/");
        url_add_escaped(path, namespace_);
    }
    str_addf(path, "/%s", kind->plural);
    if (name) {
        str_add_char(path, '/');
        url_add_escaped(path, name);
    }
}

void kind_add_word(struct str *out, const struct kind *kind)
{
    for (const char *c = kind->kind; *c; c++)
        str_add_char(out, (char)tolower((unsigned char)*c));
    if (*kind->group)
        str_addf(out, ".%s", kind->group);
}
