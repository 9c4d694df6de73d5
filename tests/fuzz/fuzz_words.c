/* fuzz_words.c - words and sentences are parts of the text, in order, none empty. */
#include <assert.h>
#include <stdint.h>

#include "base/bytes.h"
#include "text/fold.h"
#include "text/sentences.h"
#include "text/utf8.h"
#include "text/words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Where a part of the text ends, after checking that it lies at or after `last`. */
static size_t check_part(struct span text, struct span part, size_t last)
{
    size_t start = (size_t)(part.data - text.data);
    assert(part.len > 0 && start >= last && start + part.len <= text.len);
    assert(utf8_valid(part));
    return start + part.len;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf text;
    buf_init(&text, 0);
    utf8_repair(&text, span_of(data, size));
    struct words words = words_open(buf_span(&text));
    struct sentences sentences = sentences_open(buf_span(&text));
    struct span part;
    for (size_t last = 0; words_next(&words, &part);) {
        size_t off = 0;
        enum code_class class = fold_class(utf8_next(part, &off));
        assert(class == CODE_LETTER || class == CODE_DIGIT);
        assert(part.len <= WORD_BYTES_MAX);
        last = check_part(buf_span(&text), part, last);
    }
    for (size_t last = 0; sentences_next(&sentences, &part);)
        last = check_part(buf_span(&text), part, last);
    buf_release(&text);
    return 0;
}
