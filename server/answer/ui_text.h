/* ui_text.h - what the pages say, in Kyrgyz, Russian and English.
 *
 * Layer    answer
 * Threads  constant tables
 */
#ifndef MSEARCH_ANSWER_UI_TEXT_H
#define MSEARCH_ANSWER_UI_TEXT_H

#include <stdint.h>

#include "answer/render.h"

enum ui_string {
    UI_SEARCH,
    UI_SEARCH_LABEL,
    UI_PLACEHOLDER,
    UI_SKIP,
    UI_INTERFACE,
    UI_LEAD,
    UI_RESULTS,
    UI_FILTERS,
    UI_TO_FILTERS,
    UI_CHOSEN,
    UI_REMOVE,
    UI_CLEAR,
    UI_YEARS,
    UI_RANGE,
    UI_FROM,
    UI_TO,
    UI_APPLY,
    UI_ALL_YEARS,
    UI_JOURNAL,
    UI_ISSUE,
    UI_RUBRIC,
    UI_AUTHOR,
    UI_LANGUAGE,
    UI_MORE,
    UI_SORT,
    UI_RELEVANCE,
    UI_NEWEST,
    UI_OLDEST,
    UI_PAGES,
    UI_PREVIOUS,
    UI_NEXT,
    UI_PAGE,
    UI_NOTHING,
    UI_NOTHING_SPELLING,
    UI_NOTHING_FEWER,
    UI_NOTHING_FILTERS,
    UI_NOT_AS_TYPED,
    UI_SEARCHED,
    UI_ALSO_FOUND,
    UI_AS_TYPED,
    UI_ONLY_AS_TYPED,
    UI_NO_TERMS,
    UI_WITHOUT_TERMS,
    UI_DID_YOU_MEAN,
    UI_ANY_WORD,
    UI_DROPPED,
    UI_LOOSENED,
    UI_PREFIX_CUT,
    UI_TIMED_OUT,
    UI_IGNORED,
    UI_AT_LEAST,
    UI_LAST_PAGE,
    UI_PAST_END,
    UI_HELP,
    UI_HELP_ALL,
    UI_HELP_ANY,
    UI_HELP_PHRASE,
    UI_HELP_NEAR,
    UI_HELP_NOT,
    UI_HELP_PREFIX,
    UI_HELP_FIELD,
    UI_HELP_YEAR,
    UI_BACK,
    UI_ORIGINAL,
    UI_ABSTRACT,
    UI_KEYWORDS,
    UI_REFERENCES,
    UI_TRANSLATIONS,
    UI_CITE,
    UI_ERROR,
    UI_NOT_FOUND,
    UI_BUSY,
    UI_BAD_REQUEST,
    UI_STRINGS
};

const char *ui_text(enum ui_lang ui, enum ui_string string);
/* "ky", "ru", "en" */
const char *ui_tag(enum ui_lang ui);
/* The interface's name in its own language: Кыргызча, Русский, English. */
const char *ui_name(enum ui_lang ui);
/* The name of a language of articles. */
const char *ui_lang_name(enum ui_lang ui, enum lang lang);
/* How a tier came about, as a few words without a capital: "тамгалар: ө ү ң". */
const char *ui_rung(enum ui_lang ui, enum search_rung rung);
/* "анын 9у жазылгандай", "из них 9 — как введено", "9 as typed". */
void ui_put_typed(struct buf *out, enum ui_lang ui, uint64_t count);
/* A parser's warning by its code; NULL when there is no translation. */
const char *ui_warning(enum ui_lang ui, const char *code);
/* "12 макала", "12 статей", "12 articles"; digits grouped. */
void ui_put_articles(struct buf *out, enum ui_lang ui, uint64_t count);
void ui_put_number(struct buf *out, uint64_t number);
/* yyyymmdd as people write it: 7-апрель, 2015 · 7 апреля 2015 · 7 April 2015 */
void ui_put_date(struct buf *out, enum ui_lang ui, uint32_t date);

#endif
