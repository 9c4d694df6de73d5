/* stem_ky_search.h - every way to take suffixes off a Kyrgyz word, and the likeliest.
 *
 * Layer    text (includes base)
 * Memory   plain storage of the caller, about 5 KiB
 * Threads  pure functions
 *
 * Only stem_ky*.c use it.
 */
#ifndef MSEARCH_TEXT_STEM_KY_SEARCH_H
#define MSEARCH_TEXT_STEM_KY_SEARCH_H

#include "text/stem_ky_word.h"

enum {
    STEM_KY_TAIL_LETTERS = 48, /* suffixes are looked for no deeper */
    STEM_KY_STEPS_MAX = STEM_KY_TAIL_LETTERS
};

/* One suffix taken off: letters[base, end). */
struct stem_ky_step {
    const struct stem_ky_rule *rule;
    uint16_t base;
    uint16_t end;
};

/* What was found likeliest; step 0 is the word's end. No step: nothing to take off. */
struct stem_ky_found {
    size_t base; /* letters left */
    bool listed; /* the list decided */
    unsigned count;
    struct stem_ky_step steps[STEM_KY_STEPS_MAX];
};

/* `verb`: the word is a verb's stem and bears a verb's endings only. `found->steps` are
 * filled only when `all` is set; else the innermost is the only one. */
void stem_ky_search(const struct stem_ky_word *word, bool verb,
                    struct stem_ky_found *found, bool all);

#endif
