/* fuzz_columns.c - columns, ids and lengths of a forged segment. */
#include "segment_input.h"

#include "segment/columns_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_doc(const struct segment *segment, doc_id doc)
{
    struct span id = columns_id(segment, doc);
    doc_id found = columns_find_id(segment, id);

    (void)columns_date(segment, doc);
    (void)columns_lang(segment, doc);
    (void)columns_hash(segment, doc);
    /* Rules I2 and N3 as far as a reader relies on them. */
    must(found == DOC_END || found < segment->info.doc_count);
    for (unsigned i = 0; i < COLUMN_COUNT; i++) {
        enum column column = (enum column)i;
        uint32_t ordinal = column == COLUMN_AUTHOR
                               ? columns_author(segment, doc, 1)
                               : columns_ordinal(segment, column, doc);

        must(ordinal == COLUMN_NONE || ordinal < columns_value_count(segment, column));
        (void)columns_value(segment, column, ordinal);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input input;
    unsigned sum = 0;

    if (!input_open(&input, data, size))
        return 0;
    for (doc_id doc = 0; doc < input.segment->info.doc_count; doc++) {
        for (unsigned field = 0; field < FIELD_COUNT; field++)
            sum += segment_lengths(input.segment, (enum field)field)[doc];
        check_doc(input.segment, doc);
    }
    for (unsigned i = 0; i < COLUMN_COUNT; i++)
        sum += columns_find(input.segment, (enum column)i, span_of(data, 5)) != 0;
    must(sum < UINT32_MAX);
    input_close(&input);
    return 0;
}
