/* expand.c - the dictionary terms behind a prefix, and the forms that are meant.
 *
 * Two ranges of the sorted dictionary hold every candidate for the prefix "китеб":
 *
 *   к|  ки|  кит|  ките|      a prefix of the prefix + at most one more letter: hop
 * over the range, one seek a letter, and look at the short terms китеб… terms that
 * start with it: all of them, in a row
 *
 * The segments' dictionaries are walked together, so that a term's frequencies are
 * summed; the 64 best are kept in a sorted array. Forms are read only of terms that
 * would enter.
 */
#include "match/expand.h"

#include "text/utf8.h"

struct expansion {
    struct span term;
    uint64_t doc_freq;
    struct plan_term *in; /* by segment */
};

struct expander {
    const struct snapshot *snapshot;
    struct span prefix;
    const struct plan_word *own; /* of a run: what it has already; NULL: a prefix */
    struct arena *arena;
    struct error *err;
    struct dict_cursor *cursors; /* by segment */
    bool *live;
    struct expansion kept[PLAN_EXPANSIONS_MAX];
    unsigned count;
    bool cut;
};

/* A form decides by itself; which ones do is collected in a bitset. */
enum status expand_forms(const uint64_t **forms, bool *any,
                         const struct segment *segment, const struct term_info *info,
                         struct span term, struct span wanted, bool exact,
                         struct arena *arena, struct error *err)
{
    struct forms_reader reader;
    size_t words = (size_t)info->form_count / 64 + 1;
    uint64_t *bits = arena_zeroed(arena, words, sizeof *bits);
    uint32_t at = 0, hits = 0;
    if (!bits)
        return plan_nomem(arena, err);
    enum status status = forms_open(&reader, segment, info, term, err);
    while (status == ST_OK && (status = forms_next(&reader, err)) == ST_OK) {
        if (at >= info->form_count)
            break;
        bool hit =
            exact ? span_equal(reader.form, wanted) : span_starts(reader.form, wanted);
        bits[at >> 6] |= (uint64_t)hit << (at & 63);
        hits += hit;
        at++;
    }
    if (status != ST_OK && status != ST_END)
        return status;
    *any = hits > 0;
    *forms = hits == info->form_count ? NULL : bits;
    return ST_OK;
}

static bool ranks_before(const struct expansion *a, const struct expansion *b)
{
    if (a->doc_freq != b->doc_freq)
        return a->doc_freq > b->doc_freq;
    return span_compare(a->term, b->term) < 0;
}

static void keep(struct expander *x, const struct expansion *e)
{
    unsigned at = x->count;
    if (at == PLAN_EXPANSIONS_MAX) {
        x->cut = true;
        if (!ranks_before(e, &x->kept[at - 1]))
            return;
        at--;
    } else {
        x->count++;
    }
    for (; at > 0 && ranks_before(e, &x->kept[at - 1]); at--)
        x->kept[at] = x->kept[at - 1];
    x->kept[at] = *e;
}

/* The term that the cursors of `at` stand on, with its frequency if every form counted:
 * worth a closer look? */
static bool promising(const struct expander *x, struct span term)
{
    struct expansion most = {term, 0, NULL};
    for (size_t s = 0; s < x->snapshot->segment_count; s++)
        if (x->live[s] && span_equal(x->cursors[s].term, term))
            most.doc_freq += x->cursors[s].info.doc_freq;
    return x->count < PLAN_EXPANSIONS_MAX ||
           ranks_before(&most, &x->kept[PLAN_EXPANSIONS_MAX - 1]);
}

static bool is_own(const struct expander *x, struct span term)
{
    for (unsigned t = 0; x->own && t < x->own->term_count; t++)
        if (span_equal(x->own->terms[t], term))
            return true;
    return false;
}

/* Which forms of the term count in the segment: of a run, all. */
static enum status take_forms(struct expander *x, struct expansion *e, size_t s)
{
    e->in[s].there = true;
    if (x->own)
        return ST_OK;
    return expand_forms(&e->in[s].forms, &e->in[s].there, x->snapshot->segments[s],
                        &e->in[s].info, e->term, x->prefix, false, x->arena, x->err);
}

static enum status consider(struct expander *x, struct span term)
{
    struct expansion e = {{NULL, 0}, 0, NULL};
    if (is_own(x, term))
        return ST_OK;
    if (!promising(x, term)) {
        x->cut = true;
        return ST_OK;
    }
    e.term = arena_copy(x->arena, term);
    e.in = arena_zeroed(x->arena, x->snapshot->segment_count, sizeof *e.in);
    if (!e.term.data || !e.in)
        return plan_nomem(x->arena, x->err);
    for (size_t s = 0; s < x->snapshot->segment_count; s++) {
        if (!x->live[s] || !span_equal(x->cursors[s].term, e.term))
            continue;
        e.in[s].info = x->cursors[s].info;
        enum status status = take_forms(x, &e, s);
        if (status != ST_OK)
            return status;
        e.doc_freq += e.in[s].there ? e.in[s].info.doc_freq : 0;
    }
    if (e.doc_freq > 0)
        keep(x, &e);
    return ST_OK;
}

static enum status settle(struct expander *x, size_t s, enum status status)
{
    x->live[s] = status == ST_OK;
    return status == ST_END ? ST_OK : status;
}

static enum status seek_all(struct expander *x, struct span from)
{
    for (size_t s = 0; s < x->snapshot->segment_count; s++) {
        enum status status = settle(
            x, s, dict_seek(&x->cursors[s], x->snapshot->segments[s], from, x->err));
        if (status != ST_OK)
            return status;
    }
    return ST_OK;
}

