/* stem.c - choose and run a stemmer.
 *
 * The table of languages, and nothing else: LANG_KY is ours (stem_ky.c), LANG_RU and
 * LANG_EN are libstemmer's (stem_ru.c), LANG_UND is the word itself.
 */
#include "text/stem.h"

#include "base/memory.h"
#include "text/stem_ru.h"

enum { STEM_WORD_MAX = 255, STEM_ROOM = STEM_WORD_MAX + 8 };

struct stemmer {
    struct stem_ru *snowball;
    uint8_t out[STEM_ROOM];
};

enum status stemmer_open(struct stemmer **stemmer, struct error *err)
{
    struct stemmer *made = memory_zeroed(1, sizeof *made);
    if (made == NULL)
        return fail(err, ST_NOMEM, "stemmer: out of memory");
    made->snowball = stem_ru_open();
    if (made->snowball == NULL) {
        memory_free(made);
        return fail(err, ST_NOMEM, "stemmer: libstemmer has no memory");
    }
    *stemmer = made;
    return ST_OK;
}

void stemmer_close(struct stemmer *stemmer)
{
    if (stemmer == NULL)
        return;
    stem_ru_close(stemmer->snowball);
    memory_free(stemmer);
}

struct span stemmer_run(struct stemmer *stemmer, struct span word, enum lang lang)
{
    if (word.len == 0 || word.len > STEM_WORD_MAX)
        return word;
    switch (lang) {
    case LANG_KY:
        return span_of(stemmer->out, stem_ky(stemmer->out, word));
    case LANG_RU:
        return stem_ru_russian(stemmer->snowball, word);
    case LANG_EN:
        return stem_ru_english(stemmer->snowball, word);
    case LANG_UND:
        break;
    }
    return word;
}
