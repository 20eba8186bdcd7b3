/* A log into a file of the user's. */
#ifndef TUI_LOG_SAVE_H
#define TUI_LOG_SAVE_H

#include "base/err.h"
#include "model/logview.h"

/*
 * Writes the view's lines as the container wrote them, with the server's times in front where that is asked.
 * "~/" is the home directory. A file that is there is replaced only with `replace`: ERR_CONFLICT otherwise;
 * what is no plain file never is. *lines is how many were written.
 */
enum err log_save(const struct log_view *view, const char *path, bool times, bool replace, size_t *lines,
                  struct err_info *info);

#endif