/* Step over `term` wherever it stands. It is a copy: the cursors move. */
static enum status next_all(struct expander *x, struct span term)
{
    for (size_t s = 0; s < x->snapshot->segment_count; s++) {
        if (!x->live[s] || !span_equal(x->cursors[s].term, term))
            continue;
        enum status status = settle(x, s, dict_next(&x->cursors[s], x->err));
        if (status != ST_OK)
            return status;
    }
    return ST_OK;
}

/* The least term that a cursor stands on, copied to `bytes`; false at the end. */
static bool least(const struct expander *x, struct span *term, uint8_t bytes[256])
{
    const struct span *best = NULL;
    for (size_t s = 0; s < x->snapshot->segment_count; s++)
        if (x->live[s] && (!best || span_compare(x->cursors[s].term, *best) < 0))
            best = &x->cursors[s].term;
    if (!best || best->len > 255)
        return false;
    memcpy(bytes, best->data, best->len);
    *term = span_of(bytes, best->len);
    return true;
}

/* Every term that starts with the prefix. */
static enum status walk_long(struct expander *x)
{
    uint8_t bytes[256];
    struct span term;
    enum status status = seek_all(x, x->prefix);
    while (status == ST_OK && least(x, &term, bytes) && span_starts(term, x->prefix)) {
        status = consider(x, term);
        if (status == ST_OK)
            status = next_all(x, term);
    }
    return status;
}

/* Terms of `stem` + one letter: hop from letter to letter. */
static enum status walk_short(struct expander *x, struct span stem)
{
    uint8_t bytes[256], hop[260];
    struct span term;
    enum status status = seek_all(x, stem);
    while (status == ST_OK && least(x, &term, bytes) && span_starts(term, stem)) {
        size_t off = stem.len;
        uint32_t letter = off < term.len ? utf8_next(term, &off) : 0;
        if (letter && off == term.len && !span_starts(term, x->prefix))
            status = consider(x, term);
        if (status != ST_OK)
            break;
        memcpy(hop, stem.data, stem.len);
        off = stem.len + utf8_encode(hop + stem.len, letter + 1);
        if (span_compare(span_of(hop, off), term) <= 0)
            break; /* no valid text: the walk must go forward */
        status = seek_all(x, span_of(hop, off));
    }
    return status;
}

static enum status walk_all(struct expander *x)
{
    size_t off = 0;
    enum status status = ST_OK;
    while (status == ST_OK && off < x->prefix.len) {
        utf8_next(x->prefix, &off);
        if (off < x->prefix.len)
            status = walk_short(x, span_part(x->prefix, 0, off));
    }
    return status == ST_OK ? walk_long(x) : status;
}

/* The terms of `own` in front. */
static void hand_own(const struct expander *x, struct plan_word *word,
                     struct span *terms)
{
    size_t segments = x->snapshot->segment_count;
    unsigned count = x->own ? x->own->term_count : 0;
    for (unsigned t = 0; t < count; t++) {
        terms[t] = x->own->terms[t];
        for (size_t s = 0; s < segments; s++) {
            const struct plan_term *in = &x->own->in[s * count + t];
            word->in[s * word->term_count + t] = *in;
            word->doc_freq += in->there ? in->info.doc_freq : 0;
        }
    }
}

static enum status hand_over(struct expander *x, struct plan_word *word)
{
    size_t segments = x->snapshot->segment_count;
    unsigned own = x->own ? x->own->term_count : 0, count = own + x->count;
    struct span *terms = arena_zeroed(x->arena, count + 1, sizeof *terms);
    word->in = arena_zeroed(x->arena, segments * count + 1, sizeof *word->in);
    if (!terms || !word->in)
        return plan_nomem(x->arena, x->err);
    word->terms = terms;
    word->term_count = count;
    word->expansion_cut = x->cut;
    hand_own(x, word, terms);
    for (unsigned t = 0; t < x->count; t++) {
        terms[own + t] = x->kept[t].term;
        word->doc_freq += x->kept[t].doc_freq;
        for (size_t s = 0; s < segments; s++)
            word->in[s * count + own + t] = x->kept[t].in[s];
    }
    return ST_OK;
}

static enum status open_cursors(struct expander *x)
{
    size_t segments = x->snapshot->segment_count ? x->snapshot->segment_count : 1;
    x->cursors = arena_zeroed(x->arena, segments, sizeof *x->cursors);
    x->live = arena_zeroed(x->arena, segments, sizeof *x->live);
    return x->cursors && x->live ? ST_OK : plan_nomem(x->arena, x->err);
}

enum status expand_prefix(struct plan_word *word, const struct snapshot *snapshot,
                          struct span prefix, struct arena *arena, struct error *err)
{
    struct expander x = {
        .snapshot = snapshot, .prefix = prefix, .arena = arena, .err = err};
    bool begins = prefix.len > 0 && prefix.len <= 255;
    if (begins && prefix.data[0] <= PAIR_TERM_BYTE)
        begins = false; /* nothing begins so but terms of names and pairs: no words */
    enum status status = open_cursors(&x);
    if (status == ST_OK && begins)
        status = walk_all(&x);
    return status == ST_OK ? hand_over(&x, word) : status;
}

enum status expand_run(struct plan_word *word, const struct snapshot *snapshot,
                       struct span beginning, const struct plan_word *own,
                       struct arena *arena, struct error *err)
{
    struct expander x = {.snapshot = snapshot,
                         .prefix = beginning,
                         .own = own,
                         .arena = arena,
                         .err = err};
    enum status status = open_cursors(&x);
    if (status == ST_OK)
        status = walk_long(&x);
    return status == ST_OK ? hand_over(&x, word) : status;
}
