/* fuzz_place_bits.c - numbers as two strings of bits, out of any bytes: the variants
 * agree, what is taken is in order and below its bound, and what is put comes back. */
#include <stdlib.h>

#include "base/cpu.h"
#include "segment/place_bits.h"

enum { TAKEN_MAX = 4096, ROOM = 80 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool good)
{
    if (!good)
        abort();
}

static void put_back(const uint32_t *values, uint32_t count)
{
    static uint32_t again[TAKEN_MAX];
    unsigned low = place_bits_low(values, count);
    struct place_bits in;
    struct buf out;
    size_t unary, len;

    buf_init(&out, 0);
    unary = place_bits_put(&out, values, count, low);
    len = out.len;
    for (unsigned i = 0; i < ROOM; i++)
        buf_put_byte(&out, 0xFF);
    must(out.status == ST_OK);
    in = place_bits_open(span_of(out.data, unary),
                         span_of(out.data + unary, len - unary), low);
    must(place_bits_filled(&in, count));
    must(place_bits_get(&in, 0, count, again));
    must(memcmp(again, values, count * sizeof *again) == 0);
    buf_release(&out);
}

/* All numbers at once: the variants agree with the numbers one by one. */
static void take_all(struct place_bits in, uint32_t count)
{
    static const enum place_speed speeds[] = {PLACE_PLAIN, PLACE_BMI2, PLACE_AVX512};
    static uint32_t all[TAKEN_MAX + PLACE_ALL_ROOM], one[TAKEN_MAX];
    enum place_speed most = in.speed;
    uint32_t any = 0, seen = 0;
    bool good;

    in.bit = in.number = 0;
    in.speed = PLACE_PLAIN;
    good = place_bits_get(&in, 0, count, one);
    for (uint32_t i = 0; good && i < count; i++)
        any |= one[i];
    for (unsigned i = 0; i < sizeof speeds / sizeof *speeds && speeds[i] <= most; i++) {
        in.speed = speeds[i];
        must(good == place_bits_all(&in, count, all, &seen));
        must(!good || (memcmp(all, one, count * sizeof *one) == 0 && seen == any));
    }
}

/* Every other sum: all of them are found. */
static void join(struct place_bits in, uint32_t skip, uint32_t count,
                 const uint32_t *sums)
{
    static uint32_t starts[TAKEN_MAX / 2 + 1], plain[TAKEN_MAX / 2 + 1];
    uint32_t wanted = 0;
    struct place_bits second = in;

    for (uint32_t i = 0; i < count; i += 2)
        if (sums[i] > 0 && (i == 0 || sums[i] != sums[i - 1]))
            starts[wanted++] = sums[i] - 1;
    memcpy(plain, starts, wanted * sizeof *plain);
    second.speed = PLACE_PLAIN;
    if (count == 0)
        return;
    must(place_bits_join(&in, skip, count, 1, starts, wanted) == wanted);
    must(place_bits_join(&second, skip, count, 1, plain, wanted) == wanted);
    must(memcmp(starts, plain, wanted * sizeof *plain) == 0);
}

static void take(struct place_bits in, uint32_t skip, uint32_t count)
{
    static uint32_t fast[TAKEN_MAX], plain[TAKEN_MAX], sums[TAKEN_MAX];
    struct place_bits second = in, third = in, again = in;
    bool good = place_bits_get(&in, skip, count, fast);

    second.speed = PLACE_PLAIN;
    must(good == place_bits_get(&second, skip, count, plain));
    if (!good)
        return;
    must(in.bit == second.bit && in.number == second.number && in.bit <= in.unary_bits);
    must(memcmp(fast, plain, count * sizeof *fast) == 0);
    for (uint32_t i = 0; i < count; i++)
        must(fast[i] >> PLACE_SHIFT == 0);
    if (place_bits_sums(&third, skip, count, 0, sums)) {
        for (uint32_t i = 1; i < count; i++)
            must(sums[i] == sums[i - 1] + fast[i]);
        join(again, skip, count, sums);
    }
    put_back(fast, count);
}

/* low, skip, count, length of the first string; then both strings. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t len, unary;
    uint8_t *bytes;
    unsigned low;

    if (size < 5)
        return 0;
    len = size - 5;
    low = data[0] % (PLACE_LOW_MAX + 1);
    unary = (data[3] | (size_t)data[4] << 8) % (len + 1);
    bytes = malloc(len + ROOM);
    must(bytes);
    memcpy(bytes, data + 5, len);
    memset(bytes + len, 0xFF, ROOM);
    for (unsigned level = 0; level < CPU_LEVELS; level++)
        if (cpu_force((enum cpu_level)level)) {
            struct place_bits in = place_bits_open(
                span_of(bytes, unary), span_of(bytes + unary, len - unary), low);

            take(in, data[1], data[2]);
            take_all(in, (uint32_t)(data[1] + data[2]));
        }
    free(bytes);
    return 0;
}
