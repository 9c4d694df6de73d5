/* stem.h - choose and run a stemmer.
 *
 * Layer    text (includes base)
 * Memory   open/close object; a stem is borrowed until the next call
 * Threads  one struct stemmer per thread (libstemmer handles are not shareable)
 */
#ifndef MSEARCH_TEXT_STEM_H
#define MSEARCH_TEXT_STEM_H

#include "base/bytes.h"
#include "text/lang.h"

struct stemmer;

MUST_USE enum status stemmer_open(struct stemmer **stemmer, struct error *err);
void stemmer_close(struct stemmer *stemmer); /* NULL is fine */
/* `word` is folded, 1..255 bytes. LANG_UND gives the word itself. Never empty. */
struct span stemmer_run(struct stemmer *stemmer, struct span word, enum lang lang);

/* The Kyrgyz one by itself, a pure function: writes the stem of a folded word into
 * `out` (room for word.len + 8 bytes) and returns its length. */
size_t stem_ky(uint8_t *out, struct span word);

#endif
