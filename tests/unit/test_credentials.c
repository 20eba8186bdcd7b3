/* api-client/credentials: token files and exec plugins. */
#include <fcntl.h>
#include <pty.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "api-client/credentials.h"
#include "api-client/credentials_exec.h"
#include "api-client/credentials_file.h"
#include "api-client/credentials_reply.h"
#include "base/str.h"
#include "base/time.h"
#include "base/xmalloc.h"
#include "tests/support/folder.h"
#include "tests/support/pair.h"

#define V1 "client.authentication.k8s.io/v1"
#define V1BETA1 "client.authentication.k8s.io/v1beta1"
#define REPLY_HEAD "{\"apiVersion\":\"" V1 "\",\"kind\":\"ExecCredential\","

struct bench {
    struct folder folder;
    struct loop *loop;
    struct target target;
    struct exec_plugin plugin;
    struct credentials *credentials;
};

struct answer {
    int calls;
    enum err err;
    char token[128], cert[4096];
    struct err_info info;
};

static int set_up(void **state)
{
    struct bench *bench = xcalloc(1, sizeof(*bench));
    folder_make(&bench->folder);
    bench->loop = loop_new();
    bench->target.user = xstrdup("me");
    *state = bench;
    return 0;
}

static int tear_down(void **state)
{
    struct bench *bench = *state;
    credentials_free(bench->credentials);
    loop_free(bench->loop);
    folder_remove(&bench->folder);
    free(bench->target.user);
    free(bench->target.token_file);
    free(bench->plugin.command);
    free(bench);
    return 0;
}

static void on_answer(void *user, enum err err, const struct credential *credential,
                      const struct err_info *info)
{
    struct answer *answer = user;
    answer->calls++;
    answer->err = err;
    snprintf(answer->token, sizeof(answer->token), "%s",
             credential && credential->token ? credential->token : "");
    snprintf(answer->cert, sizeof(answer->cert), "%s",
             credential && credential->cert_pem ? credential->cert_pem : "");
    if (info)
        answer->info = *info;
}

/* Asks and turns the loop until the answer is there. */
static struct answer ask(struct bench *bench)
{
    struct answer answer = {0};
    credentials_get(bench->credentials, on_answer, &answer);
    while (!answer.calls)
        assert_true(loop_turn(bench->loop) || answer.calls);
    assert_int_equal(answer.calls, 1);
    return answer;
}

/* A plugin that is a shell script in the bench's folder. */
static void use_script(struct bench *bench, const char *text)
{
    char *script = xasprintf("#!/bin/sh\ncd '%s'\n%s\n", bench->folder.path, text);
    credentials_free(bench->credentials);
    free(bench->plugin.command);
    bench->plugin = (struct exec_plugin){
        .api_version = (char *)(uintptr_t)V1,
        .command = xstrdup(folder_script(&bench->folder, "plugin", script)),
        .interactive = INTERACTIVE_NEVER,
    };
    bench->target.exec = &bench->plugin;
    bench->credentials = credentials_new(bench->loop, &bench->target);
    free(script);
}

#define GIVE_TOKEN(word) "echo '" REPLY_HEAD "\"status\":{\"token\":\"'" word "'\"}}'"

static size_t lines_of(struct bench *bench, const char *name)
{
    size_t lines = 0;
    FILE *file = fopen(folder_path(&bench->folder, name), "r");
    for (int c; file && (c = fgetc(file)) != EOF;)
        lines += c == '\n';
    if (file)
        fclose(file);
    return lines;
}

static void what_is_written_needs_nobody(void **state)
{
    struct bench *bench = *state;
    bench->target.token = (char *)(uintptr_t) "written";
    bench->credentials = credentials_new(bench->loop, &bench->target);
    assert_string_equal(ask(bench).token, "written");
    assert_int_equal(credentials_refuse(bench->credentials), 0);
    bench->target.token = NULL;
    assert_string_equal(ask(bench).token, "");
}

