/* fuzz_spellings.c - any word: lists without repetitions, within their caps, of valid
 * text, never the word itself, and the same again for the same word.
 *
 * Input: a byte that chooses the kind, then the word, made valid. */
#include <stdlib.h>

#include "base/hash.h"
#include "query/spellings.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void check_list(const struct spellings *found, struct span word, size_t most)
{
    struct hash_table seen;
    hash_table_init(&seen);
    must(found->count <= most);
    for (size_t i = 0; i < found->count; i++) {
        struct span text = found->texts[i];
        bool is_new = false;
        must(text.len > 0 && utf8_valid(text) && !span_equal(text, word));
        must(text.len <= 4 * word.len + 8);
        must(hash_table_put(&seen, text, &is_new) != NULL && is_new);
    }
    hash_table_release(&seen);
}

static void check_same(const struct spellings *a, const struct spellings *b)
{
    must(a->count == b->count);
    for (size_t i = 0; i < a->count; i++)
        must(span_equal(a->texts[i], b->texts[i]));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static enum status (*const kinds[])(struct span, struct arena *, struct spellings *,
                                        struct error *) = {
        spellings_letters, spellings_latin, spellings_edits};
    static const size_t caps[] = {SPELLINGS_LETTERS_MAX, SPELLINGS_LATIN_MAX, 4096};
    struct arena arena;
    struct buf word;
    struct spellings found, again;
    if (size == 0 || size > 200)
        return 0;
    unsigned kind = data[0] % 3;
    arena_init(&arena, (size_t)16 << 20);
    buf_init(&word, 0);
    utf8_repair(&word, span_of(data + 1, size - 1));
    must(kinds[kind](buf_span(&word), &arena, &found, NULL) == ST_OK);
    must(kinds[kind](buf_span(&word), &arena, &again, NULL) == ST_OK);
    check_list(&found, buf_span(&word), caps[kind]);
    check_same(&found, &again);
    buf_release(&word);
    arena_release(&arena);
    return 0;
}
