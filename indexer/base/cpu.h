/* cpu.h - which vector instructions this machine has.
 *
 * Layer    base
 * Threads  asked once and kept; cpu_force is for tests, while no other thread runs
 *
 * Code that has several variants asks cpu_level and takes the best one that is not above
 * it. All variants give the same bits. MSEARCH_CPU in the environment (portable, neon,
 * sse4.1, avx2, avx512) lowers the level of a whole run.
 */
#ifndef MSEARCH_BASE_CPU_H
#define MSEARCH_BASE_CPU_H

#include <stdbool.h>

enum cpu_level {
    CPU_PORTABLE = 0,
    CPU_NEON = 1,   /* aarch64 */
    CPU_SSE41 = 2,  /* x86-64 from here on: SSE4.1, POPCNT */
    CPU_AVX2 = 3,   /* AVX2, BMI1, BMI2 */
    CPU_AVX512 = 4, /* AVX-512 F, BW, DQ, VL, VBMI, VBMI2, BITALG, VPOPCNTDQ */
};
enum { CPU_LEVELS = 5 };

enum cpu_level cpu_level(void);
/* Whether this machine can run the level's code. */
bool cpu_has(enum cpu_level level);
const char *cpu_level_name(enum cpu_level level);
/* Whether PDEP and PEXT take hundreds of steps, as on the first Zens. */
bool cpu_slow_pdep(void);
/* From now on cpu_level is this one. False, and nothing changes, when cpu_has says no. */
bool cpu_force(enum cpu_level level);

/* What the functions of a level are compiled for. */
#if defined(__x86_64__)
#define CPU_TARGET_SSE41 __attribute__((target("sse4.1,popcnt")))
#define CPU_TARGET_AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt,lzcnt")))
#define CPU_TARGET_AVX512                                                              \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,"             \
                          "avx512vbmi2,avx512bitalg,avx512vpopcntdq,avx2,bmi,bmi2,"    \
                          "popcnt,lzcnt")))
#elif defined(__aarch64__)
#define CPU_TARGET_NEON
#endif

#endif
