/* fuzz_wire.c - a program of reads on any bytes: nothing outside them is touched, bad
 * sticks, and what a varint reader accepts is the one way to write that number.
 *
 * Input: a byte with the count of reads, one byte for each, then the bytes read. */
#include <stdlib.h>

#include "codec/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void read_varint(struct wire_reader *in, bool wide)
{
    const uint8_t *from = in->next;
    uint64_t value = wide ? wire_varint64(in) : wire_varint32(in);
    if (in->bad) {
        must(value == 0);
        return;
    }
    struct buf again;
    buf_init(&again, 0);
    wire_put_varint(&again, value);
    must(span_equal(buf_span(&again), span_of(from, (size_t)(in->next - from))));
    buf_release(&again);
}

static void read_one(struct wire_reader *in, uint8_t what)
{
    struct span bytes = {NULL, 0};
    switch (what % 8) {
    case 0:
        (void)wire_u8(in);
        break;
    case 1:
        (void)wire_u16(in);
        break;
    case 2:
        (void)wire_u32(in);
        break;
    case 3:
        (void)wire_u64(in);
        break;
    case 4:
        read_varint(in, false);
        break;
    case 5:
        read_varint(in, true);
        break;
    case 6:
        bytes = wire_bytes(in, what / 8);
        must(in->bad || bytes.len == what / 8);
        break;
    default:
        bytes = wire_string(in);
        break;
    }
    must(!in->bad || bytes.len == 0);
    if (bytes.len > 0)
        must(bytes.data + bytes.len == in->next);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0 || (size_t)data[0] + 1 > size)
        return 0;
    struct span reads = span_of(data + 1, data[0]);
    struct wire_reader in =
        wire_open(span_part(span_of(data, size), reads.len + 1, size));
    for (size_t i = 0; i < reads.len; i++) {
        bool was_bad = in.bad;
        size_t before = wire_left(&in);
        read_one(&in, reads.data[i]);
        must(!was_bad || in.bad);
        must(wire_left(&in) <= before);
    }
    return 0;
}
