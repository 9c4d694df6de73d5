/* test_clock.c - the real clocks go forward; a test's clock takes their place. */
#include "support/unit.h"

#include "base/clock.h"

static uint64_t fake_us(void)
{
    return 42;
}

static int64_t fake_s(void)
{
    return -7;
}

static void real_clocks_go_forward(void **state)
{
    (void)state;
    uint64_t before = clock_monotonic_us();
    assert_true(clock_monotonic_us() >= before);
    assert_true(clock_monotonic_ns() / 1000 >= before);
    assert_true(clock_monotonic_us() >= clock_monotonic_ns() / 1000000 * 1000);
    assert_true(clock_wall_s() > 1600000000);
}

static void a_test_may_bring_its_own(void **state)
{
    (void)state;
    const struct clock_source fake = {fake_us, fake_s};
    clock_use(&fake);
    assert_int_equal(clock_monotonic_us(), 42);
    assert_int_equal(clock_monotonic_ns(), 42000);
    assert_int_equal(clock_wall_s(), -7);
    clock_use(NULL);
    assert_true(clock_wall_s() > 1600000000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(real_clocks_go_forward),
        cmocka_unit_test(a_test_may_bring_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
