/* test_lengths.c - length codes: exact where short, monotone, and their own inverse. */
#include "segment/lengths.h"
#include "support/unit.h"

static void test_exact_up_to_40(void **state)
{
    (void)state;
    for (uint32_t length = 0; length <= 40; length++) {
        assert_int_equal(lengths_encode(length), length);
        assert_int_equal(lengths_decode((uint8_t)length), length);
    }
}

static void test_codes_are_their_own_inverse(void **state)
{
    (void)state;
    for (unsigned code = 0; code <= LENGTH_CODE_MAX; code++)
        assert_int_equal(lengths_encode(lengths_decode((uint8_t)code)), code);
    for (unsigned code = 1; code <= LENGTH_CODE_MAX; code++)
        assert_true(lengths_decode((uint8_t)code) >
                    lengths_decode((uint8_t)(code - 1)));
    assert_int_equal(lengths_encode(UINT32_MAX), LENGTH_CODE_MAX);
    assert_true(lengths_decode(254) == UINT32_MAX);
}

static void test_rounds_down_by_an_eighth_at_most(void **state)
{
    (void)state;
    for (uint64_t length = 41; length <= UINT32_MAX; length += 1 + length / 97) {
        uint8_t code = lengths_encode((uint32_t)length);
        uint64_t decoded = lengths_decode(code);

        assert_true(decoded <= length && length - decoded <= length / 8);
        assert_true(code >= lengths_encode((uint32_t)length - 1));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exact_up_to_40),
        cmocka_unit_test(test_codes_are_their_own_inverse),
        cmocka_unit_test(test_rounds_down_by_an_eighth_at_most),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
