/* When a line was written, in the forms a log can be looked at. */
#ifndef MODEL_LOGSTAMP_H
#define MODEL_LOGSTAMP_H

#include "base/time.h"

enum log_stamps {
    LOG_STAMPS_NONE,
    LOG_STAMPS_SERVER,
    LOG_STAMPS_LOCAL,
    LOG_STAMPS_RELATIVE,
    LOG_STAMPS_COUNT
};

/* "none", "server time", "local time", "ago". */
const char *log_stamps_words(enum log_stamps stamps);
/* Cells that the form takes, the blank after it included; 0 for none. */
int log_stamps_width(enum log_stamps stamps);
/* The text: "2026-11-23 06:19:53.615Z", "11-23 15:19:53.615", "3m4s"; "" for TIME_NONE. Returns buf. */
char *log_stamps_text(char buf[TIME_TEXT], enum log_stamps stamps, int64_t when, int64_t now);

#endif
