/* fuzz_utf8.c - any bytes are repaired to valid text, and normalising it twice is once.
 */
#include <assert.h>
#include <stdint.h>

#include "base/bytes.h"
#include "text/fold.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Forwards and backwards the same code points, and as many as are counted. */
static void check_walk(struct span text)
{
    size_t count = 0;
    for (size_t off = 0; off < text.len; count++) {
        size_t start = off;
        uint32_t code = utf8_next(text, &off);
        size_t back = off;
        assert(utf8_before(text, &back) == code && back == start);
    }
    assert(count == utf8_count(text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span input = span_of(data, size);
    struct buf text;
    struct buf form;
    struct buf again;
    buf_init(&text, 0);
    buf_init(&form, 0);
    buf_init(&again, 0);
    size_t replaced = utf8_repair(&text, input);
    assert(utf8_valid(buf_span(&text)));
    assert(replaced > 0 || span_equal(buf_span(&text), input));
    check_walk(buf_span(&text));
    utf8_nfc(&form, buf_span(&text));
    assert(utf8_valid(buf_span(&form)) && utf8_is_nfc(buf_span(&form)));
    utf8_nfc(&again, buf_span(&form));
    assert(span_equal(buf_span(&form), buf_span(&again)));
    buf_reset(&again);
    fold_text(&again, buf_span(&form));
    assert(utf8_valid(buf_span(&again)));
    buf_release(&text);
    buf_release(&form);
    buf_release(&again);
    return 0;
}
