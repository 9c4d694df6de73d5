/* fuzz_keyboard.c - any text: few readings, each valid NFC, of as many characters as the
 * text or fewer, different from it and from each other.
 *
 * Input: the text, made valid NFC. */
#include <stdlib.h>

#include "query/keyboard.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span readings[KEYBOARD_READINGS_MAX];
    unsigned count = KEYBOARD_READINGS_MAX + 1;
    struct arena arena;
    struct buf valid, text;
    arena_init(&arena, (size_t)16 << 20);
    buf_init(&valid, 0);
    buf_init(&text, 0);
    utf8_repair(&valid, span_of(data, size));
    utf8_nfc(&text, buf_span(&valid));
    must(keyboard_readings(buf_span(&text), &arena, readings, &count, NULL) == ST_OK);
    must(count <= KEYBOARD_READINGS_MAX);
    for (unsigned i = 0; i < count; i++) {
        must(utf8_valid(readings[i]) && utf8_is_nfc(readings[i]));
        must(utf8_count(readings[i]) <= utf8_count(buf_span(&text)));
        must(!span_equal(readings[i], buf_span(&text)));
        for (unsigned k = 0; k < i; k++)
            must(!span_equal(readings[i], readings[k]));
    }
    buf_release(&valid);
    buf_release(&text);
    arena_release(&arena);
    return 0;
}
