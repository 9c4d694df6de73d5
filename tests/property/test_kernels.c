/* test_kernels.c - every variant of the kernels that this machine has gives what the
 * text of kernels.h says, to the bit, and reads no byte outside its input.
 *
 * What is right is computed here bit by bit. Inputs end where memory ends.
 */
#include <stdlib.h>
#include <string.h>

#include "base/cpu.h"
#include "codec/kernels.h"
#include "support/guard.h"
#include "support/numbers.h"
#include "support/unit.h"

enum { BYTES_MAX = 1024 };

/* The variants, the portable one first. */
static const struct codec_kernels *levels[CPU_LEVELS];
static unsigned level_count;

static int find_levels(void **state)
{
    enum cpu_level before = cpu_level();

    (void)state;
    for (unsigned level = 0; level < CPU_LEVELS; level++)
        if (cpu_force((enum cpu_level)level))
            levels[level_count++] = codec_kernels();
    assert_true(cpu_force(before));
    assert_ptr_equal(levels[0], &kernels_portable);
    return 0;
}

static unsigned bit_of(const uint8_t *bytes, size_t bit)
{
    return bytes[bit / 8] >> bit % 8 & 1;
}

/* Number i of a full block, by FORMAT.md 2. */
static uint32_t lane_number(const uint8_t *bytes, unsigned i, unsigned bits)
{
    uint32_t value = 0;

    for (unsigned k = 0; k < bits; k++) {
        size_t bit = (size_t)(i / 8) * bits + k;

        value |= (uint32_t)bit_of(bytes, (bit / 32 * 8 + i % 8) * 32 + bit % 32) << k;
    }
    return value;
}

static uint32_t stream_number(const uint8_t *bytes, size_t i, unsigned bits)
{
    uint32_t value = 0;

    for (unsigned k = 0; k < bits; k++)
        value |= (uint32_t)bit_of(bytes, i * bits + k) << k;
    return value;
}

/* Random bytes at the end of memory; now and then all ones or nearly all zeros. */
static uint8_t *random_bytes(struct guard *guard, struct numbers *numbers, size_t len)
{
    uint8_t bytes[BYTES_MAX];
    uint64_t kind = numbers_below(numbers, 8);

    for (size_t i = 0; i < len; i++) {
        bytes[i] = kind == 0 ? 0xFF : (uint8_t)numbers_next(numbers);
        if (kind == 1 && numbers_below(numbers, 16))
            bytes[i] = 0;
    }
    return guard_copy(guard, bytes, len);
}

static void expect_docs(uint32_t *docs, const uint32_t *gaps, size_t count,
                        uint32_t next)
{
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(docs[i], gaps[i] + next);
        next = docs[i] + 1;
    }
}

/* `docs`: what these bytes are without high parts. */
static void expect_ranks(const struct codec_kernels *level, const uint8_t *bytes,
                         unsigned bits, uint32_t next, const uint32_t *docs)
{
    struct numbers numbers = numbers_from(bits);
    uint32_t ones[PACK_ARRAY], got[PACK_ARRAY], bit = 0;

    if (bits == 32)
        return; /* there is nothing above the low part */
    for (size_t i = 0; i < PACK_BLOCK; i++, bit++)
        ones[i] = bit += (uint32_t)numbers_below(&numbers, 5);
    level->unpack_docs(got, bytes, bits, next, ones);
    for (uint32_t i = 0; i < PACK_BLOCK; i++)
        assert_int_equal(got[i], docs[i] + ((ones[i] - i) << bits));
}

static void full_blocks(void **state)
{
    struct numbers numbers = numbers_from(11);
    uint32_t wanted[PACK_BLOCK], got[PACK_ARRAY];

    (void)state;
    for (unsigned round = 0; round < 20 * 32; round++) {
        unsigned bits = 1 + round % 32;
        uint32_t plus = round % 3 == 0 ? (uint32_t)numbers_next(&numbers) : round % 2;
        struct guard guard;
        const uint8_t *bytes = random_bytes(&guard, &numbers, (size_t)bits * 32);

        for (unsigned i = 0; i < PACK_BLOCK; i++)
            wanted[i] = lane_number(bytes, i, bits);
        for (unsigned level = 0; level < level_count; level++) {
            levels[level]->unpack_docs(got, bytes, bits, plus, NULL);
            expect_docs(got, wanted, PACK_BLOCK, plus);
            expect_ranks(levels[level], bytes, bits, plus, got);
            levels[level]->unpack(got, bytes, bits, plus);
            for (unsigned i = 0; i < PACK_BLOCK; i++)
                assert_int_equal(got[i], wanted[i] + plus);
        }
        guard_release(&guard);
    }
}

/* Every width and every count. */
static void streams(void **state)
{
    struct numbers numbers = numbers_from(12);
    uint32_t wanted[PACK_BLOCK], got[PACK_ARRAY];

    (void)state;
    for (unsigned bits = 1; bits <= 32; bits++) {
        for (size_t count = 1; count < PACK_BLOCK; count++) {
            struct guard guard;
            size_t len = (count * bits + 7) / 8;
            const uint8_t *bytes = random_bytes(&guard, &numbers, len);
            uint32_t plus = (uint32_t)count % 2;

            for (size_t i = 0; i < count; i++)
                wanted[i] = stream_number(bytes, i, bits) + plus;
            for (unsigned level = 0; level < level_count; level++) {
                levels[level]->stream(got, bytes, count, bits, plus);
                assert_memory_equal(got, wanted, count * sizeof *got);
            }
            guard_release(&guard);
        }
    }
}

