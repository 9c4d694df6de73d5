/* words.h - cut text into words with byte ranges.
 *
 * Layer    text (includes base)
 * Memory   borrows the text
 * Threads  no shared state
 *
 * A word is a maximal run of letters, digits and marks, kept together over inner
 * hyphens, apostrophes and soft hyphens as Kyrgyz and Russian write them
 * (жол-жобо, 2015-жылдын, БӨУ-аткаруучудан, COVID-19дун), decimal marks between
 * digits (2,5и) included. Analysis (analysis.h) takes the word apart.
 */
#ifndef MSEARCH_TEXT_WORDS_H
#define MSEARCH_TEXT_WORDS_H

#include <stdbool.h>

#include "base/bytes.h"

enum { WORD_BYTES_MAX = 255 }; /* a longer run is cut there, at a letter's bound */

struct words {
    struct span text; /* valid UTF-8 */
    size_t off;       /* where the next word is looked for */
};

static inline struct words words_open(struct span text)
{
    return (struct words){text, 0};
}

/* The next word, as a part of the text; false at the end. Never empty. */
bool words_next(struct words *words, struct span *word);

#endif
