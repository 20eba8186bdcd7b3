/* What the printers share: numbers as Go has them, valid text, and what is left out. */
#include "api-client/print_common.h"
#include "base/utf8.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define INT64_RANGE 9223372036854775808.0
#define UINT64_RANGE 18446744073709551616.0

void print_valid(struct str *out, const char *text)
{
    size_t left = strlen(text);
    while (left) {
        uint32_t cp;
        size_t took = utf8_decode(text, left, &cp);
        if (cp == UTF8_BAD)
            utf8_add(out, cp);
        else
            str_add_bytes(out, text, took);
        text += took;
        left -= took;
    }
}

bool print_is_whole(const cJSON *number)
{
    double value = number->valuedouble;
    bool in_range = value >= -INT64_RANGE && value < INT64_RANGE;
    return cJSON_IsRaw(number) || (in_range && value == trunc(value));
}

static void add_whole(struct str *out, const cJSON *number)
{
    if (cJSON_IsRaw(number))
        str_add(out, number->valuestring);
    else
        str_addf(out, "%lld", (long long)number->valuedouble);
}

/* The shortest form that reads back as the same number: "d.ddde+XX", with its parts. */
struct decimal {
    char text[40];
    size_t mark;  /* where its e is */
    int exponent; /* the number behind it */
    int digits;
};

static struct decimal shortest(double value)
{
    struct decimal d = {.digits = 0};
    do
        snprintf(d.text, sizeof(d.text), "%.*e", d.digits++, value);
    while (d.digits <= 16 && strtod(d.text, NULL) != value);
    d.mark = strcspn(d.text, "e");
    d.exponent = (int)strtol(d.text + d.mark + 1, NULL, 10);
    return d;
}

/* Without an exponent: as many places as the shortest form has. */
static void add_fixed(struct str *out, double value, const struct decimal *d)
{
    int places = d->digits - 1 - d->exponent;
    if (places >= 0) {
        str_addf(out, "%.*f", places, value);
        return;
    }
    for (size_t i = 0; i < d->mark; i++)
        if (d->text[i] != '.')
            str_add_char(out, d->text[i]);
    str_add_repeat(out, '0', (size_t)-places);
}

/* encoding/json: an exponent under 1e-6 and from 1e21 on, without a zero before its one digit. */
void print_json_number(struct str *out, const cJSON *number)
{
    double value = number->valuedouble;
    if (print_is_whole(number)) {
        add_whole(out, number);
        return;
    }
    if (!isfinite(value)) {
        str_add(out, "null");
        return;
    }
    struct decimal d = shortest(value);
    if (fabs(value) >= 1e-6 && fabs(value) < 1e21) {
        add_fixed(out, value, &d);
        return;
    }
    bool long_exponent = str_starts(d.text + d.mark, "e-0");
    str_addf(out, "%.*s%s", (int)d.mark, d.text, long_exponent ? "e-" : d.text + d.mark);
    str_add(out, long_exponent ? d.text + d.mark + 3 : "");
}

/* go-yaml reads what encoding/json wrote, so a whole number under 2^64 is one to it; any other is written by
 * strconv's 'g', with an exponent under 1e-4 and from 1e6 on. */
void print_yaml_number(struct str *out, const cJSON *number)
{
    double value = number->valuedouble;
    if (print_is_whole(number)) {
        add_whole(out, number);
        return;
    }
    if (!isfinite(value)) {
        str_add(out, "null");
        return;
    }
    struct decimal d = shortest(value);
    if (value > 0 && value < UINT64_RANGE && value == trunc(value)) {
        add_fixed(out, value, &d);
        return;
    }
    if (d.exponent < -4 || d.exponent >= 6)
        str_add(out, d.text);
    else
        add_fixed(out, value, &d);
}

int print_step(int path, const cJSON *child)
{
    if (path == PRINT_TOP && child->string && strcmp(child->string, "items") == 0 && cJSON_IsArray(child))
        return PRINT_ITEMS;
    if (path == PRINT_ITEMS)
        return cJSON_IsObject(child) ? PRINT_TOP : PRINT_BELOW;
    if (path == PRINT_TOP && child->string && strcmp(child->string, "metadata") == 0)
        return PRINT_METADATA;
    return PRINT_BELOW;
}

bool print_left_out(int path, const cJSON *member)
{
    return path == PRINT_METADATA && strcmp(member->string, "managedFields") == 0;
}
