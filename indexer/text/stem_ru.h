/* stem_ru.h - the stemmers that libstemmer has: Russian and English.
 *
 * Layer    text (includes base)
 * Memory   open/close object; a stem is borrowed until the next call on it
 * Threads  one struct stem_ru per thread
 * Source   snowballstem.org: "russian" and "english"
 *
 * Only stem.c uses it; stem_ru.c is the one file that includes libstemmer.h.
 */
#ifndef MSEARCH_TEXT_STEM_RU_H
#define MSEARCH_TEXT_STEM_RU_H

#include "base/bytes.h"

struct stem_ru;

/* NULL when out of memory. */
struct stem_ru *stem_ru_open(void) MUST_USE;
void stem_ru_close(struct stem_ru *stem); /* NULL is fine */
/* The stem of a folded word; the word itself when libstemmer fails or leaves nothing.
 */
struct span stem_ru_russian(struct stem_ru *stem, struct span word);
struct span stem_ru_english(struct stem_ru *stem, struct span word);

#endif
