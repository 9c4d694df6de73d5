/* test_stem.c - choosing a stemmer, and running out of memory. */
#include "base/bytes.h"
#include "base/memory.h"
#include "support/unit.h"
#include "text/stem.h"

#define COMPLAIN(...)                                                                  \
    do {                                                                               \
        print_error(__VA_ARGS__);                                                      \
        assert_true(false);                                                            \
    } while (0)

static void assert_stem(const char *word, enum lang lang, const char *want)
{
    struct stemmer *stemmer = NULL;
    assert_int_equal(stemmer_open(&stemmer, NULL), ST_OK);
    struct span stem = stemmer_run(stemmer, span_text(word), lang);
    if (!span_equal(stem, span_text(want)))
        COMPLAIN("%s: %.*s, not %s", word, (int)stem.len, (const char *)stem.data,
                 want);
    stemmer_close(stemmer);
}

static void each_language_has_its_own(void **state)
{
    (void)state;
    assert_stem("китептер", LANG_KY, "китеп");
    assert_stem("книгами", LANG_RU, "книг");
    assert_stem("books", LANG_EN, "book");
    assert_stem("китептер", LANG_UND, "китептер");
    assert_stem("и", LANG_RU, "и");
    assert_stem("ого", LANG_RU, "ог");
}

static void closing_nothing(void **state)
{
    (void)state;
    stemmer_close(NULL);
}

static void no_memory_is_said(void **state)
{
    (void)state;
    uint64_t live = memory_live_count();
    for (uint64_t n = 1;; n++) {
        struct stemmer *stemmer = NULL;
        struct error err = ERROR_NONE;
        memory_fail_at(n, false);
        enum status status = stemmer_open(&stemmer, &err);
        memory_fail_at(0, false);
        if (status == ST_OK) {
            assert_true(n > 1);
            stemmer_close(stemmer);
            break;
        }
        assert_int_equal(status, ST_NOMEM);
        assert_null(stemmer);
        assert_int_equal(memory_live_count(), live);
    }
    assert_int_equal(memory_live_count(), live);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_language_has_its_own),
        cmocka_unit_test(closing_nothing),
        cmocka_unit_test(no_memory_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
