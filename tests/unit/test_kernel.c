/* test_kernel.c - on every level of this machine, the loops over postings give what
 * kernel.h says, to the bit, and touch nothing outside their arrays.
 *
 * What is right is computed here one entry at a time. Arrays end where memory ends, with
 * KERNEL_ROOM entries behind the last one where kernel.h asks for them, and none where it
 * does not.
 */
#include "match/kernel.h"

#include <string.h>

#include "base/cpu.h"
#include "support/guard.h"
#include "support/numbers.h"
#include "support/unit.h"

enum { MOST = 2200, EVERY = 70, DOCS = 6000, FIELDS_ALL = (1 << FIELD_COUNT) - 1 };

static enum cpu_level levels[CPU_LEVELS];
static unsigned level_count;

static int find_levels(void **state)
{
    (void)state;
    for (unsigned level = 0; level < CPU_LEVELS; level++)
        if (cpu_has((enum cpu_level)level))
            levels[level_count++] = (enum cpu_level)level;
    return 0;
}

/* Every count up to EVERY, then ever larger ones; DONE behind the last. */
enum { DONE = MOST + 1 };
static size_t count_after(struct numbers *numbers, size_t count)
{
    static const size_t large[] = {255, 256, 257, 2047, 2048, 2049, MOST};
    if (count < EVERY)
        return count + 1;
    for (size_t i = 0; i < sizeof large / sizeof *large; i++)
        if (count < large[i])
            return numbers_below(numbers, 2)
                       ? count + 1 + (size_t)numbers_below(numbers, large[i] - count)
                       : large[i];
    return DONE;
}

/* Arrays of four bytes an entry, or of bytes or words of bits, at the end of memory. */
struct array {
    struct guard guard;
    void *data;
};

static struct array array_of(const void *data, size_t bytes)
{
    struct array array = {{0}, NULL};
    array.data = guard_copy(&array.guard, data, bytes);
    return array;
}

/* `count` entries, of any value if there is no data. */
static struct array with_room(const void *data, size_t count)
{
    static uint32_t room[MOST + KERNEL_ROOM];
    memset(room, 0x5A, sizeof room);
    if (data)
        memcpy(room, data, count * sizeof *room);
    return array_of(room, (count + KERNEL_ROOM) * sizeof *room);
}

static void release(struct array *array)
{
    guard_release(&array->guard);
}

static float some_units(struct numbers *numbers, unsigned most)
{
    return (float)numbers_below(numbers, most) * 0.25f;
}

/* What kernel_score is asked for. */
struct postings {
    struct scorer scorer;
    struct score_table table;
    float idf;
    size_t count;
    doc_id docs[MOST];
    uint32_t tf[MOST];
    uint8_t lengths[DOCS + 3];
    float wanted[MOST];
};

static void random_scorer(struct numbers *numbers, struct postings *p)
{
    static const struct score_params *const known[] = {&score_defaults, &score_free};
    struct score_params params = *known[numbers_below(numbers, 2)];
    uint64_t totals[FIELD_COUNT] = {1 + numbers_below(numbers, 4000000)};
    if (numbers_below(numbers, 2)) {
        params.k1 = (float)(1 + numbers_below(numbers, 300)) / 100.0f;
        params.b[FIELD_BODY] = (float)numbers_below(numbers, 101) / 100.0f;
        params.weight[FIELD_BODY] = (float)(1 + numbers_below(numbers, 500)) / 100.0f;
    }
    scorer_init(&p->scorer, &p->table, &params, DOCS, totals);
    p->idf = scorer_idf(&p->scorer, 1 + numbers_below(numbers, DOCS));
    scorer_scale(&p->scorer, p->idf * (float)(1 + numbers_below(numbers, 40)));
}

static void random_postings(struct numbers *numbers, struct postings *p, size_t count)
{
    p->count = count;
    for (size_t i = 0; i < sizeof p->lengths; i++)
        p->lengths[i] = (uint8_t)numbers_next(numbers);
    for (size_t i = 0; i < count; i++) {
        uint32_t tf[FIELD_COUNT] = {0};
        uint8_t codes[FIELD_COUNT] = {0};
        p->docs[i] = (doc_id)numbers_below(numbers, DOCS);
        if (numbers_below(numbers, 20) == 0)
            p->docs[i] = DOCS - 1;
        p->tf[i] = 1 + (uint32_t)(numbers_below(numbers, (uint64_t)1 << 28) >>
                                  numbers_below(numbers, 29));
        tf[FIELD_BODY] = p->tf[i];
        codes[FIELD_BODY] = p->lengths[p->docs[i]];
        p->wanted[i] = scorer_score(&p->scorer, p->idf, tf, codes, FIELDS_ALL);
        assert_true(p->wanted[i] > 0.0f);
    }
}

