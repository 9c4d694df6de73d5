/* sentences.h - cut a paragraph into sentences with byte ranges.
 *
 * Layer    text (includes base)
 * Memory   borrows the text
 * Threads  no shared state
 */
#ifndef MSEARCH_TEXT_SENTENCES_H
#define MSEARCH_TEXT_SENTENCES_H

#include <stdbool.h>

#include "base/bytes.h"

struct sentences {
    struct span text; /* valid UTF-8; a line feed always ends a sentence */
    size_t off;
};

static inline struct sentences sentences_open(struct span text)
{
    return (struct sentences){text, 0};
}

/* The next sentence without surrounding blanks, as a part of the text; false at the
 * end. Does not end after initials (А. Ж. Бариева), abbreviations (ж.б., т.е., г.,
 * ст., им.) and numbers (2.1.). */
bool sentences_next(struct sentences *sentences, struct span *sentence);

#endif
