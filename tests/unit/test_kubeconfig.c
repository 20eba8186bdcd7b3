/* api-client/kubeconfig: files merged, flags applied, fallbacks, and a sentence for whatever is wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "api-client/credentials.h"
#include "api-client/kubeconfig.h"
#include "base/str.h"
#include "base/xmalloc.h"
#include "tests/support/folder.h"
#include "tests/support/pair.h"

static struct folder folder;
static struct pair pair, stranger;

static int set_up(void **state)
{
    (void)state;
    folder_make(&folder);
    pair_make(&pair, 3600);
    pair_make(&stranger, 3600);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    folder_remove(&folder);
    pair_free(&pair);
    pair_free(&stranger);
    return 0;
}

static int fresh_folder(void **state)
{
    (void)state;
    folder_remove(&folder);
    folder_make(&folder);
    return 0;
}

/* No home and no environment but what a test says. */
static struct kubeconfig_places places(const char *list)
{
    return (struct kubeconfig_places){.root = folder.path, .home = folder.path, .list = list};
}

static struct kubeconfig *load_list(const char *list)
{
    struct kubeconfig_places where = places(list);
    struct kubeconfig *config;
    assert_int_equal(kubeconfig_load_from(NULL, &where, &config, NULL), ERR_OK);
    return config;
}

static struct target *target_of(const struct kubeconfig *config, const struct connect_flags *flags,
                                const char *context)
{
    struct target *target = NULL;
    struct err_info info = {""};
    if (kubeconfig_target(config, flags, context, &target, &info) != ERR_OK)
        fail_msg("%s", info.text);
    return target;
}

/* The sentence of a failure, which must hold each of the words. */
static void refused(const struct kubeconfig *config, const struct connect_flags *flags, const char *context,
                    const char *const *words)
{
    struct target *target = NULL;
    struct err_info info = {""};
    enum err err = kubeconfig_target(config, flags, context, &target, &info);
    if (!err)
        fail_msg("not refused: %s", words[0]);
    assert_null(target);
    for (; *words; words++)
        if (!strstr(info.text, *words))
            fail_msg("\"%s\" is not in: %s", *words, info.text);
}

static const char first_file[] = "apiVersion: v1\nkind: Config\n"
                                 "current-context: a\n"
                                 "clusters:\n"
                                 "- name: one\n"
                                 "  cluster: {server: 'https://one:6443/', tls-server-name: sni, proxy-url: "
                                 "'socks5://p:1', disable-compression: true}\n"
                                 "- name: skip\n"
                                 "  cluster: {server: 'https://skip', insecure-skip-tls-verify: true}\n"
                                 "contexts:\n"
                                 "- {name: a, context: {cluster: one, user: u, namespace: ns}}\n"
                                 "- {name: b, context: {cluster: skip, user: file}}\n"
                                 "users:\n"
                                 "- {name: u, user: {token: one-token}}\n"
                                 "- {name: file, user: {tokenFile: secrets/token}}\n";

static const char second_file[] =
    "{\"current-context\":\"b\",\"clusters\":[{\"name\":\"one\",\"cluster\":{\"server\":\"https://other\"}}],"
    "\"contexts\":[{\"name\":\"z\",\"context\":{\"cluster\":\"one\",\"user\":\"u\"}}],"
    "\"users\":[{\"name\":\"u\",\"user\":{\"token\":\"other\"}}]}";

