#include "model/loglevel.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static const struct {
    const char *word;
    enum log_level level;
} words[] = {
    {"error", LOG_LEVEL_ERROR},      {"err", LOG_LEVEL_ERROR},       {"fatal", LOG_LEVEL_ERROR},
    {"critical", LOG_LEVEL_ERROR},   {"crit", LOG_LEVEL_ERROR},      {"panic", LOG_LEVEL_ERROR},
    {"severe", LOG_LEVEL_ERROR},     {"emerg", LOG_LEVEL_ERROR},     {"emergency", LOG_LEVEL_ERROR},
    {"alert", LOG_LEVEL_ERROR},      {"exception", LOG_LEVEL_ERROR}, {"warning", LOG_LEVEL_WARN},
    {"warn", LOG_LEVEL_WARN},        {"info", LOG_LEVEL_INFO},       {"notice", LOG_LEVEL_INFO},
    {"information", LOG_LEVEL_INFO}, {"debug", LOG_LEVEL_DEBUG},     {"trace", LOG_LEVEL_DEBUG},
    {"verbose", LOG_LEVEL_DEBUG},    {"fine", LOG_LEVEL_DEBUG},      {"60", LOG_LEVEL_ERROR},
    {"50", LOG_LEVEL_ERROR},         {"40", LOG_LEVEL_WARN},         {"30", LOG_LEVEL_INFO},
    {"20", LOG_LEVEL_DEBUG},         {"10", LOG_LEVEL_DEBUG},
};

enum log_level log_level_of_word(const char *word, size_t len)
{
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
        if (strlen(words[i].word) == len && strncasecmp(words[i].word, word, len) == 0)
            return words[i].level;
    }
    return LOG_LEVEL_NONE;
}

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* The value after a key's name: `": "warn"`, `=error`; its level. */
static enum log_level value_level(const char *text, size_t len)
{
    size_t at = 0, end;
    while (at < len && strchr("\":= \t", text[at]) && text[at])
        at++;
    for (end = at; end < len && is_word(text[end]); end++)
        ;
    return at ? log_level_of_word(text + at, end - at) : LOG_LEVEL_NONE;
}

/* A key such as level in JSON or logfmt. */
static enum log_level keyed(const char *text, size_t len)
{
    static const char *const keys[] = {"level", "severity", "lvl", "loglevel", "log.level"};
    for (size_t k = 0; k < sizeof(keys) / sizeof(*keys); k++) {
        size_t n = strlen(keys[k]);
        const char *from = text;
        const char *found;
        while ((found = memmem(from, len - (size_t)(from - text), keys[k], n))) {
            size_t at = (size_t)(found - text);
            bool starts = at == 0 || text[at - 1] == '"' || text[at - 1] == ' ';
            bool ends = at + n < len && (text[at + n] == '"' || text[at + n] == '=');
            enum log_level level = starts && ends ? value_level(text + at + n, len - at - n) : LOG_LEVEL_NONE;
            if (level != LOG_LEVEL_NONE)
                return level;
            from = found + n;
        }
    }
    return LOG_LEVEL_NONE;
}

/* "E1123 06:19:51.612536 ..." */
static enum log_level klog(const char *text, size_t len)
{
    static const char letters[] = "IWEF";
    static const enum log_level levels[] = {LOG_LEVEL_INFO, LOG_LEVEL_WARN, LOG_LEVEL_ERROR, LOG_LEVEL_ERROR};
    const char *letter = len > 6 && text[0] ? strchr(letters, text[0]) : NULL;
    if (!letter || text[5] != ' ')
        return LOG_LEVEL_NONE;
    for (int i = 1; i < 5; i++) {
        if (!isdigit((unsigned char)text[i]))
            return LOG_LEVEL_NONE;
    }
    return levels[letter - letters];
}

static bool in_capitals(const char *word, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (!isupper((unsigned char)word[i]))
            return false;
    }
    return true;
}

/* A word in capitals, or one in brackets or before a colon, among the first of the line. */
static enum log_level spoken(const char *text, size_t len)
{
    enum { NEAR = 120 };
    if (len > NEAR)
        len = NEAR;
    for (size_t at = 0, end; at < len; at = end + 1) {
        for (end = at; end < len && is_word(text[end]); end++)
            ;
        bool marked = (at > 0 && text[at - 1] && strchr("[<(|", text[at - 1])) ||
                      (end < len && text[end] && strchr("]>)|:", text[end]));
        if (end == at || isdigit((unsigned char)text[at]) || !(marked || in_capitals(text + at, end - at)))
            continue;
        enum log_level level = log_level_of_word(text + at, end - at);
        if (level != LOG_LEVEL_NONE)
            return level;
    }
    return LOG_LEVEL_NONE;
}

enum log_level log_level_of(const char *text, size_t len)
{
    enum log_level level = klog(text, len);
    if (level == LOG_LEVEL_NONE)
        level = keyed(text, len);
    return level == LOG_LEVEL_NONE ? spoken(text, len) : level;
}
