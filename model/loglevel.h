/*
 * How bad a line of a log says it is: from the forms that programs use.
 *
 * JSON ("level":"warn", also severity, lvl, log.level; numbers as in bunyan and pino), logfmt (level=error),
 * klog (E1123 06:19:51), and words in capitals or brackets near the start (ERROR, [warn], <error>).
 */
#ifndef MODEL_LOGLEVEL_H
#define MODEL_LOGLEVEL_H

#include <stdbool.h>
#include <stddef.h>

enum log_level { LOG_LEVEL_NONE, LOG_LEVEL_DEBUG, LOG_LEVEL_INFO, LOG_LEVEL_WARN, LOG_LEVEL_ERROR };

enum log_level log_level_of(const char *text, size_t len);
/* Of a word alone ("warning", "ERR", "50"), whatever its case; LOG_LEVEL_NONE if it is none. */
enum log_level log_level_of_word(const char *word, size_t len);

#endif
