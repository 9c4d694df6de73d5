/* escape.h - the only places where text becomes HTML, JSON, a URL or terminal text.
 *
 * Layer    answer (includes base, text)
 * Memory   appends to bufs of the caller
 * Threads  pure functions
 *
 * All of them leave out what could mislead a reader: C0 and C1 controls but line feed
 * and tab, and the bidi controls U+202A-E and U+2066-9.
 */
#ifndef MSEARCH_ANSWER_ESCAPE_H
#define MSEARCH_ANSWER_ESCAPE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

/* Does this code point reach the reader? */
bool escape_keeps(uint32_t code);
/* Code points of `text` that reach the reader. */
size_t escape_count(struct span text);
/* Element content and attribute values in either quotes. */
void escape_html(struct buf *out, struct span text);
/* Between the quotes of a JSON string, safe inside a script element, too. */
void escape_json(struct buf *out, struct span text);
/* What escape_json makes of what escape_html makes of the text. */
void escape_html_in_json(struct buf *out, struct span text);
/* Percent-encoded, all but the unreserved characters of RFC 3986. */
void escape_url(struct buf *out, struct span text);
/* Nothing but the controls is left out. */
void escape_plain(struct buf *out, struct span text);

#endif
