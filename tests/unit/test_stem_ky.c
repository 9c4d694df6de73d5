/* test_stem_ky.c - properties of the Kyrgyz stemmer (tests/spec/stem_ky.cases has the
 * words). */
#include <string.h>

#include "base/bytes.h"
#include "support/unit.h"
#include "text/stem.h"
#include "text/stem_ky_suffix.h"
#include "text/utf8.h"

#define COMPLAIN(...)                                                                  \
    do {                                                                               \
        print_error(__VA_ARGS__);                                                      \
        assert_true(false);                                                            \
    } while (0)

static struct span stem(uint8_t *out, const char *word)
{
    return span_of(out, stem_ky(out, span_text(word)));
}

static void assert_same(const char *one, const char *other)
{
    uint8_t a[300];
    uint8_t b[300];
    if (!span_equal(stem(a, one), stem(b, other)))
        COMPLAIN("%s and %s do not meet", one, other);
}

/* Every ending of a paradigm meets its first word. */
static void paradigms_meet(void **state)
{
    (void)state;
    static const char *const endings[][12] = {
        {"мектеп", "мектептин", "мектепке", "мектепти", "мектепте", "мектептен",
         "мектеби", "мектебинде", "мектептер", "мектептери", "мектептердеги",
         "мектебибиз"},
        {"тармак", "тармактын", "тармакка", "тармакты", "тармакта", "тармактан",
         "тармагы", "тармагында", "тармактар", "тармактары", "тармактардагы",
         "тармагыбыз"},
        {"өлкө", "өлкөнүн", "өлкөгө", "өлкөнү", "өлкөдө", "өлкөдөн", "өлкөсү",
         "өлкөсүндө", "өлкөлөр", "өлкөлөрү", "өлкөлөрдөгү", "өлкөбүз"},
        {"көз", "көздүн", "көзгө", "көздү", "көздө", "көздөн", "көзү", "көзүндө",
         "көздөр", "көздөрү", "көздөрдөгү", "көзүбүз"},
    };
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        for (size_t k = 1; k < 12; k++)
            assert_same(endings[i][0], endings[i][k]);
    }
}

/* Typed with о у н for ө ү ң, the stem is the stem so typed. */
static void plain_typing_meets(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"өлкөлөрүндө", "олколорундо"}, {"үйүндөгү", "уйундогу"},
        {"көчөсүнүн", "кочосунун"},     {"түшүнгөн", "тушунгон"},
        {"көрсөткөн", "корсоткон"},     {"бөлүмдөр", "болумдор"},
        {"күндөрү", "кундору"},         {"үлгүсүнө", "улгусуно"},
        {"өнүккөн", "онуккон"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        uint8_t full[300];
        uint8_t plain[300];
        struct span a = stem(full, pairs[i][0]);
        struct span b = stem(plain, pairs[i][1]);
        struct buf folded;
        buf_init(&folded, 0);
        for (size_t off = 0; off < a.len;) {
            uint32_t code = utf8_next(a, &off);
            utf8_put(&folded, code == 0x4E9   ? 0x43E
                              : code == 0x4AF ? 0x443
                              : code == 0x4A3 ? 0x43D
                                              : code);
        }
        if (!span_equal(buf_span(&folded), b))
            COMPLAIN("%s: %.*s, not as %s", pairs[i][1], (int)b.len,
                     (const char *)b.data, pairs[i][0]);
        buf_release(&folded);
    }
}

static void suffix_runs(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool run;
    } cases[] = {
        {"нун", true},          {"сынын", true}, {"деги", true},    {"ине", true},
        {"лерден", true},       {"ден", true},   {"жылдын", false}, {"кг", false},
        {"тур", false},         {"еңеш", false}, {"сайт", false},   {"дагылар", true},
        {"компаниялар", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint32_t codes[STEM_KY_RUN_MAX];
        size_t count = 0;
        struct span text = span_text(cases[i].text);
        for (size_t off = 0; off < text.len && count < STEM_KY_RUN_MAX;)
            codes[count++] = utf8_next(text, &off);
        if (stem_ky_suffix_run(codes, count) != cases[i].run)
            COMPLAIN("%s", cases[i].text);
    }
}

/* What the list of the rule file says of a word is heard. */
static void lists_decide(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"ал", "stem"},        {"үйрөт", "root"},  {"мыйзам", "stem"},
        {"үлгү", "stem"},      {"өткөн", "root"},  {"орду", "lost-vowel"},
        {"менин", "paradigm"}, {"ъъъ", "nothing"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint8_t out[300];
        struct stem_ky_trace trace;
        stem_ky_explain(out, span_text(cases[i][0]), &trace);
        if (strcmp(trace.decided, cases[i][1]) != 0)
            COMPLAIN("%s: %s", cases[i][0], trace.decided);
    }
}

static uint32_t step(uint32_t *seed)
{
    *seed = *seed * 1664525 + 1013904223;
    return *seed >> 8;
}

/* Random words of Kyrgyz letters: never empty, never much longer, valid, pure. */
static void random_words(void **state)
{
    (void)state;
    static const uint32_t odd[] = {0x4E9, 0x4AF, 0x4A3, 'x', '5', 0x65E5, 0x1F600};
    uint32_t seed = 1;
    for (unsigned round = 0; round < 20000; round++) {
        uint8_t word[256];
        uint8_t out[256 + 8];
        uint8_t again[256 + 8];
        size_t len = 0;
        unsigned letters = 1 + step(&seed) % (round % 10 == 0 ? 120 : 14);
        for (unsigned i = 0; i < letters && len + 4 <= 255; i++) {
            uint32_t pick = step(&seed) % 40;
            len += utf8_encode(word + len, pick < 32 ? 0x430 + pick : odd[pick % 7]);
        }
        size_t stem_len = stem_ky(out, span_of(word, len));
        assert_true(stem_len > 0 && stem_len <= len + 8);
        assert_true(utf8_valid(span_of(out, stem_len)));
        assert_int_equal(stem_ky(again, span_of(word, len)), stem_len);
        assert_memory_equal(out, again, stem_len);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paradigms_meet), cmocka_unit_test(plain_typing_meets),
        cmocka_unit_test(suffix_runs),    cmocka_unit_test(lists_decide),
        cmocka_unit_test(random_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
