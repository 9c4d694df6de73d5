/* fuzz_inflate.c - our inflate takes what zlib's takes, and makes the same of it.
 *
 * The first byte says how many times 8 bytes of what follows are the history, the second
 * where to stop first; the rest is the data. */
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "codec/inflate.h"

enum { LIMIT = 8192, HISTORY = 2048 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct input {
    struct span history, packed;
    size_t first; /* bytes to ask for at first */
};

/* How many bytes zlib makes of all of it; SIZE_MAX: it does not. */
static size_t unpack(const struct input *input, uint8_t *out)
{
    z_stream z = {0};
    size_t made = SIZE_MAX;
    if (inflateInit2(&z, -15) != Z_OK)
        abort();
    if (input->history.len > 0 &&
        inflateSetDictionary(&z, input->history.data, (unsigned)input->history.len) !=
            Z_OK)
        abort();
    z.next_in = (z_const Bytef *)(uintptr_t)input->packed.data;
    z.avail_in = (unsigned)input->packed.len;
    z.next_out = out;
    z.avail_out = LIMIT;
    if (inflate(&z, Z_FINISH) == Z_STREAM_END && z.avail_in == 0)
        made = LIMIT - z.avail_out;
    (void)inflateEnd(&z);
    return made;
}

static void must(bool good)
{
    if (!good)
        abort();
}

static void check(const struct input *input)
{
    static struct inflate z;
    static uint8_t expected[LIMIT], room[HISTORY + LIMIT + INFLATE_SLACK];
    size_t made = unpack(input, expected), limit = made == SIZE_MAX ? LIMIT : made;
    size_t first = input->first < limit ? input->first : limit;
    uint8_t *out = room + HISTORY;
    if (input->history.len > 0)
        memcpy(out - input->history.len, input->history.data, input->history.len);
    inflate_begin(&z, input->packed, out, input->history.len, limit);
    bool good = inflate_until(&z, first);
    if (made != SIZE_MAX) {
        must(good && z.done >= first && z.done <= limit);
        must(memcmp(out, expected, z.done) == 0);
    }
    good = good && inflate_until(&z, limit) && inflate_whole(&z);
    must(good == (made != SIZE_MAX));
    must(!good || memcmp(out, expected, limit) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span bytes = span_of(data, size);
    struct input input;
    if (size < 2)
        return 0;
    input.history = span_part(bytes, 2, (size_t)data[0] * 8);
    input.packed = span_part(bytes, 2 + input.history.len, size);
    input.first = (size_t)data[1] * 32;
    check(&input);
    return 0;
}