static void a_token_file_is_read_again_as_it_changes(void **state)
{
    struct bench *bench = *state;
    bench->target.token_file = xstrdup(folder_write(&bench->folder, "token", " first\n"));
    bench->credentials = credentials_new(bench->loop, &bench->target);
    assert_string_equal(ask(bench).token, "first");
    assert_int_equal(credentials_refuse(bench->credentials), 0);
    folder_replace(&bench->folder, "token", "other\n");
    assert_string_equal(ask(bench).token, "other");
    folder_replace(&bench->folder, "token", "third\n");
    assert_int_equal(credentials_refuse(bench->credentials), 1);
    assert_string_equal(ask(bench).token, "third");
    /* Gone or empty for a moment: what was known is still the best there is. */
    unlink(bench->target.token_file);
    assert_string_equal(ask(bench).token, "third");
    folder_write(&bench->folder, "token", "");
    assert_string_equal(ask(bench).token, "third");
    folder_write(&bench->folder, "token", "fourth");
    assert_string_equal(ask(bench).token, "fourth");
}

static void a_token_file_without_token_is_a_sentence(void **state)
{
    struct bench *bench = *state;
    static const struct {
        const char *text, *words;
    } cases[] = {{NULL, "No such file"}, {" \n", "empty"}, {"a\nb", "control characters"}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        free(bench->target.token_file);
        bench->target.token_file = xstrdup(folder_path(&bench->folder, "token"));
        if (cases[i].text)
            folder_write(&bench->folder, "token", cases[i].text);
        credentials_free(bench->credentials);
        bench->credentials = credentials_new(bench->loop, &bench->target);
        struct answer answer = ask(bench);
        assert_int_equal(answer.err, ERR_CREDENTIALS);
        assert_non_null(strstr(answer.info.text, cases[i].words));
        assert_non_null(strstr(answer.info.text, bench->target.token_file));
    }
    bench->target.token = (char *)(uintptr_t) "beside";
    assert_string_equal(ask(bench).token, "beside");
}

static void a_plugin_is_told_what_it_needs(void **state)
{
    struct bench *bench = *state;
    use_script(bench, "echo \"$KUBERNETES_EXEC_INFO\" > info; echo \"$ADDED $HOME $1 $2\" > rest\n"
                      "[ -t 0 ] || cat > input\n" GIVE_TOKEN("t"));
    char *args[] = {(char *)(uintptr_t) "a b", (char *)(uintptr_t) "$c", NULL};
    char *env[] = {(char *)(uintptr_t) "ADDED=yes", (char *)(uintptr_t) "HOME=/changed", NULL};
    bench->plugin.args = args;
    bench->plugin.env = env;
    bench->plugin.cluster_json = (char *)(uintptr_t) "{\"server\":\"https://x\"}";
    assert_string_equal(ask(bench).token, "t");
    struct str seen = {0};
    FILE *file = fopen(folder_path(&bench->folder, "info"), "r");
    for (int c; (c = fgetc(file)) != EOF;)
        str_add_char(&seen, (char)c);
    fclose(file);
    assert_string_equal(str_text(&seen), "{\"kind\":\"ExecCredential\",\"apiVersion\":\"" V1
                                         "\",\"spec\":{\"cluster\":{\"server\":\"https://x\"},"
                                         "\"interactive\":false}}\n");
    str_clear(&seen);
    file = fopen(folder_path(&bench->folder, "rest"), "r");
    for (int c; (c = fgetc(file)) != EOF;)
        str_add_char(&seen, (char)c);
    fclose(file);
    assert_string_equal(str_text(&seen), "yes /changed a b $c\n");
    str_fini(&seen);
}

