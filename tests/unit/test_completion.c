/* Completions and the manual page hold every row, and are what shells and troff can read. */
#include "base/str.h"
#include "cli/completion.h"
#include "cli/manual.h"
#include "cli/verb.h"
#include "tui/action.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void assert_holds(const struct str *text, const char *part)
{
    if (!strstr(str_text(text), part))
        fail_msg("no |%s|", part);
}

static const struct {
    void (*make)(struct str *out);
    const char *dashes; /* in front of a flag's name */
} shells[] = {
    {completion_bash, "--"},
    {completion_zsh, "--"},
    {completion_fish, "-l "},
};

static void every_verb_and_flag_is_completed(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(shells) / sizeof(shells[0]); i++) {
        struct str text = {0}, flag_words = {0};
        shells[i].make(&text);
        for (const struct verb *const *verb = verb_list; *verb; verb++) {
            assert_holds(&text, (*verb)->name);
            for (const struct flag *flag = (*verb)->flags; flag->name; flag++) {
                str_clear(&flag_words);
                str_addf(&flag_words, "%s%s", shells[i].dashes, flag->name);
                assert_holds(&text, str_text(&flag_words));
            }
        }
        str_fini(&text);
        str_fini(&flag_words);
    }
}

/* The shell itself says whether it could read it; skipped where there is no bash. */
static void bash_reads_its_completions(void **state)
{
    struct str text = {0};
    (void)state;
    if (system("command -v bash >/dev/null 2>&1") != 0)
        skip();
    completion_bash(&text);
    FILE *bash = popen("bash -n", "w");
    assert_non_null(bash);
    assert_int_equal(fwrite(text.data, 1, text.len, bash), text.len);
    assert_int_equal(pclose(bash), 0);
    str_fini(&text);
}

static void quotes_are_closed(void **state)
{
    struct str text = {0};
    (void)state;
    completion_add_quoted(&text, "the server's 'x'");
    assert_string_equal(str_text(&text), "'the server'\\''s '\\''x'\\'''");
    str_fini(&text);
}

static void the_manual_holds_every_key_and_verb(void **state)
{
    struct str text = {0}, words = {0};
    (void)state;
    manual_add(&text);
    for (const struct verb *const *verb = verb_list; *verb; verb++) {
        str_clear(&words);
        str_addf(&words, ".SS \"%s\"", (*verb)->name);
        assert_holds(&text, str_text(&words));
    }
    for (const struct action *action = action_list; action->name; action++)
        assert_true(strstr(str_text(&text), action->group) && strlen(action->words) > 0);
    str_fini(&text);
    str_fini(&words);
}

/* A help text that began with a dot would be taken for a request. */
static void the_manual_has_known_requests_only(void **state)
{
    static const char *const known[] = {".TH ", ".SH ", ".SS ", ".TP\n", ".PP\n", ".br\n"};
    struct str text = {0};
    (void)state;
    manual_add(&text);
    for (const char *line = str_text(&text); line && *line; line = strchr(line, '\n')) {
        size_t i = 0;
        line += *line == '\n';
        assert_true(*line != '\'');
        while (*line == '.' && i < sizeof(known) / sizeof(known[0]) && !str_starts(line, known[i]))
            i++;
        assert_true(i < sizeof(known) / sizeof(known[0]));
    }
    str_fini(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_verb_and_flag_is_completed),
        cmocka_unit_test(bash_reads_its_completions),
        cmocka_unit_test(quotes_are_closed),
        cmocka_unit_test(the_manual_holds_every_key_and_verb),
        cmocka_unit_test(the_manual_has_known_requests_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
