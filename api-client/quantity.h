/* Kubernetes quantities ("1500m", "64Mi", "1e3") as numbers. */
#ifndef API_CLIENT_QUANTITY_H
#define API_CLIENT_QUANTITY_H

#include <stdbool.h>

/* false if text is no quantity (apimachinery api/resource). */
bool quantity_parse(const char *text, long double *value);
/* The quantity in thousandths, or in whole units, rounded up as kubectl's %d of them; 0 for no quantity. */
long double quantity_milli(const char *text);
long double quantity_whole(const char *text);

#endif