static void one_run_serves_all_who_wait(void **state)
{
    struct bench *bench = *state;
    use_script(bench, "echo run >> runs\n" GIVE_TOKEN("$(wc -l < runs)"));
    struct answer answers[4] = {0};
    for (int i = 0; i < 4; i++)
        credentials_get(bench->credentials, on_answer, &answers[i]);
    credentials_forget(bench->credentials, &answers[2]);
    while (!answers[3].calls)
        loop_turn(bench->loop);
    assert_string_equal(answers[0].token, "1");
    assert_string_equal(answers[1].token, "1");
    assert_int_equal(answers[2].calls, 0);
    assert_string_equal(answers[3].token, "1");
    assert_string_equal(ask(bench).token, "1");
    assert_int_equal(lines_of(bench, "runs"), 1);
}

static void what_expired_is_asked_for_again(void **state)
{
    struct bench *bench = *state;
    use_script(bench, "echo run >> runs\n"
                      "echo '" REPLY_HEAD "\"status\":{\"expirationTimestamp\":\"2020-01-01T00:00:00Z\","
                      "\"token\":\"'$(wc -l < runs)'\"}}'");
    assert_string_equal(ask(bench).token, "1");
    assert_string_equal(ask(bench).token, "2");
    use_script(bench, "echo run >> more\n"
                      "echo '" REPLY_HEAD "\"status\":{\"expirationTimestamp\":\"2999-01-01T00:00:00Z\","
                      "\"token\":\"'$(wc -l < more)'\"}}'");
    assert_string_equal(ask(bench).token, "1");
    assert_string_equal(ask(bench).token, "1");
    assert_int_equal(credentials_refuse(bench->credentials), 1);
}

static void every_failure_of_a_plugin_is_a_sentence(void **state)
{
    struct bench *bench = *state;
    static const struct {
        const char *script, *words;
    } cases[] = {
        {"echo no such account >&2; exit 3", "status 3"},
        {"echo no such account >&2; exit 3", "no such account"},
        {"echo garbage", "ExecCredential"},
        {"echo '{\"a\": ['", "no JSON"},
        {"true", "ExecCredential"},
        {"head -c 10000000 /dev/zero", "1 MiB"},
        {"kill -9 $$", "signal 9"},
        {"echo '" REPLY_HEAD "\"status\":{}}'", "neither a token"},
        {"echo '" REPLY_HEAD "\"spec\":{}}'", "no status"},
        {"echo '" REPLY_HEAD "\"status\":{\"clientKeyData\":\"k\"}}'", "without its certificate"},
        {"echo '" REPLY_HEAD "\"status\":{\"clientKeyData\":\"k\",\"clientCertificateData\":\"c\"}}'", "PEM"},
        {"echo '" REPLY_HEAD "\"status\":{\"token\":\"a\\u0007b\"}}'", "control characters"},
        {"echo '" REPLY_HEAD "\"status\":{\"token\":\"t\",\"expirationTimestamp\":\"soon\"}}'", "soon"},
        {"echo '{\"apiVersion\":\"" V1BETA1 "\",\"kind\":\"ExecCredential\",\"status\":{\"token\":\"t\"}}'",
         "answered with " V1BETA1},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        use_script(bench, cases[i].script);
        bench->plugin.install_hint = (char *)(uintptr_t) "see the wiki";
        struct answer answer = ask(bench);
        assert_int_equal(answer.err, ERR_CREDENTIALS);
        if (!strstr(answer.info.text, cases[i].words) || !strstr(answer.info.text, "\"me\"") ||
            !strstr(answer.info.text, bench->plugin.command) || !strstr(answer.info.text, "see the wiki"))
            fail_msg("%s: %s", cases[i].script, answer.info.text);
    }
}

static void a_failure_is_not_repeated_at_once(void **state)
{
    struct bench *bench = *state;
    use_script(bench, "echo run >> runs; exit 1");
    assert_int_equal(ask(bench).err, ERR_CREDENTIALS);
    struct answer again = ask(bench);
    assert_int_equal(again.err, ERR_CREDENTIALS);
    assert_non_null(strstr(again.info.text, "status 1"));
    assert_int_equal(lines_of(bench, "runs"), 1);
}

