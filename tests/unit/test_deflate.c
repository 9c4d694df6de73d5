/* What the packer writes, zlib reads. */
#include "support/unit.h"

#include <string.h>
#include <zlib.h>

#include "base/bytes.h"
#include "base/memory.h"
#include "codec/deflate.h"
#include "support/numbers.h"

enum { TEXT_BYTES = 1 << 17 };

static uint8_t text[TEXT_BYTES];

/* Words of two alphabets with repetitions, as texts have them. */
static void make_text(void)
{
    struct numbers seed = numbers_from(7);
    size_t len = 0;
    while (len + 64 < TEXT_BYTES) {
        unsigned letters = 1 + (unsigned)(numbers_next(&seed) % 9);
        unsigned word = (unsigned)(numbers_next(&seed) % 300);
        word = word * word / 300;
        for (unsigned i = 0; i < letters && word % 11 != 0; i++) {
            unsigned letter = (word * 31 + i * i * 7) % 32;
            text[len++] = letter < 16 ? 0xD0 : 0xD1;
            text[len++] = (uint8_t)(letter < 16 ? 0xB0 + letter : 0x80 + letter - 16);
        }
        for (unsigned i = 0; i < letters && word % 11 == 0; i++)
            text[len++] = (uint8_t)('a' + (word + i) % 26);
        text[len++] = word % 13 == 0 ? '\n' : ' ';
    }
    memset(text + len, '.', TEXT_BYTES - len);
}

static void must_inflate(struct span packed, struct span dict, struct span plain)
{
    uint8_t out[DEFLATE_BLOCK_BYTES + 1];
    z_stream z;
    memset(&z, 0, sizeof z);
    assert_int_equal(inflateInit2(&z, -15), Z_OK);
    if (dict.len > 0)
        assert_int_equal(inflateSetDictionary(&z, dict.data, (unsigned)dict.len), Z_OK);
    z.next_in = (uint8_t *)(uintptr_t)packed.data;
    z.avail_in = (unsigned)packed.len;
    z.next_out = out;
    z.avail_out = sizeof out;
    assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
    assert_int_equal(z.avail_in, 0);
    assert_int_equal(z.total_out, plain.len);
    if (plain.len > 0)
        assert_memory_equal(out, plain.data, plain.len);
    inflateEnd(&z);
}

/* Returns the packed size. */
static size_t round_trip(struct deflate_packer *packer, struct span dict,
                         struct span block)
{
    struct deflate_dict *opened = deflate_dict_open(dict);
    struct buf out;
    assert_non_null(opened);
    buf_init(&out, 0);
    deflate_pack(packer, opened, block, &out);
    assert_int_equal(out.status, ST_OK);
    must_inflate(buf_span(&out), dict, block);
    size_t first = out.len;
    deflate_pack(packer, opened, block, &out); /* nothing is left of the first time */
    assert_int_equal(out.len, 2 * first);
    assert_memory_equal(out.data, out.data + first, first);
    buf_release(&out);
    deflate_dict_close(opened);
    return first;
}

static void test_sizes(void **state)
{
    static const size_t dicts[] = {0, 1, 5, 6, 7, 100, 8191, 32767, 32768};
    static const size_t blocks[] = {0, 1, 2,  3,   5,    6,    7,
                                    8, 9, 50, 255, 4096, 8191, 8192};
    struct deflate_packer *packer = deflate_packer_open();
    (void)state;
    assert_non_null(packer);
    for (size_t i = 0; i < sizeof dicts / sizeof *dicts; i++)
        for (size_t k = 0; k < sizeof blocks / sizeof *blocks; k++)
            for (size_t from = 40000; from < 40003; from++)
                round_trip(packer, span_of(text, dicts[i]),
                           span_of(text + from, blocks[k]));
    deflate_packer_close(packer);
}

