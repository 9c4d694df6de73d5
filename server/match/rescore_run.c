/* rescore_run.c - all stems that begin as a word does, counted as one word.
 *
 *   мекте   | мектеп   3 . 5 . . 8 …        term after term walks over the candidates
 *           | мектепт  . . 5 . 7 . …        of a segment, and its frequencies are added
 *   sum       3 . 5+5 . 7 8                 to theirs: one reader, whatever their number
 */
#include "match/expand.h"
#include "match/rescore_inside.h"

struct frequencies {
    uint32_t tf[FIELD_COUNT];
};

struct run {
    struct rescore *r;
    struct plan_word terms;
    struct frequencies *sums; /* by candidate */
    struct postings_reader *reader;
};

/* One term in one segment, whose candidates are [from, to). */
static enum status add_term(struct run *run, const struct plan_term *term, size_t from,
                            size_t to)
{
    struct rescore *r = run->r;
    struct postings_reader *reader = run->reader;
    doc_id doc = 0;
    bool begun = false;
    postings_open(reader, r->plan.snapshot->segments[r->candidates[from].segment],
                  &term->info);
    for (size_t c = from; c < to && doc != DOC_END; c++) {
        doc_id wanted = r->candidates[c].doc;
        if (!begun || doc < wanted)
            doc = postings_seek(reader, wanted);
        begun = true;
        if (doc != wanted)
            continue;
        uint32_t tf[FIELD_COUNT];
        postings_freqs(reader, tf);
        for (unsigned f = 0; f < FIELD_COUNT; f++)
            run->sums[c].tf[f] += tf[f];
    }
    if (reader->status != ST_OK)
        return fail(r->err, reader->status, "%s", reader->error.text);
    return ST_OK;
}

static enum status add_terms(struct run *run)
{
    struct rescore *r = run->r;
    unsigned count = run->terms.term_count;
    enum status status = ST_OK;
    for (size_t from = 0, to; from < r->candidate_count; from = to) {
        const struct plan_term *in =
            run->terms.in + (size_t)r->candidates[from].segment * count;
        to = rescore_segment_end(r, from);
        for (unsigned t = 0; t < count && status == ST_OK; t++)
            if (in[t].there && !meter_step(r->meter))
                status = add_term(run, &in[t], from, to);
    }
    return status;
}

static float value_of(const struct rescore *r, const struct rescore_candidate *c,
                      float idf, const uint32_t tf[FIELD_COUNT])
{
    const struct segment *segment = r->plan.snapshot->segments[c->segment];
    uint8_t codes[FIELD_COUNT] = {0};
    for (unsigned f = 0; f < FIELD_COUNT; f++)
        if (tf[f])
            codes[f] = segment_lengths(segment, (enum field)f)[c->doc];
    return scorer_score(&r->plan.scorer, idf, tf, codes, QUERY_FIELDS_ALL);
}

/* Is it more than the word's stem alone, which is counted anyway? */
static bool is_wider(const struct plan_word *run, const struct plan_word *stem)
{
    return run->term_count > 1 || stem->term_count > 1;
}

/* Terms that are in no dictionary: readings of the word. */
static unsigned missing(const struct plan_word *terms, size_t segments)
{
    unsigned count = 0;
    for (unsigned t = 0; t < terms->term_count; t++) {
        bool there = false;
        for (size_t s = 0; s < segments; s++)
            there = there || terms->in[s * terms->term_count + t].there;
        count += !there;
    }
    return count;
}

static enum status open_run(struct run *run, struct rescore_word *word)
{
    struct rescore *r = run->r;
    const struct plan_word *stem = &word->leaf->words[0];
    size_t segments = r->plan.snapshot->segment_count;
    arena_reset(r->scratch);
    enum status status =
        expand_run(&run->terms, r->plan.snapshot, word->run, stem, r->scratch, r->err);
    if (status != ST_OK)
        return status;
    word->run_terms = run->terms.term_count - missing(&run->terms, segments);
    word->run_freq = run->terms.doc_freq;
    if (word->run_freq > r->plan.snapshot->doc_count)
        word->run_freq = r->plan.snapshot->doc_count;
    word->run_idf = scorer_idf(&r->plan.scorer, word->run_freq);
    run->sums = arena_zeroed(r->scratch, r->candidate_count + 1, sizeof *run->sums);
    run->reader = arena_alloc(r->scratch, sizeof *run->reader);
    return run->sums && run->reader ? ST_OK : plan_nomem(r->scratch, r->err);
}

static enum status run_word(struct rescore *r, unsigned at)
{
    struct rescore_word *word = &r->words[at];
    struct run run = {.r = r};
    enum status status = open_run(&run, word);
    if (status != ST_OK || !run.sums || !is_wider(&run.terms, &word->leaf->words[0]))
        return status;
    status = add_terms(&run);
    for (size_t c = 0; status == ST_OK && c < r->candidate_count; c++)
        r->candidates[c].values[at].run =
            value_of(r, &r->candidates[c], word->run_idf, run.sums[c].tf);
    return status;
}

enum status rescore_runs(struct rescore *r)
{
    enum status status = ST_OK;
    for (unsigned i = 0; i < r->word_count && status == ST_OK && !r->meter->out; i++)
        if (r->words[i].leaf && r->words[i].run.len)
            status = run_word(r, i);
    return status;
}
