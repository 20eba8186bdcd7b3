/* A pod's quality of service class. */
#ifndef API_CLIENT_PODQOS_H
#define API_CLIENT_PODQOS_H

#include "api-client/json.h"

/* status.qosClass, or what the server would make of the containers' requests and limits of cpu and memory
 * where it has not said. Borrowed. */
const char *podqos_class(const cJSON *pod);

#endif
