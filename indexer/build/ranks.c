/* ranks.c - heap sort: in place, no recursion, and no worse on hostile input.
 *
 * Both orders are total (they end with `from`), so that the result does not depend on
 * the order of the input. Most terms have fewer than ten forms.
 */
#include "build/ranks.h"

#include <stdbool.h>

typedef bool before_fn(const struct form_rank *a, const struct form_rank *b);

static bool form_before(const struct form_rank *a, const struct form_rank *b)
{
    int order = span_compare(a->form, b->form);

    return order != 0 ? order < 0 : a->from < b->from;
}

static bool count_before(const struct form_rank *a, const struct form_rank *b)
{
    return a->count != b->count ? a->count > b->count : form_before(a, b);
}

static void swap(struct form_rank *a, struct form_rank *b)
{
    struct form_rank keep = *a;

    *a = *b;
    *b = keep;
}

/* Let ranks[at] sink until no child comes after it. */
static void sift(struct form_rank *ranks, size_t at, size_t count, before_fn *before)
{
    for (size_t child = 2 * at + 1; child < count; child = 2 * at + 1) {
        if (child + 1 < count && before(&ranks[child], &ranks[child + 1]))
            child++;
        if (!before(&ranks[at], &ranks[child]))
            return;
        swap(&ranks[at], &ranks[child]);
        at = child;
    }
}

static void sort(struct form_rank *ranks, size_t count, before_fn *before)
{
    for (size_t at = count / 2; at > 0; at--)
        sift(ranks, at - 1, count, before);
    for (size_t end = count; end > 1; end--) {
        swap(&ranks[0], &ranks[end - 1]);
        sift(ranks, 0, end - 1, before);
    }
}

void ranks_sort_by_count(struct form_rank *ranks, size_t count)
{
    sort(ranks, count, count_before);
}

void ranks_sort_by_form(struct form_rank *ranks, size_t count)
{
    sort(ranks, count, form_before);
}