static void the_first_file_to_name_something_wins(void **state)
{
    (void)state;
    folder_write(&folder, "first", first_file);
    folder_write(&folder, "second", second_file);
    char *list = xasprintf("%s/first::%s/missing:%s/second:%s/first", folder.path, folder.path, folder.path,
                           folder.path);
    struct kubeconfig *config = load_list(list);
    assert_string_equal(kubeconfig_problem(config), "");
    assert_string_equal(kubeconfig_current(config), "a");
    assert_int_equal(kubeconfig_context_count(config), 3);
    assert_string_equal(kubeconfig_context(config, 2).name, "z");
    assert_string_equal(kubeconfig_context(config, 0).namespace_, "ns");
    assert_true(kubeconfig_context(config, 0).current);
    assert_string_equal(kubeconfig_context(config, 99).name, "");
    struct target *target = target_of(config, NULL, NULL);
    assert_string_equal(target->server, "https://one:6443");
    assert_string_equal(target->token, "one-token");
    assert_string_equal(target->namespace_, "ns");
    assert_string_equal(target->tls_server_name, "sni");
    assert_string_equal(target->proxy_url, "socks5://p:1");
    assert_string_equal(target->source, "~/first");
    assert_true(target->disable_compression);
    target_free(target);
    target = target_of(config, NULL, "z");
    assert_string_equal(target->server, "https://one:6443");
    assert_string_equal(target->source, "~/second");
    assert_string_equal(target->namespace_, "default");
    target_free(target);
    target = target_of(config, NULL, "b");
    assert_true(target->insecure);
    assert_true(str_ends(target->token_file, "/secrets/token"));
    assert_true(target->token_file[0] == '/');
    target_free(target);
    kubeconfig_free(config);
    free(list);
}

static void the_home_file_is_read_without_a_list(void **state)
{
    (void)state;
    folder_write(&folder, ".kube/config", first_file);
    struct kubeconfig *config = load_list("");
    struct target *target = target_of(config, NULL, NULL);
    assert_string_equal(target->source, "~/.kube/config");
    target_free(target);
    kubeconfig_free(config);
    config = load_list("/does/not/exist");
    refused(config, NULL, NULL, (const char *const[]){"no cluster", "/does/not/exist does not exist", NULL});
    kubeconfig_free(config);
}

static void flags_override_as_in_kubectl(void **state)
{
    (void)state;
    const char *groups[] = {"g1", "g2", NULL};
    char *ca = xstrdup(folder_write(&folder, "ca.crt", pair.cert_pem));
    struct kubeconfig *config = load_list(folder_write(&folder, "first", first_file));
    struct connect_flags flags = {.server = "https://flag:1/",
                                  .token = "flag-token",
                                  .namespace_ = "flag-ns",
                                  .as = "jane",
                                  .as_uid = "7",
                                  .as_groups = groups,
                                  .request_timeout = "5"};
    struct target *target = target_of(config, &flags, NULL);
    assert_string_equal(target->server, "https://flag:1");
    assert_null(target->tls_server_name);
    assert_string_equal(target->token, "flag-token");
    assert_string_equal(target->namespace_, "flag-ns");
    assert_string_equal(target->as, "jane");
    assert_string_equal(target->as_uid, "7");
    assert_string_equal(target->as_groups[1], "g2");
    assert_null(target->as_groups[2]);
    assert_int_equal(target->request_timeout_ms, 5000);
    target_free(target);

    flags = (struct connect_flags){.cluster = "skip",
                                   .user = "file",
                                   .certificate_authority = ca,
                                   .token = "t",
                                   .request_timeout = "2m"};
    target = target_of(config, &flags, NULL);
    assert_string_equal(target->server, "https://skip");
    assert_false(target->insecure);
    assert_string_equal(target->ca_pem, pair.cert_pem);
    assert_null(target->token_file);
    assert_int_equal(target->request_timeout_ms, 120000);
    target_free(target);

    flags = (struct connect_flags){.insecure = true, .insecure_said = true};
    target = target_of(config, &flags, NULL);
    assert_true(target->insecure);
    target_free(target);
    flags = (struct connect_flags){.context = "b", .insecure_said = true};
    target = target_of(config, &flags, NULL);
    assert_false(target->insecure);
    target_free(target);
    kubeconfig_free(config);
    free(ca);
}

