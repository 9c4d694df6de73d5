/* fuzz_name_key.c - any text as a word of a name: keys are clean and bounded, and the
 * same when asked again; terms keep the rule A1. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/bytes.h"
#include "text/name_key.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { WORD_MAX = 255 };

static void check_key(struct span key)
{
    assert(key.len > 0 && key.len <= NAME_KEY_MAX);
    for (size_t i = 0; i < key.len; i++) {
        assert(key.data[i] >= 'a' && key.data[i] <= 'z');
        assert(i == 0 || key.data[i] != key.data[i - 1]);
    }
}

static void check_terms(const struct name_terms *terms)
{
    assert(terms->count <= NAME_TERMS_MAX);
    for (unsigned i = 0; i < terms->count; i++) {
        struct span term = terms->terms[i];
        assert(term.len >= 3 && term.data[0] == NAME_TERM_MARK);
        assert(memchr("ksip", term.data[1], 4) != NULL);
        check_key(span_part(term, 2, term.len));
    }
}

static void check_cases(struct span key)
{
    struct name_cases cases;
    name_key_cases(&cases, key);
    assert(cases.count <= NAME_CASES_MAX && name_key_short(key) < key.len);
    for (unsigned i = 0; i < cases.count; i++) {
        struct span made = span_of(cases.keys[i], cases.lens[i]);
        assert(made.len >= NAME_SHORT_MIN && made.len <= NAME_KEY_MAX);
        (void)name_key_inflects(key, made);
    }
    assert(name_key_inflects(key, key) || key.len < NAME_SHORT_MIN);
}

static void check_word(struct span word)
{
    struct name_terms terms = {.count = 0};
    uint8_t bytes[NAME_KEY_MAX], again[NAME_KEY_MAX];
    size_t len = name_key(bytes, word);
    assert(len == name_key(again, word) && memcmp(bytes, again, len) == 0);
    if (len > 0) {
        check_key(span_of(bytes, len));
        check_cases(span_of(bytes, len));
    }
    for (int joined = 0; joined < 2; joined++) {
        name_terms_printed(&terms, word, joined == 1);
        check_terms(&terms);
    }
    terms.count = 0;
    name_terms_asked(&terms, word);
    name_terms_letter(&terms, NAME_INITIAL, word);
    check_terms(&terms);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf text;
    buf_init(&text, 0);
    utf8_repair(&text, span_of(data, size < WORD_MAX / 3 ? size : WORD_MAX / 3));
    check_word(buf_span(&text));
    buf_release(&text);
    return 0;
}
