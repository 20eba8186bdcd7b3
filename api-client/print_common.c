/* What the printers share: numbers as Go has them, valid text, and what is left out. */
#include "api-client/print_common.h"
#include "base/utf8.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    return cJSON_IsRaw(number) || (value >= -0x1p63 && value < 0x1p63 && value == trunc(value));
}

static void add_whole(struct str *out, const cJSON *number)
{
    if (cJSON_IsRaw(number))
        str_add(out, number->valuestring);
    else
        str_addf(out, "%lld", (long long)number->valuedouble);
}

/* The shortest "d.ddde+XX" that reads back as the same number. */
static void shortest(char buf[40], double value)
{
    for (int digits = 0; digits <= 16; digits++) {
        snprintf(buf, 40, "%.*e", digits, value);
        if (strtod(buf, NULL) == value)
            return;
    }
}

static int exponent_of(const char *shortest_text)
{
    return atoi(strchr(shortest_text, 'e') + 1);
}

static int digits_of(const char *shortest_text)
{
    int count = 0;
    for (const char *c = shortest_text; *c != 'e'; c++)
        count += *c >= '0' && *c <= '9';
    return count;
}

/* Without an exponent: as many places as the shortest form has. */
static void add_fixed(struct str *out, double value, const char *text)
{
    int places = digits_of(text) - 1 - exponent_of(text);
    char digits[32];
    if (places >= 0) {
        str_addf(out, "%.*f", places, value);
        return;
    }
    size_t len = 0;
    for (const char *c = text; *c != 'e'; c++)
        if (*c != '.')
            digits[len++] = *c;
    str_add_bytes(out, digits, len);
    str_add_repeat(out, '0', (size_t)-places);
}

/* encoding/json: an exponent under 1e-6 and from 1e21 on, without a zero before its one digit. */
void print_json_number(struct str *out, const cJSON *number)
{
    char text[40];
    double value = number->valuedouble;
    if (print_is_whole(number)) {
        add_whole(out, number);
        return;
    }
    if (!isfinite(value)) {
        str_add(out, "null");
        return;
    }
    shortest(text, value);
    if (fabs(value) >= 1e-6 && fabs(value) < 1e21) {
        add_fixed(out, value, text);
        return;
    }
    char *exponent = strchr(text, 'e');
    if (exponent[1] == '-' && exponent[2] == '0')
        memmove(exponent + 2, exponent + 3, strlen(exponent + 3) + 1);
    str_add(out, text);
}

/* go-yaml reads what encoding/json wrote, so a whole number under 2^64 is one to it; any other is written by
 * strconv's 'g', with an exponent under 1e-4 and from 1e6 on. */
void print_yaml_number(struct str *out, const cJSON *number)
{
    char text[40];
    double value = number->valuedouble;
    if (print_is_whole(number)) {
        add_whole(out, number);
        return;
    }
    if (!isfinite(value)) {
        str_add(out, "null");
        return;
    }
    shortest(text, value);
    if (value > 0 && value < 0x1p64 && value == trunc(value)) {
        add_fixed(out, value, text);
        return;
    }
    int exponent = exponent_of(text);
    if (exponent < -4 || exponent >= 6)
        str_add(out, text);
    else
        add_fixed(out, value, text);
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
