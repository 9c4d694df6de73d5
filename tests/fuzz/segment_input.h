/* segment_input.h - a fuzz input as an open segment: checksums made right, any id.
 *
 * Layer    tests
 * Memory   open/close: the copy of the input lives until input_close
 * Threads  one
 *
 * Header only, as a fuzz target is one file. An input is a whole segment file.
 */
#ifndef MSEARCH_FUZZ_SEGMENT_INPUT_H
#define MSEARCH_FUZZ_SEGMENT_INPUT_H

#include <stdlib.h>
#include <string.h>

#include "segment/segment_private.h"
#include "support/reseal.h"

struct input {
    uint8_t *data;
    struct segment *segment;
};

/* False when the input is no segment: nothing to be closed then. */
static inline bool input_open(struct input *input, const uint8_t *data, size_t size)
{
    struct error err = ERROR_NONE;

    if (size < SEGMENT_HEADER_BYTES + SEGMENT_FOOTER_BYTES)
        return false;
    input->data = malloc(size);
    if (!input->data)
        return false;
    memcpy(input->data, data, size);
    reseal(input->data, size);
    if (segment_open_bytes(&input->segment, span_of(input->data, size),
                           wire_load_u64(data + 16), &err) == ST_OK)
        return true;
    if (err.status == ST_OK || err.text[0] == 0)
        abort(); /* a refusal says why */
    free(input->data);
    return false;
}

static inline void input_close(struct input *input)
{
    segment_close(input->segment);
    free(input->data);
}

/* Fuzz targets state what must hold whatever the bytes are. */
static inline void must(bool holds)
{
    if (!holds)
        abort();
}

#endif
