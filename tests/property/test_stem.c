/* test_stem.c - what holds of the Kyrgyz stemmer whatever the word: it is a pure
 * function, its stem is not empty and at most 8 bytes longer than the word, a decomposed
 * word or one in capitals has the same stem, and every rule of the rule file is at work
 * in tests/spec/stem_ky.cases.
 */
#include <string.h>

#include "base/file.h"
#include "support/numbers.h"
#include "support/unit.h"
#include "text/fold.h"
#include "text/stem.h"
#include "text/stem_ky_table.h"
#include "text/utf8.h"

enum { SEED = 7, ROUNDS = 20000, WORD_MAX = 255, ROOM = WORD_MAX + 8, ENDINGS_MAX = 5 };

static const char *const roots[] = {"мектеп", "өлкө", "жаңы", "тармак", "ёлка", "көз",
                                    "түшүн",  "бала", "иш",   "й",      "жөө",  "кый"};
static const char *const endings[] = {
    "лар", "дүн", "ы",  "сы",  "нда", "гы",  "ган", "төр", "уу", "йт", "ба", "ым",
    "ңыз", "ө",   "ыш", "дыр", "мак", "ёнү", "ъ",   "ээр", "чү", "л",  "й",  "1"};

static const char *pick(struct numbers *numbers, const char *const *list, size_t count)
{
    return list[numbers_below(numbers, count)];
}

static void make_word(struct numbers *numbers, struct buf *word)
{
    buf_reset(word);
    buf_put_text(word, pick(numbers, roots, sizeof roots / sizeof roots[0]));
    for (uint64_t n = numbers_below(numbers, ENDINGS_MAX + 1); n > 0; n--)
        buf_put_text(word, pick(numbers, endings, sizeof endings / sizeof endings[0]));
}

static struct span stem(uint8_t *out, struct span word)
{
    struct buf folded;
    buf_init(&folded, 0);
    fold_text(&folded, word);
    size_t len = stem_ky(out, buf_span(&folded));
    assert_true(len > 0 && len <= folded.len + 8);
    assert_true(utf8_valid(span_of(out, len)));
    buf_release(&folded);
    return span_of(out, len);
}

/* й and ё as a letter and its mark: the only ones of Kyrgyz that decompose. */
static void decompose(struct buf *out, struct span word)
{
    buf_reset(out);
    for (size_t off = 0; off < word.len;) {
        uint32_t code = utf8_next(word, &off);
        utf8_put(out, code == 0x439 ? 0x438 : code == 0x451 ? 0x435 : code);
        if (code == 0x439 || code == 0x451)
            utf8_put(out, code == 0x439 ? 0x306 : 0x308);
    }
}

static uint32_t capital(uint32_t code)
{
    if (code >= 0x430 && code <= 0x44F)
        return code - 0x20;
    if (code == 0x451)
        return 0x401;
    return code == 0x4E9 || code == 0x4AF || code == 0x4A3 ? code - 1 : code;
}

static void capitals(struct buf *out, struct span word)
{
    buf_reset(out);
    for (size_t off = 0; off < word.len;)
        utf8_put(out, capital(utf8_next(word, &off)));
}

static void spelling_does_not_matter(void **state)
{
    (void)state;
    struct numbers numbers = numbers_from(SEED);
    struct buf word, other;
    buf_init(&word, 0);
    buf_init(&other, 0);
    for (int round = 0; round < ROUNDS; round++) {
        uint8_t a[ROOM], b[ROOM];
        make_word(&numbers, &word);
        struct span once = stem(a, buf_span(&word));
        assert_true(span_equal(once, stem(b, buf_span(&word))));
        decompose(&other, buf_span(&word));
        assert_true(span_equal(once, stem(b, buf_span(&other))));
        capitals(&other, buf_span(&word));
        assert_true(span_equal(once, stem(b, buf_span(&other))));
    }
    buf_release(&word);
    buf_release(&other);
}

/* The stem does not depend on whether it is explained. */
static void telling_changes_nothing(void **state)
{
    (void)state;
    struct numbers numbers = numbers_from(SEED);
    struct buf word;
    buf_init(&word, 0);
    for (int round = 0; round < ROUNDS; round++) {
        uint8_t a[ROOM], b[ROOM];
        struct stem_ky_trace trace;
        make_word(&numbers, &word);
        size_t len = stem_ky(a, buf_span(&word));
        assert_int_equal(stem_ky_explain(b, buf_span(&word), &trace), len);
        assert_memory_equal(a, b, len);
        assert_non_null(trace.decided);
    }
    buf_release(&word);
}

static void note_rules(struct span word, bool *used)
{
    uint8_t out[ROOM];
    struct stem_ky_trace trace;
    stem_ky_explain(out, word, &trace);
    for (unsigned i = 0; i < trace.count; i++) {
        for (size_t rule = 0; rule < stem_ky_rule_count; rule++)
            used[rule] = used[rule] ||
                         strcmp(trace.taken[i].rule, stem_ky_rules[rule].name) == 0;
    }
}

static void every_rule_has_a_case(void **state)
{
    (void)state;
    bool used[256] = {false};
    struct buf cases;
    unsigned missing = 0;
    buf_init(&cases, 0);
    assert_true(stem_ky_rule_count <= sizeof used / sizeof used[0]);
    assert_int_equal(file_read(&cases, "tests/spec/stem_ky.cases", 1 << 20, NULL),
                     ST_OK);
    struct span text = buf_span(&cases);
    for (size_t at = 0; at < text.len;) {
        size_t end = span_find(text, '\n', at);
        struct span line = span_part(text, at, end - at);
        struct span word = span_part(line, 0, span_find(line, ' ', 0));
        if (word.len > 0 && word.len <= WORD_MAX && word.data[0] != '#')
            note_rules(word, used);
        at = end + 1;
    }
    for (size_t rule = 0; rule < stem_ky_rule_count; rule++) {
        if (!used[rule])
            print_error("no case for %s\n", stem_ky_rules[rule].name);
        missing += !used[rule];
    }
    assert_int_equal(missing, 0);
    buf_release(&cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spelling_does_not_matter),
        cmocka_unit_test(telling_changes_nothing),
        cmocka_unit_test(every_rule_has_a_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
