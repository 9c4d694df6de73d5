/* phrase_pair.c
 *
 *   a   | 3 9 . 20 . . 41 |                 a stretch lies in one block of each list;
 *   b       . 9 12 20 31 | 50 ...           it ends where the first of the two ends
 *           [   stretch  ]
 *   marks   9 -> 2, 20 -> 4                 of a's articles, by their distance; each of
 *   met     9 20                            b's looks there: no branch asks how it went
 *
 * Invariant: the met articles are of the loaded blocks; another block is loaded only when
 * all of them are handed out.
 */
#include "match/phrase_pair.h"

void phrase_pair_open(struct phrase_pair *pair, struct postings_reader *a,
                      struct postings_reader *b)
{
    pair->a = a;
    pair->b = b;
}

/* The reader has postings from *from on in the loaded block that may be >= target, which
 * it then begins with; false: the list is over. */
static bool enter(struct postings_reader *r, uint32_t *from, doc_id target)
{
    bool loaded = r->block != UINT32_MAX;
    if (!loaded || r->docs[r->in_block - 1] < target) {
        uint32_t block = postings_find_block(r, loaded ? r->block + 1 : 0, target);
        if (block >= postings_block_count(r) || !postings_block(r, block))
            return false;
        *from = 0;
    }
    *from = postings_find(r, *from, target);
    return *from < r->in_block;
}

static void meet_marks(struct phrase_pair *pair, uint32_t a_to, uint32_t b_to,
                       doc_id base)
{
    const doc_id *a = pair->a->docs, *b = pair->b->docs;
    uint16_t *marks = pair->marks;
    uint32_t count = 0;
    for (uint32_t i = pair->a_from; i < a_to; i++)
        marks[a[i] - base] = (uint16_t)(i + 1);
    for (uint32_t k = pair->b_from; k < b_to; k++) {
        uint32_t mark = marks[b[k] - base];
        pair->a_at[count] = (uint16_t)(mark - 1);
        pair->b_at[count] = (uint16_t)k;
        count += mark != 0;
    }
    for (uint32_t i = pair->a_from; i < a_to; i++)
        marks[a[i] - base] = 0;
    pair->count = count;
}

static void meet_merged(struct phrase_pair *pair, uint32_t a_to, uint32_t b_to)
{
    const doc_id *a = pair->a->docs, *b = pair->b->docs;
    uint32_t count = 0, i = pair->a_from, k = pair->b_from;
    while (i < a_to && k < b_to) {
        doc_id x = a[i], y = b[k];
        pair->a_at[count] = (uint16_t)i;
        pair->b_at[count] = (uint16_t)k;
        count += x == y;
        i += x <= y;
        k += y <= x;
    }
    pair->count = count;
}

/* Meet the next stretch at or after the target; it may have none. False: a list is over.
 */
static bool meet_next(struct phrase_pair *pair, doc_id target)
{
    struct postings_reader *a = pair->a, *b = pair->b;
    pair->at = pair->count = 0;
    if (!enter(a, &pair->a_from, target > pair->next ? target : pair->next) ||
        !enter(b, &pair->b_from, a->docs[pair->a_from]))
        return false;
    doc_id base = b->docs[pair->b_from];
    doc_id a_last = a->docs[a->in_block - 1], b_last = b->docs[b->in_block - 1];
    doc_id last = a_last < b_last ? a_last : b_last;
    pair->next = base;
    if (base > last)
        return true; /* a's next block */
    pair->a_from = postings_find(a, pair->a_from, base);
    uint32_t a_to = postings_find(a, pair->a_from, last + 1);
    uint32_t b_to = postings_find(b, pair->b_from, last + 1);
    if (last - base < PAIR_SPAN)
        meet_marks(pair, a_to, b_to, base);
    else
        meet_merged(pair, a_to, b_to);
    pair->a_from = a_to;
    pair->b_from = b_to;
    pair->next = last + 1;
    return true;
}

doc_id phrase_pair_seek(struct phrase_pair *pair, doc_id target)
{
    do
        for (; pair->at < pair->count; pair->at++) {
            uint32_t at = pair->a_at[pair->at];
            if (pair->a->docs[at] < target)
                continue;
            postings_pick(pair->a, at);
            postings_pick(pair->b, pair->b_at[pair->at]);
            return pair->a->doc;
        }
    while (meet_next(pair, target));
    return DOC_END;
}
