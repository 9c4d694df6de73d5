/* suggest.c
 *
 * A word's completion is its most frequent form that begins as typed. The dictionary's
 * terms behind the prefix are those of a query "prefix*"; equal forms of several terms
 * (a stem in each language) are one suggestion.
 *
 * A term's count is of all its forms, over all segments; which form is shown depends
 * only on the forms' counts summed over the segments.
 */
#include "match/suggest.h"

#include <stdlib.h>

#include "base/hash.h"
#include "match/expand.h"
#include "text/fold.h"

struct collector {
    const struct snapshot *snapshot;
    struct span prefix;
    struct arena *arena;
    struct error *err;
    struct suggestion *list;
    size_t count;
};

/* Adds the forms of a term in one segment that begin so. */
static enum status add_forms(struct collector *c, struct hash_table *forms,
                             const struct segment *segment,
                             const struct term_info *info, struct span term)
{
    struct forms_reader reader;
    enum status status = forms_open(&reader, segment, info, term, c->err);
    while (status == ST_OK && (status = forms_next(&reader, c->err)) == ST_OK) {
        bool is_new;
        if (!span_starts(reader.form, c->prefix))
            continue;
        uint64_t *sum = hash_table_get(forms, reader.form);
        if (!sum) {
            struct span key = arena_copy(c->arena, reader.form);
            sum = key.data ? hash_table_put(forms, key, &is_new) : NULL;
        }
        if (!sum)
            return plan_nomem(c->arena, c->err);
        *sum += reader.count;
    }
    return status == ST_END ? ST_OK : status;
}

static struct span best_form(const struct hash_table *forms)
{
    const struct hash_slot *best = NULL;
    for (size_t i = 0; i < forms->slot_count; i++) {
        const struct hash_slot *slot = &forms->slots[i];
        if (!slot->key.data)
            continue;
        if (!best || slot->value > best->value ||
            (slot->value == best->value && span_compare(slot->key, best->key) < 0))
            best = slot;
    }
    return best ? best->key : (struct span){NULL, 0};
}

static void add_suggestion(struct collector *c, struct span text, uint64_t count)
{
    for (size_t i = 0; i < c->count; i++)
        if (span_equal(c->list[i].text, text)) {
            c->list[i].count += count;
            return;
        }
    c->list[c->count++] = (struct suggestion){text, count};
}

static enum status add_term(struct collector *c, const struct plan_word *word,
                            unsigned t)
{
    struct hash_table forms;
    uint64_t count = 0;
    enum status status = ST_OK;
    hash_table_init(&forms);
    for (size_t s = 0; s < c->snapshot->segment_count && status == ST_OK; s++) {
        const struct plan_term *term = &word->in[s * word->term_count + t];
        count += term->info.total_freq; /* 0 where the term is not */
        if (!term->there)
            continue; /* it is, but in no form that begins so */
        status =
            add_forms(c, &forms, c->snapshot->segments[s], &term->info, word->terms[t]);
    }
    struct span best = best_form(&forms);
    hash_table_release(&forms);
    if (status == ST_OK && best.data)
        add_suggestion(c, best, count);
    return status;
}

static int by_count(const void *a, const void *b)
{
    const struct suggestion *x = a, *y = b;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return span_compare(x->text, y->text);
}

static enum status fold_prefix(struct collector *c, struct span prefix)
{
    struct buf folded;
    buf_init(&folded, 0);
    fold_text(&folded, prefix);
    c->prefix = arena_copy(c->arena, buf_span(&folded));
    bool good = folded.status == ST_OK && (folded.len == 0 || c->prefix.data);
    buf_release(&folded);
    return good ? ST_OK : plan_nomem(c->arena, c->err);
}

enum status suggest_run(const struct snapshot *snapshot, struct span prefix,
                        size_t limit, struct arena *arena,
                        struct suggestion **suggestions, size_t *count,
                        struct error *err)
{
    struct collector c = {snapshot, {NULL, 0}, arena, err, NULL, 0};
    struct plan_word word = {0};
    enum status status = fold_prefix(&c, prefix);
    if (status == ST_OK && c.prefix.len)
        status = expand_prefix(&word, snapshot, c.prefix, arena, err);
    if (status != ST_OK)
        return status;
    c.list = arena_alloc(arena, (word.term_count + (size_t)1) * sizeof *c.list);
    if (!c.list)
        return plan_nomem(arena, err);
    for (unsigned t = 0; t < word.term_count && status == ST_OK; t++)
        status = add_term(&c, &word, t);
    if (status != ST_OK)
        return status;
    if (c.count)
        qsort(c.list, c.count, sizeof *c.list, by_count);
    *suggestions = c.list;
    *count = c.count < limit ? c.count : limit;
    return ST_OK;
}