static void expect_scores(const struct postings *p)
{
    struct array docs = with_room(p->docs, p->count);
    struct array tf = with_room(p->tf, p->count);
    struct array lengths = array_of(p->lengths, sizeof p->lengths);
    struct kernel_score k = kernel_score_of(&p->scorer, p->idf, lengths.data);
    for (unsigned i = 0; i < level_count; i++) {
        struct array scores = with_room(NULL, p->count);
        assert_true(cpu_force(levels[i]));
        kernel_score(&k, docs.data, tf.data, p->count, scores.data);
        assert_memory_equal(scores.data, p->wanted, p->count * sizeof(float));
        release(&scores);
    }
    assert_memory_equal(docs.data, p->docs, p->count * sizeof(doc_id));
    assert_memory_equal(tf.data, p->tf, p->count * sizeof(uint32_t));
    release(&docs);
    release(&tf);
    release(&lengths);
}

static void scores_are_those_of_the_scorer(void **state)
{
    static struct postings p; /* 40 KiB */
    struct numbers numbers = numbers_from(21);
    (void)state;
    for (unsigned round = 0; round < 4; round++)
        for (size_t n = 0; n != DONE; n = count_after(&numbers, n)) {
            random_scorer(&numbers, &p);
            random_postings(&numbers, &p, n);
            expect_scores(&p);
        }
}

/* Articles with scores, and those of them that should be left. */
struct articles {
    size_t count, kept;
    doc_id docs[MOST], kept_docs[MOST];
    float scores[MOST], kept_scores[MOST];
};

static void keep(struct articles *a, doc_id doc, float score)
{
    a->kept_docs[a->kept] = doc;
    a->kept_scores[a->kept++] = score;
}

static void expect_kept(const struct articles *a, size_t kept, const void *docs,
                        const void *scores)
{
    assert_int_equal(kept, a->kept);
    assert_memory_equal(docs, a->kept_docs, kept * sizeof(doc_id));
    assert_memory_equal(scores, a->kept_scores, kept * sizeof(float));
}

/* Sums of which one in `rare` is not 0; now and then below 0. */
static void random_sums(struct numbers *numbers, float *sums, size_t count)
{
    uint64_t rare = 1 + numbers_below(numbers, 60);
    for (size_t i = 0; i < count; i++) {
        sums[i] = numbers_below(numbers, rare) ? 0.0f : some_units(numbers, 40);
        if (numbers_below(numbers, 50) == 0)
            sums[i] = -1.0f;
    }
}

static void expect_above(const struct articles *a, const float *sums, float least,
                         doc_id base)
{
    static const float zero[MOST];
    for (unsigned i = 0; i < level_count; i++) {
        struct array from = array_of(sums, a->count * sizeof *sums);
        struct array places = with_room(NULL, a->kept), kept = with_room(NULL, a->kept);
        assert_true(cpu_force(levels[i]));
        size_t found =
            kernel_above(from.data, a->count, least, base, places.data, kept.data);
        expect_kept(a, found, places.data, kept.data);
        assert_memory_equal(from.data, zero, a->count * sizeof *zero);
        release(&from);
        release(&places);
        release(&kept);
    }
}

static void sums_above_a_threshold(void **state)
{
    static struct articles a;
    static float sums[MOST];
    struct numbers numbers = numbers_from(22);
    (void)state;
    for (unsigned round = 0; round < 400; round++) {
        float least = some_units(&numbers, 48) - 1.0f;
        doc_id base = (doc_id)numbers_below(&numbers, 1u << 30);
        a.count = round < 70 ? (size_t)round * 16 % 1136 : 2048;
        a.kept = 0;
        random_sums(&numbers, sums, a.count);
        for (size_t i = 0; i < a.count; i++)
            if (sums[i] > 0.0f && sums[i] >= least)
                keep(&a, base + (doc_id)i, sums[i]);
        expect_above(&a, sums, least, base);
    }
}

