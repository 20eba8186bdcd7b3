/* podprobe: finds the verb and runs it. The one place that exits. */
#include <stdio.h>

int main(void)
{
    printf("podprobe %s\n", PODPROBE_VERSION);
    return 0;
}