static void flags_do_not_follow_to_another_context(void **state)
{
    (void)state;
    struct kubeconfig *config = load_list(folder_write(&folder, "first", first_file));
    struct connect_flags flags = {.server = "https://flag",
                                  .token = "flag",
                                  .namespace_ = "flag",
                                  .as = "jane",
                                  .request_timeout = "3"};
    struct target *target = target_of(config, &flags, "a");
    assert_string_equal(target->server, "https://flag");
    assert_string_equal(target->token, "flag");
    target_free(target);
    target = target_of(config, &flags, "b");
    assert_string_equal(target->server, "https://skip");
    assert_null(target->token);
    assert_string_equal(target->namespace_, "default");
    assert_string_equal(target->as, "jane");
    assert_int_equal(target->request_timeout_ms, 3000);
    target_free(target);
    flags.context = "b";
    target = target_of(config, &flags, NULL);
    assert_string_equal(target->server, "https://flag");
    target_free(target);
    kubeconfig_free(config);
}

static void a_server_alone_is_enough(void **state)
{
    (void)state;
    static const struct {
        const char *server, *token, *becomes, *presents;
        bool insecure;
    } cases[] = {
        {"https://[::1]:6443", "t", "https://[::1]:6443", "t", false},
        {"http://127.0.0.1:8080/base/", "t", "http://127.0.0.1:8080/base", NULL, false},
        {"127.0.0.1:8001", "t", "http://127.0.0.1:8001", NULL, false},
        {"127.0.0.1:6443", "t", "https://127.0.0.1:6443", "t", true},
        {"https://x/?q=1", NULL, "https://x", NULL, false},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct kubeconfig_places where = places("");
        struct kubeconfig *config;
        struct connect_flags flags = {
            .server = cases[i].server, .token = cases[i].token, .insecure = cases[i].insecure};
        assert_int_equal(kubeconfig_load_from(&flags, &where, &config, NULL), ERR_OK);
        struct target *target = target_of(config, &flags, NULL);
        assert_string_equal(target->server, cases[i].becomes);
        assert_true(str_equal(target->token, cases[i].presents));
        assert_string_equal(target->source, "--server");
        assert_string_equal(target->context, "");
        target_free(target);
        kubeconfig_free(config);
    }
}

static void certificates_come_from_data_or_files(void **state)
{
    (void)state;
    struct str text = {0};
    folder_write(&folder, "pki/ca.crt", pair.cert_pem);
    folder_write(&folder, "pki/me.key", pair.key_pem);
    str_addf(&text,
             "clusters:\n- name: c\n  cluster: {server: 'https://c', certificate-authority: pki/ca.crt}\n"
             "contexts:\n- {name: x, context: {cluster: c, user: u}}\ncurrent-context: x\nusers:\n- name: u\n"
             "  user:\n    client-certificate-data: %s\n    client-key: ./pki/me.key\n"
             "    exec: {command: never, apiVersion: client.authentication.k8s.io/v1}\n",
             pair.cert_base64);
    struct kubeconfig *config = load_list(folder_write(&folder, "sub/../config", str_text(&text)));
    struct target *target = target_of(config, NULL, NULL);
    assert_string_equal(target->ca_pem, pair.cert_pem);
    assert_string_equal(target->cert_pem, pair.cert_pem);
    assert_string_equal(target->key_pem, pair.key_pem);
    assert_null(target->exec);
    target_free(target);
    kubeconfig_free(config);
    str_fini(&text);
}

static const char sick_head[] = "current-context: good\n"
                                "clusters:\n"
                                "- {name: ok, cluster: {server: 'https://ok'}}\n"
                                "users:\n"
                                "- {name: ok, user: {token: t}}\n"
                                "- {name: sick, user: %s}\n"
                                "contexts:\n"
                                "- {name: good, context: {cluster: ok, user: ok}}\n"
                                "- {name: bad, context: {cluster: ok, user: sick}}\n";