/* Ascending from `base` on, less than MOST * 64 behind it. */
static void random_articles(struct numbers *numbers, struct articles *a, size_t count,
                            doc_id base)
{
    uint64_t step = (uint64_t)1 << numbers_below(numbers, 6);
    a->count = count;
    a->kept = 0;
    for (size_t i = 0; i < count; i++) {
        base += (doc_id)numbers_below(numbers, step);
        a->docs[i] = base++;
        a->scores[i] = some_units(numbers, 40);
    }
}

static void expect_keep_above(const struct articles *a, float least)
{
    for (unsigned i = 0; i < level_count; i++) {
        struct array docs = with_room(a->docs, a->count);
        struct array scores = with_room(a->scores, a->count);
        assert_true(cpu_force(levels[i]));
        size_t kept = kernel_keep_above(docs.data, scores.data, a->count, least);
        expect_kept(a, kept, docs.data, scores.data);
        release(&docs);
        release(&scores);
    }
}

static void articles_above_a_threshold(void **state)
{
    static struct articles a;
    struct numbers numbers = numbers_from(23);
    (void)state;
    for (unsigned round = 0; round < 8; round++)
        for (size_t n = 0; n != DONE; n = count_after(&numbers, n)) {
            float least = some_units(&numbers, 48) - 1.0f;
            random_articles(&numbers, &a, n, 0);
            for (size_t i = 0; i < n; i++)
                if (a.scores[i] >= least)
                    keep(&a, a.docs[i], a.scores[i]);
            expect_keep_above(&a, least);
        }
}

static void expect_keep_marked(const struct articles *a, doc_id base,
                               const uint64_t *bits, size_t words)
{
    struct array marks = array_of(bits, words * sizeof *bits);
    for (unsigned i = 0; i < level_count; i++) {
        struct array docs = with_room(a->docs, a->count);
        struct array scores = with_room(a->scores, a->count);
        assert_true(cpu_force(levels[i]));
        size_t kept =
            kernel_keep_marked(docs.data, scores.data, a->count, base, marks.data);
        expect_kept(a, kept, docs.data, scores.data);
        release(&docs);
        release(&scores);
    }
    assert_memory_equal(marks.data, bits, words * sizeof *bits);
    release(&marks);
}

static void articles_that_are_marked(void **state)
{
    static struct articles a;
    static uint64_t bits[MOST];
    struct numbers numbers = numbers_from(24);
    (void)state;
    for (unsigned round = 0; round < 8; round++)
        for (size_t n = 0; n != DONE; n = count_after(&numbers, n)) {
            doc_id base = (doc_id)numbers_below(&numbers, 1u << 25) * 64;
            random_articles(&numbers, &a, n, base);
            size_t words = n ? (a.docs[n - 1] - base) / 64 + 1 : 0;
            for (size_t w = 0; w < words; w++)
                bits[w] = numbers_next(&numbers) &
                          (round % 2 ? numbers_next(&numbers) : UINT64_MAX);
            for (size_t i = 0; i < n; i++)
                if (bits[(a.docs[i] - base) / 64] >> (a.docs[i] - base) % 64 & 1)
                    keep(&a, a.docs[i], a.scores[i]);
            expect_keep_marked(&a, base, bits, words);
        }
}

/* The words have one more behind them, which stays as it is. */
static void expect_marks(const struct articles *a, doc_id base, const uint64_t *there,
                         const uint64_t *wanted, size_t words)
{
    struct array docs = array_of(a->docs, a->count * sizeof *a->docs);
    for (unsigned i = 0; i < level_count; i++) {
        struct array bits = array_of(there, (words + 1) * sizeof *there);
        assert_true(cpu_force(levels[i]));
        kernel_mark(docs.data, a->count, base, bits.data);
        assert_memory_equal(bits.data, wanted, (words + 1) * sizeof *wanted);
        release(&bits);
    }
    release(&docs);
}

static void expect_list(const uint64_t *bits, size_t words, doc_id base,
                        const struct articles *a)
{
    struct array from = array_of(bits, words * sizeof *bits);
    for (unsigned i = 0; i < level_count; i++) {
        struct array docs = with_room(NULL, a->count);
        assert_true(cpu_force(levels[i]));
        assert_int_equal(kernel_list(from.data, words, base, docs.data), a->count);
        assert_memory_equal(docs.data, a->docs, a->count * sizeof *a->docs);
        release(&docs);
    }
    release(&from);
}

