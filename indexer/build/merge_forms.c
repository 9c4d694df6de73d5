/* merge_forms.c
 *
 *   put:     бюджет 5 | бюджеттин 2 | бюджет 1 | бюджетке 0        (number 0 1 2 3)
 *   by form: бюджет 5 (0) 1 (2) | бюджетке 0 (3) | бюджеттин 2 (1)
 *   united:  бюджет 6 | бюджеттин 2                 ordinals: 0 1 0 -
 *
 * Invariant: the result depends on the set of (form, count) sums only.
 */
#include "build/merge_forms.h"

#define NO_BUDGET (SIZE_MAX / 2) /* one term's forms: the input bounds them */

void merge_forms_init(struct merge_forms *forms)
{
    *forms = (struct merge_forms){.ranks = NULL};
    arena_init(&forms->arena, NO_BUDGET);
}

void merge_forms_release(struct merge_forms *forms)
{
    arena_release(&forms->arena);
    memory_free(forms->ranks);
    memory_free(forms->ordinals);
    memory_free(forms->forms);
    memory_free(forms->counts);
    merge_forms_init(forms);
}

void merge_forms_reset(struct merge_forms *forms)
{
    arena_reset(&forms->arena);
    forms->put_count = 0;
    forms->form_count = 0;
}

bool merge_forms_put(struct merge_forms *forms, struct span form, uint32_t count)
{
    struct form_rank *ranks = memory_grow(forms->ranks, &forms->rank_capacity,
                                          forms->put_count + 1, sizeof *ranks);
    struct span copy;

    if (!ranks)
        return false;
    forms->ranks = ranks;
    copy = arena_copy(&forms->arena, form);
    if (!copy.data)
        return false;
    ranks[forms->put_count] =
        (struct form_rank){copy, count, (uint32_t)forms->put_count};
    forms->put_count++;
    return true;
}

static bool room_to_number(struct merge_forms *forms)
{
    size_t need = forms->put_count;
    uint32_t *ordinals =
        memory_grow(forms->ordinals, &forms->ordinal_capacity, need, sizeof *ordinals);
    struct span *spans = NULL;
    uint32_t *counts = NULL;

    if (ordinals) {
        forms->ordinals = ordinals;
        spans = memory_grow(forms->forms, &forms->form_capacity, need, sizeof *spans);
    }
    if (spans) {
        forms->forms = spans;
        counts =
            memory_grow(forms->counts, &forms->count_capacity, need, sizeof *counts);
    }
    if (counts)
        forms->counts = counts;
    return counts != NULL;
}

bool merge_forms_only(struct merge_forms *forms, struct span form)
{
    forms->put_count = 1;
    if (!room_to_number(forms))
        return false;
    forms->ordinals[0] = 0;
    forms->forms[0] = form;
    forms->counts[0] = 1; /* of the first form nobody asks */
    forms->form_count = 1;
    return true;
}

/* Equal neighbours become the first of them; ordinals[number put] = the number under
 * which it was united, kept in ranks[].from. Returns how many are left. */
static size_t unite(struct merge_forms *forms)
{
    struct form_rank *ranks = forms->ranks;
    size_t united = 0;

    for (size_t i = 0; i < forms->put_count; i++) {
        uint32_t from = ranks[i].from;

        if (united > 0 && span_equal(ranks[united - 1].form, ranks[i].form))
            merge_forms_count(forms, united - 1, ranks[i].count);
        else
            ranks[united++] = ranks[i];
        forms->ordinals[from] = ranks[united - 1].from;
    }
    return united;
}

/* From "united under the form put k-th" to the new ordinal of that form. */
static void renumber(struct merge_forms *forms, size_t united)
{
    size_t live = 0;

    /* counts[] serves as the table k -> new ordinal first */
    for (; live < united && forms->ranks[live].count > 0; live++)
        forms->counts[forms->ranks[live].from] = (uint32_t)live;
    for (size_t i = live; i < united; i++)
        forms->counts[forms->ranks[i].from] = UINT32_MAX;
    for (size_t i = 0; i < forms->put_count; i++)
        forms->ordinals[i] = forms->counts[forms->ordinals[i]];
    for (size_t i = 0; i < live; i++) {
        forms->forms[i] = forms->ranks[i].form;
        forms->counts[i] = forms->ranks[i].count;
    }
    forms->form_count = live;
}

/* As one source without deletions puts them. */
static bool in_order(const struct form_rank *ranks, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (ranks[i - 1].count < ranks[i].count ||
            (ranks[i - 1].count == ranks[i].count &&
             span_compare(ranks[i - 1].form, ranks[i].form) >= 0))
            return false;
    return true;
}

bool merge_forms_number(struct merge_forms *forms, bool distinct)
{
    size_t united = forms->put_count;
    bool sorted = distinct && in_order(forms->ranks, united);

    if (!room_to_number(forms))
        return false;
    if (united > 1 && !sorted)
        ranks_sort_by_form(forms->ranks, united);
    united = unite(forms);
    if (united > 1 && !sorted)
        ranks_sort_by_count(forms->ranks, united);
    renumber(forms, united);
    return true;
}
