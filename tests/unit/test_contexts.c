/* cli/contexts: the list as kubectl config get-contexts prints it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cli/contexts.h"
#include "tests/support/folder.h"

static const char sample[] = "current-context: a\ncontexts:\n"
                             "- {name: b, context: {cluster: shared, user: u2}}\n"
                             "- {name: a, context: {cluster: eé, user: nosuch, namespace: ns1}}\n"
                             "- {name: \"x\\e[2J\", context: {user: u1}}\n";

static void the_list_is_kubectls(void **state)
{
    (void)state;
    const struct {
        struct contexts_spec spec;
        const char *out, *wrong;
        int status;
    } cases[] = {
        {{0},
         "CURRENT   NAME     CLUSTER   AUTHINFO   NAMESPACE\n"
         "*         a        eé        nosuch     ns1\n"
         "          b        shared    u2         \n"
         "          x^[[2J             u1         \n",
         "",
         0},
        {{.names = (const char *const[]){"b", "a", NULL}, .no_headers = true},
         "*     a     eé       nosuch   ns1\n"
         "      b     shared   u2       \n",
         "",
         0},
        {{.names = (const char *const[]){"b", "c", NULL}, .names_only = true},
         "b\n",
         "error: context c not found\n",
         1},
        {{.names = (const char *const[]){"d", "c", NULL}},
         "CURRENT   NAME   CLUSTER   AUTHINFO   NAMESPACE\n",
         "context d not found\ncontext c not found\n",
         1},
    };
    struct folder folder;
    folder_make(&folder);
    struct kubeconfig_places places = {.list = folder_write(&folder, "config", sample)};
    struct kubeconfig *config;
    assert_int_equal(kubeconfig_load_from(NULL, &places, &config, NULL), ERR_OK);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct str out = {0}, wrong = {0};
        assert_int_equal(contexts_print(config, &cases[i].spec, &out, &wrong), cases[i].status);
        assert_string_equal(str_text(&out), cases[i].out);
        assert_string_equal(str_text(&wrong), cases[i].wrong);
        str_fini(&out);
        str_fini(&wrong);
    }
    kubeconfig_free(config);
    folder_remove(&folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_list_is_kubectls)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
