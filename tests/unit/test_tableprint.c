/* Columns, sorting and paths: what get's text is made of. */
#include "api-client/json_skim.h"
#include "base/arena.h"
#include "base/str.h"
#include "cli/event_rows.h"
#include "cli/jsonpath.h"
#include "cli/sortkey.h"
#include "cli/tableprint.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void add_row(struct tableprint *table, const char *a, const char *b)
{
    tableprint_row(table);
    tableprint_cell(table, a, strlen(a));
    tableprint_cell(table, b, strlen(b));
}

/* What was written to a file, as memory the caller frees. */
static char *read_back(FILE *file)
{
    static char bytes[4096];
    rewind(file);
    size_t len = fread(bytes, 1, sizeof(bytes) - 1, file);
    bytes[len] = '\0';
    fclose(file);
    return bytes;
}

static void columns_are_padded_and_widths_remembered(void **state)
{
    struct tableprint table;
    FILE *file = tmpfile();
    (void)state;
    tableprint_init(&table, false);
    tableprint_title(&table, "NAME");
    tableprint_title(&table, "AGE");
    add_row(&table, "a", "1s");
    add_row(&table, "한글", "2s");
    tableprint_write(&table, NULL, NULL, file);
    add_row(&table, "much-longer", "3s");
    tableprint_write(&table, NULL, NULL, file);
    add_row(&table, "a", "4s");
    table.prefixed = 0;
    table.prefix = "pod/";
    tableprint_write(&table, (const int[]){1, 0, -1}, NULL, file);
    assert_string_equal(read_back(file), "NAME   AGE\n"
                                         "a      1s\n"
                                         "한글     2s\n"
                                         "much-longer   3s\n"
                                         "4s            pod/a\n");
    tableprint_fini(&table);
}

static void cells_cannot_command_a_terminal(void **state)
{
    static const struct {
        bool terminal;
        const char *cell, *line;
    } rows[] = {
        {false, "a\nb", "a...\n"},
        {false, "red \x1b[31m", "red ^[[31m\n"},
        {true, "red \x1b[31m", "red ^[[31m\n"},
        {true, "\xc2\x9b", "\xef\xbf\xbd\n"},
        {false, "한", "한\n"},
        {false, "", "\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct tableprint table;
        FILE *file = tmpfile();
        tableprint_init(&table, rows[i].terminal);
        tableprint_row(&table);
        tableprint_cell(&table, rows[i].cell, strlen(rows[i].cell));
        tableprint_write(&table, NULL, NULL, file);
        assert_string_equal(read_back(file), rows[i].line);
        tableprint_fini(&table);
    }
}

static cJSON *parse(struct arena *arena, const char *text)
{
    cJSON *value = NULL;
    assert_int_equal(json_parse(arena, text, strlen(text), &value, NULL), ERR_OK);
    return value;
}

static void events_are_rows(void **state)
{
    struct event_rows rows;
    struct arena arena;
    FILE *file = tmpfile();
    int64_t now = time_parse("2026-11-23T06:00:00Z");
    (void)state;
    arena_init(&arena, 1 << 20);
    event_rows_init(&rows, false, false);
    event_rows_titles(&rows);
    event_rows_add(
        &rows,
        parse(&arena, "{\"type\":\"Normal\",\"reason\":\"B\",\"count\":12,\"firstTimestamp\":"
                      "\"2026-11-23T04:00:00Z\",\"lastTimestamp\":\"2026-11-23T05:57:00Z\","
                      "\"involvedObject\":{\"kind\":\"Pod\",\"name\":\"p\"},\"message\":\" two\\nlines \"}"),
        now);
    event_rows_add(&rows,
                   parse(&arena, "{\"type\":\"Warning\",\"reason\":\"A\",\"count\":1,\"firstTimestamp\":"
                                 "\"2026-11-23T05:00:00Z\",\"lastTimestamp\":\"2026-11-23T05:00:00Z\","
                                 "\"involvedObject\":{\"kind\":\"Pod\",\"name\":\"q\"},\"message\":\"m\"}"),
                   now);
    event_rows_write(&rows, true, file);
    assert_string_equal(read_back(file), "LAST SEEN            TYPE      REASON   OBJECT   MESSAGE\n"
                                         "60m                  Warning   A        Pod/q    m\n"
                                         "3m (x12 over 120m)   Normal    B        Pod/p    two\n"
                                         "lines\n");
    event_rows_fini(&rows);
    arena_fini(&arena);
}

static void an_event_says_how_often(void **state)
{
    static const struct {
        const char *event, *words;
    } rows[] = {
        {"{}", "<unknown>"},
        {"{\"eventTime\":\"2026-11-23T05:59:00Z\"}", "60s"},
        {"{\"firstTimestamp\":\"2026-11-23T05:59:00Z\",\"count\":2,\"lastTimestamp\":\"2026-11-23T05:59:"
         "50Z\"}",
         "10s (x2 over 60s)"},
        {"{\"eventTime\":\"2026-11-23T05:00:00Z\",\"series\":{\"count\":7,\"lastObservedTime\":"
         "\"2026-11-23T05:59:59Z\"}}",
         "1s (x7 over 60m)"},
    };
    struct arena arena;
    (void)state;
    arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct str words = {0};
        event_interval(&words, parse(&arena, rows[i].event), time_parse("2026-11-23T06:00:00Z"));
        assert_string_equal(str_text(&words), rows[i].words);
        str_fini(&words);
    }
    arena_fini(&arena);
}

