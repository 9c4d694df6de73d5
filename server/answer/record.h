/* record.h - the stored record's JSON read back into the fields of an answer.
 *
 * Layer    answer (includes base, text, segment, query, match)
 * Memory   spans are parts of the bytes read, or live in the caller's arena
 * Threads  pure functions; record_setup once before the first of them
 */
#ifndef MSEARCH_ANSWER_RECORD_H
#define MSEARCH_ANSWER_RECORD_H

#include "answer/result.h"
#include "base/memory.h"

/* What indexing counted as the words of a field, in its order (build/): one text a
 * language, places running on through them. */
struct record_texts {
    struct span in[LANG_COUNT];
};

struct record {
    struct span id, url, doi, issn, volume, number, issue, pages;
    enum lang lang;
    uint32_t date; /* yyyymmdd */
    struct record_texts title, journal, rubric, abstract;
    struct span *authors;
    size_t author_count;
    struct span *keywords;
    size_t keyword_count;
    struct span *translations;
    size_t translation_count;
};

/* Makes the JSON library allocate through base/memory; any thread, any number of times.
 */
void record_setup(void);
/* ST_OK, ST_CORRUPT when it is no JSON object, ST_NOMEM. */
MUST_USE enum status record_read(struct record *record, struct span meta,
                                 struct arena *arena, struct error *err);
/* The first text that is there, the article's own language first. */
struct span record_text(const struct record_texts *texts, enum lang own,
                        enum lang *lang);

#endif
