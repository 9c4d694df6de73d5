/* rare.c - the postings of a rare term, as the dictionary holds them.
 *
 *   | first doc | gap - 1 ... | [tf and fields of each] | places | [form ordinals] |
 *
 * All varints. The middle part is there when the term is `detailed`: else each
 * posting has one place, in the body.
 */
#include "segment/rare.h"

#include <string.h>

static bool get_docs(struct wire_reader *in, uint32_t count, uint32_t doc_count,
                     uint32_t *docs)
{
    uint64_t next = 0;

    for (uint32_t i = 0; i < count; i++) {
        next += wire_varint32(in);
        if (next >= doc_count)
            return false;
        docs[i] = (uint32_t)next++;
    }
    return true;
}

/* Fields of one posting; its total, or 0 when they do not add up. */
static uint64_t get_fields(struct wire_reader *in, uint32_t tf[FIELD_COUNT])
{
    uint64_t head = wire_varint64(in);
    uint64_t total = (head >> 1) + 1;
    uint64_t beside = 0;
    unsigned mask = 0;

    if (total > INLINE_PLACES)
        return 0;
    if (head & 1) {
        mask = wire_u8(in);
        if (mask == 0 || mask >> (FIELD_COUNT - 1) != 0)
            return 0;
    }
    for (unsigned field = 1; field < FIELD_COUNT; field++) {
        if (!(mask >> (field - 1) & 1))
            continue;
        tf[field] = wire_varint32(in);
        beside += tf[field];
        if (tf[field] == 0)
            return 0;
    }
    if (beside > total)
        return 0;
    tf[FIELD_BODY] = (uint32_t)(total - beside);
    return total;
}

static bool get_tf(struct wire_reader *in, const struct term_info *info,
                   struct rare_postings *out)
{
    uint64_t sum = 0;

    for (uint32_t i = 0; i < info->doc_freq; i++) {
        uint64_t total = 1;

        if (info->detailed)
            total = get_fields(in, out->tf[i]);
        else
            out->tf[i][FIELD_BODY] = 1;
        if (total == 0)
            return false;
        sum += total;
    }
    return sum == info->total_freq;
}

const char *rare_get(struct wire_reader *in, const struct term_info *info,
                     uint32_t doc_count, struct rare_postings *out)
{
    memset(out->tf, 0, sizeof out->tf);
    if (!get_docs(in, info->doc_freq, doc_count, out->docs))
        return "rare term: rule R1: an article that is not there";
    if (!get_tf(in, info, out))
        return "rare term: rule R2: frequencies do not add up";
    for (uint64_t i = 0; i < info->total_freq; i++)
        out->values[i] = wire_varint32(in);
    for (uint64_t i = 0; info->form_count > 1 && i < info->total_freq; i++) {
        out->forms[i] = wire_varint32(in);
        if (out->forms[i] >= info->form_count)
            return "rare term: rule R3: a form that is not there";
    }
    return in->bad ? "rare term: rule R4: it ends within a number" : NULL;
}