static const char object[] =
    "{\"metadata\":{\"name\":\"a\",\"labels\":{\"app.kubernetes.io/name\":\"x\"}},\"spec\":{\"containers\":["
    "{\"name\":\"c1\",\"image\":\"i1\"},{\"name\":\"c2\",\"image\":\"i2\"}]},\"status\":{\"conditions\":["
    "{\"type\":\"Ready\",\"status\":\"False\",\"n\":3},{\"type\":\"Initialized\",\"status\":\"True\"}]}}";

static void paths_name_values(void **state)
{
    static const struct {
        const char *path, *values;
    } rows[] = {
        {".metadata.name", "a "},
        {"metadata.name", "a "},
        {"{.metadata.name}", "a "},
        {"{metadata['name']}", "a "},
        {".metadata.labels.app\\.kubernetes\\.io/name", "x "},
        {".metadata.labels['app.kubernetes.io/name']", "x "},
        {".spec.containers[0].name", "c1 "},
        {".spec.containers[-1].image", "i2 "},
        {".spec.containers[*].name", "c1 c2 "},
        {".spec.containers[0:1].name", "c1 "},
        {".spec.containers[1:].name", "c2 "},
        {".status.conditions[?(@.type==\"Ready\")].status", "False "},
        {".status.conditions[?(@.n>2)].status", "False "},
        {".status.conditions[?(@.n)].status", "False "},
        {"..image", "i1 i2 "},
        {".metadata.*", "a "},
        {".nothing.here", ""},
        {".metadata.name.deeper[3]", ""},
    };
    struct arena arena;
    (void)state;
    arena_init(&arena, 1 << 20);
    const cJSON *root = parse(&arena, object);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct jsonpath *path = NULL;
        struct jsonpath_values values = {0};
        struct str found = {0};
        assert_int_equal(jsonpath_parse(rows[i].path, &path, NULL), ERR_OK);
        jsonpath_find(path, root, &values);
        for (size_t v = 0; v < values.list.len; v++)
            if (cJSON_IsString(values.list.data[v]))
                str_addf(&found, "%s ", values.list.data[v]->valuestring);
        assert_string_equal(str_text(&found), rows[i].values);
        free(values.list.data);
        str_fini(&found);
        jsonpath_free(path);
    }
    arena_fini(&arena);
}

static void wrong_paths_are_refused(void **state)
{
    static const char *const rows[] = {
        "{.a",       "{.a}{.b}",        ".a[",      ".a['b",        ".a[x]",
        ".a[1:2:0]", ".a[?(@.b==\"c)]", ".a[?(b)]", ".a[?(@.b==1]", ".a[99999999]"};
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct jsonpath *path = NULL;
        struct err_info info = {""};
        assert_int_equal(jsonpath_parse(rows[i], &path, &info), ERR_USAGE);
        assert_true(*info.text);
    }
}

static void rows_are_sorted_as_kubectl_does(void **state)
{
    static const char values[] = "[\"b10\",null,\"b9\",\"1Gi\",\"64Mi\",\"b-1\",3,2.5,\"B2\"]";
    static const size_t wanted[] = {1, 7, 6, 4, 3, 8, 5, 0, 2};
    struct sortkeys keys = {0};
    struct arena arena;
    (void)state;
    arena_init(&arena, 1 << 20);
    json_each(value, parse(&arena, values)) sortkeys_add(&keys, value);
    size_t *order = sortkeys_order(&keys);
    assert_memory_equal(order, wanted, sizeof(wanted));
    assert_true(sortkeys_any(&keys));
    free(order);
    sortkeys_fini(&keys);
    arena_fini(&arena);
}

static void a_value_is_found_without_parsing(void **state)
{
    static const struct {
        const char *json, *path, *found; /* NULL: not found */
    } rows[] = {
        {"{\"a\":1,\"b\":[1,{\"x\":\"]}\"}],\"c\":{\"d\":\"e\"}}", "b", "[1,{\"x\":\"]}\"}]"},
        {"{\"a\":\"\\\"c\\\":\",\"c\":{\"d\":\"e\"}}", "c.d", "\"e\""},
        {" { \"a\" : { \"b\" : 7 } }", "a.b", "7 "},
        {"{\"a\":{\"b\":1}}", "a.c", NULL},
        {"{\"a\":{\"b\":\"unfinished", "a.b", NULL},
        {"{\"a\":[1,2", "b", NULL},
        {"[1]", "a", NULL},
        {"", "a", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct json_span span;
        bool found = json_skim_at(rows[i].json, strlen(rows[i].json), rows[i].path, &span);
        assert_int_equal(found, rows[i].found != NULL);
        if (found) {
            assert_int_equal(span.len, strlen(rows[i].found));
            assert_memory_equal(span.at, rows[i].found, span.len);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_padded_and_widths_remembered),
        cmocka_unit_test(cells_cannot_command_a_terminal),
        cmocka_unit_test(events_are_rows),
        cmocka_unit_test(an_event_says_how_often),
        cmocka_unit_test(paths_name_values),
        cmocka_unit_test(wrong_paths_are_refused),
        cmocka_unit_test(rows_are_sorted_as_kubectl_does),
        cmocka_unit_test(a_value_is_found_without_parsing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
