/* kernel.c
 *
 *   docs     7 9 12 …  --gather--> length codes --gather--> weight / B
 *   tf       1 3 1 …   --float---> * ----------------------> w -> score, whole units
 *
 * The vector variants take 16 postings at a time; what is left over at the end is done
 * in one more step on copies, so that every posting takes the same way.
 */
#include "match/kernel.h"

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

/* Neighbours seldom share a byte where they are not many: a byte's bit need not wait for
 * the one before, as a word's would. */
static void mark_portable(const doc_id *docs, size_t count, doc_id base, uint64_t *bits)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    uint8_t *bytes = (uint8_t *)bits;
    for (size_t i = 0; i < count; i++)
        bytes[(docs[i] - base) / 8] |= (uint8_t)(1u << (docs[i] - base) % 8);
#else
    for (size_t i = 0; i < count; i++)
        bits[(docs[i] - base) / 64] |= (uint64_t)1 << (docs[i] - base) % 64;
#endif
}

static size_t list_portable(const uint64_t *bits, size_t count, doc_id base,
                            doc_id *docs)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        for (uint64_t word = bits[i]; word; word &= word - 1)
            docs[found++] = base + (doc_id)(i * 64) + (doc_id)__builtin_ctzll(word);
    return found;
}

__attribute__((always_inline)) static inline bool
meet_loop(uint64_t *bits, const uint64_t *with, bool minus, size_t count)
{
    uint64_t turn = minus ? UINT64_MAX : 0, any = 0;
    for (size_t i = 0; i < count; i++) {
        bits[i] &= with[i] ^ turn;
        any |= bits[i];
    }
    return any != 0;
}

static bool meet_portable(uint64_t *bits, const uint64_t *with, bool minus,
                          size_t count)
{
    return meet_loop(bits, with, minus, count);
}

static uint64_t count_portable(const uint64_t *bits, const uint64_t *without,
                               size_t count)
{
    return count_loop(bits, without, count);
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

/* Eight that fall on two words, or one, are put together in registers. */
CPU_TARGET_AVX512 static void mark_avx512(const doc_id *docs, size_t count, doc_id base,
                                          uint64_t *bits)
{
    const __m512i one = _mm512_set1_epi64(1), word = _mm512_set1_epi64(64);
    size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        uint32_t first = (docs[i] - base) / 64, last = (docs[i + 7] - base) / 64;
        if (last - first > 1) {
            mark_portable(docs + i, 8, base, bits);
            continue;
        }
        __m256i eight = _mm256_loadu_si256((const __m256i *)(const void *)(docs + i));
        __m512i at = _mm512_cvtepu32_epi64(
            _mm256_sub_epi32(eight, _mm256_set1_epi32((int)(base + first * 64))));
        bits[first] |= (uint64_t)_mm512_reduce_or_epi64(_mm512_sllv_epi64(one, at));
        at = _mm512_sub_epi64(at, word);
        bits[first + 1] |= (uint64_t)_mm512_reduce_or_epi64(_mm512_sllv_epi64(one, at));
    }
    mark_portable(docs + i, count - i, base, bits);
}

/* Words with several bits in steps of sixteen places; the others bit by bit. */
CPU_TARGET_AVX512 static size_t list_avx512(const uint64_t *bits, size_t count,
                                            doc_id base, doc_id *docs)
{
    const __m512i ramp =
        _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t word = bits[i];
        doc_id from = base + (doc_id)(i * 64);
        if (__builtin_popcountll(word) <= 4) {
            for (; word; word &= word - 1)
                docs[found++] = from + (doc_id)__builtin_ctzll(word);
            continue;
        }
        for (; word; word >>= STEP, from += STEP) {
            __mmask16 hit = (__mmask16)word;
            __m512i place = _mm512_add_epi32(ramp, _mm512_set1_epi32((int)from));
            _mm512_storeu_si512(docs + found, _mm512_maskz_compress_epi32(hit, place));
            found += (size_t)__builtin_popcount(hit);
        }
    }
    return found;
}

