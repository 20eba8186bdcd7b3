/* describe's tolerations and topology spread constraints. */
#include "api-client/describe_parts.h"
#include "api-client/json_sort.h"

#include <stdlib.h>
#include <string.h>

static int by_key(const cJSON *a, const cJSON *b)
{
    return strcmp(json_text_or_empty(a, "key"), json_text_or_empty(b, "key"));
}

/* "key=value:effect op=Exists for 300s" */
static void add_toleration(struct str *out, const cJSON *toleration)
{
    const char *key = json_text_or_empty(toleration, "key");
    const char *value = json_text_or_empty(toleration, "value");
    const char *effect = json_text_or_empty(toleration, "effect");
    const cJSON *seconds = json_get(toleration, "tolerationSeconds");
    str_addf(out, "%s%s%s%s%s", key, *value ? "=" : "", value, *effect ? ":" : "", effect);
    if (str_equal(json_text(toleration, "operator"), "Exists") && !*value)
        str_add(out, *key || *effect ? " op=Exists" : "op=Exists");
    if (cJSON_IsNumber(seconds))
        str_addf(out, " for %llds", (long long)json_int(toleration, "tolerationSeconds", 0));
}

void describe_tolerations(struct describe_text *w, const cJSON *tolerations)
{
    const cJSON **sorted = json_sorted(tolerations, by_key);
    describe_add(w, 0, "Tolerations:\t%s", sorted[0] ? "" : "<none>\n");
    for (size_t i = 0; sorted[i]; i++) {
        struct str text = {0};
        add_toleration(&text, sorted[i]);
        describe_add(w, 0, "%s%s\n", i ? "\t" : "", str_text(&text));
        str_fini(&text);
    }
    free(sorted);
}

/* A requirement of a label selector: its key, and what it comes to as text. */
struct requirement {
    const char *key;
    char *text;
    size_t place;
};

static int compare_requirements(const void *left, const void *right)
{
    const struct requirement *a = left, *b = right;
    int by = strcmp(a->key, b->key);
    return by ? by : a->place < b->place ? -1 : 1;
}

static int by_string(const cJSON *a, const cJSON *b)
{
    return strcmp(describe_string(a), describe_string(b));
}

/* "(a,b)" */
static void add_values(struct str *out, const cJSON *values)
{
    const cJSON **sorted = json_sorted(values, by_string);
    for (size_t i = 0; sorted[i]; i++)
        str_addf(out, "%s%s", i ? "," : "(", describe_string(sorted[i]));
    str_add(out, ")");
    free(sorted);
}

/* false where the expression is none that a server would take. */
static bool add_expression(struct str *out, const cJSON *expression)
{
    static const struct {
        const char *operator_, *before, *after;
        bool values;
    } operators[] = {{"In", "", " in ", true},
                     {"NotIn", "", " notin ", true},
                     {"Exists", "", "", false},
                     {"DoesNotExist", "!", "", false}};
    const cJSON *values = json_get(expression, "values");
    for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); i++) {
        if (!str_equal(json_text(expression, "operator"), operators[i].operator_))
            continue;
        if (operators[i].values != (json_elements(values) != NULL))
            return false;
        str_addf(out, "%s%s%s", operators[i].before, json_text_or_empty(expression, "key"),
                 operators[i].after);
        if (operators[i].values)
            add_values(out, values);
        return true;
    }
    return false;
}

struct requirements {
    VEC(struct requirement) list;
    bool bad;
};

static void push(struct requirements *all, const char *key, struct str *text)
{
    size_t place = all->list.len;
    *vec_push(&all->list) = (struct requirement){.key = key, .text = str_take(text), .place = place};
}

static void collect(struct requirements *all, const cJSON *selector)
{
    const cJSON *labels = describe_object(selector, "matchLabels");
    const cJSON *expressions = json_get(selector, "matchExpressions");
    json_each(label, labels)
    {
        struct str text = {0};
        str_addf(&text, "%s=%s", label->string ? label->string : "", describe_string(label));
        push(all, label->string ? label->string : "", &text);
    }
    json_each_element(expression, expressions)
    {
        struct str text = {0};
        all->bad = !add_expression(&text, expression) || all->bad;
        push(all, json_text_or_empty(expression, "key"), &text);
    }
}

/* apimachinery metav1.FormatLabelSelector */
static void add_selector(struct str *out, const cJSON *selector)
{
    struct requirements all = {.bad = false};
    collect(&all, selector);
    if (all.list.len)
        qsort(all.list.data, all.list.len, sizeof(all.list.data[0]), compare_requirements);
    for (size_t i = 0; !all.bad && i < all.list.len; i++)
        str_addf(out, "%s%s", i ? "," : "", all.list.data[i].text);
    if (all.bad)
        str_add(out, "<error>");
    else if (!all.list.len)
        str_add(out, "<none>");
    for (size_t i = 0; i < all.list.len; i++)
        free(all.list.data[i].text);
    free(all.list.data);
}

static void add_constraint(struct str *out, const cJSON *constraint)
{
    const cJSON *selector = describe_object(constraint, "labelSelector");
    str_addf(out, "%s:%s when max skew %lld is exceeded", json_text_or_empty(constraint, "topologyKey"),
             json_text_or_empty(constraint, "whenUnsatisfiable"),
             (long long)json_int(constraint, "maxSkew", 0));
    if (selector) {
        str_add(out, " for selector ");
        add_selector(out, selector);
    }
}

static int by_topology_key(const cJSON *a, const cJSON *b)
{
    return strcmp(json_text_or_empty(a, "topologyKey"), json_text_or_empty(b, "topologyKey"));
}

void describe_topology_spread(struct describe_text *w, const cJSON *constraints)
{
    const cJSON **sorted = json_sorted(constraints, by_topology_key);
    if (sorted[0])
        describe_add(w, 0, "Topology Spread Constraints:\t");
    for (size_t i = 0; sorted[i]; i++) {
        struct str text = {0};
        add_constraint(&text, sorted[i]);
        describe_add(w, 0, "%s%s\n", i ? "\t" : "", str_text(&text));
        str_fini(&text);
    }
    free(sorted);
}
