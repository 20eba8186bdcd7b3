/* describe_pod against what kubectl printed for the same objects, and the parts it is made of. */
#include "api-client/describe.h"
#include "api-client/quantity.h"
#include "api-client/tabwriter.h"
#include "base/time.h"
#include "tests/unit/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void describe(struct str *out, const char *json, size_t len)
{
    struct arena arena;
    cJSON *object;
    arena_init(&arena, JSON_OBJECT_CAP);
    assert_int_equal(json_parse(&arena, json, len, &object, NULL), ERR_OK);
    describe_pod(out, json_get(object, "pod"), json_get(object, "events"),
                 time_parse("2026-11-23T06:00:00Z"));
    arena_fini(&arena);
}

static void same_as_kubectl(const char *object, const char *text)
{
    struct str json = {0}, wanted = {0}, got = {0};
    setenv("TZ", "UTC", 1);
    fixture_read(&json, object);
    fixture_read(&wanted, text);
    describe(&got, str_text(&json), json.len);
    fixture_assert_same(str_text(&got), str_text(&wanted));
    str_fini(&json);
    str_fini(&wanted);
    str_fini(&got);
}

static void a_pod_with_everything_reads_as_kubectl_has_it(void **state)
{
    (void)state;
    same_as_kubectl("describe/everything.json", "describe/everything.txt");
}

static void every_volume_reads_as_kubectl_has_it(void **state)
{
    (void)state;
    same_as_kubectl("describe/volumes.json", "describe/volumes.txt");
}

static void assert_holds(const char *json, const char *line)
{
    struct str got = {0};
    describe(&got, json, strlen(json));
    if (!strstr(str_text(&got), line))
        fail_msg("no |%s| in\n%s", line, str_text(&got));
    str_fini(&got);
}

static void wrong_types_are_as_if_absent(void **state)
{
    (void)state;
    assert_holds("{}", "Name:         \n");
    assert_holds("{\"pod\":[]}", "Containers: <none>\n");
    assert_holds("{\"pod\":{\"metadata\":{\"labels\":[1],\"annotations\":3,\"name\":{}}}}",
                 "Labels:       <none>\n");
    assert_holds(
        "{\"pod\":{\"spec\":{\"containers\":{\"a\":1},\"volumes\":\"x\",\"tolerations\":{\"a\":{}}}}}",
        "Volumes:         <none>\n");
    assert_holds("{\"pod\":{\"spec\":{\"containers\":[null,3,\"x\",[]]}}}", "Mounts:       <none>\n");
}

static void quality_of_service_is_worked_out_where_unsaid(void **state)
{
    static const char equal[] =
        "{\"pod\":{\"spec\":{\"containers\":[{\"resources\":{\"limits\":{\"cpu\":\"1\",\"memory\":\"1Gi\"},"
        "\"requests\":{\"cpu\":\"1000m\",\"memory\":\"1024Mi\"}}}]}}}";
    static const char less[] =
        "{\"pod\":{\"spec\":{\"containers\":[{\"resources\":{\"requests\":{\"cpu\":\"1m\"}}}]}}}";
    (void)state;
    assert_holds(equal, "QoS Class:        Guaranteed\n");
    assert_holds(less, "QoS Class:        Burstable\n");
    assert_holds("{}", "QoS Class:       BestEffort\n");
}

static void columns_are_blocks_of_lines(void **state)
{
    static const struct {
        const char *text, *wanted;
    } rows[] = {
        {"", ""},
        {"a\tb\nccc\td\n", "a    b\nccc  d\n"},
        {"a\tb\nplain\nccc\td\n", "a  b\nplain\nccc  d\n"},
        {"a\t\nbb\tc\n", "a   \nbb  c\n"},
        {"a\tb\tc\nd\te\nf\tgg\th\n", "a  b  c\nd  e\nf  gg  h\n"},
        {"\tx\na\ty\n", "   x\na  y\n"},
        {"한\tx\nab\ty\n", "한   x\nab  y\n"},
        {"no end", "no end"},
        {"a\tno end", "a  no end"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct tabwriter tabs = {0};
        struct str out = {0};
        tabwriter_write(&tabs, rows[i].text, strlen(rows[i].text));
        tabwriter_flush(&tabs, &out);
        assert_string_equal(str_text(&out), rows[i].wanted);
        tabwriter_fini(&tabs);
        str_fini(&out);
    }
}

static void a_line_of_tabs_is_no_danger(void **state)
{
    struct tabwriter tabs = {0};
    struct str out = {0};
    (void)state;
    for (int i = 0; i < 100000; i++)
        tabwriter_write(&tabs, "\t", 1);
    tabwriter_flush(&tabs, &out);
    assert_true(out.len >= 100000);
    tabwriter_fini(&tabs);
    str_fini(&out);
}

static void quantities_round_up(void **state)
{
    static const struct {
        const char *text;
        double milli, whole;
    } rows[] = {{"1500m", 1500, 2},
                {"0.1", 100, 1},
                {"64Mi", 67108864000.0, 67108864},
                {"1e3", 1e6, 1000},
                {"1n", 1, 1},
                {"1E", 1e21, 1e18},
                {"", 0, 0},
                {"x", 0, 0},
                {"1Q", 0, 0},
                {"1e999999999", 0, 0},
                {"-1500m", -1500, -1},
                {"2k", 2e6, 2000}};
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        assert_true((double)quantity_milli(rows[i].text) == rows[i].milli);
        assert_true((double)quantity_whole(rows[i].text) == rows[i].whole);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pod_with_everything_reads_as_kubectl_has_it),
        cmocka_unit_test(every_volume_reads_as_kubectl_has_it),
        cmocka_unit_test(wrong_types_are_as_if_absent),
        cmocka_unit_test(quality_of_service_is_worked_out_where_unsaid),
        cmocka_unit_test(columns_are_blocks_of_lines),
        cmocka_unit_test(a_line_of_tabs_is_no_danger),
        cmocka_unit_test(quantities_round_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
