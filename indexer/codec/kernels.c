/* kernels.c - which variant a machine runs.
 *
 *   level     portable  neon  sse4.1  avx2  avx512
 *   variant   portable  neon  sse41   avx2  avx512       on its own machine
 *
 * cpu_level never tells a level of another machine, so a hole is never chosen.
 */
#include "codec/kernels.h"

static const struct codec_kernels *const variants[CPU_LEVELS] = {
    [CPU_PORTABLE] = &kernels_portable,
#if defined(__aarch64__)
    [CPU_NEON] = &kernels_neon,
#endif
#if defined(__x86_64__)
    [CPU_SSE41] = &kernels_sse41,       [CPU_AVX2] = &kernels_avx2,
    [CPU_AVX512] = &kernels_avx512,
#endif
};

const struct codec_kernels *codec_kernels(void)
{
    const struct codec_kernels *chosen = variants[cpu_level()];

    return chosen ? chosen : &kernels_portable;
}
