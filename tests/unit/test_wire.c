/* test_wire.c - numbers and strings round, bounded and canonical. */
#include "support/unit.h"

#include "codec/wire.h"
#include "support/guard.h"

static void fixed_numbers_are_little_endian(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 0);
    wire_put_u8(&buf, 0xAB);
    wire_put_u16(&buf, 0x1234);
    wire_put_u32(&buf, 0x89ABCDEF);
    wire_put_u64(&buf, 0x0123456789ABCDEFU);
    const uint8_t wanted[] = {0xAB, 0x34, 0x12, 0xEF, 0xCD, 0xAB, 0x89, 0xEF,
                              0xCD, 0xAB, 0x89, 0x67, 0x45, 0x23, 0x01};
    assert_int_equal(buf.len, sizeof wanted);
    assert_memory_equal(buf.data, wanted, sizeof wanted);
    struct wire_reader in = wire_open(buf_span(&buf));
    assert_int_equal(wire_u8(&in), 0xAB);
    assert_int_equal(wire_u16(&in), 0x1234);
    assert_int_equal(wire_u32(&in), 0x89ABCDEF);
    assert_true(wire_u64(&in) == 0x0123456789ABCDEFU);
    assert_false(in.bad);
    assert_int_equal(wire_left(&in), 0);
    buf_release(&buf);
}

static void varints_come_back(void **state)
{
    (void)state;
    for (unsigned bit = 0; bit < 64; bit++) {
        for (uint64_t delta = 0; delta < 3; delta++) {
            uint64_t value = (1ULL << bit) + delta - 1;
            struct buf buf;
            buf_init(&buf, 0);
            wire_put_varint(&buf, value);
            struct wire_reader in = wire_open(buf_span(&buf));
            assert_true(wire_varint64(&in) == value);
            assert_false(in.bad);
            assert_int_equal(wire_left(&in), 0);
            in = wire_open(buf_span(&buf));
            uint32_t narrow = wire_varint32(&in);
            assert_int_equal(in.bad, value > UINT32_MAX);
            assert_true(narrow == (value > UINT32_MAX ? 0 : value));
            buf_release(&buf);
        }
    }
}

/* What a reader of 64 (wide) or 32 bits makes of some bytes. */
static bool refused(const char *bytes, size_t len, bool wide)
{
    struct guard guard = {0};
    struct wire_reader in = wire_open(span_of(guard_copy(&guard, bytes, len), len));
    uint64_t value = wide ? wire_varint64(&in) : wire_varint32(&in);
    bool bad = in.bad;
    if (bad)
        assert_true(value == 0);
    guard_release(&guard);
    return bad;
}

static void only_canonical_varints_are_read(void **state)
{
    (void)state;
    assert_false(refused("\x00", 1, true));
    assert_true(refused("\x80\x00", 2, true)); /* overlong 0 */
    assert_true(refused("\xFF\x00", 2, true)); /* overlong 127 */
    assert_false(refused("\x80\x01", 2, true));
    assert_true(refused("", 0, true));
    assert_true(refused("\x80", 1, true)); /* cut */
    assert_true(refused("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 9, true));
    assert_false(refused("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01", 10, true));
    assert_true(refused("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x02", 10, true));
    assert_true(refused("\x80\x80\x80\x80\x80\x80\x80\x80\x80\x81\x01", 11, true));
    assert_true(refused("\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x00", 11, true));
    assert_false(refused("\xFF\xFF\xFF\xFF\x0F", 5, false));
    assert_true(refused("\xFF\xFF\xFF\xFF\x10", 5, false));
    assert_true(refused("\x80\x80\x80\x80\x80\x01", 6, false));
    assert_true(refused("\x80\x80\x80\x80\x00", 5, false));
}

static void nothing_is_read_past_the_end(void **state)
{
    (void)state;
    for (size_t len = 0; len < 8; len++) {
        struct guard guard = {0};
        struct span bytes =
            span_of(guard_copy(&guard, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF", len), len);
        struct wire_reader in = wire_open(bytes);
        assert_true(wire_u64(&in) == 0);
        assert_true(in.bad);
        in = wire_open(bytes);
        assert_int_equal(wire_u32(&in), len < 4 ? 0 : UINT32_MAX);
        in = wire_open(bytes);
        assert_int_equal(wire_u16(&in), len < 2 ? 0 : UINT16_MAX);
        in = wire_open(bytes);
        assert_int_equal(wire_u8(&in), len < 1 ? 0 : UINT8_MAX);
        guard_release(&guard);
    }
}

static void bad_is_sticky(void **state)
{
    (void)state;
    struct wire_reader in = wire_open(span_of("\x01\x02\x03", 3));
    assert_int_equal(wire_u32(&in), 0);
    assert_true(in.bad);
    assert_int_equal(wire_left(&in), 0);
    assert_int_equal(wire_u8(&in), 0);
    assert_int_equal(wire_u16(&in), 0);
    assert_int_equal(wire_varint32(&in), 0);
    assert_true(wire_varint64(&in) == 0);
    assert_int_equal(wire_bytes(&in, 0).len, 0);
    assert_int_equal(wire_bytes(&in, 1).len, 0);
    assert_int_equal(wire_string(&in).len, 0);
    assert_true(in.bad);
}

static void strings_come_back(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 0);
    wire_put_string(&buf, span_text("тил"));
    wire_put_string(&buf, span_of(NULL, 0));
    wire_put_string(&buf, span_of("a\0b", 3));
    struct wire_reader in = wire_open(buf_span(&buf));
    assert_true(span_equal(wire_string(&in), span_text("тил")));
    assert_int_equal(wire_string(&in).len, 0);
    assert_true(span_equal(wire_string(&in), span_of("a\0b", 3)));
    assert_false(in.bad);
    assert_int_equal(wire_left(&in), 0);
    buf_release(&buf);
}

static void long_lengths_are_refused(void **state)
{
    (void)state;
    struct wire_reader in = wire_open(span_of("\x03"
                                              "ab",
                                              3));
    assert_int_equal(wire_string(&in).len, 0);
    assert_true(in.bad);
    in = wire_open(span_of("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01"
                           "ab",
                           12));
    assert_int_equal(wire_string(&in).len, 0);
    assert_true(in.bad);
    in = wire_open(span_of("ab", 2));
    assert_int_equal(wire_bytes(&in, SIZE_MAX).len, 0);
    assert_true(in.bad);
}

static void no_bytes_at_all(void **state)
{
    (void)state;
    struct wire_reader in = wire_open(span_of(NULL, 0));
    assert_int_equal(wire_left(&in), 0);
    assert_int_equal(wire_bytes(&in, 0).len, 0);
    assert_false(in.bad);
    assert_int_equal(wire_u8(&in), 0);
    assert_true(in.bad);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fixed_numbers_are_little_endian),
        cmocka_unit_test(varints_come_back),
        cmocka_unit_test(only_canonical_varints_are_read),
        cmocka_unit_test(nothing_is_read_past_the_end),
        cmocka_unit_test(bad_is_sticky),
        cmocka_unit_test(strings_come_back),
        cmocka_unit_test(long_lengths_are_refused),
        cmocka_unit_test(no_bytes_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
