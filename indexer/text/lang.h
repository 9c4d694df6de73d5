/* lang.h - languages, and which one a passage is written in.
 *
 * Layer    text (includes base)
 * Memory   allocates nothing
 * Threads  pure functions
 */
#ifndef MSEARCH_TEXT_LANG_H
#define MSEARCH_TEXT_LANG_H

#include <stdbool.h>

#include "base/bytes.h"

/* On disk (FORMAT.md: store, columns): do not renumber. */
enum lang {
    LANG_UND = 0, /* not known, or none of ours: no stemming */
    LANG_KY = 1,
    LANG_RU = 2,
    LANG_EN = 3
};
enum { LANG_COUNT = 4 };

/* "und", "ky", "ru", "en". */
const char *lang_tag(enum lang lang);
/* Also by prefix and old names: "ky-KG", "ky_KG", "kir", "rus", "RU"; else LANG_UND. */
enum lang lang_from_tag(struct span tag);
/* The language of a passage (a paragraph, a sentence). `hint` (the article's own
 * language, or that of the neighbours) decides ties and passages without evidence. */
enum lang lang_guess(struct span passage, enum lang hint);

#endif
