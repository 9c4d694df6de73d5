/* draft.h - a query with some of its words spelled in another way.
 *
 * Layer    match (includes base, text, segment, query)
 * Memory   lives in the caller's arena
 * Threads  one owner
 *
 *   typed     онор "кенеш берүү" -жер
 *   words     онор  кенеш берүү            what stands under NOT is none of them
 *   found     өнөр  кеңеш
 *   tree      AND(BEST(онор, өнөр), "кеңеш берүү", NOT жер)
 *   text      өнөр "кеңеш берүү" -жер
 */
#ifndef MSEARCH_MATCH_DRAFT_H
#define MSEARCH_MATCH_DRAFT_H

#include "match/respell.h"
#include "match/search.h"

enum { DRAFT_WORDS_MAX = 48 };

struct draft_word {
    const struct query_node *node;  /* WORD, a compound's PHRASE or BEST, or a quoted
                                       PHRASE with this word in it */
    const struct query_word *word;  /* NULL: a compound */
    int at;                         /* of the quoted phrase's words; -1: the node */
    const struct query_node *under; /* the AND that it is a child of; NULL: none */
    unsigned child;                 /* of that */
    struct span typed;              /* part of the draft's text */
    struct span folded;             /* hyphens are "-" */
    bool exact;
    uint64_t doc_freq; /* as typed; 0: absent */
    struct respell_list found;
    struct respelling joined; /* this and the next word as one; without node: not */
};

struct draft {
    struct span text;
    const struct query_node *root;
    struct draft_word *words;
    unsigned count;
};

/* The words of the tree, looked up. */
MUST_USE enum status draft_make(struct draft *draft, struct lexicon *lexicon,
                                struct span text, const struct query_node *root,
                                struct arena *arena, struct error *err);
/* Not in the archive, and nothing found for it yet. */
bool draft_lacks(const struct draft_word *word);
/* Children i and i + 1 of one AND that are plain words of the same fields. */
bool draft_neighbours(const struct draft *draft, unsigned at);

/* What is found stands beside what was typed where the archive has that, else instead
 * of it. ST_END: more than QUERY_TREE_LEAVES_MAX leaves. */
MUST_USE enum status draft_tree(const struct draft *draft, struct arena *arena,
                                const struct query_node **root, struct error *err);
/* The text with the best of what was found. */
MUST_USE enum status draft_text(const struct draft *draft, struct arena *arena,
                                struct span *text, struct error *err);
MUST_USE enum status draft_changes(const struct draft *draft, struct arena *arena,
                                   const struct search_change **changes, size_t *count,
                                   struct error *err);

#endif
