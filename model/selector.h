/*
 * Label selectors as Kubernetes parses them (apimachinery pkg/labels):
 *
 *     app=web  app==web  app!=web  tier in (a,b)  tier notin (a,b)  app  !app  rev>3  rev<3
 *
 * several joined by commas, all of which must hold. != and notin hold for what lacks the label.
 */
#ifndef MODEL_SELECTOR_H
#define MODEL_SELECTOR_H

#include "base/err.h"

#include <stdbool.h>

struct selector;

/* ERR_USAGE names what is wrong and where. An empty text selects everything. */
enum err selector_parse(const char *text, struct selector **out, struct err_info *info);
/* NULL is allowed. */
void selector_free(struct selector *selector);
/* labels: "a=1,b=2" as struct pod holds them; NULL (unknown) is never selected. */
bool selector_matches(const struct selector *selector, const char *labels);

#endif