/* Bytes that no text has; the worst case takes five bytes more than it has. */
static void test_odd_bytes(void **state)
{
    static uint8_t bytes[DEFLATE_DICT_BYTES];
    struct deflate_packer *packer = deflate_packer_open();
    struct numbers seed = numbers_from(1);
    (void)state;
    for (unsigned kinds = 1; kinds <= 256; kinds *= 2) {
        for (size_t i = 0; i < sizeof bytes; i++)
            bytes[i] = (uint8_t)(0xC0 + numbers_next(&seed) % kinds);
        for (size_t len = 1; len <= DEFLATE_BLOCK_BYTES; len = len * 3 + 1) {
            struct span block = span_of(bytes + 100, len);
            size_t packed = round_trip(packer, span_of(bytes, sizeof bytes), block);
            assert_true(packed <= len + 5);
            packed = round_trip(packer, span_of(NULL, 0), block);
            assert_true(packed <= len + 5);
        }
    }
    deflate_packer_close(packer);
}

/* Matches of every length at distances up to the largest there is. */
static void test_matches(void **state)
{
    static uint8_t dict[DEFLATE_DICT_BYTES], block[DEFLATE_BLOCK_BYTES];
    struct deflate_packer *packer = deflate_packer_open();
    struct numbers seed = numbers_from(3);
    (void)state;
    for (size_t i = 0; i < sizeof dict; i++)
        dict[i] = (uint8_t)(numbers_next(&seed) % 128);
    for (size_t len = 3; len < 300; len++) {
        size_t at = (len * 977) % (sizeof dict - 300);
        size_t before = len % 40;
        memset(block, 'x', before);
        memcpy(block + before, dict + (len % 3 == 0 ? 0 : at), len);
        memcpy(block + before + len, block, before + len);
        round_trip(packer, span_of(dict, sizeof dict),
                   span_of(block, 2 * (before + len)));
    }
    deflate_packer_close(packer);
}

/* Counts like Fibonacci's want codes that are longer than deflate has. */
static void test_long_codes(void **state)
{
    static uint8_t block[DEFLATE_BLOCK_BYTES];
    struct deflate_packer *packer = deflate_packer_open();
    size_t len = 0, count = 1, before = 1;
    (void)state;
    for (unsigned byte = 0; len + count < sizeof block; byte++) {
        for (size_t i = 0; i < count; i++)
            block[(len + i) * 2731 % sizeof block] = (uint8_t)byte;
        len += count;
        size_t next = count + before;
        before = count;
        count = next;
    }
    round_trip(packer, span_of(NULL, 0), span_of(block, sizeof block));
    deflate_packer_close(packer);
}

static void test_packs_text(void **state)
{
    struct deflate_packer *packer = deflate_packer_open();
    struct span block = span_of(text + 50000, DEFLATE_BLOCK_BYTES);
    (void)state;
    size_t alone = round_trip(packer, span_of(NULL, 0), block);
    size_t helped = round_trip(packer, span_of(text, DEFLATE_DICT_BYTES), block);
    assert_true(alone * 2 < block.len);
    assert_true(helped < alone);
    deflate_packer_close(packer);
}

static void test_no_memory(void **state)
{
    (void)state;
    uint64_t live = memory_live_count();
    memory_fail_at(1, true);
    assert_null(deflate_packer_open());
    assert_null(deflate_dict_open(span_text("abc")));
    memory_fail_at(0, false);
    struct deflate_packer *packer = deflate_packer_open();
    struct deflate_dict *dict = deflate_dict_open(span_text("abc"));
    struct buf out;
    buf_init(&out, 16);
    deflate_pack(packer, dict, span_of(text, 1000), &out);
    assert_int_equal(out.status, ST_LIMIT);
    buf_release(&out);
    deflate_dict_close(dict);
    deflate_dict_close(NULL);
    deflate_packer_close(packer);
    assert_true(memory_live_count() == live);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sizes),      cmocka_unit_test(test_odd_bytes),
        cmocka_unit_test(test_matches),    cmocka_unit_test(test_long_codes),
        cmocka_unit_test(test_packs_text), cmocka_unit_test(test_no_memory),
    };
    make_text();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
