/* sniff.h - what a file is, from its first bytes and its name.
 *
 * Layer    ingest (includes base)
 * Threads  pure functions
 */
#ifndef MSEARCH_INGEST_SNIFF_H
#define MSEARCH_INGEST_SNIFF_H

#include <stdbool.h>

#include "base/bytes.h"

/* An HTML page: by its first tags, or by its name when the bytes do not speak against
 * it. */
bool sniff_html(struct span head, struct span name);
/* Notes about the archive, not articles: passed over without making a run bad. */
bool sniff_is_note(struct span name);
/* Why a file cannot be read by any format ("a PDF document: …"), or NULL. */
const char *sniff_refused(struct span head, struct span name);

#endif
