/* fuzz_repair.c - any bytes repaired are valid NFC without blanks at the ends or in
 * runs, and repairing them again changes and counts nothing. */
#include <stdlib.h>

#include "ingest/repair.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void check_form(struct span text)
{
    must(utf8_valid(text) && utf8_is_nfc(text));
    must(span_equal(span_trim(text), text));
    for (size_t at = 0; at < text.len; at++) {
        must(text.data[at] >= 0x20);
        must(at == 0 || text.data[at] != ' ' || text.data[at - 1] != ' ');
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct repair once, twice;
    struct span raw = span_of(data, size);
    repair_init(&once, raw);
    repair_init(&twice, raw);
    struct span first = repair_text(&once, raw);
    check_form(first);
    struct span second = repair_text(&twice, first);
    must(span_equal(first, second));
    for (size_t rule = 0; rule < REPAIR_RULES; rule++)
        must(twice.counts[rule] == 0);
    check_form(repair_characters(&twice, raw));
    repair_release(&once);
    repair_release(&twice);
    return 0;
}
