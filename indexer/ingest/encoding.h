/* encoding.h - a file's bytes to UTF-8.
 *
 * Layer    ingest (includes base, text)
 * Memory   writes to a buf of the caller
 * Threads  pure functions
 * Source   windows-1251 table of the Unicode consortium (CP1251.TXT)
 */
#ifndef MSEARCH_INGEST_ENCODING_H
#define MSEARCH_INGEST_ENCODING_H

#include <stdbool.h>

#include "base/bytes.h"

enum encoding {
    ENCODING_UNKNOWN = 0,
    ENCODING_UTF8,
    ENCODING_UTF16_LE,
    ENCODING_UTF16_BE,
    ENCODING_CP1251
};

/* "UTF-8", "windows-1251", … */
const char *encoding_name(enum encoding encoding);
/* By label (charset=…), any case: utf-8, windows-1251, cp1251, utf-16. */
enum encoding encoding_from_label(struct span label);
/* By the bytes alone: a byte order mark; UTF-8 when valid or nearly so (one bad
 * sequence to fifty good ones); windows-1251 when its letters are as frequent as
 * Cyrillic text has them. */
enum encoding encoding_detect(struct span bytes);
/* The text of `bytes` as valid UTF-8 without a byte order mark: a part of `bytes` when
 * nothing had to change, else in `out`, which is emptied first. Bad sequences become
 * U+FFFD and are counted in *replaced.
 * errors  ST_CORRUPT ENCODING_UNKNOWN: says which byte is not UTF-8; ST_NOMEM, ST_LIMIT
 */
MUST_USE enum status encoding_decode(struct span *text, struct buf *out,
                                     size_t *replaced, struct span bytes,
                                     enum encoding encoding, struct error *err);

#endif
