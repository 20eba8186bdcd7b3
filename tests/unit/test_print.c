/* Objects as YAML and JSON against what kubectl printed for the same. */
#include "api-client/print.h"
#include "api-client/yaml_plain.h"
#include "tests/unit/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

typedef void (*print_fn)(struct str *out, const cJSON *object, bool managed_fields);

static void print_text(struct str *out, const char *json, size_t len, print_fn print, bool managed_fields)
{
    struct arena arena;
    cJSON *object;
    arena_init(&arena, JSON_OBJECT_CAP);
    assert_int_equal(print_parse(&arena, json, len, &object, NULL), ERR_OK);
    print(out, object, managed_fields);
    arena_fini(&arena);
}

static void same_as_kubectl(print_fn print, const char *text)
{
    struct str json = {0}, wanted = {0}, got = {0};
    fixture_read(&json, "print/nasty.json");
    fixture_read(&wanted, text);
    print_text(&got, str_text(&json), json.len, print, false);
    fixture_assert_same(str_text(&got), str_text(&wanted));
    str_fini(&json);
    str_fini(&wanted);
    str_fini(&got);
}

static void yaml_reads_as_kubectl_has_it(void **state)
{
    (void)state;
    same_as_kubectl(print_yaml, "print/nasty.yaml.txt");
}

static void json_reads_as_kubectl_has_it(void **state)
{
    (void)state;
    same_as_kubectl(print_json, "print/nasty.json.txt");
}

static void assert_prints(const char *json, print_fn print, bool managed_fields, const char *wanted)
{
    struct str got = {0};
    print_text(&got, json, strlen(json), print, managed_fields);
    assert_string_equal(str_text(&got), wanted);
    str_fini(&got);
}

static void managed_fields_are_left_out_of_objects_and_items(void **state)
{
    static const char list[] = "{\"items\":[{\"metadata\":{\"managedFields\":[1]}}],\"kind\":\"List\"}";
    static const char deeper[] = "{\"spec\":{\"metadata\":{\"managedFields\":1}}}";
    (void)state;
    assert_prints(list, print_yaml, false, "items:\n- metadata: {}\nkind: List\n");
    assert_prints(list, print_yaml, true, "items:\n- metadata:\n    managedFields:\n    - 1\nkind: List\n");
    assert_prints(deeper, print_yaml, false, "spec:\n  metadata:\n    managedFields: 1\n");
}

static void no_value_is_a_danger(void **state)
{
    (void)state;
    assert_prints("null", print_yaml, false, "null\n");
    assert_prints("[]", print_json, false, "[]\n");
    assert_prints("[\"\xff\xc3(\"]", print_json, false, "[\n    \"\xef\xbf\xbd\xef\xbf\xbd(\"\n]\n");
    assert_prints("[\"\xff\"]", print_yaml, false, "- \xef\xbf\xbd\n");
    assert_prints("[\"\\u0001int:--\",\"\\u0001int:\"]", print_json, false,
                  "[\n    \"\\u0001int:--\",\n    \"\\u0001int:\"\n]\n");
}

static void long_numbers_keep_their_digits(void **state)
{
    (void)state;
    assert_prints("[9007199254740993]", print_json, false, "[\n    9007199254740993\n]\n");
    assert_prints("{\"a\\\"1\":-9223372036854775808}", print_yaml, false, "a\"1: -9223372036854775808\n");
    assert_prints("[\"9007199254740993\"]", print_yaml, false, "- \"9007199254740993\"\n");
}

static void a_list_of_several_objects(void **state)
{
    struct arena arena;
    struct str got = {0};
    cJSON *items;
    (void)state;
    arena_init(&arena, JSON_OBJECT_CAP);
    cJSON *list = print_list(&arena, &items);
    assert_non_null(list);
    cJSON_AddItemToArray(items, cJSON_CreateObject());
    print_yaml(&got, list, false);
    assert_string_equal(str_text(&got),
                        "apiVersion: v1\nitems:\n- {}\nkind: List\nmetadata:\n  resourceVersion: \"\"\n");
    str_fini(&got);
    arena_fini(&arena);
}

static void keys_are_in_their_natural_order(void **state)
{
    static const char *const ordered[] = {"",  "-",   "1",  "01", "2",   "10", "A",
                                          "a", "a-b", "a1", "a2", "a10", "ab", "é"};
    (void)state;
    for (size_t i = 0; i + 1 < sizeof(ordered) / sizeof(ordered[0]); i++) {
        assert_true(yaml_compare_keys(ordered[i], ordered[i + 1]) < 0);
        assert_true(yaml_compare_keys(ordered[i + 1], ordered[i]) > 0);
        assert_int_equal(yaml_compare_keys(ordered[i], ordered[i]), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(yaml_reads_as_kubectl_has_it),
        cmocka_unit_test(json_reads_as_kubectl_has_it),
        cmocka_unit_test(managed_fields_are_left_out_of_objects_and_items),
        cmocka_unit_test(no_value_is_a_danger),
        cmocka_unit_test(long_numbers_keep_their_digits),
        cmocka_unit_test(a_list_of_several_objects),
        cmocka_unit_test(keys_are_in_their_natural_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
