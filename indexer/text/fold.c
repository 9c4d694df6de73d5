/* fold.c - one code point to its search form.
 *
 * Folding a letter and folding what it is written of give the same: accents go
 * (é and e + U+0301 are both e), ё is е, and only й, ў and ӱ are put together again
 * from letter + mark, because their mark makes another letter.
 *
 *   U+0000..05FF   direct table       above   ranges, found by halving
 */
#include "text/fold.h"

#include "text/fold_table.h"
#include "text/utf8.h"

uint8_t fold_flags_high(uint32_t code)
{
    size_t low = 0;
    size_t high = fold_range_count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (code > fold_ranges[mid].last)
            low = mid + 1;
        else
            high = mid;
    }
    if (low < fold_range_count && code >= fold_ranges[low].first)
        return fold_ranges[low].flags;
    return CODE_OTHER;
}

/* The move that holds `code` (>= FOLD_LOW_END), or NULL. */
static const struct fold_move *move_find(uint32_t code)
{
    size_t low = 0;
    size_t high = fold_move_count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (code > fold_moves[mid].last)
            low = mid + 1;
        else
            high = mid;
    }
    if (low == fold_move_count || code < fold_moves[low].first)
        return NULL;
    const struct fold_move *move = &fold_moves[low];
    return (code - move->first) % move->step == 0 ? move : NULL;
}

enum code_class fold_class(uint32_t code)
{
    return (enum code_class)(fold_flags(code) & FOLD_CLASS_MASK);
}

uint32_t fold_code(uint32_t code)
{
    if (code < FOLD_LOW_END)
        return fold_low[code];
    uint8_t class = fold_flags_high(code) & FOLD_CLASS_MASK;
    if (class == CODE_MARK || class == CODE_IGNORED)
        return 0;
    const struct fold_move *move = move_find(code);
    return move == NULL ? code : (uint32_t)((int32_t)code + move->delta);
}

bool fold_is_upper(uint32_t code)
{
    if (code < FOLD_LOW_END)
        return (fold_low_flags[code] & FOLD_UPPER) != 0;
    const struct fold_move *move = move_find(code);
    return move != NULL && (move->flags & FOLD_UPPER) != 0;
}

uint32_t fold_join(uint32_t letter, uint32_t mark)
{
    if (mark == 0x0306 && letter == 0x0438)
        return 0x0439; /* й */
    if (mark == 0x0306 && letter == 0x0443)
        return 0x045E; /* ў */
    if (mark == 0x0308 && letter == 0x0443)
        return 0x04AF; /* ӱ, that is ү */
    return 0;
}

void fold_text(struct buf *out, struct span text)
{
    uint32_t held = 0; /* the letter that a mark may still join */
    for (size_t off = 0; off < text.len;) {
        uint32_t code = utf8_next(text, &off);
        uint32_t folded = fold_code(code);
        uint32_t joined = folded == 0 ? fold_join(held, code) : 0;
        if (joined != 0)
            held = joined;
        if (folded == 0 && code != 0)
            continue;
        if (held != 0)
            utf8_put(out, held);
        held = folded;
        if (code == 0)
            buf_put_byte(out, 0);
    }
    if (held != 0)
        utf8_put(out, held);
}