/* There and back. */
static void articles_become_bits(void **state)
{
    static struct articles a;
    static uint64_t there[MOST + 1], wanted[MOST + 1], only[MOST + 1];
    struct numbers numbers = numbers_from(25);
    (void)state;
    for (unsigned round = 0; round < 8; round++)
        for (size_t n = 0; n != DONE; n = count_after(&numbers, n)) {
            doc_id base = (doc_id)numbers_below(&numbers, 1u << 25) * 64;
            random_articles(&numbers, &a, n, base);
            size_t words = n ? (a.docs[n - 1] - base) / 64 + 1 : 0;
            memset(only, 0, sizeof only);
            for (size_t i = 0; i < n; i++)
                only[(a.docs[i] - base) / 64] |= (uint64_t)1 << (a.docs[i] - base) % 64;
            for (size_t w = 0; w <= words; w++) {
                there[w] = round % 2 ? numbers_next(&numbers) : 0;
                wanted[w] = there[w] | only[w];
            }
            expect_marks(&a, base, there, wanted, words);
            expect_list(only, words, base, &a);
        }
}

static void expect_meet(const uint64_t *bits, const uint64_t *with, bool minus,
                        size_t count)
{
    static uint64_t wanted[MOST];
    struct array others = array_of(with, count * sizeof *with);
    bool left = false;
    for (size_t i = 0; i < count; i++) {
        wanted[i] = bits[i] & (minus ? ~with[i] : with[i]);
        left = left || wanted[i];
    }
    for (unsigned i = 0; i < level_count; i++) {
        struct array here = array_of(bits, count * sizeof *bits);
        assert_true(cpu_force(levels[i]));
        assert_int_equal(kernel_meet(here.data, others.data, minus, count), left);
        assert_memory_equal(here.data, wanted, count * sizeof *wanted);
        release(&here);
    }
    release(&others);
}

static void bits_meet(void **state)
{
    static uint64_t bits[MOST], with[MOST];
    struct numbers numbers = numbers_from(27);
    (void)state;
    for (unsigned round = 0; round < 4; round++)
        for (size_t n = 0; n != DONE; n = count_after(&numbers, n)) {
            for (size_t i = 0; i < n; i++) {
                bits[i] = numbers_below(&numbers, 4) ? 0 : numbers_next(&numbers);
                with[i] = round % 2 ? ~bits[i] : numbers_next(&numbers);
            }
            if (n && round > 1)
                bits[numbers_below(&numbers, n)] |= with[0] & 1;
            expect_meet(bits, with, false, n);
            expect_meet(bits, with, true, n);
        }
}

static uint64_t bits_set(uint64_t word)
{
    uint64_t sum = 0;
    for (; word; word >>= 1)
        sum += word & 1;
    return sum;
}

static void expect_count(const uint64_t *bits, const uint64_t *without, size_t count)
{
    struct array here = array_of(bits, count * sizeof *bits);
    struct array away = array_of(without, count * sizeof *bits);
    uint64_t all = 0, left = 0;
    for (size_t i = 0; i < count; i++) {
        all += bits_set(bits[i]);
        left += bits_set(bits[i] & ~without[i]);
    }
    for (unsigned i = 0; i < level_count; i++) {
        assert_true(cpu_force(levels[i]));
        assert_int_equal(kernel_count(here.data, NULL, count), all);
        assert_int_equal(kernel_count(here.data, away.data, count), left);
    }
    release(&here);
    release(&away);
}

static void bits_are_counted(void **state)
{
    static uint64_t bits[MOST], without[MOST];
    struct numbers numbers = numbers_from(26);
    (void)state;
    for (size_t n = 0; n != DONE; n = count_after(&numbers, n)) {
        for (size_t i = 0; i < n; i++) {
            bits[i] = numbers_below(&numbers, 8) ? numbers_next(&numbers) : UINT64_MAX;
            without[i] = numbers_below(&numbers, 3) ? 0 : numbers_next(&numbers);
        }
        expect_count(bits, without, n);
    }
}

static int restore_level(void **state)
{
    (void)state;
    return cpu_force(levels[level_count - 1]) ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scores_are_those_of_the_scorer),
        cmocka_unit_test(sums_above_a_threshold),
        cmocka_unit_test(articles_above_a_threshold),
        cmocka_unit_test(articles_that_are_marked),
        cmocka_unit_test(articles_become_bits),
        cmocka_unit_test(bits_meet),
        cmocka_unit_test(bits_are_counted),
    };
    return cmocka_run_group_tests(tests, find_levels, restore_level);
}