static void a_plugin_that_is_not_there_says_how_to_get_it(void **state)
{
    struct bench *bench = *state;
    static const struct {
        const char *command, *words;
    } cases[] = {{"no-such-podprobe-plugin", "not installed"},
                 {"/does/not/exist/plugin", "no such file"},
                 {"/etc", "may not be executed"}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        use_script(bench, "");
        free(bench->plugin.command);
        bench->plugin.command = xstrdup(cases[i].command);
        bench->plugin.install_hint = (char *)(uintptr_t) "brew install it";
        struct answer answer = ask(bench);
        assert_int_equal(answer.err, ERR_CREDENTIALS);
        if (!strstr(answer.info.text, cases[i].words) || !strstr(answer.info.text, "brew install it"))
            fail_msg("%s", answer.info.text);
    }
}

static void a_script_without_interpreter_is_told_apart(void **state)
{
    struct bench *bench = *state;
    use_script(bench, "");
    folder_script(&bench->folder, "plugin", "#!/does/not/exist\n");
    struct answer answer = ask(bench);
    assert_int_equal(answer.err, ERR_CREDENTIALS);
    assert_non_null(strstr(answer.info.text, "interpreter"));
}

static void a_plugin_that_must_ask_needs_a_terminal(void **state)
{
    struct bench *bench = *state;
    use_script(bench, GIVE_TOKEN("t"));
    bench->plugin.interactive = INTERACTIVE_ALWAYS;
    struct answer answer = ask(bench);
    assert_int_equal(answer.err, ERR_CREDENTIALS);
    assert_non_null(strstr(answer.info.text, "no terminal"));
}

struct lending {
    struct bench *bench;
    int lent, given_back;
    int master, old_stdin, old_stderr;
};

static void on_lend(void *user, int lent)
{
    struct lending *lending = user;
    lending->lent += lent;
    lending->given_back += !lent;
    if (lent)
        folder_write(&lending->bench->folder, "lent", "\n");
}

/* stdin becomes a terminal, as non-blocking as the dashboard's; stderr goes to a file. */
static void lend_terminal(struct lending *lending, struct bench *bench)
{
    int slave;
    *lending = (struct lending){.bench = bench};
    assert_int_equal(openpty(&lending->master, &slave, NULL, NULL, NULL), 0);
    lending->old_stdin = dup(STDIN_FILENO);
    lending->old_stderr = dup(STDERR_FILENO);
    dup2(slave, STDIN_FILENO);
    close(slave);
    fcntl(STDIN_FILENO, F_SETFL, fcntl(STDIN_FILENO, F_GETFL) | O_NONBLOCK);
    FILE *said = fopen(folder_path(&bench->folder, "said"), "w");
    dup2(fileno(said), STDERR_FILENO);
    fclose(said);
    credentials_set_lend(bench->credentials, on_lend, lending);
}

static void end_lending(struct lending *lending)
{
    assert_true(fcntl(STDIN_FILENO, F_GETFL) & O_NONBLOCK);
    dup2(lending->old_stdin, STDIN_FILENO);
    dup2(lending->old_stderr, STDERR_FILENO);
    close(lending->old_stdin);
    close(lending->old_stderr);
    close(lending->master);
    assert_int_equal(lending->lent, 1);
    assert_int_equal(lending->given_back, 1);
}

/* First without a terminal, as most plugins need none; when that fails, with it. */
static void the_terminal_is_lent_to_a_plugin_that_asks(void **state)
{
    struct bench *bench = *state;
    struct lending lending;
    for (int always = 0; always < 2; always++) {
        use_script(bench, "[ -t 0 ] || exit 1\necho password: >&2\nread answer\n" GIVE_TOKEN("$answer"));
        bench->plugin.interactive = always ? INTERACTIVE_ALWAYS : INTERACTIVE_IF_AVAILABLE;
        lend_terminal(&lending, bench);
        assert_int_equal(write(lending.master, "typed\n", 6), 6);
        struct answer answer = ask(bench);
        end_lending(&lending);
        if (answer.err)
            fail_msg("%s", answer.info.text);
        assert_string_equal(answer.token, "typed");
        assert_int_equal(lines_of(bench, "said"), 1);
    }
}

