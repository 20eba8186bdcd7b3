/* What the completions of all shells share. */
#include "cli/completion.h"

#include <string.h>

static const struct {
    const char *flag, *source;
} flag_sources[] = {
    {"context", "contexts"},         {"namespace", "namespaces"},
    {"kubeconfig", "files"},         {"certificate-authority", "files"},
    {"client-certificate", "files"}, {"client-key", "files"},
};

static const struct {
    const char *words, *source;
} verb_sources[] = {
    {"KIND", "objects"},
    {"POD", "pods"},
    {"CONTEXT", "contexts"},
};

const char *completion_source_of_flag(const struct flag *flag)
{
    for (size_t i = 0; i < sizeof(flag_sources) / sizeof(flag_sources[0]); i++)
        if (str_equal(flag->name, flag_sources[i].flag))
            return flag_sources[i].source;
    return NULL;
}

const char *completion_source_of_verb(const struct verb *verb)
{
    for (size_t i = 0; verb->words && i < sizeof(verb_sources) / sizeof(verb_sources[0]); i++)
        if (str_equal(verb->words, verb_sources[i].words))
            return verb_sources[i].source;
    return NULL;
}

void completion_add_quoted(struct str *out, const char *text)
{
    str_add_char(out, '\'');
    for (; *text; text++)
        if (*text == '\'')
            str_add(out, "'\\''");
        else
            str_add_char(out, *text);
    str_add_char(out, '\'');
}

void completion_add_choices(struct str *out, const struct flag *flag)
{
    if (!flag->value || !strchr(flag->value, '|'))
        return;
    for (const char *c = flag->value; *c; c++)
        str_add_char(out, *c == '|' ? ' ' : *c);
}
