#include "model/logstamp.h"

#include <stdio.h>
#include <time.h>

static const struct {
    const char *words;
    int width;
} forms[LOG_STAMPS_COUNT] = {
    [LOG_STAMPS_NONE] = {"none", 0},
    [LOG_STAMPS_SERVER] = {"server time", 25},
    [LOG_STAMPS_LOCAL] = {"local time", 19},
    [LOG_STAMPS_RELATIVE] = {"ago", 8},
};

const char *log_stamps_words(enum log_stamps stamps)
{
    return forms[stamps].words;
}

int log_stamps_width(enum log_stamps stamps)
{
    return forms[stamps].width;
}

char *log_stamps_text(char buf[TIME_TEXT], enum log_stamps stamps, int64_t when, int64_t now)
{
    struct tm tm;
    buf[0] = '\0';
    if (when == TIME_NONE || stamps == LOG_STAMPS_NONE)
        return buf;
    if (stamps == LOG_STAMPS_RELATIVE)
        return time_age(buf, now > when ? now - when : 0);
    int64_t ms = when % 1000;
    time_t seconds = (time_t)(when / 1000 - (ms < 0));
    ms += ms < 0 ? 1000 : 0;
    if (stamps == LOG_STAMPS_SERVER && gmtime_r(&seconds, &tm)) {
        size_t n = strftime(buf, TIME_TEXT, "%Y-%m-%d %H:%M:%S", &tm);
        snprintf(buf + n, TIME_TEXT - n, ".%03dZ", (int)ms);
    } else if (stamps == LOG_STAMPS_LOCAL && localtime_r(&seconds, &tm)) {
        size_t n = strftime(buf, TIME_TEXT, "%m-%d %H:%M:%S", &tm);
        snprintf(buf + n, TIME_TEXT - n, ".%03d", (int)ms);
    }
    return buf;
}
