/* kernel.c
 *
 *   docs     7 9 12 …  --gather--> length codes --gather--> weight / B
 *   tf       1 3 1 …   --float---> * ----------------------> w -> score, whole units
 *
 * The vector variants take 16 postings at a time; what is left over at the end is done
 * in one more step on copies, so that every posting takes the same way.
 */
#include "match/kernel.h"

#include <stdbool.h>
#include <string.h>

#include "base/cpu.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum { STEP = KERNEL_ROOM };

struct kernel_score kernel_score_of(const struct scorer *scorer, float idf,
                                    const uint8_t *lengths)
{
    return (struct kernel_score){.per_length = scorer->per_length[FIELD_BODY],
                                 .lengths = lengths,
                                 .idf = idf,
                                 .k1 = scorer->params.k1,
                                 .unit = scorer->unit,
                                 .magic = scorer->magic};
}

static void score_step(const struct kernel_score *k, const doc_id *docs,
                       const uint32_t *tf, float *scores)
{
    for (unsigned i = 0; i < STEP; i++) {
        float w = k->per_length[k->lengths[docs[i]]] * (float)tf[i];
        float score = k->idf * w * (k->k1 + 1.0f) / (k->k1 + w);
        score = (score + k->magic) - k->magic;
        scores[i] = score > k->unit ? score : k->unit;
    }
}

static size_t above_step(float *sums, float least, doc_id base, doc_id *places,
                         float *kept)
{
    size_t found = 0;
    for (unsigned i = 0; i < STEP; i++) {
        places[found] = base + i;
        kept[found] = sums[i];
        found += sums[i] > 0.0f && sums[i] >= least;
        sums[i] = 0.0f;
    }
    return found;
}

static size_t keep_above_portable(doc_id *docs, float *scores, size_t count,
                                  float least)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        float score = scores[i];
        docs[kept] = docs[i];
        scores[kept] = score;
        kept += score >= least;
    }
    return kept;
}

static size_t keep_marked_portable(doc_id *docs, float *scores, size_t count,
                                   doc_id base, const uint64_t *bits)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t bit = docs[i] - base;
        docs[kept] = docs[i];
        scores[kept] = scores[i];
        kept += bits[bit / 64] >> bit % 64 & 1;
    }
    return kept;
}

__attribute__((always_inline)) static inline uint64_t
count_loop(const uint64_t *bits, const uint64_t *without, size_t count)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += (uint64_t)__builtin_popcountll(bits[i] &
                                              (without ? ~without[i] : UINT64_MAX));
    return sum;
}

static uint64_t count_portable(const uint64_t *bits, const uint64_t *without,
                               size_t count)
{
    return count_loop(bits, without, count);
}

static void bits_portable(uint8_t *flags, size_t count, uint64_t *bits)
{
    for (size_t i = 0; i < count; i += 8) {
        uint64_t eight = 0;
        for (unsigned j = 0; j < 8; j++)
            eight |= (uint64_t)flags[i + j] << j;
        bits[i / 64] |= eight << i % 64;
    }
    memset(flags, 0, count);
}

#if defined(__x86_64__)
/* What is kept moves down over what has been read: never past the step at hand. */
CPU_TARGET_AVX512 static size_t keep_step(doc_id *docs, float *scores, size_t at,
                                          size_t kept, __mmask16 hit)
{
    __m512i doc = _mm512_loadu_si512(docs + at);
    __m512 score = _mm512_loadu_ps(scores + at);
    _mm512_storeu_si512(docs + kept, _mm512_maskz_compress_epi32(hit, doc));
    _mm512_storeu_ps(scores + kept, _mm512_maskz_compress_ps(hit, score));
    return kept + (size_t)__builtin_popcount(hit);
}

static inline __mmask16 first_of(size_t left)
{
    unsigned all = 0xffff;
    return (__mmask16)(left < STEP ? all >> (STEP - left) : all);
}

CPU_TARGET_AVX512 static size_t keep_above_avx512(doc_id *docs, float *scores,
                                                  size_t count, float least)
{
    __m512 floor = _mm512_set1_ps(least);
    size_t kept = 0;
    for (size_t i = 0; i < count; i += STEP) {
        __mmask16 hit = _mm512_mask_cmp_ps_mask(
            first_of(count - i), _mm512_loadu_ps(scores + i), floor, _CMP_GE_OQ);
        if (hit)
            kept = keep_step(docs, scores, i, kept, hit);
    }
    return kept;
}

CPU_TARGET_AVX512 static size_t keep_marked_avx512(doc_id *docs, float *scores,
                                                   size_t count, doc_id base,
                                                   const uint64_t *bits)
{
    const __m512i one = _mm512_set1_epi32(1);
    size_t kept = 0;
    for (size_t i = 0; i < count; i += STEP) {
        __mmask16 there = first_of(count - i);
        __m512i bit = _mm512_sub_epi32(_mm512_maskz_loadu_epi32(there, docs + i),
                                       _mm512_set1_epi32((int)base));
        __m512i word = _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), there,
                                                   _mm512_srli_epi32(bit, 5), bits, 4);
        __m512i mine =
            _mm512_sllv_epi32(one, _mm512_and_epi32(bit, _mm512_set1_epi32(31)));
        __mmask16 hit = _mm512_mask_test_epi32_mask(there, word, mine);
        if (hit)
            kept = keep_step(docs, scores, i, kept, hit);
    }
    return kept;
}

