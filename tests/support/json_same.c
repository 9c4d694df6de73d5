/* json_same.c - trees side by side; as deep as the readers let a text be. */
#include "support/json_same.h"

bool json_same(const struct json_node *a, const struct json_node *b)
{
    if (a->kind != b->kind || a->number != b->number || a->count != b->count ||
        !span_equal(a->text, b->text) || !span_equal(a->name, b->name))
        return false;
    const struct json_node *left = a->first, *right = b->first;
    for (; left && right; left = left->next, right = right->next)
        if (!json_same(left, right))
            return false;
    return left == right;
}
