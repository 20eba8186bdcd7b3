/* What a container writes to its terminal, with resizes and looks at every cell in between. */
#include "widgets/terminal.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look(const struct terminal *terminal)
{
    struct terminal_cell cell;
    int y, x;
    for (int row = -1; row < 12; row++)
        for (int col = -1; col < 50; col++) {
            terminal_cell(terminal, row, col, &cell);
            for (const char *c = cell.text; *c; c++)
                if ((unsigned char)*c < 0x20 || *c == 0x7F)
                    abort();
        }
    terminal_cursor(terminal, &y, &x);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct terminal_spec spec = {.cols = 40, .rows = 8};
    struct terminal *terminal = terminal_new(&spec);
    while (size) {
        /* 0xFE and a byte resize, 0xFD and a byte scroll; neither is UTF-8. */
        if (size >= 2 && data[0] == 0xFE)
            terminal_resize(terminal, data[1] % 50, data[1] / 20);
        else if (size >= 2 && data[0] == 0xFD)
            terminal_scroll(terminal, (signed char)data[1]);
        size_t skip = size >= 2 && (data[0] == 0xFE || data[0] == 0xFD) ? 2 : 0;
        size_t len = skip;
        while (len < size && data[len] != 0xFE && data[len] != 0xFD)
            len++;
        if (len == 0)
            len = 1; /* a lone last byte */
        terminal_feed(terminal, (const char *)data + skip, len - skip);
        look(terminal);
        data += len;
        size -= len;
    }
    terminal_free(terminal);
    return 0;
}
