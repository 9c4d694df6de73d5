/* cpu.c - which vector instructions this machine has.
 *
 *   what the machine has  --min-->  level      kept in one atomic word, 0: not asked yet
 *   MSEARCH_CPU           --/
 *
 * Two threads that ask for the first time at once find the same.
 */
#include "base/cpu.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

static _Atomic unsigned known; /* level + 1 */

static const char *const names[CPU_LEVELS] = {"portable", "neon", "sse4.1", "avx2",
                                              "avx512"};

const char *cpu_level_name(enum cpu_level level)
{
    return names[level];
}

#if defined(__x86_64__)
static bool has_avx512(void)
{
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512vbmi") &&
           __builtin_cpu_supports("avx512vbmi2") &&
           __builtin_cpu_supports("avx512bitalg") &&
           __builtin_cpu_supports("avx512vpopcntdq");
}

bool cpu_has(enum cpu_level level)
{
    bool sse41 = __builtin_cpu_supports("sse4.1") && __builtin_cpu_supports("popcnt");
    bool avx2 = sse41 && __builtin_cpu_supports("avx2") &&
                __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");

    if (level == CPU_SSE41)
        return sse41;
    if (level == CPU_AVX2)
        return avx2;
    if (level == CPU_AVX512)
        return avx2 && has_avx512();
    return level == CPU_PORTABLE;
}

bool cpu_slow_pdep(void)
{
    return __builtin_cpu_is("znver1") || __builtin_cpu_is("znver2");
}
#elif defined(__aarch64__)
bool cpu_has(enum cpu_level level)
{
    return level <= CPU_NEON; /* every aarch64 has it */
}
#else
bool cpu_has(enum cpu_level level)
{
    return level == CPU_PORTABLE;
}
#endif

#if !defined(__x86_64__)
bool cpu_slow_pdep(void)
{
    return false;
}
#endif

/* The level that the environment names; the highest when it names none. */
static enum cpu_level wanted_level(void)
{
    const char *wanted = getenv("MSEARCH_CPU");

    for (unsigned level = 0; wanted && level < CPU_LEVELS; level++)
        if (strcmp(wanted, names[level]) == 0)
            return (enum cpu_level)level;
    return (enum cpu_level)(CPU_LEVELS - 1);
}

static enum cpu_level find_level(void)
{
    unsigned level = wanted_level();

    while (level > CPU_PORTABLE && !cpu_has((enum cpu_level)level))
        level--;
    return (enum cpu_level)level;
}

enum cpu_level cpu_level(void)
{
    unsigned level = atomic_load_explicit(&known, memory_order_relaxed);

    if (level == 0) {
        level = (unsigned)find_level() + 1;
        atomic_store_explicit(&known, level, memory_order_relaxed);
    }
    return (enum cpu_level)(level - 1);
}

bool cpu_force(enum cpu_level level)
{
    if (!cpu_has(level))
        return false;
    atomic_store_explicit(&known, (unsigned)level + 1, memory_order_relaxed);
    return true;
}