static void the_words_of_a_plugin_that_waits_are_shown(void **state)
{
    struct bench *bench = *state;
    struct lending lending;
    use_script(bench, "echo enter the code 123 >&2\n"
                      "until [ -s lent ]; do sleep 0.02; done\n" GIVE_TOKEN("t"));
    lend_terminal(&lending, bench);
    struct answer answer = ask(bench);
    end_lending(&lending);
    assert_string_equal(answer.token, "t");
    assert_int_equal(lines_of(bench, "said"), 1);
}

static void a_plugin_without_end_is_cancelled(void **state)
{
    struct bench *bench = *state;
    struct answer answer = {0};
    use_script(bench, "echo $$ > pid; sleep 1000 & echo $! > child; wait");
    credentials_get(bench->credentials, on_answer, &answer);
    while (lines_of(bench, "child") == 0)
        uv_run(&bench->loop->uv, UV_RUN_NOWAIT);
    credentials_free(bench->credentials);
    bench->credentials = NULL;
    assert_int_equal(answer.calls, 0);
    long pid;
    FILE *file = fopen(folder_path(&bench->folder, "pid"), "r");
    assert_int_equal(fscanf(file, "%ld", &pid), 1);
    fclose(file);
    assert_int_not_equal(kill((pid_t)pid, 0), 0);
}

static void on_run_done(void *user, enum err err, struct plugin_reply *reply, bool refused,
                        const struct err_info *info)
{
    on_answer(user, err, NULL, info);
    assert_false(refused);
    plugin_reply_fini(reply);
}

static void a_plugin_without_end_is_ended(void **state)
{
    struct bench *bench = *state;
    struct answer answer = {0};
    use_script(bench, "sleep 1000 & wait");
    struct plugin_run_spec spec = {.loop = bench->loop,
                                   .plugin = &bench->plugin,
                                   .user_name = "me",
                                   .bound_ms = 1,
                                   .done = on_run_done,
                                   .user = &answer};
    struct plugin_run *run;
    assert_int_equal(plugin_run_start(&spec, &run, NULL), ERR_OK);
    while (!answer.calls)
        assert_true(loop_turn(bench->loop) || answer.calls);
    assert_int_equal(answer.err, ERR_CREDENTIALS);
    assert_non_null(strstr(answer.info.text, "in time"));
}

static void a_plugin_that_leaves_something_running_is_not_waited_for(void **state)
{
    struct bench *bench = *state;
    use_script(bench, "sleep 1000 & echo $! > child\n" GIVE_TOKEN("t"));
    assert_string_equal(ask(bench).token, "t");
    long pid;
    FILE *file = fopen(folder_path(&bench->folder, "child"), "r");
    assert_int_equal(fscanf(file, "%ld", &pid), 1);
    fclose(file);
    kill((pid_t)pid, SIGKILL);
}

static void a_certificate_from_a_plugin_is_checked(void **state)
{
    (void)state;
    struct pair pair, other;
    struct plugin_reply reply;
    struct err_info info;
    struct str text = {0};
    pair_make(&pair, 60);
    pair_make(&other, 60);
    for (int fits = 0; fits < 2; fits++) {
        str_clear(&text);
        str_add(&text, "apiVersion: " V1 "\nkind: ExecCredential\nstatus:\n  clientCertificateData: |\n    ");
        for (const char *c = pair.cert_pem; *c; c++)
            str_addf(&text, "%c%s", *c, *c == '\n' ? "    " : "");
        str_add(&text, "\n  clientKeyData: |\n    ");
        for (const char *c = fits ? pair.key_pem : other.key_pem; *c; c++)
            str_addf(&text, "%c%s", *c, *c == '\n' ? "    " : "");
        enum err err = plugin_reply_parse(str_text(&text), text.len, V1, &reply, &info);
        assert_int_equal(err, fits ? ERR_OK : ERR_CREDENTIALS);
        if (fits)
            assert_true(str_starts(reply.cert_pem, "-----BEGIN CERTIFICATE"));
        plugin_reply_fini(&reply);
    }
    pair_free(&pair);
    pair_free(&other);
    str_fini(&text);
}

