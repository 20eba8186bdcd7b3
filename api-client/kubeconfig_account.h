/* The service account that Kubernetes gives to a pod's containers (client-go rest.InClusterConfig). */
#ifndef API_CLIENT_KUBECONFIG_ACCOUNT_H
#define API_CLIENT_KUBECONFIG_ACCOUNT_H

#include "api-client/kubeconfig.h"

#include <stdbool.h>

/* Is this a pod's container with a token? */
bool service_account_here(const struct kubeconfig_places *places);
/* The pod's namespace as kubectl takes it: $POD_NAMESPACE, the mounted file, NULL. Owned by the caller. */
char *service_account_namespace(const struct kubeconfig_places *places);
/* Sets server and source of a target; ca_pem and token_file too where flags did not say otherwise. */
enum err service_account_fill(const struct kubeconfig_places *places, struct target *target,
                              struct err_info *info);

#endif
