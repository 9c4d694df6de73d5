/* test_pack_mark.c - documents as bits are the documents that decoding gives, whatever
 * part of them a window shows; bytes that break a rule set nothing. */
#include "codec/pack_mark.h"

#include <string.h>

#include "codec/pack.h"
#include "codec/pack_form.h"
#include "support/guard.h"
#include "support/numbers.h"
#include "support/unit.h"

enum { WORDS = 40, ROUNDS = 3000, FORMS = 4 };
static const uint8_t known[FORMS] = {PACK_BITS, PACK_RUN, PACK_BITSET, PACK_PATCHED};

/* One block, and what stands in it. */
struct block {
    uint32_t before, docs[PACK_ARRAY];
    size_t count;
    uint8_t bytes[1 + 5 + 2 + PACK_BITSET_BYTES + 8];
    size_t len;
};

static uint32_t last_of(const struct block *block)
{
    return block->docs[block->count - 1];
}

/* A run, runs with few jumps, or documents that are close enough for bits. */
static void random_docs(struct numbers *numbers, struct block *block)
{
    uint64_t step = numbers_below(numbers, 3) ? 1 + numbers_below(numbers, 8) : 1;
    uint64_t jumps = numbers_below(numbers, 2) ? 1 + numbers_below(numbers, 300) : 0;
    uint32_t doc =
        (uint32_t)(numbers_next(numbers) >> (33 + numbers_below(numbers, 20)));
    bool first = numbers_below(numbers, 5) == 0;
    block->before = first ? UINT32_MAX : doc;
    doc = first ? (uint32_t)numbers_below(numbers, 3) : doc + 1;
    doc += numbers_below(numbers, 2) ? (uint32_t)numbers_below(numbers, 5000) : 0;
    block->count = 1 + (size_t)numbers_below(numbers, PACK_BLOCK);
    for (size_t i = 0; i < block->count; i++) {
        block->docs[i] = doc++;
        if (jumps == 0)
            doc += (uint32_t)numbers_below(numbers, step);
        else if (numbers_below(numbers, 40) == 0)
            doc += (uint32_t)numbers_below(numbers, jumps);
    }
}

static void random_block(struct numbers *numbers, struct block *block)
{
    struct buf buf;
    buf_init(&buf, 0);
    random_docs(numbers, block);
    pack_encode_docs(&buf, block->before, block->docs, block->count);
    assert_true(buf.status == ST_OK && buf.len <= sizeof block->bytes);
    memcpy(block->bytes, buf.data, buf.len);
    block->len = buf.len;
    buf_release(&buf);
}

/* From the end of memory into a window at the end of memory. */
static bool mark(const struct block *block, uint32_t last, uint32_t base,
                 uint64_t *bits, size_t words)
{
    struct guard in, out;
    const uint8_t *bytes = guard_copy(&in, block->bytes, block->len);
    void *window = guard_copy(&out, bits, words * sizeof *bits);
    bool done = pack_mark_docs(wire_open(span_of(bytes, block->len)), block->before,
                               block->count, last, base, window, words);
    memcpy(bits, window, words * sizeof *bits);
    guard_release(&in);
    guard_release(&out);
    return done;
}

static void expect_window(struct numbers *numbers, const struct block *block,
                          uint32_t base, size_t words)
{
    uint64_t bits[WORDS], wanted[WORDS];
    for (size_t w = 0; w < words; w++)
        bits[w] = numbers_below(numbers, 2) ? 0 : numbers_next(numbers);
    memcpy(wanted, bits, words * sizeof *bits);
    for (size_t i = 0; i < block->count; i++) {
        uint32_t bit = block->docs[i] - base;
        if (block->docs[i] >= base && bit < words * 64)
            wanted[bit / 64] |= (uint64_t)1 << bit % 64;
    }
    assert_true(mark(block, last_of(block), base, bits, words));
    assert_memory_equal(bits, wanted, words * sizeof *bits);
}

/* Is the block of a form that is marked? The form's place in `known`. */
static bool find_form(const struct block *block, unsigned *at)
{
    for (*at = 0; *at < FORMS; ++*at)
        if (block->bytes[0] == known[*at])
            return true;
    return false;
}

/* Windows that begin before, in and behind the block, at any bit. */
static void windows_show_the_documents(void **state)
{
    struct numbers numbers = numbers_from(31);
    unsigned seen[FORMS] = {0}, form;
    (void)state;
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct block block;
        random_block(&numbers, &block);
        if (!find_form(&block, &form))
            continue;
        seen[form]++;
        for (unsigned again = 0; again < 10; again++) {
            uint32_t reach = last_of(&block) - block.docs[0] + 200;
            uint32_t base = block.docs[0] + (uint32_t)numbers_below(&numbers, reach);
            uint32_t back = (uint32_t)numbers_below(&numbers, 3000);
            base = again % 2 && base > back ? base - back : base;
            expect_window(&numbers, &block, base,
                          1 + (size_t)numbers_below(&numbers, WORDS));
        }
        expect_window(&numbers, &block, 0, WORDS);
        expect_window(&numbers, &block, block.docs[0], WORDS);
        expect_window(&numbers, &block, last_of(&block), 1);
        expect_window(&numbers, &block, last_of(&block) + 1, 1);
    }
    for (unsigned i = 0; i < FORMS; i++)
        assert_true(seen[i] > ROUNDS / 40);
}

