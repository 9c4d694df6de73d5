/* unit.h - cmocka, with what it needs before it and without its macro `fail`, which
 * would hide ours of base/status.h (use fail_msg). Include this, never cmocka.h.
 *
 * Layer    tests
 * Memory   none
 * Threads  one
 */
#ifndef MSEARCH_TESTS_UNIT_H
#define MSEARCH_TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#undef fail
#undef fail_msg
#define fail_msg(...)                                                                  \
    do {                                                                               \
        print_error(__VA_ARGS__);                                                      \
        print_error("\n");                                                             \
        _fail(__FILE__, __LINE__);                                                     \
    } while (0)

#endif