CPU_TARGET_AVX2 static uint64_t count_avx2(const uint64_t *bits,
                                           const uint64_t *without, size_t count)
{
    return count_loop(bits, without, count);
}

CPU_TARGET_AVX512 static uint64_t count_avx512(const uint64_t *bits,
                                               const uint64_t *without, size_t count)
{
    return count_loop(bits, without, count);
}

CPU_TARGET_AVX512 static void bits_avx512(uint8_t *flags, size_t count, uint64_t *bits)
{
    for (size_t i = 0; i < count; i += 64) {
        __m512i some = _mm512_loadu_si512(flags + i);
        bits[i / 64] |= _mm512_test_epi8_mask(some, some);
        _mm512_storeu_si512(flags + i, _mm512_setzero_si512());
    }
}

CPU_TARGET_AVX2 static void bits_avx2(uint8_t *flags, size_t count, uint64_t *bits)
{
    for (size_t i = 0; i < count; i += 32) {
        __m256i *at = (__m256i *)(void *)(flags + i);
        __m256i high = _mm256_slli_epi16(_mm256_loadu_si256(at), 7);
        bits[i / 64] |= (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << i % 64;
        _mm256_storeu_si256(at, _mm256_setzero_si256());
    }
}

CPU_TARGET_AVX512 static void score_step_avx512(const struct kernel_score *k,
                                                const doc_id *docs, const uint32_t *tf,
                                                float *scores)
{
    __m512i doc = _mm512_loadu_si512(docs);
    __m512i code = _mm512_and_si512(_mm512_i32gather_epi32(doc, k->lengths, 1),
                                    _mm512_set1_epi32(0xff));
    __m512 w = _mm512_mul_ps(_mm512_i32gather_ps(code, k->per_length, 4),
                             _mm512_cvtepi32_ps(_mm512_loadu_si512(tf)));
    __m512 k1 = _mm512_set1_ps(k->k1), magic = _mm512_set1_ps(k->magic);
    __m512 top = _mm512_mul_ps(_mm512_mul_ps(_mm512_set1_ps(k->idf), w),
                               _mm512_set1_ps(k->k1 + 1.0f));
    __m512 score = _mm512_div_ps(top, _mm512_add_ps(k1, w));
    score = _mm512_sub_ps(_mm512_add_ps(score, magic), magic);
    _mm512_storeu_ps(scores, _mm512_max_ps(score, _mm512_set1_ps(k->unit)));
}

CPU_TARGET_AVX512 static size_t above_step_avx512(float *sums, float least, doc_id base,
                                                  doc_id *places, float *kept)
{
    __m512 sum = _mm512_loadu_ps(sums);
    __mmask16 hit = _mm512_cmp_ps_mask(sum, _mm512_set1_ps(least), _CMP_GE_OQ) &
                    _mm512_cmp_ps_mask(sum, _mm512_setzero_ps(), _CMP_GT_OQ);
    _mm512_storeu_ps(sums, _mm512_setzero_ps());
    if (!hit)
        return 0;
    __m512i ramp =
        _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    __m512i place = _mm512_add_epi32(ramp, _mm512_set1_epi32((int)base));
    _mm512_storeu_si512(places, _mm512_maskz_compress_epi32(hit, place));
    _mm512_storeu_ps(kept, _mm512_maskz_compress_ps(hit, sum));
    return (size_t)__builtin_popcount(hit);
}

CPU_TARGET_AVX2 static void score_half_avx2(const struct kernel_score *k,
                                            const doc_id *docs, const uint32_t *tf,
                                            float *scores)
{
    __m256i doc = _mm256_loadu_si256((const __m256i *)(const void *)docs);
    __m256i many = _mm256_loadu_si256((const __m256i *)(const void *)tf);
    const int *lengths = (const int *)(const void *)k->lengths;
    __m256i code = _mm256_and_si256(_mm256_i32gather_epi32(lengths, doc, 1),
                                    _mm256_set1_epi32(0xff));
    __m256 w = _mm256_mul_ps(_mm256_i32gather_ps(k->per_length, code, 4),
                             _mm256_cvtepi32_ps(many));
    __m256 k1 = _mm256_set1_ps(k->k1), magic = _mm256_set1_ps(k->magic);
    __m256 top = _mm256_mul_ps(_mm256_mul_ps(_mm256_set1_ps(k->idf), w),
                               _mm256_set1_ps(k->k1 + 1.0f));
    __m256 score = _mm256_div_ps(top, _mm256_add_ps(k1, w));
    score = _mm256_sub_ps(_mm256_add_ps(score, magic), magic);
    _mm256_storeu_ps(scores, _mm256_max_ps(score, _mm256_set1_ps(k->unit)));
}

CPU_TARGET_AVX2 static void score_step_avx2(const struct kernel_score *k,
                                            const doc_id *docs, const uint32_t *tf,
                                            float *scores)
{
    score_half_avx2(k, docs, tf, scores);
    score_half_avx2(k, docs + 8, tf + 8, scores + 8);
}

CPU_TARGET_AVX2 static size_t above_step_avx2(float *sums, float least, doc_id base,
                                              doc_id *places, float *kept)
{
    __m256 low = _mm256_loadu_ps(sums), high = _mm256_loadu_ps(sums + 8);
    __m256 floor = _mm256_set1_ps(least), zero = _mm256_setzero_ps();
    __m256 hit = _mm256_or_ps(_mm256_and_ps(_mm256_cmp_ps(low, floor, _CMP_GE_OQ),
                                            _mm256_cmp_ps(low, zero, _CMP_GT_OQ)),
                              _mm256_and_ps(_mm256_cmp_ps(high, floor, _CMP_GE_OQ),
                                            _mm256_cmp_ps(high, zero, _CMP_GT_OQ)));
    if (_mm256_movemask_ps(hit))
        return above_step(sums, least, base, places, kept);
    _mm256_storeu_ps(sums, zero);
    _mm256_storeu_ps(sums + 8, zero);
    return 0;
}
#endif

struct kernels {
    void (*score)(const struct kernel_score *k, const doc_id *docs, const uint32_t *tf,
                  size_t count, float *scores);
    size_t (*above)(float *sums, size_t count, float least, doc_id base, doc_id *places,
                    float *kept);
    void (*bits)(uint8_t *flags, size_t count, uint64_t *bits);
    size_t (*keep_above)(doc_id *docs, float *scores, size_t count, float least);
    size_t (*keep_marked)(doc_id *docs, float *scores, size_t count, doc_id base,
                          const uint64_t *bits);
    uint64_t (*count)(const uint64_t *bits, const uint64_t *without, size_t count);
};

/* The loops around the steps; each is made once for every kind of registers. */
#define KERNELS(NAME, TARGET, SCORE, ABOVE, KEEP)                                      \
    TARGET static void score_##NAME(const struct kernel_score *k, const doc_id *docs,  \
                                    const uint32_t *tf, size_t count, float *scores)   \
    {                                                                                  \
        doc_id last_docs[STEP];                                                        \
        uint32_t last_tf[STEP];                                                        \
        size_t i = 0, left;                                                            \
        for (; i + STEP <= count; i += STEP)                                           \
            SCORE(k, docs + i, tf + i, scores + i);                                    \
        left = count - i;                                                              \
        for (unsigned j = 0; left > 0 && j < STEP; j++) {                              \
            last_docs[j] = docs[i + (j < left ? j : 0)];                               \
            last_tf[j] = tf[i + (j < left ? j : 0)];                                   \
        }                                                                              \
        if (left > 0)                                                                  \
            SCORE(k, last_docs, last_tf, scores + i);                                  \
    }                                                                                  \
    TARGET static size_t above_##NAME(float *sums, size_t count, float least,          \
                                      doc_id base, doc_id *places, float *kept)        \
    {                                                                                  \
        size_t found = 0;                                                              \
        for (size_t i = 0; i < count; i += STEP)                                       \
            found += ABOVE(sums + i, least, base + (doc_id)i, places + found,          \
                           kept + found);                                              \
        return found;                                                                  \
    }                                                                                  \
    static const struct kernels NAME = {score_##NAME,       above_##NAME,              \
                                        bits_##NAME,        keep_above_##KEEP,         \
                                        keep_marked_##KEEP, count_##NAME};

KERNELS(portable, , score_step, above_step, portable)
#if defined(__x86_64__)
KERNELS(avx2, CPU_TARGET_AVX2, score_step_avx2, above_step_avx2, portable)
KERNELS(avx512, CPU_TARGET_AVX512, score_step_avx512, above_step_avx512, avx512)
#endif

static const struct kernels *chosen(void)
{
#if defined(__x86_64__)
    if (cpu_level() >= CPU_AVX512)
        return &avx512;
    if (cpu_level() >= CPU_AVX2)
        return &avx2;
#endif
    return &portable;
}

void kernel_score(const struct kernel_score *k, const doc_id *docs, const uint32_t *tf,
                  size_t count, float *scores)
{
    chosen()->score(k, docs, tf, count, scores);
}

size_t kernel_above(float *sums, size_t count, float least, doc_id base, doc_id *places,
                    float *kept)
{
    return chosen()->above(sums, count, least, base, places, kept);
}

void kernel_bits(uint8_t *flags, size_t count, uint64_t *bits)
{
    chosen()->bits(flags, count, bits);
}

size_t kernel_keep_above(doc_id *docs, float *scores, size_t count, float least)
{
    return chosen()->keep_above(docs, scores, count, least);
}

size_t kernel_keep_marked(doc_id *docs, float *scores, size_t count, doc_id base,
                          const uint64_t *bits)
{
    return chosen()->keep_marked(docs, scores, count, base, bits);
}

uint64_t kernel_count(const uint64_t *bits, const uint64_t *without, size_t count)
{
    return chosen()->count(bits, without, count);
}