static void a_sick_user_is_refused_and_others_stay(void **state)
{
    (void)state;
    static const struct {
        const char *user, *words[3];
    } cases[] = {
        {"{username: a, password: b}", {"line 6", "username", "token"}},
        {"{password: b}", {"line 6", "password", "no longer supported"}},
        {"{auth-provider: {name: gcp}}", {"auth-provider", "gke-gcloud-auth-plugin", "line 6"}},
        {"{auth-provider: {name: own}}", {"auth-provider", "exec plugin", "\"sick\""}},
        {"{client-certificate-data: '@@@', client-key-data: Zm9v}",
         {"client-certificate-data", "base64", "6"}},
        {"{client-certificate-data: Zm9v, client-key-data: Zm9v}", {"client-certificate-data", "PEM", "6"}},
        {"{client-certificate: none.crt, client-key: none.key}", {"none.crt", "No such file", "line 6"}},
        {"{client-certificate: /etc, client-key: none.key}", {"/etc", "directory", "line 6"}},
        {"{token: \"a\\nb\"}", {"token", "control character", "line 6"}},
        {"{token: t, as-groups: [g]}", {"--as", "group", "user"}},
        {"{token: t, as: u, as-groups: g}", {"as-groups", "list", "line 6"}},
        {"{exec: {apiVersion: client.authentication.k8s.io/v1}}", {"exec", "command", "line 6"}},
        {"{exec: {command: x}}", {"exec", "apiVersion", "line 6"}},
        {"{exec: {command: x, apiVersion: client.authentication.k8s.io/v1alpha1}}",
         {"v1alpha1", "v1beta1", "6"}},
        {"{exec: {command: x, apiVersion: client.authentication.k8s.io/v1}}",
         {"interactiveMode", "IfAvailable", "line 6"}},
        {"{exec: {command: x, apiVersion: client.authentication.k8s.io/v1, interactiveMode: Perhaps}}",
         {"interactiveMode", "Perhaps", "line 6"}},
        {"{exec: {command: x, apiVersion: client.authentication.k8s.io/v1beta1, env: [{value: v}]}}",
         {"env", "name", "line 6"}},
        {"{exec: {command: x, apiVersion: client.authentication.k8s.io/v1beta1, args: {a: b}}}",
         {"args", "list", "line 6"}},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char text[2048];
        snprintf(text, sizeof(text), sick_head, cases[i].user);
        struct kubeconfig *config = load_list(folder_write(&folder, "sick", text));
        const char *words[4] = {cases[i].words[0], cases[i].words[1], cases[i].words[2], NULL};
        refused(config, NULL, "bad", words);
        struct target *target = target_of(config, NULL, NULL);
        assert_string_equal(target->token, "t");
        target_free(target);
        kubeconfig_free(config);
    }
}

static void a_key_of_another_certificate_is_refused(void **state)
{
    (void)state;
    struct str text = {0};
    str_addf(&text, "{client-certificate-data: %s, client-key-data: %s}", pair.cert_base64,
             stranger.key_base64);
    char *whole = xasprintf(sick_head, str_text(&text));
    struct kubeconfig *config = load_list(folder_write(&folder, "sick", whole));
    refused(config, NULL, "bad", (const char *const[]){"key", "certificate's", "line 6", NULL});
    kubeconfig_free(config);
    free(whole);
    str_clear(&text);
    str_addf(&text, "{client-certificate-data: %s}", pair.cert_base64);
    whole = xasprintf(sick_head, str_text(&text));
    config = load_list(folder_write(&folder, "sick", whole));
    refused(config, NULL, "bad", (const char *const[]){"client-key", "line 6", NULL});
    kubeconfig_free(config);
    free(whole);
    str_fini(&text);
}

static void a_sick_cluster_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *cluster, *words[3];
    } cases[] = {
        {"{}", {"\"c\"", "names no server", "line 3"}},
        {"null", {"\"c\"", "names no server", "line 2"}},
        {"{server: 'https://'}", {"https://HOST:PORT", "line 3", "server"}},
        {"{server: 'ftp://x'}", {"ftp://x", "line 3", "server"}},
        {"{server: 'https://x y'}", {"https://HOST:PORT", "line 3", "server"}},
        {"{server: 'https://x', insecure-skip-tls-verify: 'true'}", {"insecure", "neither", "line 3"}},
        {"{server: 'https://x', certificate-authority: gone.crt}", {"gone.crt", "No such file", "line 3"}},
        {"{server: 'https://x', certificate-authority-data: '%'}", {"base64", "certificate-authority", "3"}},
        {"{server: 'https://x', proxy-url: 'gopher://x'}", {"proxy-url", "gopher", "line 3"}},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char text[1024];
        snprintf(text, sizeof(text),
                 "clusters:\n- name: c\n  cluster: %s\ncontexts:\n- {name: x, context: {cluster: c}}\n",
                 cases[i].cluster);
        struct kubeconfig *config = load_list(folder_write(&folder, "sick", text));
        const char *words[4] = {cases[i].words[0], cases[i].words[1], cases[i].words[2], NULL};
        refused(config, NULL, "x", words);
        kubeconfig_free(config);
    }
}

