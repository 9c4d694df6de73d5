/* lane.h - one word's postings in one segment, by windows of articles.
 *
 * Layer    match (includes base, segment)
 * Memory   lives in the context's arena, until its reset
 * Threads  one thread
 * Source   Ding & Suel 2011 (block bounds); Dimopoulos, Nepomnyachiy & Suel 2013 (windows)
 *
 *   window   0           1           2           LANE_WINDOW articles each
 *   bounds   3.1         0           4.0         the most that the word adds there
 *   ru       | 3 9 12 … |           | 4 9 …      the readings' blocks; an article's score
 *   ky       | 4        |           | 4 …        is that of its best reading
 *
 * For words that score by their frequencies alone: no forms, no field mask. Windows may
 * be visited in any order, rising ones are cheaper.
 */
#ifndef MSEARCH_MATCH_LANE_H
#define MSEARCH_MATCH_LANE_H

#include "match/cursor.h"
#include "match/kernel.h"
#include "segment/postings_scan.h"

enum { LANE_SHIFT = 13, LANE_WINDOW = 1 << LANE_SHIFT };

struct lane_part {
    struct postings_reader *reader;
    struct postings_columns columns;
    uint32_t block;  /* the loaded one; UINT32_MAX: none */
    uint32_t at;     /* where in it the next look begins */
    doc_id reaches;  /* its last document */
    bool with_freqs; /* its frequencies are decoded */
    uint32_t marks;  /* the block that the last marked stretch ended with */
};

struct lane {
    struct cursor_context *context;
    struct kernel_score kernel;
    struct lane_part *parts;
    unsigned count;
    uint64_t cost;   /* articles, at most */
    float *bounds;   /* by window, whole units; 0: the word is not there */
    float most;      /* of all bounds */
    bool by_impacts; /* the bounds are made of the blocks' impacts */
    struct impact_bounds impacts;
};

/* Articles of one window, ascending, and what they score so far. */
struct lane_articles {
    size_t count;
    doc_id docs[LANE_WINDOW + KERNEL_ROOM];
    float scores[LANE_WINDOW + KERNEL_ROOM];
};
/* Scratch that the lanes of a search share. */
struct lane_scratch {
    float best[LANE_WINDOW + KERNEL_ROOM]; /* all 0 between calls */
    float scores[LANE_WINDOW + KERNEL_ROOM];
    uint32_t hits[LANE_WINDOW + KERNEL_ROOM];
    doc_id docs[LANE_WINDOW + KERNEL_ROOM];
    uint32_t tf[LANE_WINDOW + KERNEL_ROOM];
    uint32_t at[LANE_WINDOW + KERNEL_ROOM];
    uint8_t map[LANE_WINDOW]; /* anything */
};

/* Can the leaf be a lane in this segment? */
bool lane_fits(const struct cursor_context *context, const struct plan_leaf *leaf);
/* False with the context's status set, as of all that follow: a lane that breaks has no
 * more articles. */
MUST_USE bool lane_open(struct lane *lane, struct cursor_context *context,
                        const struct plan_leaf *leaf);
/* Fill lane->bounds, for `windows` windows. */
MUST_USE bool lane_bound(struct lane *lane, uint32_t windows);
/* The first article >= target; DOC_END when none. */
doc_id lane_next(struct lane *lane, doc_id target);
/* sums[doc - base] += score, of every article of the window. */
void lane_add(struct lane *lane, doc_id base, float *sums,
              struct lane_scratch *scratch);
/* The articles of the window; their scores, if they are wanted. */
void lane_take(struct lane *lane, doc_id base, bool scored, struct lane_articles *out,
               struct lane_scratch *scratch);
/* 64 * words articles from `base` on, a multiple of 64, and which of them are asked for. */
struct lane_stretch {
    doc_id base;
    size_t words;
    const uint64_t *among; /* those whose bits are set here; NULL: all */
    unsigned least;        /* those in blocks of this impact at least; 0: all */
};
/* Set the bits doc - base of its articles that are asked for, and perhaps of others that
 * it has. There is room for one word more. */
void lane_mark(struct lane *lane, const struct lane_stretch *stretch, uint64_t *bits);
/* The least impact of blocks whose articles can score `least`; above 255: none can. */
unsigned lane_impact(const struct lane *lane, float least);
/* The least article >= target that it may have, for all that the directory tells; DOC_END
 * when none. */
doc_id lane_reach(struct lane *lane, doc_id target);
/* How many blocks of the impact that is asked for reach into a stretch; rising stretches
 * are cheaper. */
uint32_t lane_blocks(struct lane *lane, const struct lane_stretch *stretch);

/* Of a word with one reading, whose list has several blocks: the bounds of its blocks are
 * to be had from parts[0].columns.impacts. False: not so, or not for this ranking. */
bool lane_has_impacts(const struct lane *lane, struct impact_bounds *bounds);
/* The articles of one block of it; their scores, if they are wanted. */
void lane_take_block(struct lane *lane, uint32_t block, bool scored,
                     struct lane_articles *out);
/* The last article of a block of it. */
doc_id lane_block_last(const struct lane *lane, uint32_t block);

enum lane_role {
    LANE_NEED, /* articles without the word go; the others score more */
    LANE_MAY,  /* articles with the word score more */
    LANE_NOT   /* articles with the word go */
};
/* The articles are of one window. */
void lane_join(struct lane *lane, enum lane_role role, bool scored,
               struct lane_articles *articles, struct lane_scratch *scratch);

#endif
