/* An event about an object. */
#include "model/event.h"

#include <stdlib.h>

void event_fini(struct event *event)
{
    free(event->name);
    free(event->message);
    free(event->object_name);
    *event = (struct event){0};
}
