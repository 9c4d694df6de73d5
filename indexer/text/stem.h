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

/* What was taken off a word, in order, and what had the last word. */
enum { STEM_KY_TAKEN_MAX = 32, STEM_KY_TAKEN_BYTES = 40 };

struct stem_ky_taken {
    const char *rule; /* of stem_ky.rules, or "restored": then `text` is what is left */
    uint8_t text[STEM_KY_TAKEN_BYTES];
    uint8_t len; /* a longer text is cut */
};

struct stem_ky_trace {
    struct stem_ky_taken taken[STEM_KY_TAKEN_MAX];
    unsigned count;
    const char *decided; /* paradigm, stem, root, lost-vowel; rules; nothing */
};

/* The same stem, and how it came about. */
size_t stem_ky_explain(uint8_t *out, struct span word, struct stem_ky_trace *trace);

#endif
