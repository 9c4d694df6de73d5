/* spelling_list.h - collect spellings: without repetition, by cost, up to a cap.
 *
 * Layer    query (includes base, text)
 * Memory   what is put is copied into the arena; the rest goes with _finish
 * Threads  one owner
 */
#ifndef MSEARCH_QUERY_SPELLING_LIST_H
#define MSEARCH_QUERY_SPELLING_LIST_H

#include "base/hash.h"
#include "query/spellings.h"

struct spelling_item;

struct spelling_list {
    struct arena *arena;
    struct hash_table seen;
    struct spelling_item *items;
    size_t count, capacity;
    bool nomem; /* sticky */
};

/* `word` itself will never be in the list. */
void spelling_list_init(struct spelling_list *list, struct span word,
                        struct arena *arena);
/* A text that is there already keeps the lesser cost. */
void spelling_list_put(struct spelling_list *list, struct span text, uint32_t cost);
/* The `most` cheapest, in the order in which they were put where costs are equal.
 * Releases what is not the arena's, also when it fails. */
MUST_USE enum status spelling_list_finish(struct spelling_list *list, size_t most,
                                          struct spellings *found, struct error *err);

/* Front and back vowels of Kyrgyz, and what is neither. */
enum spelling_vowel {
    SPELLING_NO_VOWEL,
    SPELLING_BACK,          /* а ы о у я ю */
    SPELLING_FRONT,         /* е э и */
    SPELLING_FRONT_ROUNDED, /* ө ү */
};
enum spelling_vowel spelling_vowel(uint32_t code);
/* What it costs that `after` follows `before` as the next vowel of a word. */
uint32_t spelling_harmony(enum spelling_vowel before, enum spelling_vowel after);
enum {
    SPELLING_BREAK_COST = 20, /* back and front in one word */
    SPELLING_ROUNDING_COST = 3
};

#endif
