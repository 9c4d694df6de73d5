/* fuzz_stem_ky.c - a stem is valid, not empty, bounded, and the same when asked again.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/bytes.h"
#include "text/fold.h"
#include "text/stem.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { WORD_MAX = 255 };

/* Even of bytes that are no text: bounded, and explained as it is. */
static void stem_bytes(struct span word)
{
    uint8_t out[WORD_MAX + 8];
    uint8_t again[WORD_MAX + 8];
    struct stem_ky_trace trace;
    if (word.len == 0 || word.len > WORD_MAX)
        return;
    size_t len = stem_ky(out, word);
    assert(len > 0 && len <= word.len + 8);
    assert(stem_ky_explain(again, word, &trace) == len);
    assert(memcmp(out, again, len) == 0 && trace.count <= STEM_KY_TAKEN_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t out[WORD_MAX + 8];
    uint8_t again[WORD_MAX + 8];
    struct buf word;
    struct buf text;
    buf_init(&word, 0);
    buf_init(&text, 0);
    utf8_repair(&text, span_of(data, size < WORD_MAX / 3 ? size : WORD_MAX / 3));
    fold_text(&word, buf_span(&text));
    if (word.len > 0 && word.len <= WORD_MAX) {
        size_t len = stem_ky(out, buf_span(&word));
        assert(len > 0 && len <= word.len + 8);
        assert(utf8_valid(span_of(out, len)));
        assert(stem_ky(again, buf_span(&word)) == len && memcmp(out, again, len) == 0);
    }
    stem_bytes(span_of(data, size));
    buf_release(&word);
    buf_release(&text);
    return 0;
}
