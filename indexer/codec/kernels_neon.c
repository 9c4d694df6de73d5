/* kernels_neon.c - four numbers at a time; what has no use of it as in plain C.
 */
#include "codec/kernels.h"

#if defined(__aarch64__)
#define TARGET CPU_TARGET_NEON
#include "codec/kernels_fours.h"

TARGET static void stream(uint32_t *values, const uint8_t *bytes, size_t count,
                          unsigned bits, uint32_t plus)
{
    kernels_portable.stream(values, bytes, count, bits, plus);
}

TARGET static size_t expand(uint32_t *docs, struct span bits, uint32_t first,
                            size_t count)
{
    return kernels_portable.expand(docs, bits, first, count);
}

TARGET static uint32_t find(const uint8_t *numbers, uint32_t from, uint32_t count,
                            uint32_t target)
{
    return kernels_portable.find(numbers, from, count, target);
}

TARGET static void steps(uint32_t *values, const uint32_t *ones, size_t count,
                         unsigned low)
{
    kernel_steps(values, ones, count, low);
}

const struct codec_kernels kernels_neon = {unpack, unpack_docs, stream, sums,
                                           expand, steps,       find};
#endif