CPU_TARGET_AVX2 static bool meet_avx2(uint64_t *bits, const uint64_t *with, bool minus,
                                      size_t count)
{
    return meet_loop(bits, with, minus, count);
}

/* Vectors of eight words; what is left over, one by one. */
CPU_TARGET_AVX512 static bool meet_avx512(uint64_t *bits, const uint64_t *with,
                                          bool minus, size_t count)
{
    __m512i turn = _mm512_set1_epi64(minus ? -1 : 0), any = _mm512_setzero_si512();
    size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        __m512i some = _mm512_xor_si512(_mm512_loadu_si512(with + i), turn);
        some = _mm512_and_si512(some, _mm512_loadu_si512(bits + i));
        _mm512_storeu_si512(bits + i, some);
        any = _mm512_or_si512(any, some);
    }
    bool rest = meet_loop(bits + i, with + i, minus, count - i);
    return rest || _mm512_test_epi64_mask(any, any) != 0;
}

CPU_TARGET_AVX2 static uint64_t count_avx2(const uint64_t *bits,
                                           const uint64_t *without, size_t count)
{
    return count_loop(bits, without, count);
}

CPU_TARGET_AVX512 static uint64_t count_avx512(const uint64_t *bits,
                                               const uint64_t *without, size_t count)
{
    __m512i sums = _mm512_setzero_si512();
    size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        __m512i some = _mm512_loadu_si512(bits + i);
        if (without)
            some = _mm512_andnot_si512(_mm512_loadu_si512(without + i), some);
        sums = _mm512_add_epi64(sums, _mm512_popcnt_epi64(some));
    }
    return (uint64_t)_mm512_reduce_add_epi64(sums) +
           count_loop(bits + i, without ? without + i : NULL, count - i);
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
    size_t (*keep_above)(doc_id *docs, float *scores, size_t count, float least);
    size_t (*keep_marked)(doc_id *docs, float *scores, size_t count, doc_id base,
                          const uint64_t *bits);
    void (*mark)(const doc_id *docs, size_t count, doc_id base, uint64_t *bits);
    size_t (*list)(const uint64_t *bits, size_t count, doc_id base, doc_id *docs);
    bool (*meet)(uint64_t *bits, const uint64_t *with, bool minus, size_t count);
    uint64_t (*count)(const uint64_t *bits, const uint64_t *without, size_t count);
};

/* The loops around the steps; each is made once for every kind of registers. */
#define KERNELS(NAME, TARGET, SCORE, ABOVE, KEEP, MARK)                                \
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
    static const struct kernels NAME = {                                               \
        score_##NAME, above_##NAME, keep_above_##KEEP, keep_marked_##KEEP,             \
        mark_##MARK,  list_##MARK,  meet_##NAME,       count_##NAME};

KERNELS(portable, , score_step, above_step, portable, portable)
#if defined(__x86_64__)
KERNELS(avx2, CPU_TARGET_AVX2, score_step_avx2, above_step_avx2, portable, portable)
KERNELS(avx512, CPU_TARGET_AVX512, score_step_avx512, above_step_avx512, avx512, avx512)
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

size_t kernel_keep_above(doc_id *docs, float *scores, size_t count, float least)
{
    return chosen()->keep_above(docs, scores, count, least);
}

size_t kernel_keep_marked(doc_id *docs, float *scores, size_t count, doc_id base,
                          const uint64_t *bits)
{
    return chosen()->keep_marked(docs, scores, count, base, bits);
}

void kernel_mark(const doc_id *docs, size_t count, doc_id base, uint64_t *bits)
{
    chosen()->mark(docs, count, base, bits);
}

size_t kernel_list(const uint64_t *bits, size_t count, doc_id base, doc_id *docs)
{
    return chosen()->list(bits, count, base, docs);
}

bool kernel_meet(uint64_t *bits, const uint64_t *with, bool minus, size_t count)
{
    return chosen()->meet(bits, with, minus, count);
}

uint64_t kernel_count(const uint64_t *bits, const uint64_t *without, size_t count)
{
    return chosen()->count(bits, without, count);
}
