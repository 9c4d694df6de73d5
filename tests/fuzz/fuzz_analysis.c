/* fuzz_analysis.c - terms are bounded and valid, lie in their word, and come again the
 * same. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/bytes.h"
#include "text/analysis.h"
#include "text/utf8.h"
#include "text/words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_term(const struct analysis_word *word, unsigned i, struct span raw)
{
    const struct analysis_term *term = &word->terms[i];
    assert(term->term.len > 0 && term->term.len <= TERM_BYTES_MAX);
    assert(term->form.len > 0 && term->form.len <= TERM_BYTES_MAX);
    assert(utf8_valid(term->term) && utf8_valid(term->form));
    assert(term->pos < word->pos_count);
    assert(term->raw.data >= raw.data);
    assert(term->raw.data + term->raw.len <= raw.data + raw.len);
}

static void check_word(struct analysis *analysis, struct span raw, enum lang lang)
{
    static struct analysis_word word;
    static struct analysis_word again;
    analysis_word(analysis, raw, lang, &word);
    analysis_word(analysis, raw, lang, &again);
    assert(word.term_count <= ANALYSIS_TERMS_MAX + 1);
    assert(again.term_count == word.term_count && again.pos_count == word.pos_count);
    for (unsigned i = 0; i < word.term_count; i++) {
        check_term(&word, i, raw);
        assert(span_equal(word.terms[i].term, again.terms[i].term));
        assert(span_equal(word.terms[i].form, again.terms[i].form));
    }
}

/* The first byte chooses the language, the rest is text. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct analysis *analysis = NULL;
    struct buf text;
    if (size == 0 || analysis_open(&analysis, NULL) != ST_OK)
        return 0;
    enum lang lang = (enum lang)(data[0] % LANG_COUNT);
    buf_init(&text, 0);
    utf8_repair(&text, span_of(data + 1, size - 1));
    check_word(analysis, buf_span(&text), lang);
    struct words words = words_open(buf_span(&text));
    struct span raw;
    while (words_next(&words, &raw))
        check_word(analysis, raw, lang);
    buf_release(&text);
    analysis_close(analysis);
    return 0;
}
