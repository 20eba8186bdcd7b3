/* Help made from the rows. */
#include "cli/usage.h"

#include <string.h>

static void add_flag(struct str *out, const struct flag *flag)
{
    struct str left = {0};
    if (flag->letter)
        str_addf(&left, "  -%c, --%s", flag->letter, flag->name);
    else
        str_addf(&left, "      --%s", flag->name);
    if (flag->value)
        str_addf(&left, "=%s", flag->value);
    str_addf(out, "%-34s  %s\n", str_text(&left), flag->help);
    str_fini(&left);
}

static void add_flags(struct str *out, const char *title, const struct flag *flags)
{
    if (!flags || !flags->name)
        return;
    str_addf(out, "\n%s:\n", title);
    for (; flags->name; flags++)
        add_flag(out, flags);
}

void usage_verb(struct str *out, const struct verb *verb)
{
    str_addf(out, "%s\n\nUsage:\n  podprobe %s\n", verb->help, verb->usage);
    add_flags(out, "Flags", verb->flags);
    add_flags(out, "Flags of every verb", verb_global_flags);
}

void usage_all(struct str *out)
{
    str_addf(out, "%s\n\nUsage:\n  podprobe [flags]\n  podprobe VERB [words] [flags]\n\nVerbs:\n",
             verb_dashboard.help);
    for (const struct verb *const *verb = verb_list; *verb; verb++)
        str_addf(out, "  %-12s  %s\n", (*verb)->name, (*verb)->help);
    add_flags(out, "Flags", verb_dashboard.flags);
    add_flags(out, "Flags of every verb", verb_global_flags);
    str_add(out, "\nUse 'podprobe VERB --help' for the flags of a verb.\n");
}

/* Edits that lead from one word to the other, as far as words of 31 bytes. */
static size_t distance(const char *a, const char *b)
{
    size_t row[32], len = strlen(b);
    if (len >= 32 || strlen(a) >= 32)
        return 32;
    for (size_t j = 0; j <= len; j++)
        row[j] = j;
    for (size_t i = 1; a[i - 1]; i++) {
        size_t corner = row[0];
        row[0] = i;
        for (size_t j = 1; j <= len; j++) {
            size_t best = corner + (a[i - 1] != b[j - 1]);
            corner = row[j];
            best = row[j] + 1 < best ? row[j] + 1 : best;
            row[j] = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
        }
    }
    return row[len];
}

void usage_unknown(struct str *out, const char *word)
{
    bool any = false;
    str_addf(out, "unknown command \"%s\" for \"podprobe\"", word);
    for (const struct verb *const *verb = verb_list; *verb; verb++)
        if (distance(word, (*verb)->name) <= 2 || str_starts((*verb)->name, word)) {
            str_addf(out, "%s\t%s\n", any ? "" : "\n\nDid you mean this?\n", (*verb)->name);
            any = true;
        }
    if (!any)
        str_add(out, "\nSee 'podprobe --help' for the verbs.");
}
