/* query_value.h - names of fields, and values of filters: years, dates, languages.
 *
 * Layer    query (includes base, text)
 * Threads  pure functions
 */
#ifndef MSEARCH_QUERY_QUERY_VALUE_H
#define MSEARCH_QUERY_QUERY_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "segment/layout.h"
#include "text/lang.h"

enum value_field {
    VALUE_TITLE,
    VALUE_AUTHOR,
    VALUE_RUBRIC,
    VALUE_KEYWORDS,
    VALUE_ABSTRACT,
    VALUE_BODY,
    VALUE_YEAR,
    VALUE_DATE,
    VALUE_JOURNAL,
    VALUE_ISSUE,
    VALUE_LANG,
    VALUE_UNKNOWN
};

/* By its folded name in any of the three languages. */
enum value_field value_field_of(struct span folded);
/* The name that is shown back: "title", "year", … */
const char *value_field_name(enum value_field field);
/* The field of the index, for VALUE_TITLE to VALUE_BODY. */
enum field value_index_field(enum value_field field);

/* 2015, 1991..1999, 1991.., ..1999, 1991-1999. Bounds as yyyymmdd, 0 and UINT32_MAX
 * open; *swapped when the later one stood first. */
bool value_years(struct span text, uint32_t *from, uint32_t *to, bool *swapped);
/* 2015, 2015-04, 2015-04-07, 07.04.2015 and ranges of them with "..". */
bool value_dates(struct span text, uint32_t *from, uint32_t *to, bool *swapped);
/* A tag or a folded name: ky, кыргызча, русский, english. */
bool value_lang(struct span folded, enum lang *lang);

#endif
