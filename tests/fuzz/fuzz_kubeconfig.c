/* A kubeconfig's bytes, and a plugin's reply: the first byte says which. */
#include "api-client/credentials_reply.h"
#include "api-client/kubeconfig.h"
#include "api-client/kubeconfig_tree.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void every_target(const struct kubeconfig *config)
{
    for (size_t i = 0; i <= kubeconfig_context_count(config); i++) {
        struct target *target;
        struct err_info info = {""};
        const char *name = i ? kubeconfig_context(config, i - 1).name : NULL;
        if (kubeconfig_target(config, NULL, name, &target, &info) != ERR_OK && !info.text[0])
            abort();
        if (target && (!target->server || !target->namespace_ || !target->source))
            abort();
        target_free(target);
    }
}

/* Through a file in memory, as the loader reads files. */
static void read_config(const char *data, size_t size)
{
    static int fd = -1;
    char path[64];
    if (fd < 0)
        fd = memfd_create("kubeconfig", 0);
    if (ftruncate(fd, 0) != 0 || pwrite(fd, data, size, 0) != (ssize_t)size)
        return;
    snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
    struct kubeconfig_places places = {.root = "/proc/self/fd/none", .list = path};
    struct kubeconfig *config;
    if (kubeconfig_load_from(NULL, &places, &config, NULL) == ERR_OK) {
        every_target(config);
        kubeconfig_free(config);
    }
}

static void read_reply(const char *data, size_t size)
{
    struct plugin_reply reply;
    struct err_info info = {""};
    if (plugin_reply_parse(data, size, "client.authentication.k8s.io/v1", &reply, &info) != ERR_OK &&
        !info.text[0])
        abort();
    plugin_reply_fini(&reply);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!size)
        return 0;
    if (data[0] == 'r')
        read_reply((const char *)data + 1, size - 1);
    else
        read_config((const char *)data, size);
    return 0;
}