static void sums(void **state)
{
    struct numbers numbers = numbers_from(13);
    uint32_t gaps[PACK_BLOCK], got[PACK_ARRAY];

    (void)state;
    for (size_t count = 1; count <= PACK_BLOCK; count++) {
        uint32_t next = (uint32_t)numbers_next(&numbers);

        for (size_t i = 0; i < count; i++)
            gaps[i] = (uint32_t)numbers_next(&numbers) >> numbers_below(&numbers, 32);
        for (unsigned level = 0; level < level_count; level++) {
            memcpy(got, gaps, count * sizeof *got);
            levels[level]->sums(got, count, next);
            expect_docs(got, gaps, count, next);
        }
    }
}

static void bitsets(void **state)
{
    struct numbers numbers = numbers_from(14);
    static uint32_t wanted[8 * BYTES_MAX];
    uint32_t got[PACK_ARRAY];

    (void)state;
    for (unsigned round = 0; round < 3000; round++) {
        size_t len = 1 + numbers_below(&numbers, round % 3 ? 80 : BYTES_MAX);
        uint32_t first = (uint32_t)numbers_next(&numbers) >> 1;
        size_t set = 0, limit = 1 + numbers_below(&numbers, PACK_BLOCK);
        struct guard guard;
        const uint8_t *bytes = random_bytes(&guard, &numbers, len);

        for (size_t bit = 0; bit < len * 8; bit++)
            if (bit_of(bytes, bit))
                wanted[set++] = first + (uint32_t)bit;
        limit = set <= PACK_BLOCK && round % 4 ? set : limit;
        for (unsigned level = 0; level < level_count; level++) {
            size_t found =
                levels[level]->expand(got, span_of(bytes, len), first, limit);

            if (set > limit) {
                assert_true(found > limit);
                continue;
            }
            assert_int_equal(found, set);
            assert_memory_equal(got, wanted, set * sizeof *got);
        }
        guard_release(&guard);
    }
}

static void high_parts(void **state)
{
    struct numbers numbers = numbers_from(16);
    uint32_t bits[PACK_ARRAY + 1] = {UINT32_MAX}, low[PACK_BLOCK], got[PACK_ARRAY];

    (void)state;
    for (unsigned round = 0; round < 2000; round++) {
        size_t count = 1 + numbers_below(&numbers, PACK_BLOCK);
        unsigned shift = round % 28;

        for (size_t i = 0; i < count; i++) {
            bits[i + 1] = bits[i] + 1 + (uint32_t)numbers_below(&numbers, 5);
            low[i] = (uint32_t)numbers_next(&numbers);
        }
        for (unsigned level = 0; level < level_count; level++) {
            memcpy(got, low, count * sizeof *got);
            levels[level]->steps(got, bits + 1, count, shift);
            for (size_t i = 0; i < count; i++)
                assert_int_equal(got[i],
                                 low[i] + ((bits[i + 1] - bits[i] - 1) << shift));
        }
    }
}

static void finding(void **state)
{
    struct numbers numbers = numbers_from(15);

    (void)state;
    for (unsigned round = 0; round < 2000; round++) {
        uint8_t bytes[4 * 600];
        uint32_t count = (uint32_t)numbers_below(&numbers, round % 2 ? 600 : 40);
        uint32_t last = 0, from = (uint32_t)numbers_below(&numbers, count + 1);
        uint64_t step =
            1 + (numbers_next(&numbers) >> (42 + numbers_below(&numbers, 20)));
        struct guard guard;
        const uint8_t *list;

        for (uint32_t i = 0; i < count; i++) {
            last += (uint32_t)numbers_below(&numbers, step) + 1;
            for (unsigned k = 0; k < 4; k++)
                bytes[4 * i + k] = (uint8_t)(last >> 8 * k);
        }
        list = guard_copy(&guard, bytes, (size_t)count * 4);
        for (unsigned again = 0; again < 20; again++) {
            uint32_t target = (uint32_t)numbers_below(&numbers, (uint64_t)last + 3);
            uint32_t wanted = from;

            if (again % 4 == 0 && count > 0)
                target = wire_load_u32(list + numbers_below(&numbers, count) * 4);
            while (wanted < count && wire_load_u32(list + (size_t)wanted * 4) < target)
                wanted++;
            for (unsigned level = 0; level < level_count; level++)
                assert_int_equal(levels[level]->find(list, from, count, target),
                                 wanted);
        }
        guard_release(&guard);
    }
}

static void levels_are_found(void **state)
{
    enum cpu_level before = cpu_level();

    (void)state;
    assert_true(cpu_has(before));
    assert_true(level_count >= 1);
    for (unsigned level = 0; level < CPU_LEVELS; level++) {
        bool forced = cpu_force((enum cpu_level)level);

        assert_int_equal(forced, cpu_has((enum cpu_level)level));
        if (forced)
            assert_int_equal(cpu_level(), level);
        assert_true(strlen(cpu_level_name((enum cpu_level)level)) > 0);
    }
    assert_true(cpu_force(before));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(levels_are_found), cmocka_unit_test(full_blocks),
        cmocka_unit_test(streams),          cmocka_unit_test(sums),
        cmocka_unit_test(bitsets),          cmocka_unit_test(finding),
        cmocka_unit_test(high_parts),
    };

    return cmocka_run_group_tests(tests, find_levels, NULL);
}
