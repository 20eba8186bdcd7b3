/* HTTP/1.1 heads: the upgrade request and its answer. */
#include "api-client/stream_head.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* prefix NULL: the value is the whole line. */
static enum err add_header(struct str *out, const char *name, const char *prefix, const char *value,
                           struct err_info *info)
{
    if (!value || !*value)
        return ERR_OK;
    size_t len = strlen(value);
    while (len && isspace((unsigned char)value[len - 1]))
        len--;
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)value[i] < 0x20 || value[i] == 0x7F)
            return err_set(info, ERR_CREDENTIALS,
                           "the value for the header %s holds a control byte; look at the kubeconfig", name);
    if (prefix)
        str_addf(out, "%s: %s", name, prefix);
    str_add_bytes(out, value, len);
    str_add(out, "\r\n");
    return ERR_OK;
}

/* "https://host:port/path" into "host:port" and "/path". */
static void split_server(const char *server, const char **host, size_t *host_len, const char **path)
{
    const char *start = strstr(server, "://");
    start = start ? start + 3 : server;
    *host = start;
    *host_len = strcspn(start, "/");
    *path = start + *host_len;
}

enum err head_add_request(struct str *out, const char *method, const struct target *target,
                          const struct credential *credential, const char *path, struct err_info *info)
{
    const char *host, *base;
    size_t host_len;
    split_server(target->server, &host, &host_len, &base);
    str_addf(out, "%s %s%s HTTP/1.1\r\nHost: %.*s\r\nUser-Agent: podprobe/%s\r\n", method, base, path,
             (int)host_len, host, PODPROBE_VERSION);
    enum err err = add_header(out, "Authorization", "Bearer ", credential->token, info);
    if (!err)
        err = add_header(out, "Impersonate-User", "", target->as, info);
    if (!err)
        err = add_header(out, "Impersonate-Uid", "", target->as_uid, info);
    for (char **group = target->as_groups; !err && group && *group; group++)
        err = add_header(out, "Impersonate-Group", "", *group, info);
    for (char **extra = target->as_extra; !err && extra && *extra; extra++)
        str_addf(out, "%s\r\n", *extra);
    return err;
}

static void copy_value(char *to, size_t size, const char *value, size_t len)
{
    size_t n = len < size ? len : size - 1;
    memcpy(to, value, n);
    to[n] = 0;
}

/* -1 for what is no number. */
static long long parse_length(const char *value, size_t len)
{
    long long length = 0;
    for (size_t i = 0; i < len; i++) {
        if (!isdigit((unsigned char)value[i]) || i > 15)
            return -1;
        length = length * 10 + (value[i] - '0');
    }
    return len ? length : -1;
}

static void parse_header(struct head *head, const char *line, size_t len)
{
    const char *colon = memchr(line, ':', len);
    if (!colon)
        return;
    size_t name_len = (size_t)(colon - line);
    const char *value = colon + 1;
    size_t value_len = len - name_len - 1;
    while (value_len && (*value == ' ' || *value == '\t'))
        value++, value_len--;
    while (value_len && isspace((unsigned char)value[value_len - 1]))
        value_len--;
    const struct {
        const char *name;
        char *to;
        size_t size;
    } wanted[] = {
        {"sec-websocket-protocol", head->protocol, sizeof(head->protocol)},
        {"x-stream-protocol-version", head->protocol, sizeof(head->protocol)},
        {"sec-websocket-accept", head->accept, sizeof(head->accept)},
        {"upgrade", head->upgrade, sizeof(head->upgrade)},
    };
    for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++)
        if (name_len == strlen(wanted[i].name) && strncasecmp(line, wanted[i].name, name_len) == 0)
            copy_value(wanted[i].to, wanted[i].size, value, value_len);
    if (name_len == 14 && strncasecmp(line, "content-length", 14) == 0)
        head->content_length = parse_length(value, value_len);
}

static int parse_status(const char *line, size_t len)
{
    if (len < 12 || strncmp(line, "HTTP/1.", 7) != 0 || line[8] != ' ')
        return 0;
    int status = 0;
    for (int i = 9; i < 12; i++) {
        if (!isdigit((unsigned char)line[i]))
            return 0;
        status = status * 10 + (line[i] - '0');
    }
    return status;
}

enum err head_parse(struct head *head, const char *bytes, size_t len, struct err_info *info)
{
    *head = (struct head){.content_length = -1};
    if (memcmp(bytes, "HTTP/1.", len < 7 ? len : 7) != 0)
        return err_set(info, ERR_PARSE, "the server's answer is no HTTP: is that port an API server's?");
    const char *end = memmem(bytes, len, "\r\n\r\n", 4);
    if (!end)
        return len < HEAD_CAP ? ERR_OK
                              : err_set(info, ERR_TOO_BIG, "the server's answer has endless headers");
    size_t size = (size_t)(end - bytes) + 4;
    if (!(head->status = parse_status(bytes, size)))
        return err_set(info, ERR_PARSE, "the server's answer begins with no HTTP status");
    for (const char *line = bytes; line < end + 2;) {
        const char *next = memmem(line, (size_t)(end + 2 - line), "\r\n", 2);
        if (line != bytes)
            parse_header(head, line, (size_t)(next - line));
        line = next + 2;
    }
    for (char *c = head->upgrade; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    head->size = size;
    return ERR_OK;
}
