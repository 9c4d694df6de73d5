/* spellings.h - other ways to write one word: candidates for the archive to decide on.
 *
 * Layer    query (includes base, text)
 * Memory   the list and its texts live in the caller's arena
 * Threads  pure functions
 *
 * Input is one word, folded (lower case, ё as е), without hyphens; so is the output.
 * Lists have no repetitions and never hold the word itself; likeliest first. They are
 * not checked against any dictionary.
 */
#ifndef MSEARCH_QUERY_SPELLINGS_H
#define MSEARCH_QUERY_SPELLINGS_H

#include "base/bytes.h"
#include "base/memory.h"

enum {
    SPELLINGS_LETTERS_MAX = 1024,
    SPELLINGS_LATIN_MAX = 2048,
    SPELLINGS_EDIT_LETTERS_MIN = 4, /* a shorter word is not guessed at */
    SPELLINGS_WORD_LETTERS_MAX = 40
};

struct spellings {
    const struct span *texts;
    size_t count;
};

/* ө ү ң typed or printed as о у н (and ө as е), and the other way round: every о may
 * be an ө, … Spellings that break vowel harmony come later. */
MUST_USE enum status spellings_letters(struct span word, struct arena *arena,
                                       struct spellings *found, struct error *err);
/* A word in Latin letters as Cyrillic: BGN/PCGN, ISO 9, the web's habits (zh j dj, sh,
 * ch, kh h, ng, ya ia, yu iu, y for ы and й, j for ж and й), Turkish-like (ö ü ñ ı ş
 * ç ğ). The word may be given in small letters with its accents, which say more than
 * the folded word does (ö only ө, ş only ш). None for a word with other letters. */
MUST_USE enum status spellings_latin(struct span word, struct arena *arena,
                                     struct spellings *found, struct error *err);
/* Everything one edit away, counted in letters: a letter left out, put in, replaced (of
 * the word's own script), or two neighbours swapped. None for a word of fewer than
 * SPELLINGS_EDIT_LETTERS_MIN letters, or with digits. */
MUST_USE enum status spellings_edits(struct span word, struct arena *arena,
                                     struct spellings *found, struct error *err);

#endif