/* {"exp":1000000000} and {"nbf":4000000000} as the middle of a JSON web token. */
#define JWT_OLD "e30.eyJleHAiOjEwMDAwMDAwMDB9.x"
#define JWT_YOUNG "e30.eyJuYmYiOjQwMDAwMDAwMDB9.x"

static void a_refusal_is_explained(void **state)
{
    (void)state;
    struct pair old, good;
    pair_make(&old, -1000);
    pair_make(&good, 1000);
    const struct {
        const char *server, *user, *token, *cert, *words;
    } cases[] = {
        {"https://x", "me", NULL, NULL, "FILE gives no token"},
        {"https://x", "", NULL, NULL, "names no user"},
        {"http://x", "me", NULL, NULL, "plain http"},
        {"https://x", "me", NULL, old.cert_pem, "client certificate expired at 20"},
        {"https://x", "me", NULL, good.cert_pem, ""},
        {"https://x", "me", JWT_OLD, NULL, "token expired at 2001-09-09T01:46:40Z"},
        {"https://x", "me", JWT_YOUNG, good.cert_pem, "not valid before 2096"},
        {"https://x", "me", "opaque", NULL, ""},
        {"https://x", "me", "a.b.c", NULL, ""},
        {"https://x", "me", "..", NULL, ""},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct str out = {0};
        struct target target = {.server = (char *)(uintptr_t)cases[i].server,
                                .user = (char *)(uintptr_t)cases[i].user,
                                .source = (char *)(uintptr_t) "FILE"};
        struct credential credential = {cases[i].token, cases[i].cert, NULL};
        credentials_explain(&target, &credential, time_now(), &out);
        if (cases[i].words[0] ? !strstr(str_text(&out), cases[i].words) : out.len > 0)
            fail_msg("%s: %s", cases[i].words, str_text(&out));
        str_fini(&out);
    }
    pair_free(&old);
    pair_free(&good);
}

static void every_cut_of_a_reply_is_survived(void **state)
{
    (void)state;
    static const char text[] = REPLY_HEAD "\"status\":{\"token\":\"t\",\"expirationTimestamp\":null}}";
    for (size_t len = 0; len < sizeof(text); len++) {
        struct plugin_reply reply;
        struct err_info info = {""};
        char *cut = xstrndup(text, len);
        enum err err = plugin_reply_parse(cut, len, V1, &reply, &info);
        assert_int_equal(err, len == sizeof(text) - 1 ? ERR_OK : ERR_CREDENTIALS);
        plugin_reply_fini(&reply);
        free(cut);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(what_is_written_needs_nobody),
        TEST(a_token_file_is_read_again_as_it_changes),
        TEST(a_token_file_without_token_is_a_sentence),
        TEST(a_plugin_is_told_what_it_needs),
        TEST(one_run_serves_all_who_wait),
        TEST(what_expired_is_asked_for_again),
        TEST(every_failure_of_a_plugin_is_a_sentence),
        TEST(a_failure_is_not_repeated_at_once),
        TEST(a_plugin_that_is_not_there_says_how_to_get_it),
        TEST(a_script_without_interpreter_is_told_apart),
        TEST(a_plugin_that_must_ask_needs_a_terminal),
        TEST(the_terminal_is_lent_to_a_plugin_that_asks),
        TEST(the_words_of_a_plugin_that_waits_are_shown),
        TEST(a_plugin_without_end_is_cancelled),
        TEST(a_plugin_without_end_is_ended),
        TEST(a_plugin_that_leaves_something_running_is_not_waited_for),
        TEST(a_certificate_from_a_plugin_is_checked),
        TEST(a_refusal_is_explained),
        TEST(every_cut_of_a_reply_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
