/* vocabulary.c
 *
 *   words:  (raw bytes, kind)     -> struct word | terms | bytes
 *                                          |
 *   terms:  term bytes            -> struct chain <-+
 *   forms:  (term, form bytes)    -> struct word_form, linked from the chain
 *
 * A word of a name has name terms besides, each its own form.
 *
 * Invariant: forms of a term are numbered 0 .. form_count - 1 in the order of their
 * first occurrence, and the chain's list holds them newest first.
 */
#include "build/vocabulary.h"

#include <assert.h>

#include "segment/layout.h"

static_assert((int)NAME_TERM_MARK == (int)NAME_TERM_BYTE &&
                  (int)NAME_TERM_MAX == (int)NAME_TERM_BYTES_MAX,
              "text and segment mean the same name terms");

/* Terms of one raw word: each part of it may have name terms as well. */
enum {
    PARTS_COUNT_MAX = ANALYSIS_TERMS_MAX + 1,
    WORD_TERMS_MAX = PARTS_COUNT_MAX * (1 + NAME_TERMS_MAX)
};

void vocabulary_init(struct vocabulary *vocabulary, struct pool *pool,
                     struct analysis *analysis)
{
    vocabulary->pool = pool;
    vocabulary->analysis = analysis;
    ref_table_init(&vocabulary->words);
    ref_table_init(&vocabulary->terms);
    ref_table_init(&vocabulary->forms);
}

void vocabulary_release(struct vocabulary *vocabulary)
{
    ref_table_release(&vocabulary->words);
    ref_table_release(&vocabulary->terms);
    ref_table_release(&vocabulary->forms);
}

void vocabulary_reset(struct vocabulary *vocabulary)
{
    ref_table_reset(&vocabulary->words);
    ref_table_reset(&vocabulary->terms);
    ref_table_reset(&vocabulary->forms);
}

size_t vocabulary_bytes(const struct vocabulary *vocabulary)
{
    return ref_table_bytes(&vocabulary->words) + ref_table_bytes(&vocabulary->terms) +
           ref_table_bytes(&vocabulary->forms);
}

/* The chain of a term; 0: no memory. */
static pool_ref find_term(struct vocabulary *v, struct span term)
{
    uint32_t hash = pool_hash(term, 0);
    struct ref_slot *slot;
    pool_ref ref;

    if (!ref_table_reserve(&v->terms))
        return 0;
    slot = &v->terms.slots[hash & v->terms.mask];
    while (slot->ref) {
        if (slot->hash == hash && span_equal(chain_term(v->pool, slot->ref), term))
            return slot->ref;
        slot = slot == &v->terms.slots[v->terms.mask] ? v->terms.slots : slot + 1;
    }
    ref = chain_make(v->pool, term);
    if (ref)
        ref_table_fill(&v->terms, slot, hash, ref);
    return ref;
}

static pool_ref make_form(struct vocabulary *v, pool_ref term, struct span bytes)
{
    pool_ref ref = pool_alloc(v->pool, sizeof(struct word_form) + bytes.len);
    struct chain *chain = pool_at(v->pool, term);
    struct word_form *form = pool_at(v->pool, ref);

    if (!ref)
        return 0;
    *form =
        (struct word_form){chain->forms, term, chain->form_count, (uint32_t)bytes.len};
    memcpy(form + 1, bytes.data, bytes.len);
    chain->forms = ref;
    chain->form_count++;
    return ref;
}

/* The ordinal of a form of a term; false: no memory. */
static bool find_form(struct vocabulary *v, pool_ref term, struct span bytes,
                      uint32_t *ordinal)
{
    uint32_t hash = pool_hash(bytes, term);
    struct ref_slot *slot;
    pool_ref ref;

    if (!ref_table_reserve(&v->forms))
        return false;
    slot = &v->forms.slots[hash & v->forms.mask];
    for (; slot->ref;
         slot = slot == &v->forms.slots[v->forms.mask] ? v->forms.slots : slot + 1) {
        const struct word_form *form = pool_at(v->pool, slot->ref);

        if (slot->hash == hash && form->chain == term &&
            span_equal(word_form_bytes(form), bytes)) {
            *ordinal = form->ordinal;
            return true;
        }
    }
    ref = make_form(v, term, bytes);
    if (!ref)
        return false;
    ref_table_fill(&v->forms, slot, hash, ref);
    *ordinal = ((struct word_form *)pool_at(v->pool, ref))->ordinal;
    return true;
}

