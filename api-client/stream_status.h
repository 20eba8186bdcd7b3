/* What a Status object says about a stream: the command's exit, or why the server refused. */
#ifndef API_CLIENT_STREAM_STATUS_H
#define API_CLIENT_STREAM_STATUS_H

#include "base/err.h"

#include <stddef.h>

/* Of the status channel (v4 on): ERR_OK and 0; ERR_EXIT and the code ("command terminated with exit code 7",
 * as kubectl says it); otherwise -1 and the server's message. */
enum err status_of_exit(const char *json, size_t len, int *exit_code, struct err_info *info);

/* Of an HTTP answer that is no upgrade; the body may be anything. The sentence is kubectl's where the body is
 * a Status. */
enum err status_of_refusal(int http_status, const char *body, size_t len, struct err_info *info);

#endif