/* Nothing is set. */
static void expect_refused(const struct block *block, uint32_t last)
{
    static const uint64_t zero[WORDS];
    uint64_t bits[WORDS] = {0};
    uint32_t first = block->docs[0] & ~(uint32_t)63;
    assert_false(mark(block, last, first, bits, WORDS));
    assert_memory_equal(bits, zero, sizeof bits);
    assert_false(mark(block, last, 0, bits, WORDS));
    assert_memory_equal(bits, zero, sizeof bits);
}

static void other_ends_are_refused(void **state)
{
    struct numbers numbers = numbers_from(32);
    (void)state;
    for (unsigned round = 0; round < 500; round++) {
        struct block block;
        random_block(&numbers, &block);
        if (last_of(&block) == 0)
            continue;
        expect_refused(&block, last_of(&block) + 1);
        expect_refused(&block, last_of(&block) - 1);
        expect_refused(&block, (uint32_t)numbers_below(&numbers, last_of(&block)));
        expect_refused(&block, 0);
    }
}

static void cut_blocks_are_refused(void **state)
{
    struct numbers numbers = numbers_from(33);
    (void)state;
    for (unsigned round = 0; round < 200; round++) {
        struct block block;
        random_block(&numbers, &block);
        while (block.len-- > 0)
            expect_refused(&block, last_of(&block));
    }
}

static void refused(uint32_t before, size_t count, uint32_t last, const uint8_t *bytes,
                    size_t len)
{
    struct block block = {.before = before, .count = count, .len = len};
    memcpy(block.bytes, bytes, len);
    expect_refused(&block, last);
}

#define REFUSED(BEFORE, COUNT, LAST, ...)                                              \
    refused(BEFORE, COUNT, LAST, (const uint8_t[]){__VA_ARGS__},                       \
            sizeof((const uint8_t[]){__VA_ARGS__}))

static void broken_bytes_are_refused(void **state)
{
    (void)state;
    REFUSED(9, 1, 10, PACK_SMALL);                    /* another form */
    REFUSED(9, 3, 13, PACK_BITS);                     /* ends at 12 */
    REFUSED(9, 1, 10, 0xFF, 0);                       /* none */
    REFUSED(9, 3, 13, PACK_RUN, 0);                   /* ends at 12 */
    REFUSED(9, 2, 15, PACK_BITSET, 0, 0, 0);          /* no bytes */
    REFUSED(9, 2, 15, PACK_BITSET, 0, 2, 0, 0x21);    /* one byte of two */
    REFUSED(9, 2, 15, PACK_BITSET, 0, 2, 0, 0x21, 0); /* nothing in the last */
    REFUSED(9, 1, 15, PACK_BITSET, 0, 1, 0, 0x20);    /* the first is missing */
    REFUSED(9, 2, 15, PACK_BITSET, 0, 1, 4, 0x21);    /* longer than a block */
    REFUSED(9, 2, 16, PACK_BITSET, 0, 1, 0, 0x21);    /* ends at 15 */
    REFUSED(9, 3, 12, PACK_PATCHED, 0);               /* no exceptions */
    REFUSED(9, 3, 17, PACK_PATCHED, 1, 1, 0);         /* of 0 */
    REFUSED(9, 3, 17, PACK_PATCHED, 1, 3, 5);         /* behind the last */
    REFUSED(9, 3, 19, PACK_PATCHED, 2, 1, 1, 2, 5);   /* twice in one place */
    REFUSED(9, 3, 16, PACK_PATCHED, 1, 1, 5);         /* ends at 17 */
}

/* A gap that goes once around lands before the block. */
static void gaps_do_not_wrap(void **state)
{
    (void)state;
    REFUSED(99, 100, 100, PACK_RUN, 0x9D, 0xFF, 0xFF, 0xFF, 0x0F);
    REFUSED(99, 2, 100, PACK_PATCHED, 1, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F);
    REFUSED(99, 2, 100, PACK_BITSET, 0x9C, 0xFF, 0xFF, 0xFF, 0x0F, 1, 0, 0x11);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(windows_show_the_documents),
        cmocka_unit_test(other_ends_are_refused),
        cmocka_unit_test(cut_blocks_are_refused),
        cmocka_unit_test(broken_bytes_are_refused),
        cmocka_unit_test(gaps_do_not_wrap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
