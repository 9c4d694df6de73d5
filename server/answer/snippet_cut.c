/*   text      ....................[m1]......[m2]................[m3].........
 *   window               |context [m1]      [m2]       |                      240
 * letters
 *
 * The window begins some letters before the mark from which most marks fit in, moves
 * left when the text ends before it is full, and then shrinks to blanks; it never
 * shrinks into its first mark.
 */
#include "answer/snippet_cut.h"

#include "answer/marked.h"
#include "answer/snippet.h"
#include "text/utf8.h"

/* `letters` code points on from `off`, or the end. */
static size_t letters_on(struct span text, size_t off, size_t letters)
{
    while (letters-- > 0 && off < text.len)
        (void)utf8_next(text, &off);
    return off;
}

static size_t letters_back(struct span text, size_t off, size_t letters)
{
    while (letters-- > 0 && off > 0)
        (void)utf8_before(text, &off);
    return off;
}

static size_t start_at(struct span text, const struct answer_mark *mark)
{
    return letters_back(text, mark->off, SNIPPET_CONTEXT);
}

/* The mark to begin before: the one with most marks in its window, the first of those.
 */
static size_t best_mark(const struct answer_snippet *passage)
{
    size_t best = 0, most = 0;
    for (size_t i = 0; i < passage->mark_count; i++) {
        size_t from = start_at(passage->text, &passage->marks[i]);
        size_t end = letters_on(passage->text, from, SNIPPET_LETTERS), inside = 0;
        for (size_t j = i; j < passage->mark_count &&
                           passage->marks[j].off + passage->marks[j].len <= end;
             j++)
            inside++;
        if (inside > most) {
            most = inside;
            best = i;
        }
        if (i >= 64) /* one sentence: far more than it can show */
            break;
    }
    return best;
}

static size_t behind_blank(struct span text, size_t from, size_t most)
{
    for (size_t at = from; at < most; at++)
        if (text.data[at] == ' ')
            return at + 1;
    return from;
}

static size_t before_blank(struct span text, size_t end, size_t least)
{
    for (size_t at = end; at > least; at--)
        if (text.data[at - 1] == ' ')
            return at - 1;
    return end;
}

static void remark(struct answer_snippet *passage, size_t from, size_t end,
                   struct arena *arena)
{
    struct answer_mark *marks =
        arena_alloc(arena, (passage->mark_count + 1) * sizeof *marks);
    size_t used = 0;
    for (size_t i = 0; marks && i < passage->mark_count; i++) {
        size_t off = passage->marks[i].off, stop = off + passage->marks[i].len;
        off = off < from ? from : off;
        stop = stop > end ? end : stop;
        if (off < stop)
            marks[used++] =
                (struct answer_mark){(uint32_t)(off - from), (uint32_t)(stop - off)};
    }
    passage->marks = marks;
    passage->mark_count = used;
}

void snippet_cut(struct answer_snippet *passage, struct arena *arena)
{
    static const struct answer_mark front = {0, 0};
    struct span text = passage->text;
    if (letters_on(text, 0, SNIPPET_LETTERS) == text.len)
        return;
    const struct answer_mark *mark =
        passage->mark_count ? &passage->marks[best_mark(passage)] : &front;
    size_t from = start_at(text, mark);
    size_t end = letters_on(text, from, SNIPPET_LETTERS);
    if (end == text.len)
        from = letters_back(text, end, SNIPPET_LETTERS);
    if (from > 0)
        from = behind_blank(text, from, mark->off);
    if (end < text.len && text.data[end] != ' ')
        end = before_blank(text, end, mark->off + mark->len);
    remark(passage, from, end, arena);
    passage->text = span_part(text, from, end - from);
    passage->cut_before |= from > 0;
    passage->cut_after |= end < text.len;
}
