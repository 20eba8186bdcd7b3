/* podprobe: finds the verb and runs it. The one place that exits. */
#include "tui/tui.h"

#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
    struct connect_flags flags = {0};
    struct tui_options options = {.flags = &flags};
    struct err_info info;
    int status;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "-A") == 0)
            options.all_namespaces = true;
        else if (strcmp(argv[i], "-n") == 0 && i + 1 < argc)
            flags.namespace_ = argv[++i];
    }
    if (tui_run(&options, &status, &info) != ERR_OK)
        fprintf(stderr, "error: %s\n", info.text);
    return status;
}
