/* fuzz_segment.c - any file, its checksums forged: opened and proved to the end. */
#include "segment_input.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void on_problem(void *context, uint64_t off, const char *text)
{
    const size_t *size = context;

    must(off <= *size && text[0] != 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct error err = ERROR_NONE;
    struct input input;

    if (!input_open(&input, data, size))
        return 0;
    must(segment_verify(input.segment, on_problem, &size, &err) != ST_CORRUPT);
    must(segment_status(input.segment, &err) == ST_OK);
    input_close(&input);
    return 0;
}