/* Every blank-separated word as it is: one term that equals its form. */
static void take_plainly(struct analysis_word *parts, struct span raw)
{
    parts->terms[0] = (struct analysis_term){raw, raw, raw, 0, false};
    parts->term_count = 1;
    parts->pos_count = 1;
}

/* The joined form of a compound comes last and stands first. Chains want places in
 * ascending order, so the terms are put in order of their positions once, here. */
static void put_in_order(struct word_term *terms, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct word_term moving = terms[i];
        size_t at = i;

        for (; at > 0 && terms[at - 1].pos > moving.pos; at--)
            terms[at] = terms[at - 1];
        terms[at] = moving;
    }
}

static bool resolve(struct vocabulary *v, struct span term, struct span form,
                    unsigned pos, struct word_term *out)
{
    out->pos = pos;
    out->chain = find_term(v, term);
    return out->chain && find_form(v, out->chain, form, &out->form);
}

/* The name terms of each part, at the part's place; they are their own forms. */
static bool resolve_names(struct vocabulary *v, struct word_term *terms, size_t *count)
{
    for (unsigned i = 0; i < v->parts.term_count; i++) {
        const struct analysis_term *part = &v->parts.terms[i];

        name_terms_printed(&v->names, part->raw, part->joined);
        for (unsigned k = 0; k < v->names.count; k++) {
            struct span name = v->names.terms[k];

            if (!resolve(v, name, name, part->pos, &terms[(*count)++]))
                return false;
        }
    }
    return true;
}

static bool resolve_terms(struct vocabulary *v, bool name, struct word_term *terms,
                          size_t *count)
{
    for (*count = 0; *count < v->parts.term_count; ++*count) {
        const struct analysis_term *part = &v->parts.terms[*count];

        if (!resolve(v, part->term, part->form, part->pos, &terms[*count]))
            return false;
    }
    if (name && !resolve_names(v, terms, count))
        return false;
    put_in_order(terms, *count);
    return true;
}

static pool_ref make_word(struct vocabulary *v, struct span raw, struct word_kind kind)
{
    struct word_term terms[WORD_TERMS_MAX];
    size_t count, terms_bytes;
    struct word *word;
    pool_ref ref;

    if (v->analysis)
        analysis_word(v->analysis, raw, kind.lang, &v->parts);
    else
        take_plainly(&v->parts, raw);
    if (!resolve_terms(v, kind.name, terms, &count))
        return 0;
    terms_bytes = count * sizeof *terms;
    ref = pool_alloc(v->pool, sizeof *word + terms_bytes + raw.len);
    if (!ref)
        return 0;
    word = pool_at(v->pool, ref);
    *word = (struct word){(uint8_t)raw.len, word_kind_code(kind), (uint8_t)count,
                          (uint8_t)v->parts.pos_count};
    memcpy(word_terms(word), terms, terms_bytes);
    memcpy(word_terms(word) + word->term_count, raw.data, raw.len);
    return ref;
}

pool_ref vocabulary_add(struct vocabulary *v, struct span raw, struct word_kind kind,
                        uint32_t hash)
{
    struct ref_slot *slot;
    pool_ref ref;

    if (!ref_table_reserve(&v->words))
        return 0;
    slot = &v->words.slots[hash & v->words.mask];
    while (slot->ref)
        slot = slot == &v->words.slots[v->words.mask] ? v->words.slots : slot + 1;
    ref = make_word(v, raw, kind);
    if (ref)
        ref_table_fill(&v->words, slot, hash, ref);
    return ref;
}
