/* A pod's quality of service class. */
#ifndef API_CLIENT_PODQOS_H
#define API_CLIENT_PODQOS_H

#include "api-client/json.h"

/* status.qosClass, or where the server has not said what kubectl makes of requests and limits of cpu and
 * memory: the pod's own where it has any, else its containers'. Borrowed. */
const char *podqos_class(const cJSON *pod);

#endif
