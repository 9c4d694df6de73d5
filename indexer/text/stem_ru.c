/* stem_ru.c - libstemmer's Russian and English behind two functions.
 *
 * A libstemmer handle owns the bytes of its last answer, hence one pair of handles per
 * thread. Words come folded, so ё is е already, as the Russian algorithm wants it.
 */
#include "text/stem_ru.h"

#include "base/memory.h"

#include <libstemmer.h>

struct stem_ru {
    struct sb_stemmer *russian;
    struct sb_stemmer *english;
};

struct stem_ru *stem_ru_open(void)
{
    struct stem_ru *stem = memory_zeroed(1, sizeof *stem);
    if (stem == NULL)
        return NULL;
    stem->russian = sb_stemmer_new("russian", "UTF_8");
    stem->english = sb_stemmer_new("english", "UTF_8");
    if (stem->russian == NULL || stem->english == NULL) {
        stem_ru_close(stem);
        return NULL;
    }
    return stem;
}

void stem_ru_close(struct stem_ru *stem)
{
    if (stem == NULL)
        return;
    if (stem->russian != NULL)
        sb_stemmer_delete(stem->russian);
    if (stem->english != NULL)
        sb_stemmer_delete(stem->english);
    memory_free(stem);
}

static struct span run(struct sb_stemmer *handle, struct span word)
{
    const sb_symbol *bytes = sb_stemmer_stem(handle, word.data, (int)word.len);
    int length = bytes == NULL ? 0 : sb_stemmer_length(handle);
    return length <= 0 ? word : span_of(bytes, (size_t)length);
}

struct span stem_ru_russian(struct stem_ru *stem, struct span word)
{
    return run(stem->russian, word);
}

struct span stem_ru_english(struct stem_ru *stem, struct span word)
{
    return run(stem->english, word);
}
