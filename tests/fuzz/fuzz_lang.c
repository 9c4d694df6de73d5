/* fuzz_lang.c - any text gets one of the languages; a tag is read or refused. */
#include <assert.h>
#include <stdint.h>

#include "base/bytes.h"
#include "text/lang.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf text;
    buf_init(&text, 0);
    utf8_repair(&text, span_of(data, size));
    for (int hint = 0; hint < LANG_COUNT; hint++) {
        enum lang lang = lang_guess(buf_span(&text), (enum lang)hint);
        assert((int)lang >= 0 && (int)lang < LANG_COUNT);
        assert(lang_from_tag(span_text(lang_tag(lang))) == lang);
    }
    (void)lang_from_tag(span_of(data, size));
    buf_release(&text);
    return 0;
}
