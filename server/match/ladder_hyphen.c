/* ladder_hyphen.c
 *
 * A compound's reading is BEST(joined, parts in a row), so a split word is read as a
 * compound: өнөр-жай finds өнөр-жай, өнөржай and өнөр жай alike. Halves count only where
 * the archive has them side by side: most long words can be cut into two that exist.
 */
#include "match/ladder_hyphen.h"

#include "match/plan.h"
#include "text/utf8.h"

enum { WORD_BYTES = 255 };

/* Of a compound's reading the parts in a row. */
static const struct query_node *halves(const struct query_node *node)
{
    if (node->kind != QUERY_BEST)
        return node;
    return node->as.children.nodes[node->as.children.count - 1];
}

/* The split at byte `at`, when the archive has both halves side by side. */
static enum status try_split(struct draft_word *word, size_t at,
                             struct lexicon *lexicon, uint64_t *best,
                             struct arena *arena, struct error *err)
{
    uint8_t both[WORD_BYTES + 1];
    uint64_t doc_freq;
    memcpy(both, word->folded.data, at);
    both[at] = '-';
    memcpy(both + at + 1, word->folded.data + at, word->folded.len - at);
    struct respelling made = {.doc_freq = 0};
    made.text = arena_copy(arena, span_of(both, word->folded.len + 1));
    made.node = made.text.data
                    ? lexicon_read(lexicon, made.text, word->node->fields, arena)
                    : NULL;
    if (!made.node)
        return arena->status == ST_OK ? ST_OK : plan_nomem(arena, err);
    const struct query_node *row = halves(made.node);
    enum status status = lexicon_freq(lexicon, row, &doc_freq, err);
    if (status != ST_OK || doc_freq <= *best)
        return status;
    *best = made.doc_freq = doc_freq;
    word->found.found[0] = made;
    word->found.count = 1;
    return ST_OK;
}

enum status ladder_split(struct draft_word *word, struct lexicon *lexicon,
                         struct arena *arena, struct error *err)
{
    size_t letters = utf8_count(word->folded), done = 0;
    uint64_t best = 0;
    if (word->at >= 0 || word->exact || !word->word || letters < HYPHEN_SPLIT_LETTERS ||
        word->folded.len > WORD_BYTES - 1 || letters > SPELLINGS_WORD_LETTERS_MAX)
        return ST_OK;
    for (size_t off = 0; off < word->folded.len && !lexicon_late(lexicon);) {
        utf8_next(word->folded, &off);
        done++;
        if (done < HYPHEN_PART_LETTERS || done + HYPHEN_PART_LETTERS > letters)
            continue;
        enum status status = try_split(word, off, lexicon, &best, arena, err);
        if (status != ST_OK)
            return status;
    }
    return ST_OK;
}

static bool has_term(const struct draft_word *word, const struct query_node *node)
{
    for (unsigned i = 0; i < word->word->term_count; i++)
        for (unsigned k = 0; k < node->as.word.term_count; k++)
            if (span_equal(word->word->terms[i], node->as.word.terms[k]))
                return true;
    return false;
}

/* Does the joined word say more than the two? A second word like an ending makes only a
 * form of the first one; and two words that exist mean a third one seldom. */
static enum status may_join(const struct draft_word *a, const struct draft_word *b,
                            const struct query_node *node, struct lexicon *lexicon,
                            bool *may, struct error *err)
{
    struct lexicon_entry entry;
    *may = false;
    if (node->kind != QUERY_WORD || has_term(a, node) || has_term(b, node))
        return ST_OK;
    enum status status = lexicon_find(lexicon, &node->as.word, &entry, err);
    *may = status == ST_OK && (entry.written || !a->doc_freq || !b->doc_freq);
    return status;
}

enum status ladder_join(struct draft *draft, unsigned at, struct lexicon *lexicon,
                        struct arena *arena, struct error *err)
{
    struct draft_word *a = &draft->words[at], *b = a + 1;
    uint8_t both[WORD_BYTES];
    struct respelling made = {.doc_freq = 0};
    bool may = false;
    if (a->folded.len + b->folded.len > sizeof both ||
        utf8_count(a->folded) < HYPHEN_PART_LETTERS ||
        utf8_count(b->folded) < HYPHEN_PART_LETTERS)
        return ST_OK;
    memcpy(both, a->folded.data, a->folded.len);
    memcpy(both + a->folded.len, b->folded.data, b->folded.len);
    struct span text = span_of(both, a->folded.len + b->folded.len);
    if (utf8_count(text) < HYPHEN_JOINED_LETTERS)
        return ST_OK;
    made.text = arena_copy(arena, text);
    made.node = made.text.data
                    ? lexicon_read(lexicon, made.text, a->node->fields, arena)
                    : NULL;
    if (!made.node)
        return arena->status == ST_OK ? ST_OK : plan_nomem(arena, err);
    enum status status = may_join(a, b, made.node, lexicon, &may, err);
    if (status == ST_OK && may)
        status = lexicon_freq(lexicon, made.node, &made.doc_freq, err);
    if (status == ST_OK && made.doc_freq > 0)
        a->joined = made;
    return status;
}