static void names_that_are_not_there_are_said(void **state)
{
    (void)state;
    struct kubeconfig *config = load_list(folder_write(
        &folder, "names",
        "current-context: gone\nclusters:\n- {name: c, cluster: {server: 'https://c'}}\ncontexts:\n"
        "- {name: x, context: {cluster: nocluster}}\n- {name: y, context: {cluster: c, user: nouser}}\n"
        "- {name: z, context: {user: u}}\n- {name: null}\nusers:\n- {name: u}\n"));
    struct connect_flags flags = {.context = "z", .cluster = "zz"};
    refused(config, NULL, NULL, (const char *const[]){"line 1", "\"gone\"", "x, y, z", "names", NULL});
    refused(config, NULL, "w", (const char *const[]){"\"w\"", "x, y, z", NULL});
    refused(config, NULL, "x", (const char *const[]){"line 5", "nocluster", "choose one of c", NULL});
    refused(config, NULL, "y", (const char *const[]){"line 6", "nouser", NULL});
    refused(config, NULL, "z", (const char *const[]){"\"z\"", "names no cluster", NULL});
    refused(config, &flags, NULL, (const char *const[]){"\"zz\"", "choose one of c", NULL});
    assert_non_null(strstr(kubeconfig_problem(config), "line 8: a context without a name"));
    kubeconfig_free(config);
    config = load_list(folder_write(&folder, "names", "contexts:\n- {name: x}\n- {name: y}\n"));
    refused(config, NULL, NULL, (const char *const[]){"no context is chosen", "x, y", NULL});
    kubeconfig_free(config);
}

static void a_name_that_is_there_twice_is_not_guessed(void **state)
{
    (void)state;
    struct kubeconfig *config = load_list(folder_write(
        &folder, "twice",
        "clusters:\n- {name: c, cluster: {server: 'https://1'}}\n- {name: c, cluster: {server: "
        "'https://2'}}\n"
        "- {name: d, cluster: {server: 'https://3'}}\ncontexts:\n- {name: x, context: {cluster: c}}\n"
        "- {name: y, context: {cluster: d}}\n"));
    assert_non_null(strstr(kubeconfig_problem(config), "line 2 and in line 3"));
    refused(config, NULL, "x", (const char *const[]){"\"c\"", "line 2 and in line 3", NULL});
    target_free(target_of(config, NULL, "y"));
    kubeconfig_free(config);
}

