/* json_load.h - one JSON text to jansson's tree, within limits.
 *
 * Layer    ingest (includes base)
 * Memory   the caller releases the tree with json_decref
 * Threads  jansson's allocator is set on each call, always to the same functions
 */
#ifndef MSEARCH_INGEST_JSON_LOAD_H
#define MSEARCH_INGEST_JSON_LOAD_H

#include <jansson.h>

#include "base/bytes.h"
#include "base/status.h"

/* The value of a whole text of valid UTF-8. Of two equal names the last one wins.
 * errors  ST_LIMIT deeper than 64 levels; ST_CORRUPT syntax, with the byte; ST_NOMEM */
MUST_USE enum status json_load_value(json_t **root, struct span json,
                                     struct error *err);

/* The bytes of a string, empty when the value is none (NULL too). */
static inline struct span json_span(const json_t *value)
{
    if (!json_is_string(value))
        return (struct span){NULL, 0};
    return span_of(json_string_value(value), json_string_length(value));
}

#endif