static void a_bad_file_leaves_the_others(void **state)
{
    (void)state;
    static const struct {
        const char *text, *words;
    } cases[] = {
        {"a: [\n", "line 2"},
        {"just words", "no kubeconfig"},
        {"kind: Pod\n", "this is a Pod"},
        {"clusters: {}\n", "\"clusters\" is not a list"},
        {"users:\n- 3\n", "line 2: a user without a name"},
        {"\xff\xfe\xfd", "cannot be understood"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        folder_write(&folder, "good", first_file);
        folder_write(&folder, "bad", cases[i].text);
        char *list = xasprintf("%s/bad:%s/good", folder.path, folder.path);
        struct kubeconfig *config = load_list(list);
        if (!strstr(kubeconfig_problem(config), cases[i].words) ||
            !strstr(kubeconfig_problem(config), "~/bad"))
            fail_msg("%s: %s", cases[i].words, kubeconfig_problem(config));
        target_free(target_of(config, NULL, NULL));
        kubeconfig_free(config);
        free(list);
    }
}

static void what_cannot_be_read_is_a_sentence(void **state)
{
    (void)state;
    struct kubeconfig *config;
    struct err_info info;
    struct kubeconfig_places where = places("");
    struct connect_flags flags = {.kubeconfig = "/does/not/exist"};
    assert_int_equal(kubeconfig_load_from(&flags, &where, &config, &info), ERR_CONFIG);
    assert_null(config);
    assert_non_null(strstr(info.text, "/does/not/exist does not exist"));
    flags.kubeconfig = folder.path;
    assert_int_equal(kubeconfig_load_from(&flags, &where, &config, &info), ERR_OK);
    refused(config, &flags, NULL, (const char *const[]){"directory", folder.path, "--kubeconfig", NULL});
    kubeconfig_free(config);
    folder_write(&folder, "huge", "");
    assert_int_equal(truncate(folder_path(&folder, "huge"), 100 << 20), 0);
    flags.kubeconfig = folder_path(&folder, "huge");
    assert_int_equal(kubeconfig_load_from(&flags, &where, &config, &info), ERR_OK);
    refused(config, &flags, NULL, (const char *const[]){"huge", "larger than", NULL});
    kubeconfig_free(config);
    flags.kubeconfig = folder_write(&folder, "empty", "");
    assert_int_equal(kubeconfig_load_from(&flags, &where, &config, &info), ERR_OK);
    refused(config, &flags, NULL, (const char *const[]){"empty is empty", "--kubeconfig", NULL});
    kubeconfig_free(config);
}

static void a_fifo_nobody_writes_does_not_block(void **state)
{
    (void)state;
    assert_int_equal(mkfifo(folder_path(&folder, "fifo"), 0600), 0);
    struct kubeconfig *config = load_list(folder_path(&folder, "fifo"));
    refused(config, NULL, NULL, (const char *const[]){"fifo is empty", NULL});
    kubeconfig_free(config);
}

static const char account_folder[] = "var/run/secrets/kubernetes.io/serviceaccount";

static void write_account(const char *name, const char *text)
{
    char path[128];
    snprintf(path, sizeof(path), "%s/%s", account_folder, name);
    folder_write(&folder, path, text);
}

static void in_a_pod_the_service_account_is_used(void **state)
{
    (void)state;
    write_account("token", "sa-token\n");
    write_account("ca.crt", pair.cert_pem);
    write_account("namespace", "pod-ns\n");
    folder_write(&folder, "etc/kubernetes/admin.conf", first_file);
    struct kubeconfig_places where = places("");
    struct kubeconfig *config;
    where.service_host = "fd00::1";
    where.service_port = "443";
    assert_int_equal(kubeconfig_load_from(NULL, &where, &config, NULL), ERR_OK);
    struct target *target = target_of(config, NULL, NULL);
    assert_string_equal(target->server, "https://[fd00::1]:443");
    assert_string_equal(target->source, "service account");
    assert_string_equal(target->namespace_, "pod-ns");
    assert_string_equal(target->ca_pem, pair.cert_pem);
    assert_true(str_ends(target->token_file, "/serviceaccount/token"));
    target_free(target);
    struct connect_flags flags = {.token = "flag", .insecure = true, .namespace_ = "n"};
    target = target_of(config, &flags, NULL);
    assert_string_equal(target->token, "flag");
    assert_null(target->token_file);
    assert_null(target->ca_pem);
    assert_true(target->insecure);
    assert_string_equal(target->namespace_, "n");
    target_free(target);
    kubeconfig_free(config);
    /* A kubeconfig in the pod wins; the namespace it does not say is still the pod's. */
    where.list = folder_write(&folder, "mine", second_file);
    assert_int_equal(kubeconfig_load_from(NULL, &where, &config, NULL), ERR_OK);
    target = target_of(config, NULL, "z");
    assert_string_equal(target->server, "https://other");
    assert_string_equal(target->namespace_, "pod-ns");
    target_free(target);
    kubeconfig_free(config);
    where.pod_namespace = "env-ns";
    assert_int_equal(kubeconfig_load_from(NULL, &where, &config, NULL), ERR_OK);
    target = target_of(config, NULL, "z");
    assert_string_equal(target->namespace_, "env-ns");
    target_free(target);
    kubeconfig_free(config);
}

static void a_service_account_may_lack_files(void **state)
{
    (void)state;
    struct kubeconfig_places where = places("");
    struct kubeconfig *config;
    where.service_host = "10.0.0.1";
    where.service_port = "443";
    assert_int_equal(kubeconfig_load_from(NULL, &where, &config, NULL), ERR_OK);
    refused(config, NULL, NULL, (const char *const[]){"no cluster is known", NULL});
    kubeconfig_free(config);
    write_account("token", "t");
    assert_int_equal(kubeconfig_load_from(NULL, &where, &config, NULL), ERR_OK);
    struct target *target = target_of(config, NULL, NULL);
    assert_string_equal(target->server, "https://10.0.0.1:443");
    assert_null(target->ca_pem);
    assert_string_equal(target->namespace_, "default");
    target_free(target);
    kubeconfig_free(config);
}

static void on_a_node_its_own_files_are_used(void **state)
{
    (void)state;
    static const char *const files[] = {"etc/kubernetes/kubelet.conf", "etc/rancher/k3s/k3s.yaml",
                                        "etc/kubernetes/admin.conf"};
    for (size_t i = 0; i < 3; i++) {
        folder_write(&folder, files[i], first_file);
        struct kubeconfig *config = load_list("");
        struct target *target = target_of(config, NULL, NULL);
        assert_true(str_ends(target->source, files[i]));
        target_free(target);
        kubeconfig_free(config);
    }
    /* They belong to this node's cluster: never to a server that a flag names, nor beside a named file. */
    struct kubeconfig_places where = places("");
    struct kubeconfig *config;
    struct connect_flags flags = {.server = "https://elsewhere"};
    assert_int_equal(kubeconfig_load_from(&flags, &where, &config, NULL), ERR_OK);
    struct target *target = target_of(config, &flags, NULL);
    assert_null(target->token);
    target_free(target);
    kubeconfig_free(config);
}

static void the_master_of_the_environment_is_the_last_resort(void **state)
{
    (void)state;
    struct kubeconfig_places where = places("");
    struct kubeconfig *config;
    where.master = "http://127.0.0.1:8080";
    assert_int_equal(kubeconfig_load_from(NULL, &where, &config, NULL), ERR_OK);
    struct target *target = target_of(config, NULL, NULL);
    assert_string_equal(target->server, "http://127.0.0.1:8080");
    assert_string_equal(target->source, "$KUBERNETES_MASTER");
    target_free(target);
    kubeconfig_free(config);
}

static void flags_that_make_no_sense_are_refused(void **state)
{
    (void)state;
    const char *groups[] = {"g", NULL};
    const struct {
        struct connect_flags flags;
        const char *words;
    } cases[] = {
        {{.request_timeout = "5x"}, "--request-timeout"},
        {{.request_timeout = "-1"}, "--request-timeout"},
        {{.server = "https://"}, "HOST:PORT"},
        {{.proxy_url = "x"}, "proxy"},
        {{.token = "a\r\nX: y"}, "--token"},
        {{.as_groups = groups}, "--as"},
        {{.as = "a\nb"}, "control character"},
        {{.client_certificate = "/does/not/exist"}, "--client-certificate"},
        {{.certificate_authority = "/etc/hostname"}, "--certificate-authority"},
        {{.certificate_authority = "x", .insecure = true}, "exclude"},
        {{.user = "nobody"}, "\"nobody\""},
        {{.context = "nowhere"}, "\"nowhere\""},
    };
    struct kubeconfig *config = load_list(folder_write(&folder, "first", first_file));
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        refused(config, &cases[i].flags, NULL, (const char *const[]){cases[i].words, NULL});
    kubeconfig_free(config);
}

static void an_exec_plugin_is_taken_as_written(void **state)
{
    (void)state;
    struct str text = {0};
    str_addf(&text,
             "clusters:\n- name: c\n  cluster:\n    server: https://c\n    certificate-authority-data: %s\n"
             "    tls-server-name: sni\n    extensions:\n    - name: client.authentication.k8s.io/exec\n"
             "      extension: {audience: a, n: 3, deep: [true, null, 'no']}\n"
             "contexts:\n- {name: x, context: {cluster: c, user: u}}\nusers:\n- name: u\n  user:\n"
             "    as: jane\n    as-user-extra: {Scopes/x: [one, two]}\n    exec:\n      command: bin/login\n"
             "      apiVersion: client.authentication.k8s.io/v1\n      interactiveMode: Never\n"
             "      args: [--a, 5]\n      env: [{name: A, value: b}]\n      installHint: get it\n"
             "      provideClusterInfo: true\n",
             pair.cert_base64);
    struct kubeconfig *config = load_list(folder_write(&folder, "exec", str_text(&text)));
    struct target *target = target_of(config, NULL, "x");
    const struct exec_plugin *plugin = target->exec;
    assert_non_null(plugin);
    assert_true(str_starts(plugin->command, "/") && str_ends(plugin->command, "/bin/login"));
    assert_string_equal(plugin->args[0], "--a");
    assert_string_equal(plugin->args[1], "5");
    assert_null(plugin->args[2]);
    assert_string_equal(plugin->env[0], "A=b");
    assert_string_equal(plugin->install_hint, "get it");
    assert_int_equal(plugin->interactive, INTERACTIVE_NEVER);
    assert_non_null(strstr(plugin->cluster_json, "\"server\":\"https://c\""));
    assert_non_null(strstr(plugin->cluster_json, "\"tls-server-name\":\"sni\""));
    assert_non_null(strstr(plugin->cluster_json, pair.cert_base64));
    assert_non_null(strstr(plugin->cluster_json, "{\"audience\":\"a\",\"n\":3,\"deep\":[true,null,\"no\"]}"));
    assert_string_equal(target->as_extra[0], "Impersonate-Extra-scopes%2Fx: one");
    assert_string_equal(target->as_extra[1], "Impersonate-Extra-scopes%2Fx: two");
    target_free(target);
    kubeconfig_free(config);
    str_fini(&text);
}

static void every_cut_of_a_file_is_survived(void **state)
{
    (void)state;
    const char *list = folder_path(&folder, "cut");
    char *path = xstrdup(list);
    for (size_t len = 0; len < sizeof(first_file); len += 7) {
        char *cut = xstrndup(first_file, len);
        folder_write(&folder, "cut", cut);
        struct kubeconfig *config = load_list(path);
        struct target *target;
        struct err_info info = {""};
        if (kubeconfig_target(config, NULL, NULL, &target, &info) != ERR_OK)
            assert_true(info.text[0]);
        target_free(target);
        kubeconfig_free(config);
        free(cut);
    }
    free(path);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, fresh_folder)
    const struct CMUnitTest tests[] = {
        TEST(the_first_file_to_name_something_wins),
        TEST(the_home_file_is_read_without_a_list),
        TEST(flags_override_as_in_kubectl),
        TEST(flags_do_not_follow_to_another_context),
        TEST(a_server_alone_is_enough),
        TEST(certificates_come_from_data_or_files),
        TEST(a_sick_user_is_refused_and_others_stay),
        TEST(a_key_of_another_certificate_is_refused),
        TEST(a_sick_cluster_is_refused),
        TEST(names_that_are_not_there_are_said),
        TEST(a_name_that_is_there_twice_is_not_guessed),
        TEST(a_bad_file_leaves_the_others),
        TEST(what_cannot_be_read_is_a_sentence),
        TEST(a_fifo_nobody_writes_does_not_block),
        TEST(in_a_pod_the_service_account_is_used),
        TEST(a_service_account_may_lack_files),
        TEST(on_a_node_its_own_files_are_used),
        TEST(the_master_of_the_environment_is_the_last_resort),
        TEST(flags_that_make_no_sense_are_refused),
        TEST(an_exec_plugin_is_taken_as_written),
        TEST(every_cut_of_a_file_is_survived),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
